"""What tells an experiment from a table that is to be imported."""

import stat
from pathlib import Path

from engine.archive import TEXT

from .dialogs import SUFFIX

ZIPPED = b"PK\x03\x04"
NAME_AT = 30
FIRST = f"{TEXT}.npy".encode()
"""The first member of every archive that Secant writes."""


def is_experiment(path: Path) -> bool:
    """Tell whether a file is to be opened: by its suffix or, whatever its suffix, by its head."""
    return path.suffix.lower() == SUFFIX or _begins_as_one(path)


def _begins_as_one(path: Path) -> bool:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(NAME_AT + len(FIRST))
    except (OSError, ValueError):  # told when it is imported
        return False
    return head.startswith(ZIPPED) and head[NAME_AT:] == FIRST
