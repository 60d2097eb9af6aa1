"""Leaving a document: for another one or for good, and not without being asked about changes."""

from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from ..document import Document
from ..session import Session
from .questions import Button, FileGone, UnsavedChanges
from .saves import Saves
from .standing import Standing

Then = Callable[[], None]


class Farewell(Enum):
    """How the window came to be closed."""

    ASKED = auto()
    """Nothing is lost but what a person let go."""
    UNASKED = auto()
    """The system ends the program; what is not saved is to be recovered."""


class Leaving(QObject):
    """Does what takes the place of the document once that is saved, or a person lets it go."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        standing: Standing,
        saves: Saves,
        entered: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self.farewell: Farewell | None = None
        self._window, self._document, self._session = window, document, session
        self._standing, self._saves, self._entered = standing, saves, entered
        self._question: UnsavedChanges | None = None
        self._asked_for: Then | None = None
        self._after_save: Then | None = None
        self._when_idle: Then | None = None
        saves.saved.connect(self._go_on)
        saves.given_up.connect(self._give_up)
        saves.idle.connect(self._catch_up)

    def confirm(self, then: Then) -> None:
        """Do something now or once it is settled what becomes of unsaved changes, or not at all.

        Nothing is done that waits for an answer while the question stands.
        """
        if self._question is not None:
            return
        self._entered()
        if self._saves.is_busy or self._document.is_busy:
            self._when_idle = partial(self.confirm, then)
        elif not self._has_something_to_lose():
            then()
        else:
            self._ask(then)

    def may_close(self) -> bool:
        """Tell whether the window may close now; otherwise ask, and close it later if so told."""
        if self.farewell is not None:
            return True
        self._entered()
        if self._has_something_to_lose() or self._saves.is_busy:
            self.confirm(self._close)
            return False
        self.farewell = Farewell.ASKED
        return True

    def close_without_asking(self) -> None:
        """Close the window at once, whatever it is asking just now."""
        self.farewell = Farewell.UNASKED
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()
        self._window.close()

    def _close(self) -> None:
        self.farewell = Farewell.ASKED
        self._window.close()

    def _has_something_to_lose(self) -> bool:
        return self._standing.is_modified or self._saves.is_file_gone

    def _ask(self, then: Then) -> None:
        self._asked_for = then
        question = FileGone if self._saves.is_file_gone else UnsavedChanges
        self._question = question(self._window, self._document.name)
        self._question.finished.connect(self._answer)
        self._question.open()

    @Slot(int)
    def _answer(self, answer: int) -> None:
        then, self._asked_for, self._question = self._asked_for, None, None
        assert then is not None
        match QMessageBox.StandardButton(answer):
            case Button.Save:
                self._session.pause()  # or the run would soon have led elsewhere again
                self._after_save = then
                self._saves.save()
            case Button.Discard:
                then()

    @Slot()
    def _go_on(self) -> None:
        then, self._after_save = self._after_save, None
        if then is not None:
            self._when_idle = partial(self.confirm, then)

    @Slot()
    def _give_up(self) -> None:
        self._after_save = None

    @Slot()
    def _catch_up(self) -> None:
        then, self._when_idle = self._when_idle, None
        if then is not None:
            then()
