"""A document's file and its last known content; reading it and writing it safely."""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from engine.writing.atomic_write import write_whole

from ..background import answer_within
from .errors import BeingWritten, ChangedOnDisk, NotAFile
from .secant_document import Snapshot, from_saved, to_saved

TAIL_BYTES = 2**18
"""Holds the whole directory of the archive, and costs 0.5 ms to read and hash."""


@dataclass(frozen=True)
class Fingerprint:
    """A file's length and a digest of its last bytes.

    A .secant file is a zip archive: its last bytes list the checksums of all its members. Only the
    content counts, so touching or copying the file does not change it.
    """

    length: int
    digest: str

    @classmethod
    def of(cls, path: Path) -> "Fingerprint | None":
        """Return the fingerprint; None if there is no file, UNREADABLE if it cannot be read."""
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            with path.open("rb") as file:
                length = file.seek(0, 2)
                file.seek(max(length - TAIL_BYTES, 0))
                return cls(length, _digest(file.read(TAIL_BYTES)))
        except (FileNotFoundError, NotADirectoryError, ValueError):  # a name with NUL names none
            return None
        except OSError:
            return UNREADABLE


UNREADABLE = Fingerprint(-1, "")

PATIENCE_MILLISECONDS = 10_000
"""How long to wait for another window's save: one of 1,000,000 cells takes 40 ms on a fast disk."""
STALE_MILLISECONDS = 600_000
"""Far longer than a save takes, so that only the lock of a crashed window is broken."""


@dataclass(frozen=True)
class FileState:
    """A file and its fingerprint when this window last read or wrote it.

    Without a fingerprint, a save overwrites whatever the file contains.
    """

    path: Path
    fingerprint: Fingerprint | None = None


def is_same_file(one: Path, other: Path) -> bool:
    """Return whether two paths lead to one place, also by links; False if a disk is silent."""
    return answer_within(lambda: os.path.realpath(one) == os.path.realpath(other), False)


def read(path: Path) -> tuple[Snapshot, FileState]:
    """Read a .secant file; raises BadExperiment."""
    from engine.archive import read_archive  # loaded on use: no launch needs it

    # Before reading, or a change during the read would go unnoticed.
    file_state = FileState(path, Fingerprint.of(path))
    saved = read_archive(path, keeps_refused_loss=True)
    kept = saved.runs, saved.lost_runs
    experiment, fitted = from_saved(saved)
    experiment.look_through()
    if saved.runs:
        experiment.fingerprint  # noqa: B018 - it is kept, and each run is compared with it
    run = saved.run, saved.run_fault
    return Snapshot(experiment, fitted, *kept, *run, saved.lost_terms), file_state


Announce = Callable[[FileState], None]
"""Is called in the thread that saves, just before a file is replaced, with its state to be."""


def announce_nothing(_: FileState) -> None:
    """Stand in for an ``Announce`` if nobody has to know."""


def write(
    snapshot: Snapshot,
    file_state: FileState,
    announce: Announce = announce_nothing,
    report: Callable[[float], None] = lambda _: None,
) -> FileState:
    """Write a .secant file and return its new state.

    ``report`` is called between pieces and before the file is replaced, and may raise to cancel.
    Raises ChangedOnDisk, BeingWritten, NotAFile and CannotWrite.
    """
    from engine.archive import archived  # loaded on use: no launch needs it

    path = file_state.path
    saved = to_saved(snapshot.experiment, snapshot.fitted, snapshot.runs, snapshot.run)
    pieces = _reported(archived(saved), report)
    if is_special(path):
        raise NotAFile(path)
    with _locked(path):
        on_disk = Fingerprint.of(path)
        if None not in (file_state.fingerprint, on_disk) and on_disk != file_state.fingerprint:
            raise ChangedOnDisk(path)
        whole = _announced(pieces, path, announce)
        write_whole(path, whole, before_replacing=lambda: report(1.0))
        _remove_stale_locks(Path(os.path.realpath(path)).parent)
        return FileState(path, Fingerprint.of(path))


def _reported(pieces: Iterable[bytes], report: Callable[[float], None]) -> Iterator[bytes]:
    for piece in pieces:
        report(0.0)
        yield piece


def is_special(path: Path) -> bool:
    """Return whether a pipe or device has this name: to open one may take for ever."""
    try:
        mode = path.stat().st_mode
    except OSError:  # there is none, or writing reports why not
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Keep other windows from writing the file between our check and our write."""
    real = Path(os.path.realpath(path))  # Path.resolve() fails on circular links
    lock = QLockFile(str(real.parent / f".{real.name}.lock"))
    lock.setStaleLockTime(STALE_MILLISECONDS)
    is_locked = lock.tryLock(PATIENCE_MILLISECONDS)
    # If no lock file can be created, write without: if that fails too, its error says why.
    if not is_locked and lock.error() is QLockFile.LockError.LockFailedError:
        raise BeingWritten(path)
    try:
        yield
    finally:
        lock.unlock()


def _remove_stale_locks(folder: Path) -> None:
    """Remove the locks that killed windows of this machine left; nobody deletes one in use."""
    for path in folder.glob(".*.secant.lock"):
        lock = QLockFile(str(path))
        _, machine, _ = lock.getLockInfo()
        if machine == QSysInfo.machineHostName():
            lock.removeStaleLockFile()


def _announced(pieces: Iterable[bytes], path: Path, announce: Announce) -> Iterator[bytes]:
    """Pass the pieces of a file on, and announce its fingerprint after the last one."""
    length, kept, tail = 0, 0, deque[bytes]()
    for piece in pieces:
        yield piece
        tail.append(piece)
        length, kept = length + len(piece), kept + len(piece)
        while kept - len(tail[0]) >= TAIL_BYTES:
            kept -= len(tail.popleft())
    announce(FileState(path, Fingerprint(length, _digest(b"".join(tail)[-TAIL_BYTES:]))))


def _digest(tail: bytes) -> str:
    from hashlib import sha256  # loads a library of cryptography, which no start needs

    return sha256(tail).hexdigest()
