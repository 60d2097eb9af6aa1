"""Scans the recovery folder for other windows: crashed ones, and those still running."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QFileInfo

from .slot import COPY, INFO, RecoverySlot
from .slot_info import BrokenSlotInfo, SlotInfo


@dataclass(frozen=True)
class CrashedWindow:
    """A recovery copy whose window is gone: its slot's key, its info, and when it was written."""

    folder: Path
    key: str
    info: SlotInfo
    written_at: QDateTime

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


def is_open_elsewhere(folder: Path, path: Path, own_key: str) -> bool:
    """Return whether a running window other than ours, ``own_key``, has the file open."""
    real = os.path.realpath(path)
    return any(
        os.path.realpath(info.file) == real
        for key in _keys(folder)
        if key != own_key and (info := _info(folder, key)).file and _is_running(folder, key)
    )


def _crashed(folder: Path, key: str) -> CrashedWindow | None:
    slot = RecoverySlot.claim(folder, key)
    if slot is None:
        return None
    info = _info(folder, key)
    copy = QFileInfo(folder / info.copy)
    if not copy.isFile():
        slot.remove()
        return None
    slot.release()
    return CrashedWindow(folder, key, info, copy.lastModified())


def _info(folder: Path, key: str) -> SlotInfo:
    """Return a slot's info. If that is damaged, make one from the newest copy."""
    try:
        return SlotInfo.parse((folder / f"{key}{INFO}").read_text("utf-8"))
    except (BrokenSlotInfo, OSError, ValueError):
        copies = sorted(folder.glob(f"{key}-*{COPY}"), key=lambda path: path.stat().st_mtime)
        return SlotInfo(copies[-1].stem, copy=copies[-1].name) if copies else SlotInfo()


def _is_running(folder: Path, key: str) -> bool:
    slot = RecoverySlot.claim(folder, key)
    if slot is not None:
        slot.release()
    return slot is None


def _keys(folder: Path) -> Iterator[str]:
    yield from sorted(path.stem for path in folder.glob(f"*{INFO}"))
