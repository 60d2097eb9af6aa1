"""The document and its file: new, opened, saved, and never left with unsaved changes unasked."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from ..document import Document
from ..message import Message
from ..preferences import Preferences
from ..session import Session
from .actions import FileActions
from .conversion import Snapshot
from .empty import empty_experiment
from .leaving import Farewell, Leaving, Then
from .opening import Opening
from .place import Place
from .recent import RecentFiles
from .saves import Saved, Saves
from .standing import Standing


def nothing_is_typed() -> bool:
    """Stand in for what takes a text that is still being typed, and tells if it could."""
    return True


class Files(QObject):
    """Opens and saves; ``entered`` is to take what is still being typed, and tell if it could.

    ``modified_changed`` tells that ``is_modified`` did, ``placed`` that the document, or another
    one, lies in another file now or in none; ``foreign`` carries a path chosen to be opened of what
    is no experiment, ``begun`` that there is an empty table now, to be filled.
    """

    said = Signal(Message)
    failed = Signal(str)
    modified_changed = Signal()
    placed = Signal()
    begun = Signal()
    foreign = Signal(object)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        preferences: Preferences,
        entered: Callable[[], bool] = nothing_is_typed,
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._preferences, self._entered = preferences, entered
        self._standing = Standing(document, session, self)
        self._saves = Saves(window, document, self._standing, preferences)
        self._leaving = Leaving(window, document, session, self._standing, self._saves, entered)
        self._opening = Opening(window)
        self._recent = RecentFiles(window, preferences)
        self._arriving: Place | None = None
        actions = FileActions(self)
        self.new, self.open = actions.new, actions.open
        self.save, self.save_as = actions.save, actions.save_as
        self._connect()

    def _connect(self) -> None:
        self.new.triggered.connect(self._ask_new)
        self.open.triggered.connect(self._ask_open)
        self.save.triggered.connect(self._save)
        self.save_as.triggered.connect(self._save_as)
        self._recent.chosen.connect(self.open_path)
        self._standing.changed.connect(self.modified_changed)
        self._saves.saved.connect(self._saved)
        self._opening.read.connect(self._opened)
        self._opening.foreign.connect(self.foreign)
        self._document.opened.connect(self._begin)
        for part in (self._saves, self._opening):
            part.said.connect(self.said)
            part.failed.connect(self.failed)

    @property
    def recent_menu(self) -> QMenu:
        """The menu of the files opened and saved last."""
        return self._recent.menu

    @property
    def place(self) -> Place | None:
        """Where the document lies; None before it was saved."""
        return self._saves.place

    @property
    def is_modified(self) -> bool:
        """Whether there is anything that closing would lose."""
        return self._standing.is_modified

    @property
    def has_changed(self) -> bool:
        """Whether there is anything that a crash would lose."""
        return self._standing.has_changed

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written, or is to be."""
        return self._saves.is_busy

    @property
    def farewell(self) -> Farewell | None:
        """How the window is being closed; None before it is."""
        return self._leaving.farewell

    def snapshot(self) -> Snapshot:
        """Return what there is to save now."""
        return self._standing.snapshot()

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Open a .secant file, once it is read and unsaved changes are settled."""
        self._opening.open_path(path)

    def confirm(self, then: Then) -> None:
        """Do what closes the document: now, after its changes are saved or let go, or never."""
        self._leaving.confirm(then)

    def may_close(self) -> bool:
        """Tell whether the window may close now; otherwise ask, and close it later if so told."""
        return self._leaving.may_close()

    @Slot()
    def close_without_asking(self) -> None:
        """Close the window at once, as the system wants it; a recovery copy stays."""
        self._leaving.close_without_asking()

    def recover(self, snapshot: Snapshot, place: Place | None) -> None:
        """Show what lies in no file, though it may have one to be saved to."""
        self._show(snapshot, place)
        self._standing.begin_unsaved()

    def shut_down(self) -> None:
        """Return once the file being written is whole and no thread is at work."""
        self._recent.shut_down()
        self._opening.shut_down()
        self._saves.finish()

    @Slot()
    def _ask_new(self) -> None:
        self.confirm(self._new)

    def _new(self) -> None:
        self._show(Snapshot(empty_experiment()), None)
        self.begun.emit()

    @Slot()
    def _ask_open(self) -> None:
        self._opening.ask(self.place.path.parent if self.place else self._preferences.folder())

    @Slot(object, object)
    def _opened(self, snapshot: Snapshot, place: Place) -> None:
        self.confirm(partial(self._show, snapshot, place))

    @Slot()
    def _save(self) -> None:
        if self._entered():
            self._saves.save()

    @Slot()
    def _save_as(self) -> None:
        if self._entered():
            self._saves.save_as()

    def _show(self, snapshot: Snapshot, place: Place | None) -> None:
        self._session.reset()
        self._arriving = place
        name = place.path.stem if place else ""
        self._document.open(snapshot.experiment, snapshot.fitted, name)

    @Slot()
    def _begin(self) -> None:
        """Take note of another document; one that was not opened here lies in no file."""
        place, self._arriving = self._arriving, None
        self._saves.place = place
        self._standing.begin(is_in_file=place is not None)
        if place is not None:
            self._note(place.path)
        self.placed.emit()

    @Slot(object)
    def _saved(self, saved: Saved) -> None:
        self._note(saved.place.path)
        self.placed.emit()

    def _note(self, path: Path) -> None:
        self._recent.add(path)
        self._preferences.keep_choice("folder", str(path.parent))
