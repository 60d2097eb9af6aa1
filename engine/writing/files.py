"""Files written whole or not at all."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from ..errors import CannotWrite

SECONDS_STALE = 3600.0
_ANYBODY, _OWNER = 0o666, 0o600
_LEFTOVERS = f".secant-{'[0-9a-f]' * 16}.tmp"
_DENIED = "you may not write there" + ", or another program has it open" * (os.name == "nt")
_REASONS = {
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: "that place is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "it is larger than a file there may be",
    errno.ENOENT: "there is no such folder",
    errno.ENOTDIR: "part of that path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "the name is too long",
}


def write_whole(path: str | Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole, or leave what stood there untouched and raise CannotWrite.

    A temporary file beside it takes its place once all of it is on the disk. A link keeps pointing
    where it did; what is no regular file, such as a pipe, is written to directly. Temporary files
    that killed processes left there an hour ago or more are removed.
    """
    try:
        if _is_stream(Path(path)):
            with Path(path).open("wb") as stream:
                stream.writelines(chunks)
        else:
            _replace(Path(os.path.realpath(path)), chunks)
    except OSError as error:
        code = error.errno or 0
        raise CannotWrite(path, _REASONS.get(code, str(error.strerror or error))) from error


def _is_stream(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _replace(target: Path, chunks: Iterable[bytes]) -> None:
    mode = _mode_to_keep(target)
    temporary = target.parent / f".secant-{os.urandom(8).hex()}.tmp"
    try:
        # What others may not read, they may not read while it is being written, either.
        temporary.touch(_ANYBODY if mode is None else _OWNER, exist_ok=False)
        with temporary.open("wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    _sweep(target)


def _mode_to_keep(target: Path) -> int | None:
    """Return the permissions of the file to be replaced; raise OSError where it may not be."""
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not target.exists():
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return stat.S_IMODE(target.stat().st_mode)


def _sync_folder(folder: Path) -> None:
    """Make the new name last, where a folder can be synced; the file itself is safe either way."""
    with contextlib.suppress(OSError):  # Windows opens no folders, some network disks sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _sweep(written: Path) -> None:
    """Remove what killed processes have left beside a file just written, whose time is now.

    Where a process still lives that has written nothing for so long, its file cannot take its place
    any more, which it says; whatever stood there before is untouched.
    """
    for leftover in written.parent.glob(_LEFTOVERS):
        with contextlib.suppress(OSError):  # it may be another's, or gone by now
            if written.stat().st_mtime - leftover.lstat().st_mtime >= SECONDS_STALE:
                leftover.unlink()
