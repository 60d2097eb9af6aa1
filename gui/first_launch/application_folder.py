"""The launcher on macOS: a script in the user's Applications folder that opens in a terminal."""

import shlex
from pathlib import Path

from .program import Program


def install_script(program: Program, home: Path) -> Path:
    """Write the script; return its path.

    Raises OSError.
    """
    path = home / "Applications/Secant.command"
    path.parent.mkdir(exist_ok=True)
    words = shlex.join([str(program.interpreter), str(program.script)])
    path.write_text(f"#!/bin/sh\nexec {words}\n", "utf-8")
    path.chmod(0o755)
    return path
