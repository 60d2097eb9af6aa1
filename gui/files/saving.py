"""Saving in a worker thread: to the document's file or to another, and the questions in between."""

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget

from ..background import Progress, TaskQueue, answer_within
from ..document import Document, DocumentKey
from ..preferences import Preferences
from ..text.message import Message, MessageKind, refusal
from ..text.names import shown_path
from ..text.translation import translate
from . import sentences
from .dialogs import chosen_path, save_dialog
from .errors import ChangedOnDisk
from .file_state import Announce, FileState, Fingerprint, announce_nothing, write
from .modified_state import ModifiedState
from .questions import ChangedFileDialog
from .secant_document import Snapshot
from .stalled import GIVEN_UP, AfterWriting, StalledQuestion

logger = logging.getLogger(__name__)

MANY_CELLS = 1_000_000
"""Saving this many cells takes 40 ms on a fast disk, but longer over a network."""


NO_ANSWER = translate(
    "files",
    "{path} does not respond, so nothing was saved there. Save to another folder, or try again.",
)


class SaveRequest(NamedTuple):
    """What to write, and where.

    The snapshot says which document is meant: if that is still shown when the file is written, its
    latest state is.
    """

    snapshot: Snapshot
    file_state: FileState


class Saved(NamedTuple):
    """What was written, and the state of its file."""

    snapshot: Snapshot
    file_state: FileState


def _announce_to_nobody(_: Snapshot) -> Announce:
    return announce_nothing


def _saved() -> str:
    return sentences.SAVED


