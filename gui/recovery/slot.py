"""A slot in the recovery folder: a lock file, an info file, a recovery copy and a save log.

The lock lasts as long as the window's process. A copy is always written under a new name. Before
that, the info file is rewritten with one line for the new copy and one for the old one, and what
counts is the first line whose copy exists. So a window that is killed at any moment leaves the
latest copy and the info that belongs to it. The save log says what the window was about to save.
"""

import errno
import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from engine.writing.atomic_write import write_whole

from ..obstacles import is_file, is_there
from .save_log import SaveRecord, log_text, parse_log
from .slot_info import BrokenSlotInfo, SlotInfo

INFO, LOCK, COPY, SAVES = ".json", ".lock", ".secant", ".saves"


class RecoverySlot:
    """The files of one document in the recovery folder, all named after its key."""

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
        return is_there(self._folder / f"{self._key}{LOCK}")

    @classmethod
    def create(cls, folder: Path) -> "RecoverySlot | None":
        """Create a slot and lock it; return None if it cannot be locked.

        Raises OSError if the folder cannot be created, and CannotWrite if no file can be.
        """
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        slot = cls.claim(folder, os.urandom(8).hex())
        if slot is None:
            _try_to_write(folder)  # says why, which the lock does not
        return slot

    @classmethod
    def claim(cls, folder: Path, key: str) -> "RecoverySlot | None":
        """Lock the slot of a window that has ended; return None while that window runs."""
        lock = QLockFile(str(folder / f"{key}{LOCK}"))
        lock.setStaleLockTime(0)  # a lock never expires while its process runs
        return cls(folder, key, lock) if lock.tryLock(0) or _take_stale_lock(lock) else None

    def write(self, info: SlotInfo, copy: Iterable[bytes] | None = None) -> None:
        """Write the info, and the copy if there is one, and delete older copies.

        Raises CannotWrite. The older copy and its info then still count, unless there is nothing
        more to lose: to delete them takes no room, also on a full disk.
        """
        if copy is None:
            self._delete_copies()
            self._write_infos(info)
        else:
            info = info.with_copy(f"{self._key}-{next(self._copy_numbers)}{COPY}")
            former = read_info(self._folder, self._key)
            self._write_infos(info, *([former] if former.copy else []))
            write_whole(self._folder / info.copy, copy)
            self._delete_copies(but=info.copy)

    def record_save(self, record: SaveRecord) -> None:
        """Record that a file is about to be replaced; raises CannotWrite."""
        records = (*read_saves(self._folder, self._key), record)
        write_whole(self._folder / f"{self._key}{SAVES}", [log_text(records).encode()])

    def release(self) -> None:
        """Unlock the slot but keep its files, so that other windows find them."""
        self._lock.unlock()

    def remove(self) -> None:
        """Delete the slot. A file that cannot be deleted is found again at a later start."""
        try:
            # The copies first: killed after that, the slot has nothing that could be offered.
            names = [self._folder / f"{self._key}{suffix}" for suffix in (SAVES, INFO)]
            for path in (*self._copies(), *names):
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

    def _write_infos(self, *infos: SlotInfo) -> None:
        lines = "\n".join(info.text for info in infos)
        write_whole(self._folder / f"{self._key}{INFO}", [lines.encode()])

    def _delete_copies(self, but: str = "") -> None:
        for path in self._copies():
            if path.name != but:
                path.unlink(missing_ok=True)

    def _copies(self) -> list[Path]:
        return list(self._folder.glob(f"{self._key}-*{COPY}"))


def read_info(folder: Path, key: str) -> SlotInfo:
    """Return the info of a slot's copy; without a copy, that of its document.

    If the info file is damaged, make an info from the newest copy.
    """
    try:
        infos = SlotInfo.parse_all(_text(folder / f"{key}{INFO}"))
    except (BrokenSlotInfo, OSError, ValueError):
        copies = {_copy_number(path): path.name for path in folder.glob(f"{key}-*{COPY}")}
        return SlotInfo("Unnamed", copy=copies[max(copies)]) if copies else SlotInfo()
    if not infos[0].copy:  # the copies are about to be deleted
        return infos[0]
    found = (info for info in infos if is_file(folder / Path(info.copy).name))
    return next(found, infos[0].with_copy(""))


def read_saves(folder: Path, key: str) -> tuple[SaveRecord, ...]:
    """Return the save log of a slot, oldest first; empty if there is none that can be read."""
    try:
        return parse_log(_text(folder / f"{key}{SAVES}"))
    except (OSError, ValueError):
        return ()


def _text(path: Path) -> str:
    if path.exists() and not path.is_file():  # to open a pipe may take for ever
        raise OSError(errno.EINVAL, "no regular file", str(path))
    return path.read_text("utf-8")


def _try_to_write(folder: Path) -> None:
    path = folder / f"{os.urandom(8).hex()}.try"
    try:
        write_whole(path, [b" "])
    finally:
        path.unlink(missing_ok=True)


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
