"""Asks about unsaved changes before the document is replaced or the window closes."""

import logging
from collections.abc import Callable
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from ..document import Document
from ..run.session import Session
from .modified_state import ModifiedState
from .questions import Button, FileGoneDialog, UnsavedChangesDialog
from .saving import Saving

Action = Callable[[], None]

logger = logging.getLogger(__name__)


class CloseMode(Enum):
    """Who closes the window."""

    USER = auto()
    """The user, who has saved or discarded all changes."""
    SYSTEM = auto()
    """The system ends the program; unsaved work must be recoverable."""


class UnsavedChanges(QObject):
    """Runs an action that replaces the document once its changes are saved or discarded."""

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        modified_state: ModifiedState,
        saving: Saving,
        commit_edits: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self.close_mode: CloseMode | None = None
        self._window, self._document, self._session = window, document, session
        self._modified_state, self._saving = modified_state, saving
        self._commit_edits = commit_edits
        self._question: UnsavedChangesDialog | None = None
        self._action_asked_about: Action | None = None
        self._action_after_save: Action | None = None
        self._action_when_idle: Action | None = None
        saving.saved.connect(self._on_saved)
        saving.save_cancelled.connect(self._on_save_cancelled)
        saving.idle.connect(self._on_idle)

    def confirm(self, action: Action) -> None:
        """Run ``action`` now, or after the user has answered about unsaved changes, or never.

        Ignored while an earlier question is still open.
        """
        if self._question is not None:
            return
        self._commit_edits()
        if self._saving.is_busy or self._document.is_busy:
            self._action_when_idle = partial(self.confirm, action)
        elif not self._has_something_to_lose():
            action()
        else:
            self._ask(action)

    def may_close(self) -> bool:
        """Return whether the window may close now; if not, ask, and close it after the answer."""
        if self.close_mode is not None:
            return True
        self._commit_edits()
        if self._has_something_to_lose() or self._saving.is_busy:
            self.confirm(self._close)
            return False
        self.close_mode = CloseMode.USER
        return True

    def close_without_asking(self) -> None:
        """Close the window at once, together with any open dialog."""
        self.close_mode = CloseMode.SYSTEM
        for dialog in self._window.findChildren(QDialog):
            dialog.reject()
        self._window.close()

    def _close(self) -> None:
        self.close_mode = CloseMode.USER
        self._window.close()

    def _has_something_to_lose(self) -> bool:
        return self._modified_state.is_modified or self._saving.is_file_gone

    def _ask(self, action: Action) -> None:
        self._action_asked_about = action
        question = FileGoneDialog if self._saving.is_file_gone else UnsavedChangesDialog
        self._question = question(self._window, self._document.name)
        self._question.finished.connect(self._on_answer)
        self._question.open()

    @Slot(int)
    def _on_answer(self, answer: int) -> None:
        action, self._action_asked_about, self._question = self._action_asked_about, None, None
        assert action is not None
        logger.debug("unsaved changes: %s", QMessageBox.StandardButton(answer).name)
        match QMessageBox.StandardButton(answer):
            case Button.Save:
                self._session.pause()  # a running run would modify the document again at once
                self._action_after_save = action
                self._saving.save()
            case Button.Discard:
                action()

    @Slot()
    def _on_saved(self) -> None:
        action, self._action_after_save = self._action_after_save, None
        if action is not None:
            self._action_when_idle = partial(self.confirm, action)

    @Slot()
    def _on_save_cancelled(self) -> None:
        self._action_after_save = None

    @Slot()
    def _on_idle(self) -> None:
        action, self._action_when_idle = self._action_when_idle, None
        if action is not None:
            action()
