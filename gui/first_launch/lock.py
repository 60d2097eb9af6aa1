"""A lock between processes; the system releases it when its holder ends for any reason."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .progress import report


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock file `path`; yield its descriptor, for children to inherit and hold too.

    Raises OSError if the file cannot be opened or the file system has no locks.
    """
    with path.open("ab") as file:
        try:
            _try(file.fileno())
        except (BlockingIOError, PermissionError):
            report("another start of Secant is setting up; waiting for it to finish")
            _wait(file.fileno())
        yield file.fileno()


if sys.platform == "win32":
    import errno
    import msvcrt

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _wait(descriptor: int) -> None:
        while True:
            try:
                return msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
            except OSError as error:
                # Windows gives up after ten seconds; then wait again.
                if error.errno != errno.EDEADLOCK:
                    raise

else:
    import fcntl

    def _try(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _wait(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
