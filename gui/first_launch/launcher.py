"""An entry for Secant in the desktop's application menu."""

import sys
from pathlib import Path

from . import application_folder, desktop_entry, start_menu
from .errors import LauncherNotWritten
from .program import Program


def install_launcher() -> str:
    """Put Secant in the application menu; return a sentence that names the file.

    Raises LauncherNotWritten.
    """
    try:
        path = _install(Program.running())
    except OSError as error:
        place = error.filename or "into the application menu"
        raise LauncherNotWritten(str(place), error.strerror or str(error)) from None
    return f"Secant is now in the application menu ({path})."


def _install(program: Program) -> Path:
    if sys.platform == "win32":
        return start_menu.install_shortcut(program)
    if sys.platform == "darwin":
        return application_folder.install_script(program, Path.home())
    return desktop_entry.install_desktop_entry(program)
