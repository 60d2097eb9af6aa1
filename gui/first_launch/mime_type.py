"""The type of .secant files, for the desktops of Linux to know them by."""

import shutil
import subprocess
from pathlib import Path

from .program import Program

NAME = "application/x-secant"
_PACKAGE = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{NAME}">
    <comment>Secant experiment</comment>
    <sub-class-of type="application/zip"/>
    <icon name="application-x-secant"/>
    <glob pattern="*.secant"/>
  </mime-type>
</mime-info>
"""
# What makes a desktop notice; without them it does at the next start of a session, or never.
_NOTICES = {"update-mime-database": "mime", "update-desktop-database": "applications"}


def install(data: Path, program: Program) -> Path:
    """Write the type and its icon into the user's data; return where the type lies.

    Raises OSError.
    """
    package = data / "mime/packages/secant.xml"
    icon = data / "icons/hicolor/scalable/mimetypes/application-x-secant.svg"
    for path in (package, icon):
        path.parent.mkdir(parents=True, exist_ok=True)
    package.write_text(_PACKAGE, "utf-8")
    shutil.copyfile(program.icons / "secant.svg", icon)
    for tool, folder in _NOTICES.items():
        if (found := shutil.which(tool)) is not None:
            subprocess.run([found, str(data / folder)], capture_output=True)
    return package
