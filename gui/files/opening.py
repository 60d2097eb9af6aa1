"""Asks which .secant file to open, and reads it in a worker thread."""

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from ..diagnosis import Diagnosis
from ..errand import Report
from ..errands import Errands
from ..tone import Tone
from .conversion import Snapshot
from .dialogs import open_dialog
from .place import Place, read
from .recognition import is_experiment

_log = logging.getLogger(__name__)

LARGE_BYTES = 2**23
"""8 MiB, or 1,000,000 cells: read in 15 ms from a fast disk, but slowly over a network."""


class Opening(QObject):
    """Reads one file at a time.

    `loaded` carries a Snapshot and its FileState. `not_an_experiment` carries the path of a file
    that was chosen in the dialog but is not a .secant file.
    """

    loaded = Signal(object, object)
    not_an_experiment = Signal(object)
    message = Signal(Diagnosis)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._reader = Errands("open", self)
        self._reader.done.connect(self._on_done)
        self._reader.refused.connect(self._refuse)
        self._reader.failed.connect(self.failed)

    def show_dialog(self, folder: Path) -> None:
        """Show the Open dialog, then open the chosen file."""
        dialog = open_dialog(self._window, folder)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Read a file."""
        path = path.absolute()
        _log.debug("Opening %s, %d bytes", path, _length(path))
        if _length(path) > LARGE_BYTES:
            self.message.emit(Diagnosis(Tone.GOING, f"Opening {path}…"))
        self._reader.replace(partial(_read, path))

    def shut_down(self) -> None:
        """Cancel reading; return when the thread has ended."""
        self._reader.call_off()

    @Slot(str)
    def _open_chosen(self, path: str) -> None:
        chosen = Path(path)
        if is_experiment(chosen):
            self.open_path(chosen)
        else:
            self.not_an_experiment.emit(chosen)

    @Slot(object)
    def _on_done(self, result: tuple[Snapshot, Place]) -> None:
        self.loaded.emit(*result)

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        _log.debug("Not opened: %s", reason)
        self.message.emit(Diagnosis(Tone.FAULT, str(reason)))


def _read(path: Path, _: Report) -> tuple[Snapshot, Place]:
    return read(path)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reported when it is read
        return 0
