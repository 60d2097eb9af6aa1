"""What the recovery folder tells of other windows: those that crashed, and those still there."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QFileInfo

from .berth import CARD, COPY, Berth
from .card import BrokenCard, Card


@dataclass(frozen=True)
class LeftBehind:
    """A copy whose window is gone: the key of that, its card, and when the copy was written."""

    folder: Path
    key: str
    card: Card
    when: QDateTime

    @property
    def copy(self) -> Path:
        """The file of the copy."""
        return self.folder / Path(self.card.copy).name

    def take(self) -> Berth | None:
        """Take its place; None where another window has."""
        berth = Berth.taken(self.folder, self.key)
        if berth is not None and not self.copy.exists():
            berth.remove()
            return None
        return berth


def left_behind(folder: Path) -> list[LeftBehind]:
    """Return the copies whose windows are gone, the latest first, and sweep up after the others."""
    found = [left for key in _keys(folder) if (left := _left(folder, key)) is not None]
    return sorted(found, key=lambda left: left.when.toMSecsSinceEpoch(), reverse=True)


def is_open_elsewhere(folder: Path, path: Path, own: str) -> bool:
    """Tell whether a window other than that with our ``own`` key has a file open."""
    real = os.path.realpath(path)
    return any(
        os.path.realpath(card.file) == real
        for key in _keys(folder)
        if key != own and (card := _card(folder, key)).file and _is_living(folder, key)
    )


def _left(folder: Path, key: str) -> LeftBehind | None:
    berth = Berth.taken(folder, key)
    if berth is None:
        return None
    card = _card(folder, key)
    copy = QFileInfo(folder / card.copy)
    if not copy.isFile():
        berth.remove()
        return None
    berth.leave()
    return LeftBehind(folder, key, card, copy.lastModified())


def _card(folder: Path, key: str) -> Card:
    """Return a card; in place of a broken one, what the latest copy tells."""
    try:
        return Card.parse((folder / f"{key}{CARD}").read_text("utf-8"))
    except (BrokenCard, OSError, ValueError):
        copies = sorted(folder.glob(f"{key}-*{COPY}"), key=lambda path: path.stat().st_mtime)
        return Card(copies[-1].stem, copy=copies[-1].name) if copies else Card()


def _is_living(folder: Path, key: str) -> bool:
    berth = Berth.taken(folder, key)
    if berth is not None:
        berth.leave()
    return berth is None


def _keys(folder: Path) -> Iterator[str]:
    yield from sorted(path.stem for path in folder.glob(f"*{CARD}"))
