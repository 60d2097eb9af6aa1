"""An entry for Secant in the desktop's application menu."""

import shlex
import sys
from pathlib import Path

from . import linux_launcher, windows_launcher
from .errors import LauncherNotWritten
from .program import Program


def install_script(program: Program, home: Path) -> Path:
    """Write the script; return its path.

    Raises OSError.
    """
    path = home / "Applications/Secant.command"
    path.parent.mkdir(exist_ok=True)
    words = shlex.join(program.words)
    path.write_text(f"#!/bin/sh\nexec {words}\n", "utf-8")
    path.chmod(0o755)
    return path


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
        return windows_launcher.install_shortcut(program)
    if sys.platform == "darwin":
        return install_script(program, Path.home())
    return linux_launcher.install_desktop_entry(program)
