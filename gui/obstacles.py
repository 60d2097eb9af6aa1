"""What is in the way of a file or folder that cannot be written, and what the user can do."""

import errno
import os
from pathlib import Path

from PySide6.QtCore import QFileInfo

from .text.names import shown_path
from .text.translation import translate

DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL = (errno.ENOSPC, errno.EDQUOT)


IS_FILE = translate("window", "{path} is a file. Rename or move it.")
IS_NO_FOLDER = translate("window", "{path} is not a folder. Rename or move it.")


def nearest(path: Path) -> Path:
    """Return the path, or else the nearest of its parents that exists."""
    # Path.exists would raise an error if a folder may not be entered, and follow a broken link.
    return next((each for each in (path, *path.parents) if os.path.lexists(each)), path)


def file_in_the_way(folder: Path) -> Path | None:
    """Return what has the place of this folder or of one of its parents; None if nothing has."""
    found = nearest(folder)
    is_there = os.path.lexists(found)
    return found if is_there and not QFileInfo(str(found)).isDir() else None


def remedy(folder: Path, code: int) -> str:
    """Return what makes it possible to write to a folder, after the error with this number."""
    if (obstacle := file_in_the_way(folder)) is not None:
        form = IS_FILE if QFileInfo(str(obstacle)).isFile() else IS_NO_FOLDER
        return form.format(path=shown_path(obstacle))
    if code in DENIED:
        return translate("window", "Make {folder} writable.").format(
            folder=shown_path(nearest(folder))
        )
    if code in FULL:
        return translate("window", "Free space on its disk.")
    return translate("window", "Check that folder and its disk.")
