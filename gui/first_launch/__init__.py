"""Everything that happens before Qt loads: a private environment, system libraries, a display.

The package needs only the standard library, because numpy and Qt may not be installed yet.

- ``prepare.py`` decides. If this Python has what Secant requires (``requirements.py``), the program
  goes on. Otherwise it uses the private environment: if that is ready, ``relaunch.py`` starts the
  same command in it; if not, ``set_up.py`` creates or repairs it first, then relaunches.
- ``shiboken_support.py`` unpacks a part of PySide6 there that would be compiled at each start.
- ``environment.py`` describes the environment, ``.venv`` beside the code. A record file in it lists
  what was installed, so that a later start need not ask pip. A lock keeps two starts apart.
- ``distributions.py`` checks at each start that the installed libraries still have their code. One
  that lost files counts as not installed, and pip installs it again.
- ``interrupts.py`` ends the first launch at Ctrl-C or SIGTERM, together with pip or apt. The record
  is written last, so the next start repairs whatever was left behind.
- ``display.py`` and ``libraries.py`` check what Qt would crash without: a display that answers, the
  shared libraries and a font. Of Wayland and X, the first that answers and has its libraries is
  used. If none has, root on a system with apt gets them installed; anyone else reads the command
  to run.
- A bundle (``bundle.py``) has all else in its folder: it looks only for the libraries of the driver
  and the display server, for a font and a display.
- ``extras.py`` adds libraries that only some files need to the environment: ``--add arrow``.
- ``launcher.py`` adds Secant to the application menu, with the details of each system in
  ``linux_launcher.py`` and ``windows_launcher.py``.

Every failure is a FirstLaunchError (``errors.py``): its text is the sentence for the user, and its
``status`` is the exit status.
"""

from .errors import FirstLaunchError
from .prepare import prepare_tests, prepare_window
from .relaunch import replace_process

__all__ = ["FirstLaunchError", "prepare_tests", "prepare_window", "replace_process"]
