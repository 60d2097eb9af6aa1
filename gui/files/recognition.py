"""Distinguishes an experiment to open from a table to import."""

import stat
from pathlib import Path

from ..background import answer_within
from .dialogs import SUFFIX

ZIPPED = b"PK\x03\x04"
NAME_AT = 30
"""A zip file begins with a header of 30 bytes, then the name of its first member."""


def is_experiment(path: Path) -> bool:
    """Return whether to open a file as an experiment: by its suffix or by its first bytes.

    A disk that does not respond is not waited for: then only the suffix counts.
    """
    if path.suffix.lower() == SUFFIX:
        return True
    return answer_within(lambda: _has_archive_header(path), False)


def _has_archive_header(path: Path) -> bool:
    """Return whether a file is zipped, with the first member of all that Secant writes."""
    from engine.archive import TEXT  # loaded on use: no launch needs it

    first = f"{TEXT}.npy".encode()
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            head = file.read(NAME_AT + len(first))
    except (OSError, ValueError):  # the import reports it
        return False
    return head.startswith(ZIPPED) and head[NAME_AT:] == first
