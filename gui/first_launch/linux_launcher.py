"""The launcher on Linux: a desktop entry, quoted as its specification requires, and its icon."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .program import Program

MIME_TYPE = "application/x-secant"
MIME_PACKAGE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{MIME_TYPE}">
    <comment>Secant experiment</comment>
    <sub-class-of type="application/zip"/>
    <icon name="application-x-secant"/>
    <glob pattern="*.secant"/>
  </mime-type>
</mime-info>
"""
# These tools make the desktop notice the files; without them it may not before the next login.
_REFRESH = {"update-mime-database": "mime", "update-desktop-database": "applications"}


def install_mime_type(data: Path, program: Program) -> Path:
    """Write the type and its icon into the user's data folder; return the path of the type.

    Raises OSError.
    """
    package = data / "mime/packages/secant.xml"
    icon = data / "icons/hicolor/scalable/mimetypes/application-x-secant.svg"
    for path in (package, icon):
        path.parent.mkdir(parents=True, exist_ok=True)
    package.write_text(MIME_PACKAGE, "utf-8")
    shutil.copyfile(program.icons / "secant.svg", icon)
    for tool, folder in _REFRESH.items():
        if (found := shutil.which(tool)) is not None:
            subprocess.run([found, str(data / folder)], capture_output=True)
    return package


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
# String values have their own escapes, which the desktop undoes before those of Exec.
_STRING = str.maketrans({"\\": r"\\", "\n": r"\n", "\r": r"\r", "\t": r"\t"})


def install_desktop_entry(program: Program, environ: Mapping[str, str] = os.environ) -> Path:
    """Write the desktop entry, its icon and the MIME type; return the path of the entry.

    Raises OSError.
    """
    data = Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    icon = data / "icons/hicolor/scalable/apps/secant.svg"
    entry = data / "applications/secant.desktop"
    for path in (icon, entry):
        path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(program.icons / "secant.svg", icon)
    command = exec_value(program.words)
    text = desktop_entry(command, str(icon).translate(_STRING))
    entry.write_text(text, "utf-8", errors="surrogateescape")
    install_mime_type(data, program)
    return entry


def desktop_entry(command: str, icon: str) -> str:
    """Return the text of the entry; ``command`` and ``icon`` are values as the file has them."""
    return _ENTRY.format(command=command, icon=icon, mime_type=MIME_TYPE)


def exec_value(command: Sequence[str]) -> str:
    """Return a command as the value of the Exec key."""
    return " ".join(_quoted(word) for word in command).translate(_STRING)


def _quoted(word: str) -> str:
    escaped = re.sub(r'(["`$\\])', r"\\\1", word)
    # A percent sign starts a field code, even in quotes.
    return '"' + escaped.replace("%", "%%") + '"'
