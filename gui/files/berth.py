"""A window's place in the recovery folder: a lock that ends with it, a card, and a copy.

The copy is written under a new name, and the card then names it in place of the one before: killed
at any moment, a window leaves a card and the copy that goes with it.
"""

import os
import re
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from engine.writing.files import write_whole

from .card import Card

CARD, LOCK, COPY = ".json", ".lock", ".secant"


class Berth:
    """What one window keeps in the folder, under a key of its own."""

    def __init__(self, folder: Path, key: str, lock: QLockFile) -> None:
        self._folder, self._key, self._lock = folder, key, lock
        self._numbers = count(1 + max(map(_number, self._copies()), default=0))

    @property
    def key(self) -> str:
        """What tells it from the others."""
        return self._key

    @property
    def has_copy(self) -> bool:
        """Whether there is anything to recover."""
        return bool(self._copies())

    @property
    def is_ours(self) -> bool:
        """Whether other windows can still see that it is taken: folders are tidied up."""
        return (self._folder / f"{self._key}{LOCK}").exists()

    @classmethod
    def new(cls, folder: Path) -> "Berth | None":
        """Take a new place; None where none can be had. Raises OSError."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return cls.taken(folder, os.urandom(8).hex())

    @classmethod
    def taken(cls, folder: Path, key: str) -> "Berth | None":
        """Take the place of a window that has ended; None while it has not."""
        lock = QLockFile(str(folder / f"{key}{LOCK}"))
        lock.setStaleLockTime(0)  # only the end of its owner ends it
        return cls(folder, key, lock) if lock.tryLock(0) or _freed(lock) else None

    def keep(self, card: Card, copy: Iterable[bytes] | None = None) -> None:
        """Keep a card, with a copy or with none any more; raises CannotWrite."""
        if copy is not None:
            name = f"{self._key}-{next(self._numbers)}{COPY}"
            write_whole(self._folder / name, copy)
            card = card.with_copy(name)
        write_whole(self._folder / f"{self._key}{CARD}", [card.text.encode()])
        for path in self._copies():
            if path.name != card.copy:
                path.unlink(missing_ok=True)

    def leave(self) -> None:
        """Leave all as it is, to be found by other windows."""
        self._lock.unlock()

    def remove(self) -> None:
        """Leave nothing behind; what cannot be removed is found again at a later start."""
        try:
            (self._folder / f"{self._key}{CARD}").unlink(missing_ok=True)
            for path in self._copies():
                path.unlink(missing_ok=True)
        finally:
            self._lock.unlock()

    def set_aside(self) -> Path:
        """Keep the copy where no window looks for it, and leave; return where it lies."""
        aside = self._folder / f"broken-{self._key}{COPY}"
        for path in self._copies():
            path.replace(aside)
        self.remove()
        return aside

    def _copies(self) -> list[Path]:
        return list(self._folder.glob(f"{self._key}-*{COPY}"))


def _freed(lock: QLockFile) -> bool:
    """Take a lock whose owner is gone though its number is that of a process again.

    The system lets nobody remove a file that its owner still has locked; of other machines it may
    not know.
    """
    _, machine, _ = lock.getLockInfo()
    is_ours = machine == QSysInfo.machineHostName()
    return is_ours and lock.removeStaleLockFile() and lock.tryLock(0)


def _number(path: Path) -> int:
    digits = path.stem.rpartition("-")[2]
    return int(digits) if re.fullmatch("[0-9]{1,18}", digits) else 0
