"""Saving in a worker thread: to the document's file or to another, and the questions in between."""

import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget

from ..background import Progress, TaskQueue
from ..document import Document
from ..preferences import Preferences
from ..text.message import Message, MessageKind
from .dialogs import chosen_path, save_dialog
from .errors import ChangedOnDisk
from .file_state import FileState, Fingerprint, write
from .modified_state import ModifiedState
from .questions import ChangedFileDialog
from .secant_document import Snapshot

logger = logging.getLogger(__name__)

MANY_CELLS = 1_000_000
"""Saving this many cells takes 40 ms on a fast disk, but longer over a network."""


class Saved(NamedTuple):
    """What was written, and the state of its file."""

    snapshot: Snapshot
    file_state: FileState


class Saving(QObject):
    """Writes one save at a time; of the saves requested during a write, only the newest follows.

    ``saved`` carries a Saved. ``save_cancelled`` means that a save was refused or cancelled,
    ``idle`` that no save is pending and the document is settled.
    """

    saved = Signal(object)
    save_cancelled = Signal()
    idle = Signal()
    message = Signal(Message)
    failed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        modified_state: ModifiedState,
        preferences: Preferences,
    ) -> None:
        super().__init__(window)
        self.file_state: FileState | None = None
        self._window, self._document, self._modified_state = window, document, modified_state
        self._preferences = preferences
        self._dialog: QFileDialog | None = None
        self._question: ChangedFileDialog | None = None
        self._target: FileState | None = None
        self._writer = TaskQueue("save", self)
        self._writer.done.connect(self._done)
        self._writer.refused.connect(self._refuse)
        self._writer.failed.connect(self._fail)
        self._writer.idle.connect(self._on_idle)
        document.idle.connect(self._on_idle)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written, or will be once a pending change is done."""
        return self._writer.is_busy or self._target is not None

    @property
    def is_file_gone(self) -> bool:
        """Whether the document's file no longer exists."""
        return self.file_state is not None and Fingerprint.of(self.file_state.path) is None

    @Slot()
    def save(self) -> None:
        """Write the document to its file; ask for one if it has none."""
        if self.file_state is None:
            self.save_as()
        else:
            self._write(self.file_state)

    @Slot()
    def save_as(self) -> None:
        """Ask for a file, write the document to it, and use it from then on."""
        folder = self.file_state.path.parent if self.file_state else self._preferences.folder()
        self._ask_where(folder, self._document.name)

    def finish(self) -> None:
        """Return when the file being written is complete."""
        self._target = None
        self._writer.finish()

    def _ask_where(self, folder: Path, name: str) -> None:
        self._dialog = save_dialog(self._window, folder, name)
        self._dialog.fileSelected.connect(self._write_chosen)
        self._dialog.rejected.connect(self.save_cancelled)
        self._dialog.open()

    @Slot(str)
    def _write_chosen(self, chosen: str) -> None:
        """Write to the chosen file.

        Ask again if adding our suffix made it the name of an existing file: Qt has not warned about
        that one.
        """
        assert self._dialog is not None
        path = chosen_path(self._dialog, chosen)
        if path != Path(chosen).absolute() and path.exists():
            self._ask_where(path.parent, path.stem)
        else:
            self._write(FileState(path))

    def _write(self, file_state: FileState) -> None:
        """Write the document now, or once the current write and any pending change are done."""
        if self._document.is_busy or self._writer.is_busy:
            logger.debug("Save to %s waits for a pending change or write", file_state.path)
            self._target = file_state
            return
        snapshot = self._modified_state.snapshot()
        if snapshot.experiment.cells > MANY_CELLS:
            self.message.emit(Message(MessageKind.GOING, f"Saving {file_state.path}…"))
        logger.debug("Saving %d cells to %s", snapshot.experiment.cells, file_state.path)
        self._writer.replace(partial(_written, snapshot, file_state))

    @Slot()
    def _on_idle(self) -> None:
        target, self._target = self._target, None
        if target is not None:
            # The save that just ended may have changed the file's fingerprint.
            self._write(self.file_state if self.file_state and target.fingerprint else target)
        if not self.is_busy:
            self.idle.emit()

    @Slot(object)
    def _done(self, saved: Saved) -> None:
        logger.debug("Saved to %s", saved.file_state.path)
        self.file_state = saved.file_state
        self._modified_state.mark_saved(saved.snapshot)
        self._document.set_file_name(saved.file_state.path.stem)
        self.saved.emit(saved)
        self.message.emit(Message(MessageKind.GOOD, f"Saved to {saved.file_state.path}."))

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        logger.debug("Not saved: %s", reason)
        if isinstance(reason, ChangedOnDisk):
            self._ask_about_change(reason)
        else:
            self.message.emit(Message(MessageKind.FAULT, str(reason)))
            self.save_cancelled.emit()

    @Slot(str)
    def _fail(self, report: str) -> None:
        self.save_cancelled.emit()
        self.failed.emit(report)

    def _ask_about_change(self, reason: ChangedOnDisk) -> None:
        self._question = ChangedFileDialog(self._window, reason)
        self._question.buttonClicked.connect(self._on_answer)
        self._question.open()

    @Slot(QAbstractButton)
    def _on_answer(self, button: QAbstractButton) -> None:
        assert self._question is not None
        if button is self._question.overwrite:
            self._write(FileState(self._question.path))
        elif button is self._question.save_as:
            self.save_as()
        else:
            self.save_cancelled.emit()


def _written(snapshot: Snapshot, file_state: FileState, _: Progress) -> Saved:
    return Saved(snapshot, write(snapshot, file_state))
