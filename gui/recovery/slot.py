"""A window's slot in the recovery folder: a lock file, an info file and a recovery copy.

The lock lasts as long as the window's process. A copy is always written under a new name, and only
then is the info file rewritten to name it. So a window that is killed at any moment leaves an info
file and the copy that belongs to it.
"""

import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from engine.writing.atomic_write import write_whole

from .slot_info import SlotInfo

INFO, LOCK, COPY = ".json", ".lock", ".secant"


class RecoverySlot:
    """The files of one window in the recovery folder, all named after its key."""

    def __init__(self, folder: Path, key: str, lock: QLockFile) -> None:
        self._folder, self._key, self._lock = folder, key, lock
        self._copy_numbers = count(1 + max(map(_copy_number, self._copies()), default=0))

    @property
    def key(self) -> str:
        """The random name that distinguishes this slot from all others."""
        return self._key

    @property
    def has_copy(self) -> bool:
        """Whether there is a copy to recover."""
        return bool(self._copies())

    @property
    def is_locked(self) -> bool:
        """Whether the lock file still exists: a clean-up tool may have deleted it."""
        return (self._folder / f"{self._key}{LOCK}").exists()

    @classmethod
    def create(cls, folder: Path) -> "RecoverySlot | None":
        """Create a slot and lock it; return None if it cannot be locked. Raises OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls.claim(folder, os.urandom(8).hex())

    @classmethod
    def claim(cls, folder: Path, key: str) -> "RecoverySlot | None":
        """Lock the slot of a window that has ended; return None while that window runs."""
        lock = QLockFile(str(folder / f"{key}{LOCK}"))
        lock.setStaleLockTime(0)  # a lock never expires while its process runs
        return cls(folder, key, lock) if lock.tryLock(0) or _take_stale_lock(lock) else None

    def write(self, info: SlotInfo, copy: Iterable[bytes] | None = None) -> None:
        """Write the info and delete older copies; raises CannotWrite.

        If ``copy`` is given, write it first and name it in the info.
        """
        if copy is not None:
            name = f"{self._key}-{next(self._copy_numbers)}{COPY}"
            write_whole(self._folder / name, copy)
            info = info.with_copy(name)
        write_whole(self._folder / f"{self._key}{INFO}", [info.text.encode()])
        for path in self._copies():
            if path.name != info.copy:
                path.unlink(missing_ok=True)

    def release(self) -> None:
        """Unlock the slot but keep its files, so that other windows find them."""
        self._lock.unlock()

    def remove(self) -> None:
        """Delete the slot. A file that cannot be deleted is found again at a later start."""
        try:
            (self._folder / f"{self._key}{INFO}").unlink(missing_ok=True)
            for path in self._copies():
                path.unlink(missing_ok=True)
        finally:
            self._lock.unlock()

    def set_aside(self) -> Path:
        """Move the copy to a name no window looks for, delete the rest, return the new path."""
        target = self._folder / f"broken-{self._key}{COPY}"
        for path in self._copies():
            path.replace(target)
        self.remove()
        return target

    def _copies(self) -> list[Path]:
        return list(self._folder.glob(f"{self._key}-*{COPY}"))


def _take_stale_lock(lock: QLockFile) -> bool:
    """Take a stale lock whose PID was reused.

    Safe: the OS refuses to delete a file that is still locked. Locks of other machines are left
    alone.
    """
    _, machine, _ = lock.getLockInfo()
    is_this_machine = machine == QSysInfo.machineHostName()
    return is_this_machine and lock.removeStaleLockFile() and lock.tryLock(0)


def _copy_number(path: Path) -> int:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if re.fullmatch("[0-9]{1,18}", digits) else 0
