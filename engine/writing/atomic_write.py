"""Write a file completely or not at all."""

import contextlib
import errno
import logging
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ..errors import CannotWrite, WrongArgument, path_of
from ..language.sentence import marked

# No write pauses for an hour, so an older temporary file belongs to a killed process.
SECONDS_STALE = 3600.0
# A process locks its temporary file at once; so one without a lock is that of a killed process.
SECONDS_TO_CLAIM = 2.0
_ANYBODY, _OWNER = 0o666, 0o600
_LEFTOVERS = f".secant-{'[0-9a-f]' * 16}.tmp"
_DENIED = (
    marked("engine", "you may not write there, or another program has it open")
    if os.name == "nt"
    else marked("engine", "you may not write there")
)
_REASONS = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: marked("engine", "that disk is read-only"),
    errno.ENOSPC: marked("engine", "the disk is full"),
    errno.EDQUOT: marked("engine", "your disk quota is used up"),
    errno.EFBIG: marked("engine", "it is larger than a file may be there"),
    errno.ENOENT: marked("engine", "the folder does not exist"),
    errno.ENOTDIR: marked("engine", "part of that path is a file, not a folder"),
    errno.EISDIR: marked("engine", "it is a folder"),
    errno.ENXIO: marked("engine", "it is a pipe that no program reads"),
    errno.ENAMETOOLONG: marked("engine", "the name is too long"),
}

logger = logging.getLogger(__name__)


def write_whole(
    path: str | Path,
    chunks: Iterable[bytes],
    *,
    before_replacing: Callable[[], object] = lambda: None,
    waits_for_reader: bool = True,
) -> None:
    """Write a file completely, or leave the old file untouched.

    Parameters
    ----------
    path : str or Path
        The file to create or replace.
    chunks : iterable of bytes
        Its content. An exception raised by the iterable also leaves the old file untouched.
    before_replacing : callable, optional
        Called when all is on the disk, before the old file is replaced. An exception that it raises
        leaves the old file untouched: so a write that was cancelled while the disk did not respond
        replaces nothing later.
    waits_for_reader : bool, optional
        Whether to wait for a program that reads a named pipe; otherwise a pipe that nothing reads
        is an error.

    Raises
    ------
    CannotWrite
        If the file cannot be written. It says why.

    Notes
    -----
    The chunks go to a temporary file in the same folder, which replaces the target once it is
    safely on the disk. A symbolic link is followed and stays a link. A pipe or device is written to
    directly. Temporary files that killed processes left are removed: at once where the system tells
    that nobody writes them any more, else after an hour.
    """
    target = path_of(path, "write_whole")
    if isinstance(chunks, (str, bytes)) or not isinstance(chunks, Iterable):
        raise WrongArgument(
            "write_whole", "chunks", chunks, marked("engine", "give pieces of bytes, in a list")
        )
    try:
        if _is_stream(target):
            with _open_stream(target, waits_for_reader) as stream:
                stream.writelines(chunks)
        else:
            _replace(Path(os.path.realpath(target)), chunks, before_replacing)
    except OSError as error:
        code = error.errno or 0
        raise CannotWrite(path, _REASONS.get(code, str(error.strerror or error))) from error


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _open_stream(path: Path, waits_for_reader: bool) -> BinaryIO:
    if waits_for_reader or not stat.S_ISFIFO(path.stat().st_mode):
        return path.open("wb")
    # The same descriptor is written to, because a reader takes a closed one for the end.
    descriptor = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)
    return os.fdopen(descriptor, "wb")


def _replace(target: Path, chunks: Iterable[bytes], before_replacing: Callable[[], object]) -> None:
    mode = _mode_to_keep(target)
    temporary = target.parent / f".secant-{os.urandom(8).hex()}.tmp"
    try:
        # The temporary file is as private as the old one: nobody else may read it either.
        temporary.touch(_ANYBODY if mode is None else _OWNER, exist_ok=False)
        with _claimed(temporary):
            with temporary.open("wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            before_replacing()
            if mode is not None:
                temporary.chmod(mode)
            temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    logger.info("wrote %s", target)
    _sync_folder(target.parent)
    _remove_leftovers(target)


@contextlib.contextmanager
def _claimed(temporary: Path) -> Iterator[None]:
    """Lock a temporary file until it is in place, or until the process ends."""
    if os.name != "posix":  # an open file could not be renamed: its age alone tells
        yield
        return
    descriptor = os.open(temporary, os.O_RDONLY)
    try:
        _is_locked(descriptor)
        yield
    finally:
        os.close(descriptor)


def _is_locked(descriptor: int) -> bool:
    """Try to lock an open file; return whether that is done. Some network disks have no locks."""
    import fcntl  # there is none on Windows

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_abandoned(temporary: Path) -> bool:
    """Return whether no process writes a temporary file any more: its lock ended with it."""
    if os.name != "posix":
        return False
    descriptor = os.open(temporary, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        return _is_locked(descriptor)
    finally:
        os.close(descriptor)


def _mode_to_keep(target: Path) -> int | None:
    """Return the permissions of the file to replace; raise OSError if it must not be replaced."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not target.exists():
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(target.stat().st_mode)


def _sync_folder(folder: Path) -> None:
    """Put the new name safely on the disk if folders can be synced; the file itself is safe."""
    with contextlib.suppress(OSError):  # not on Windows, nor on some network disks
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_leftovers(written: Path) -> None:
    """Remove old temporary files beside a file that was just written.

    The new file's time serves as the present, so that clocks of network disks do not matter. If a
    paused process loses its temporary file here, its write fails and its old file stays.
    """
    for leftover in written.parent.glob(_LEFTOVERS):
        with contextlib.suppress(OSError):  # it may belong to another user, or be gone
            age = written.stat().st_mtime - leftover.lstat().st_mtime
            if age >= SECONDS_STALE or (age >= SECONDS_TO_CLAIM and _is_abandoned(leftover)):
                leftover.unlink()
