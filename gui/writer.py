"""Files written beside the window, one after the other, each whole or not at all."""

from collections import deque
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.writing.files import write_whole

from .errand import Errand, Report

Wanted = tuple[Path, Iterable[bytes]]


class Writer(QObject):
    """``written`` carries the path of each file; ``refused`` and ``failed`` are as an Errand's."""

    written = Signal(object)
    refused = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[Wanted] = deque()
        self._errand: Errand[Path] | None = None

    def write(self, path: Path, chunks: Iterable[bytes]) -> None:
        """Write a file after those that are still to be written; its chunks are made then."""
        self._waiting.append((path, chunks))
        if self._errand is None:
            self._begin()

    def shut_down(self) -> None:
        """Give up what is still to be written; what stood there before is untouched."""
        self._waiting.clear()
        if self._errand is not None:
            self._errand.call_off()
            self._errand = None

    @Slot()
    def _begin(self) -> None:
        self._errand = None
        if self._waiting:
            errand = Errand("writing", partial(_written, *self._waiting.popleft()))
            errand.done.connect(self.written)
            errand.refused.connect(self.refused)
            errand.failed.connect(self.failed)
            errand.finished.connect(self._begin)
            self._errand = errand
            errand.start()


def _written(path: Path, chunks: Iterable[bytes], report: Report) -> Path:
    write_whole(path, report.through(chunks))
    return path
