"""What happens before Qt loads: a private environment, the system's libraries, a display.

It needs only the standard library. Every fault is a FirstLaunchError, whose text is the sentence
for the user and whose `status` is the exit status.
"""

from .errors import FirstLaunchError
from .launcher import install_launcher
from .prepare import prepare_tests, prepare_window
from .relaunch import become

__all__ = ["FirstLaunchError", "become", "install_launcher", "prepare_tests", "prepare_window"]
