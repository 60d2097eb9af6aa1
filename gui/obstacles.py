"""What is in the way of a file or folder that cannot be written, and what the user can do."""

import errno
import os
from pathlib import Path

from PySide6.QtCore import QFileInfo

DENIED = (errno.EACCES, errno.EPERM, errno.EROFS)
FULL = (errno.ENOSPC, errno.EDQUOT)


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
        return f"{obstacle} is {_kind(obstacle)}. Rename or move it."
    if code in DENIED:
        return f"Make {nearest(folder)} writable."
    if code in FULL:
        return "Free space on its disk."
    return "Check that folder and its disk."


def _kind(path: Path) -> str:
    return "a file" if QFileInfo(str(path)).isFile() else "not a folder"