class Saving(QObject):
    """Writes one save at a time; of the saves requested during a write, only the newest follows.

    A save writes the document that was shown when it was requested, even if a table replaces that
    before the file is written or the question is answered. ``saved`` carries a Saved.
    ``standing_changed`` carries a Message about the file being written that is true until the next
    one, or None. ``called_off`` says that nothing may follow the save.
    ``save_cancelled`` means that a save was refused or cancelled, ``idle`` that no save is pending
    and the document is settled. ``announcer`` is called when a save begins, and what it returns
    just before the file is replaced; ``saved_sentence`` returns what is said of a save.
    """

    saved = Signal(object)
    save_cancelled = Signal()
    idle = Signal()
    standing_changed = Signal(object)
    called_off = Signal()
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
        self.announcer: Callable[[Snapshot], Announce] = _announce_to_nobody
        self.saved_sentence: Callable[[], str] = _saved
        self._file_states: dict[DocumentKey, FileState] = {}
        self._window, self._document, self._modified_state = window, document, modified_state
        self._preferences = preferences
        self._dialog: QFileDialog | None = None
        self._question: ChangedFileDialog | None = None
        # None again as soon as they are not needed: a snapshot keeps its tables in memory.
        self._asked_about: Snapshot | None = None
        self._being_written: Snapshot | None = None
        self._changed_on_disk: Snapshot | None = None
        self._writing_to = Path()
        self._waiting: SaveRequest | None = None
        self._writer = TaskQueue("save", self)
        self._writer.done.connect(self._done)
        self._writer.refused.connect(self._refuse)
        self._writer.failed.connect(self._fail)
        self._writer.idle.connect(self._on_idle)
        document.idle.connect(self._on_idle)
        self._stalled = StalledQuestion(window, self._writer, self._path_being_written)
        self._stalled.given_up.connect(self._give_up)
        self._stalled.called_off.connect(self._call_off)
        self._stalled.standing_changed.connect(self.standing_changed)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written, or will be once a pending change is done."""
        return self._writer.is_busy or self._waiting is not None

    @property
    def file_state(self) -> FileState | None:
        """The file of the document shown; None before it is saved."""
        return self.file_state_of(self._document.experiment.key)

    def file_state_of(self, key: DocumentKey) -> FileState | None:
        """Return the file of a document; None before it is saved."""
        return self._file_states.get(key)

    @property
    def is_file_gone(self) -> bool:
        """Whether the document's file no longer exists; a disk that does not respond has it."""
        if self.file_state is None:
            return False
        path = self.file_state.path
        return answer_within(lambda: Fingerprint.of(path) is None, False)

    def mark_opened(self, file_state: FileState | None) -> None:
        """Set the file of the document that was just opened, and forget those of all others."""
        key = self._document.experiment.key
        self._file_states = {key: file_state} if file_state else {}

    @Slot()
    def save(self) -> None:
        """Write the document to its file; ask for one if it has none."""
        if self.file_state is None:
            self.save_as()
        else:
            self._write(SaveRequest(self._modified_state.snapshot(), self.file_state))

    def save_left(self, left: Snapshot) -> None:
        """Write a document that has been replaced to its file; ask for one if it has none."""
        file_state = self.file_state_of(left.experiment.key)
        if file_state is not None:
            self._write(SaveRequest(left, file_state))
        else:
            self._asked_about = left
            self._ask_where(self._preferences.folder(), self._document.name_of(left.experiment))

    @Slot()
    def save_as(self) -> None:
        """Ask for a file, write the document to it, and use it from then on."""
        self._asked_about = self._modified_state.snapshot()
        folder = self.file_state.path.parent if self.file_state else self._preferences.folder()
        self._ask_where(folder, self._document.name)

    def finish(self) -> None:
        """Return when the file being written is complete; give it up if that takes too long."""
        self._waiting = None
        if not self._writer.finish():
            self._writer.stop(0)

    def _ask_where(self, folder: Path, name: str) -> None:
        self._dialog = save_dialog(self._window, folder, name)
        self._dialog.fileSelected.connect(self._write_chosen)
        self._dialog.rejected.connect(self._cancel)
        self._dialog.open()

    @Slot(str)
    def _write_chosen(self, chosen: str) -> None:
        """Write to the chosen file.

        Ask again if adding our suffix made it the name of an existing file: Qt has not warned about
        that one.
        """
        assert self._dialog is not None
        assert self._asked_about is not None
        path = chosen_path(self._dialog, chosen)
        is_same = path == Path(chosen).absolute()
        exists = False if is_same else answer_within(path.exists, None)
        if exists is None:
            sentence = NO_ANSWER.format(path=shown_path(path.parent))
            self.message.emit(Message(MessageKind.FAULT, sentence))
            self._cancel()
        elif exists:
            self._ask_where(path.parent, path.stem)
        else:
            asked_about, self._asked_about = self._asked_about, None
            self._write(SaveRequest(asked_about, FileState(path)))

    @Slot()
    def _cancel(self) -> None:
        self._asked_about = None
        self.save_cancelled.emit()

    def _path_being_written(self) -> Path:
        return self._writing_to

    def ask_if_stalled(self) -> None:
        """Ask whether to go on with a save whose disk does not respond."""
        self._stalled.ask()

    @Slot()
    def ask_about_writing(self) -> None:
        """Ask whether to wait for the file that is being written, if there is one."""
        self._stalled.ask_anyway()

    def set_after(self, after: AfterWriting) -> None:
        """Say from now on what follows once the document is saved."""
        self._stalled.set_after(after)

    @Slot()
    def _call_off(self) -> None:
        self.message.emit(self._stalled.after.called_off)
        self.called_off.emit()

    @Slot()
    def _give_up(self) -> None:
        """Give up the save: the document stays unsaved, and closing can be asked for again."""
        logger.debug("The save to %s was given up", self._writing_to)
        self.save_cancelled.emit()
        self._writer.give_up()
        sentence = GIVEN_UP.format(path=shown_path(self._writing_to))
        self.message.emit(Message(MessageKind.WARNING, sentence))

    def _write(self, request: SaveRequest) -> None:
        """Write the document now, or once the current write and any pending change are done."""
        snapshot, file_state = self._latest(request.snapshot), request.file_state
        if self._document.is_busy or self._writer.is_busy:
            logger.debug("Save to %s waits for a pending change or write", file_state.path)
            self._waiting = SaveRequest(snapshot, file_state)
            return
        if snapshot.experiment.cells > MANY_CELLS:
            saving = sentences.SAVING.format(path=shown_path(file_state.path))
            self.message.emit(Message(MessageKind.GOING, saving))
        logger.debug("Saving %d cells to %s", snapshot.experiment.cells, file_state.path)
        self._being_written, self._writing_to = snapshot, file_state.path
        announce = self.announcer(snapshot)
        self._writer.replace(partial(_written, snapshot, file_state, announce))

    def _latest(self, snapshot: Snapshot) -> Snapshot:
        """Return the document of a snapshot as it is now, if it is still the one shown."""
        is_shown = snapshot.experiment.key is self._document.experiment.key
        return self._modified_state.snapshot() if is_shown else snapshot

    @Slot()
    def _on_idle(self) -> None:
        request, self._waiting = self._waiting, None
        if request is not None:
            # The save that just ended may have changed the file's fingerprint.
            newest = self._file_states.get(request.snapshot.experiment.key)
            is_own = newest is not None and request.file_state.fingerprint is not None
            self._write(request._replace(file_state=newest) if newest and is_own else request)
        if not self.is_busy:
            self._being_written = None
            self.idle.emit()

    @Slot(object)
    def _done(self, saved: Saved) -> None:
        logger.debug("Saved to %s", saved.file_state.path)
        key = saved.snapshot.experiment.key
        self._file_states[key] = saved.file_state
        self._modified_state.mark_saved(saved.snapshot)
        self._document.set_file_name(saved.file_state.path.stem, key)
        self.saved.emit(saved)
        sentence = self.saved_sentence().format(path=shown_path(saved.file_state.path))
        self.message.emit(Message(MessageKind.GOOD, sentence))

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        logger.debug("Not saved: %s", reason)
        if isinstance(reason, ChangedOnDisk):
            self._ask_about_change(reason)
        else:
            self.message.emit(Message(MessageKind.FAULT, refusal(reason)))
            self.save_cancelled.emit()

    @Slot(str)
    def _fail(self, report: str) -> None:
        self.save_cancelled.emit()
        self.failed.emit(report)

    def _ask_about_change(self, reason: ChangedOnDisk) -> None:
        self._changed_on_disk = self._being_written
        self._question = ChangedFileDialog(self._window, reason)
        self._question.buttonClicked.connect(self._on_answer)
        self._question.open()

    @Slot(QAbstractButton)
    def _on_answer(self, button: QAbstractButton) -> None:
        changed, self._changed_on_disk = self._changed_on_disk, None
        assert self._question is not None
        assert changed is not None
        if button is self._question.overwrite:
            self._write(SaveRequest(changed, FileState(self._question.path)))
        elif button is self._question.save_as:
            self._asked_about = changed
            self._ask_where(self._question.path.parent, self._question.path.stem)
        else:
            self.save_cancelled.emit()


def _written(
    snapshot: Snapshot, file_state: FileState, announce: Announce, report: Progress
) -> Saved:
    return Saved(snapshot, write(snapshot, file_state, announce, report))
