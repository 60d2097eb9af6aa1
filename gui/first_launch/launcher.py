"""An entry for Secant in the desktop's application menu."""

import sys
from pathlib import Path

from . import application_folder, desktop_entry, start_menu
from .errors import LauncherNotWritten
from .program import Program


def install_launcher() -> str:
    """Put Secant in the application menu; return a sentence that says where.

    Raises LauncherNotWritten.
    """
    try:
        path = _install(Program.running())
    except OSError as error:
        place = error.filename or "into the application menu"
        raise LauncherNotWritten(str(place), error.strerror or str(error)) from None
    return f"Secant is in the application menu now, through {path}."


def _install(program: Program) -> Path:
    if sys.platform == "win32":
        return start_menu.install(program)
    if sys.platform == "darwin":
        return application_folder.install(program, Path.home())
    return desktop_entry.install(program)
