"""The MIME type of .secant files, by which Linux desktops recognise them."""

import shutil
import subprocess
from pathlib import Path

from .program import Program

MIME_TYPE = "application/x-secant"
_PACKAGE = f"""\
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
    package.write_text(_PACKAGE, "utf-8")
    shutil.copyfile(program.icons / "secant.svg", icon)
    for tool, folder in _REFRESH.items():
        if (found := shutil.which(tool)) is not None:
            subprocess.run([found, str(data / folder)], capture_output=True)
    return package
