"""Asks about unsaved changes before the document is replaced or the window closes."""

import logging
from collections.abc import Callable
from enum import Enum, auto
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QMenu, QMessageBox, QWidget

from ..document import Document, DocumentKey
from ..run.session import Session
from .modified_state import ModifiedState
from .questions import Button, FileGoneDialog, HalfTypedLossDialog, UnsavedChangesDialog
from .saving import Saving
from .secant_document import Snapshot
from .stalled import AfterWriting

Action = Callable[[], None]

logger = logging.getLogger(__name__)


class CloseMode(Enum):
    """Who closes the window."""

    USER = auto()
    """The user, who has saved or discarded all changes."""
    SYSTEM = auto()
    """The system ends the program; unsaved work must be recoverable."""


class Replacement(NamedTuple):
    """What follows if the document may be replaced, and what if the user keeps it."""

    action: Action
    otherwise: Action


class Asked(NamedTuple):
    """A question: what follows it, which document it is about, and which are discarded already."""

    replacement: Replacement
    snapshot: Snapshot
    discarded: frozenset[DocumentKey]


def do_nothing() -> None:
    """Do nothing, which is all that most actions need if they are cancelled."""


class HalfTyped(NamedTuple):
    """What is typed and is in no document, as it has a mistake; "" if there is none."""

    text: Callable[[], str] = str
    give_up: Action = do_nothing


