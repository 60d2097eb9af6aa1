"""Scans the recovery folder for other windows: crashed ones, and those still running."""

import logging
import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QFileInfo

from .save_log import SaveRecord
from .slot import INFO, RecoverySlot, read_info, read_saves
from .slot_info import SlotInfo

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class CrashedWindow:
    """A recovery copy whose window is gone: its slot's key, its info, and when it was written.

    ``saves`` are the window's last saves, oldest first.
    """

    folder: Path
    key: str
    info: SlotInfo
    written_at: QDateTime
    saves: tuple[SaveRecord, ...] = ()

    @property
    def copy(self) -> Path:
        """The path of the recovery copy."""
        return self.folder / Path(self.info.copy).name

    def claim(self) -> RecoverySlot | None:
        """Lock its slot; return None if another window has taken the slot or the copy."""
        slot = RecoverySlot.claim(self.folder, self.key)
        if slot is not None and not self.copy.exists():
            slot.remove()
            return None
        return slot


def find_crashed_windows(folder: Path) -> list[CrashedWindow]:
    """Return the copies of crashed windows, newest first, and delete slots without a copy."""
    found = [crashed for key in _keys(folder) if (crashed := _crashed(folder, key)) is not None]
    return sorted(found, key=lambda crashed: crashed.written_at.toMSecsSinceEpoch(), reverse=True)


def is_open_elsewhere(folder: Path, path: Path, own_keys: Collection[str]) -> bool:
    """Return whether a running window has the file open whose slot is none of ``own_keys``."""
    real = os.path.realpath(path)
    return any(
        os.path.realpath(info.file) == real
        for key in _keys(folder)
        if key not in own_keys
        and (info := read_info(folder, key)).file
        and _is_running(folder, key)
    )


def _crashed(folder: Path, key: str) -> CrashedWindow | None:
    slot = RecoverySlot.claim(folder, key)
    if slot is None:
        return None
    info = read_info(folder, key)
    if not info.copy:
        with suppress(OSError):  # a later start tries again
            slot.remove()
        return None
    copy = QFileInfo(str(folder / Path(info.copy).name))
    slot.release()
    return CrashedWindow(folder, key, info, copy.lastModified(), read_saves(folder, key))


def _is_running(folder: Path, key: str) -> bool:
    slot = RecoverySlot.claim(folder, key)
    if slot is not None:
        slot.release()
    return slot is None


def _keys(folder: Path) -> list[str]:
    try:
        return sorted(path.stem for path in folder.iterdir() if path.suffix == INFO)
    except FileNotFoundError:
        return []
    except OSError as error:  # reported for as long as it is so, once a copy has to be written
        logger.debug("the recovery folder cannot be read: %s", error)
        return []
