"""Asks which .secant file to open, and reads it in a worker thread."""

import logging
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QWidget

from ..background import Progress, TaskQueue, answer_within
from ..background.reporting import reporting_as_unhandled
from ..text.message import Message, MessageKind, refusal
from ..text.names import shown_path
from ..text.translation import translate
from . import sentences
from .dialogs import open_dialog
from .file_state import FileState, read
from .recognition import is_experiment
from .secant_document import Snapshot

logger = logging.getLogger(__name__)

LARGE_BYTES = 2**23
"""8 MiB, or 1,000,000 cells: read in 15 ms from a fast disk, but slowly over a network."""

UNKNOWN_LENGTH = LARGE_BYTES + 1
"""Of a file on a disk that does not respond: that it is being opened is then worth a message."""
STALLED = translate(
    "files",
    "{path} has not responded for {seconds:.0f} seconds. Wait, go on working, or open another "
    "file.",
)


class Opening(QObject):
    """Reads one file at a time.

    ``loaded`` carries a Snapshot and its FileState. ``not_an_experiment`` carries the path of a
    file that was chosen in the dialog but is not a .secant file.
    """

    loaded = Signal(object, object)
    not_an_experiment = Signal(object)
    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._reader = TaskQueue("open", self)
        self._reader.done.connect(self._on_done)
        self._reader.refused.connect(self._refuse)
        self._reader.failed.connect(self.failed)
        self._reader.stalled.connect(self._report_stalled)
        self._path = Path()

    def show_dialog(self, folder: Path) -> None:
        """Show the Open dialog, then open the chosen file."""
        dialog = open_dialog(self._window, folder)
        dialog.fileSelected.connect(self._open_chosen)
        dialog.open()

    def open_path(self, path: Path) -> None:
        """Read a file."""
        path = path.absolute()
        length = answer_within(lambda: _length(path), UNKNOWN_LENGTH)
        logger.debug("Opening %s, %d bytes", path, length)
        if length > LARGE_BYTES:
            opening = sentences.OPENING.format(path=shown_path(path))
            self.message.emit(Message(MessageKind.GOING, opening))
        if self._reader.is_stalled:
            self._reader.give_up()
        self._path = path
        self._reader.replace(partial(_read, path))

    def shut_down(self) -> None:
        """Cancel reading; return when the thread has ended."""
        self._reader.stop()

    @Slot(str)
    def _open_chosen(self, path: str) -> None:
        chosen = Path(path)
        if is_experiment(chosen):
            self.open_path(chosen)
        else:
            self.not_an_experiment.emit(chosen)

    @Slot(object)
    def _on_done(self, result: tuple[Snapshot, FileState]) -> None:
        self.loaded.emit(*result)

    @Slot()
    def _report_stalled(self) -> None:
        sentence = STALLED.format(path=shown_path(self._path), seconds=self._reader.quiet_seconds)
        self.message.emit(Message(MessageKind.WARNING, sentence))

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        logger.debug("Not opened: %s", reason)
        self.message.emit(Message(MessageKind.FAULT, refusal(reason)))


def _read(path: Path, _: Progress) -> tuple[Snapshot, FileState]:
    return read(path)


def _length(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):  # reported when it is read
        return 0


class FileRequests(QObject):
    """Watches for requests of the desktop to open a file; ``requested`` carries its path.

    Only macOS makes them. Elsewhere none is created: each event of the application would cost a
    call of Python.
    """

    requested = Signal(object)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        application.installEventFilter(self)

    @reporting_as_unhandled
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Handle the system's requests and let all other events pass."""
        if isinstance(event, QFileOpenEvent) and event.file():
            self.requested.emit(Path(event.file()))
            return True
        return super().eventFilter(watched, event)
