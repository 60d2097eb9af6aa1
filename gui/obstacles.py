"""What is in the way of a file or folder that cannot be written, and what the user can do."""

import errno
import os
from pathlib import Path

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


def is_there(path: Path) -> bool:
    """Return whether a file or folder exists; not if the folder may not be entered.

    Qt's QFileInfo keeps Python's lock while a disk does not respond: no thread would go on.
    """
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises an error of such a folder


def is_file(path: Path) -> bool:
    """Return whether this is a file, as ``is_there`` does."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path) -> bool:
    """Return whether this is a folder, as ``is_there`` does."""
    return os.path.isdir(path)  # noqa: PTH112


def file_in_the_way(folder: Path) -> Path | None:
    """Return what has the place of this folder or of one of its parents; None if nothing has."""
    found = nearest(folder)
    return found if os.path.lexists(found) and not is_folder(found) else None


def remedy(folder: Path, code: int) -> str:
    """Return what makes it possible to write to a folder, after the error with this number."""
    if (obstacle := file_in_the_way(folder)) is not None:
        form = IS_FILE if is_file(obstacle) else IS_NO_FOLDER
        return form.format(path=shown_path(obstacle))
    if code in DENIED:
        return translate("window", "Make {folder} writable.").format(
            folder=shown_path(nearest(folder))
        )
    if code in FULL:
        return translate("window", "Free space on its disk.")
    return translate("window", "Check that folder and its disk.")