class UnsavedChanges(QObject):
    """Runs an action that replaces the document once its changes are saved or discarded.

    Asks also about documents with a file that a table has replaced: the action ends their undo; and
    about a loss that is half typed, which no document has. ``half_typed_kept`` says that it stays.
    """

    half_typed_kept = Signal()

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        modified_state: ModifiedState,
        saving: Saving,
        commit_edits: Callable[[], bool],
        half_typed: HalfTyped,
    ) -> None:
        super().__init__(window)
        self.close_mode: CloseMode | None = None
        self._window, self._document, self._session = window, document, session
        self._modified_state, self._saving = modified_state, saving
        self._commit_edits, self._half_typed = commit_edits, half_typed
        self._question: UnsavedChangesDialog | HalfTypedLossDialog | None = None
        self._given_up_for: Replacement | None = None
        self._asked: Asked | None = None
        self._asked_before_save: Asked | None = None
        self._when_idle: tuple[Replacement, frozenset[DocumentKey]] | None = None
        saving.saved.connect(self._on_saved)
        saving.save_cancelled.connect(self._on_save_cancelled)
        saving.idle.connect(self._on_idle)
        saving.called_off.connect(self.stay_open)

    def confirm(self, action: Action, otherwise: Action = do_nothing) -> None:
        """Run ``action`` now, or after the user has answered about unsaved changes.

        Run ``otherwise`` if the user cancels, or while an earlier question is still open.
        """
        self._settle(Replacement(action, otherwise), frozenset())

    def may_close(self) -> bool:
        """Return whether the window may close now; if not, ask, and close it after the answer."""
        if self.close_mode is not None:
            return True
        self._commit_edits()
        loses = self._next_to_lose(frozenset()) is not None or self._half_typed.text()
        if loses or self._saving.is_busy:
            self.confirm(self._close)
            return False
        self.close_mode = CloseMode.USER
        return True

    @Slot()
    def stay_open(self) -> None:
        """Let nothing follow the save that is being made."""
        asked, self._asked_before_save = self._asked_before_save, None
        waiting, self._when_idle = self._when_idle, None
        self._saving.set_after(AfterWriting.NOTHING)
        if asked is not None:
            asked.replacement.otherwise()
        elif waiting is not None:
            waiting[0].otherwise()

    def close_without_asking(self) -> None:
        """Close the window at once, together with any open dialog or menu."""
        self.close_mode = CloseMode.SYSTEM
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()
        for menu in self._window.findChildren(QMenu):
            menu.close()
        self._window.close()

    def _close(self) -> None:
        self.close_mode = CloseMode.USER
        self._window.close()

    def _settle(self, replacement: Replacement, discarded: frozenset[DocumentKey]) -> None:
        """Ask about one document after another, then run the action.

        ``discarded`` are the documents whose changes the user has given up so far.
        """
        if self._question is not None:
            replacement.otherwise()
            return
        self._commit_edits()
        if self._saving.is_busy or self._document.is_busy:
            self._when_idle = (replacement, discarded)
            self._saving.set_after(self._after(replacement.action))
            self._saving.ask_if_stalled()
        elif (snapshot := self._next_to_lose(discarded)) is not None:
            self._ask(Asked(replacement, snapshot, discarded))
        elif text := self._half_typed.text():
            self._ask_to_give_up(text, replacement)
        else:
            replacement.action()

    def _next_to_lose(self, discarded: frozenset[DocumentKey]) -> Snapshot | None:
        """Return a document with unsaved changes, the one shown first; None if there is none."""
        unsaved = list(self._modified_state.left_unsaved)
        if self._modified_state.is_modified or self._saving.is_file_gone:
            unsaved.insert(0, self._modified_state.snapshot())
        return next((each for each in unsaved if each.experiment.key not in discarded), None)

    def _after(self, action: Action) -> AfterWriting:
        return AfterWriting.CLOSE if action == self._close else AfterWriting.REPLACE

    def _is_shown(self, snapshot: Snapshot) -> bool:
        return snapshot.experiment.key is self._document.experiment.key

    def _ask(self, asked: Asked) -> None:
        self._asked = asked
        is_gone = self._is_shown(asked.snapshot) and self._saving.is_file_gone
        question = FileGoneDialog if is_gone else UnsavedChangesDialog
        name = self._document.name_of(asked.snapshot.experiment)
        self._question = question(self._window, name)
        self._question.finished.connect(self._on_answer)
        self._question.open()

    def _ask_to_give_up(self, text: str, replacement: Replacement) -> None:
        self._given_up_for = replacement
        self._question = HalfTypedLossDialog(self._window, text)
        self._question.finished.connect(self._on_given_up)
        self._question.open()

    @Slot(int)
    def _on_given_up(self, answer: int) -> None:
        replacement, self._given_up_for, self._question = self._given_up_for, None, None
        assert replacement is not None
        if QMessageBox.StandardButton(answer) == Button.Discard:
            self._half_typed.give_up()
            replacement.action()
        else:
            replacement.otherwise()
            self.half_typed_kept.emit()

    @Slot(int)
    def _on_answer(self, answer: int) -> None:
        asked, self._asked, self._question = self._asked, None, None
        assert asked is not None
        logger.debug("unsaved changes: %s", QMessageBox.StandardButton(answer).name)
        match QMessageBox.StandardButton(answer):
            case Button.Save:
                self._session.pause()  # a running run would modify the document again at once
                self._asked_before_save = asked
                self._saving.set_after(self._after(asked.replacement.action))
                if self._is_shown(asked.snapshot):
                    self._saving.save()
                else:
                    self._saving.save_left(asked.snapshot)
            case Button.Discard:
                self._settle(asked.replacement, asked.discarded | {asked.snapshot.experiment.key})
            case _:
                asked.replacement.otherwise()

    @Slot()
    def _on_saved(self) -> None:
        asked, self._asked_before_save = self._asked_before_save, None
        if asked is not None:
            self._when_idle = (asked.replacement, asked.discarded)

    @Slot()
    def _on_save_cancelled(self) -> None:
        asked, self._asked_before_save = self._asked_before_save, None
        if self._when_idle is None:
            self._saving.set_after(AfterWriting.NOTHING)
        if asked is not None:
            asked.replacement.otherwise()

    @Slot()
    def _on_idle(self) -> None:
        waiting, self._when_idle = self._when_idle, None
        if waiting is not None:
            self._saving.set_after(AfterWriting.NOTHING)
            self._settle(*waiting)
