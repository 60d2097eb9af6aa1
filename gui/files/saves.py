"""Saving: to the document's file, to another one, and what may come in between."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QWidget

from ..document import Document
from ..errand import Report
from ..errands import Errands
from ..message import Message, MessageKind
from ..preferences import Preferences
from .conversion import Snapshot
from .dialogs import chosen_path, save_dialog
from .errors import ChangedOnDisk
from .fingerprint import Fingerprint
from .place import Place, write
from .questions import ChangedFile
from .standing import Standing

MANY_CELLS = 1_000_000


class Saved(NamedTuple):
    """What was written, and where it lies now."""

    snapshot: Snapshot
    place: Place


class Saves(QObject):
    """Writes one save after the other; of those asked for meanwhile, the latest.

    ``saved`` carries what was Saved; ``given_up`` tells that a save was refused or called off,
    ``idle`` that nothing is left to write and the document has settled.
    """

    saved = Signal(object)
    given_up = Signal()
    idle = Signal()
    said = Signal(Message)
    failed = Signal(str)

    def __init__(
        self, window: QWidget, document: Document, standing: Standing, preferences: Preferences
    ) -> None:
        super().__init__(window)
        self.place: Place | None = None
        self._window, self._document, self._standing = window, document, standing
        self._preferences = preferences
        self._dialog: QFileDialog | None = None
        self._question: ChangedFile | None = None
        self._target: Place | None = None
        self._writer = Errands("save", self)
        self._writer.done.connect(self._done)
        self._writer.refused.connect(self._refuse)
        self._writer.failed.connect(self._fail)
        self._writer.idle.connect(self._catch_up)
        document.idle.connect(self._catch_up)

    @property
    def is_busy(self) -> bool:
        """Whether a file is being written, or will be once a change is made."""
        return self._writer.is_busy or self._target is not None

    @property
    def is_file_gone(self) -> bool:
        """Whether there is no longer anything where the document lay."""
        return self.place is not None and Fingerprint.of(self.place.path) is None

    @Slot()
    def save(self) -> None:
        """Write the document to its file; ask which where it has none."""
        if self.place is None:
            self.save_as()
        else:
            self._write(self.place)

    @Slot()
    def save_as(self) -> None:
        """Ask where to, then write the document there; from then on that is its file."""
        folder = self.place.path.parent if self.place else self._preferences.folder()
        self._ask_where(folder, self._document.name)

    def finish(self) -> None:
        """Return once the file that is being written is whole."""
        self._target = None
        self._writer.finish()

    def _ask_where(self, folder: Path, name: str) -> None:
        self._dialog = save_dialog(self._window, folder, name)
        self._dialog.fileSelected.connect(self._write_chosen)
        self._dialog.rejected.connect(self.given_up)
        self._dialog.open()

    @Slot(str)
    def _write_chosen(self, chosen: str) -> None:
        """Write where a person said; ask again where that would overwrite what they cannot mean."""
        assert self._dialog is not None
        path = chosen_path(self._dialog, chosen)
        if path != Path(chosen).absolute() and path.exists():
            self._ask_where(path.parent, path.stem)
        else:
            self._write(Place(path))

    def _write(self, place: Place) -> None:
        """Write what is shown now, or once all is done that is under way, what is shown then."""
        if self._document.is_busy or self._writer.is_busy:
            self._target = place
            return
        snapshot = self._standing.snapshot()
        if snapshot.experiment.cells > MANY_CELLS:
            self.said.emit(Message(MessageKind.GOING, f"Saving {place.path}…"))
        self._writer.replace(partial(_written, snapshot, place))

    @Slot()
    def _catch_up(self) -> None:
        target, self._target = self._target, None
        if target is not None:
            # What is known of the file has changed if it was written meanwhile.
            self._write(self.place if self.place and target.known else target)
        if not self.is_busy:
            self.idle.emit()

    @Slot(object)
    def _done(self, saved: Saved) -> None:
        self.place = saved.place
        self._standing.settle(saved.snapshot)
        self._document.set_file_name(saved.place.path.stem)
        self.saved.emit(saved)
        self.said.emit(Message(MessageKind.GOOD, f"Saved to {saved.place.path}."))

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        if isinstance(reason, ChangedOnDisk):
            self._ask(reason)
        else:
            self.said.emit(Message(MessageKind.FAULT, str(reason)))
            self.given_up.emit()

    @Slot(str)
    def _fail(self, report: str) -> None:
        self.given_up.emit()
        self.failed.emit(report)

    def _ask(self, reason: ChangedOnDisk) -> None:
        self._question = ChangedFile(self._window, reason)
        self._question.buttonClicked.connect(self._answer)
        self._question.open()

    @Slot(QAbstractButton)
    def _answer(self, button: QAbstractButton) -> None:
        assert self._question is not None
        if button is self._question.overwrite:
            self._write(Place(self._question.path))
        elif button is self._question.save_as:
            self.save_as()
        else:
            self.given_up.emit()


def _written(snapshot: Snapshot, place: Place, _: Report) -> Saved:
    return Saved(snapshot, write(snapshot, place))
