"""What happens before Qt loads: a private environment, the system's libraries, a display.

It needs only the standard library. Every fault is a FirstLaunchError, whose text is the sentence
for the user and whose `status` is the exit status.
"""

from .errors import FirstLaunchError
from .prepare import prepare_tests, prepare_window
from .relaunch import become

__all__ = ["FirstLaunchError", "become", "prepare_tests", "prepare_window"]
