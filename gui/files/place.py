"""Where a document lies, and how it is read from there and written to it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from engine.archive import archived, read_archive
from engine.writing.files import write_whole

from .conversion import Snapshot, experiment_of, saved_of
from .errors import BeingWritten, ChangedOnDisk
from .fingerprint import Fingerprint

PATIENCE_MILLISECONDS = 10_000
STALE_MILLISECONDS = 600_000


@dataclass(frozen=True)
class Place:
    """A file, and what it was when this window last read or wrote it.

    Where that is not known, whatever lies there is overwritten.
    """

    path: Path
    known: Fingerprint | None = None


def read(path: Path) -> tuple[Snapshot, Place]:
    """Read a .secant file; raises BadExperiment."""
    place = Place(path, Fingerprint.of(path))  # first, so that no later change goes unseen
    return Snapshot(*experiment_of(read_archive(path))), place


def write(snapshot: Snapshot, place: Place) -> Place:
    """Write a .secant file, and return it as it is now known.

    Raises ChangedOnDisk, BeingWritten and CannotWrite.
    """
    path, pieces = place.path, archived(saved_of(snapshot.experiment, snapshot.fitted))
    with _locked(path):
        there = Fingerprint.of(path)
        if place.known is not None and there is not None and there != place.known:
            raise ChangedOnDisk(path)
        write_whole(path, pieces)
        return Place(path, Fingerprint.of(path))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other windows from writing the file between our look at it and our writing."""
    real = Path(os.path.realpath(path))  # in which links may go round in circles
    lock = QLockFile(str(real.parent / f".{real.name}.lock"))
    lock.setStaleLockTime(STALE_MILLISECONDS)
    is_ours = lock.tryLock(PATIENCE_MILLISECONDS)
    # Where no lock can be made the file is written without, or the writing tells what is wrong.
    if not is_ours and lock.error() is QLockFile.LockError.LockFailedError:
        raise BeingWritten(path)
    try:
        yield
    finally:
        lock.unlock()
