"""The launcher on Linux: a desktop entry, quoted as its specification has it, and its icon."""

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import mime_type
from .program import Program

_ENTRY = """\
[Desktop Entry]
Type=Application
Version=1.0
Name=Secant
GenericName=Gradient descent
Comment=Watch a linear model learn, its gradient taken from the limit definition
Exec={command} %f
Icon={icon}
Terminal=false
Categories=Education;Math;NumericalAnalysis;
MimeType={mime_type};
Keywords=gradient;descent;derivative;regression;matrix;
StartupWMClass=secant
"""
# A string value of a desktop file has escapes of its own, read before those of Exec.
_STRING = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def install(program: Program, environ: Mapping[str, str] = os.environ) -> Path:
    """Write the desktop entry, its icon and the type of its files; return where the entry lies.

    Raises OSError.
    """
    data = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    icon = data / "icons/hicolor/scalable/apps/secant.svg"
    entry = data / "applications/secant.desktop"
    for path in (icon, entry):
        path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(program.icons / "secant.svg", icon)
    command = exec_value([str(program.interpreter), str(program.script)])
    shown = str(icon).translate(_STRING)
    text = _ENTRY.format(command=command, icon=shown, mime_type=mime_type.NAME)
    entry.write_text(text, "utf-8", errors="surrogateescape")
    mime_type.install(data, program)
    return entry


def exec_value(command: Sequence[str]) -> str:
    """Return a command line as the value of the key Exec."""
    return " ".join(_quoted(word) for word in command).translate(_STRING)


def _quoted(word: str) -> str:
    escaped = re.sub(r'(["`$\\])', r"\\\1", word)
    # A percent sign would begin a field code, quoted or not.
    return '"' + escaped.replace("%", "%%") + '"'
