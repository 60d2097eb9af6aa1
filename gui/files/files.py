"""The document and its file: New, Open, Save, and questions before unsaved changes are lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from engine.shortening import elide_middle

from ..document import Document, DocumentChange, DocumentKey, Experiment
from ..preferences import Preferences
from ..run.session import Session
from ..text.message import Fix, Message, MessageKind
from ..text.translation import translate, translated
from . import sentences
from .file_state import Announce, FileState, is_same_file
from .modified_state import ModifiedState
from .opening import Opening
from .recent import RecentFiles
from .saving import Saved, Saving
from .secant_document import Snapshot, empty_experiment
from .unsaved_changes import Action, CloseMode, HalfTyped, UnsavedChanges, do_nothing

MOST_OF_NAME = 16
"""Characters that leave room for what is said of a document beside its name."""
MOST_OF_OPENED = 12
"""Characters of a name, in a sentence that also says why the run of its file is left out."""
UNDO = Fix(sentences.UNDO, {}, sentences.WHY_UNDO, action="undo")

SAVE_AS_KEY = "Ctrl+Shift+S"
"""Set explicitly: Qt has no standard key for Save As on some desktops."""


class FileActions(QObject):
    """The actions New, Open, Save and Save As."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        standard = QKeySequence.StandardKey
        self.new = self._action(
            "new",
            translate("files", "&New"),
            standard.New,
            translate("files", "Start with an empty table"),
        )
        self.open = self._action(
            "open",
            translate("files", "&Open…"),
            standard.Open,
            translate("files", "Open an experiment, or import a table"),
        )
        self.save = self._action(
            "save",
            translate("files", "&Save"),
            standard.Save,
            translate("files", "Save the experiment"),
        )
        self.save_as = self._action(
            "save_as",
            translate("files", "Save &As…"),
            SAVE_AS_KEY,
            translate("files", "Save the experiment to another file"),
        )

    def _action(
        self, name: str, text: str, key: QKeySequence.StandardKey | str, tip: str
    ) -> QAction:
        action = QAction(text, self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        key_text = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{tip} ({key_text})")
        return action


def no_pending_edits() -> bool:
    """Stand in for a ``commit_edits`` when no editor can be open; always succeeds."""
    return True


class Files(QObject):
    """Opens and saves the document.

    ``commit_edits`` commits what the user is still typing and returns whether that worked;
    ``half_typed`` is what has a mistake. Signals:
    ``modified_changed`` when ``is_modified`` changes, ``location_changed`` when the document moves
    to another file or to none, ``created`` after New, and ``not_an_experiment`` with the path of a
    file chosen in Open that is not a .secant file. ``standing_changed`` carries a Message about the
    file being written that is true until the next one, or None; ``called_off`` says that the person
    wants the window and its document to stay open.
    """

    message = Signal(Message)
    failed = Signal(str)
    modified_changed = Signal()
    location_changed = Signal()
    created = Signal()
    not_an_experiment = Signal(object)
    standing_changed = Signal(object)
    called_off = Signal()
    loss_refused = Signal()
    loss_kept = Signal()

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        preferences: Preferences,
        commit_edits: Callable[[], bool] = no_pending_edits,
        half_typed: HalfTyped | None = None,
    ) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._preferences, self._commit_edits = preferences, commit_edits
        self._modified_state = ModifiedState(document, session, self)
        self._saving = Saving(window, document, self._modified_state, preferences)
        self._unsaved_changes = UnsavedChanges(
            window,
            document,
            session,
            self._modified_state,
            self._saving,
            commit_edits,
            half_typed or HalfTyped(),
        )
        self._opening = Opening(window)
        self._recent = RecentFiles(window, preferences)
        self._opening_file: FileState | None = None
        self._last_saved: FileState | None = None
        self._replaced = ""
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
        self._modified_state.changed.connect(self.modified_changed)
        self._saving.saved.connect(self._on_saved)
        self._opening.loaded.connect(self._on_loaded)
        self._opening.not_an_experiment.connect(self.not_an_experiment)
        self._document.opened.connect(self._on_opened)
        self._document.changed.connect(self._follow_document)
        self._document.about_to_replace.connect(self._note_replaced)
        self._saving.standing_changed.connect(self.standing_changed)
        self._saving.called_off.connect(self.called_off)
        self._unsaved_changes.half_typed_kept.connect(self.loss_kept)
        for part in (self._saving, self._opening):
            part.message.connect(self.message)
            part.failed.connect(self.failed)

    @property
    def recent_menu(self) -> QMenu:
        """The menu Open Recent."""
        return self._recent.menu

    @property
    def file_state(self) -> FileState | None:
        """The document's file; None before it is saved."""
        return self._saving.file_state

    def file_state_of(self, key: DocumentKey) -> FileState | None:
        """Return the file of a document that undo or redo may show; None if it has none."""
        return self._saving.file_state_of(key)

    @property
    def left_unsaved(self) -> list[Snapshot]:
        """Documents with unsaved changes that a table has replaced; undo or redo shows them."""
        return self._modified_state.left_unsaved

    @property
    def is_modified(self) -> bool:
        """Whether closing would lose anything."""
        return self._modified_state.is_modified

    @property
    def is_told_modified(self) -> bool:
        """What ``modified_changed`` has told last; to ask for it shows no change of this turn."""
        return self._modified_state.is_told

    @property
    def has_changed(self) -> bool:
        """Whether a crash would lose anything."""
        return self._modified_state.has_changed

    @property
    def is_writing(self) -> bool:
        """Whether a file is being written, or will be once a pending change is done."""
        return self._saving.is_busy

    @property
    def close_mode(self) -> CloseMode | None:
        """How the window is being closed; None while it stays open."""
        return self._unsaved_changes.close_mode

    def snapshot(self) -> Snapshot:
        """Return what a save would write now."""
        return self._modified_state.snapshot()

    @Slot(object)
    def open_path(self, path: Path) -> None:
        """Read a .secant file, then show it once unsaved changes are settled."""
        self._opening.open_path(path)

    def confirm(self, action: Action, otherwise: Action = do_nothing) -> None:
        """Run ``action``, which replaces the document, once unsaved changes are saved or discarded.

        If the user cancels, run ``otherwise``.
        """
        self._unsaved_changes.confirm(action, otherwise)

    def may_close(self) -> bool:
        """Return whether the window may close now; if not, ask, and close it after the answer."""
        return self._unsaved_changes.may_close()

    @Slot()
    def close_without_asking(self) -> None:
        """Close the window at once because the system ends; a recovery copy stays."""
        self._unsaved_changes.close_without_asking()

    @Slot()
    def ask_about_writing(self) -> None:
        """Ask whether to wait for the file that is being written, if there is one."""
        self._saving.ask_about_writing()

    @Slot()
    def stay_open(self) -> None:
        """Let nothing follow the save that is being made: neither closing nor another document."""
        self._unsaved_changes.stay_open()

    def announce_saves(self, announcer: Callable[[Snapshot], Announce]) -> None:
        """Call ``announcer`` when a save begins, and what it returns just before the file changes.

        That second call is made in the thread that saves.
        """
        self._saving.announcer = announcer

    def say_saved_by(self, sentence: Callable[[], str]) -> None:
        """Say after each save what ``sentence`` returns then, of a {path}."""
        self._saving.saved_sentence = sentence

    def recover(self, snapshot: Snapshot, file_state: FileState | None, name: str = "") -> None:
        """Show unsaved work; ``file_state`` is the file it belongs to, if any, or else its name."""
        self._show(snapshot, file_state, name)
        self._modified_state.mark_recovered()

    def shut_down(self) -> None:
        """Return when the current save is complete and all threads have ended.

        What does not end soon is left behind; a file is written whole or not at all even then.
        """
        self._saving.finish()
        self._recent.shut_down()
        self._opening.shut_down()

    @Slot()
    def _ask_new(self) -> None:
        self.confirm(self._new)

    def _new(self) -> None:
        self._begin(translate("files", "New"), empty_experiment())
        self.created.emit()

    def begin(self, text: str, experiment: Experiment, then: Action = do_nothing) -> None:
        """Show a new document once unsaved changes are saved or discarded; undo brings back.

        ``then`` is done once it is shown, and not if the document that is shown is kept.
        """
        self.confirm(partial(self._begin, text, experiment, then))

    def _begin(self, text: str, experiment: Experiment, then: Action = do_nothing) -> None:
        self._session.pause()
        self._modified_state.mark_begun(experiment)
        self._document.begin(text, experiment)
        self._replaced = ""
        self._modified_state.forget_left()  # they were asked about
        then()

    @Slot()
    def _ask_open(self) -> None:
        self._opening.show_dialog(
            self.file_state.path.parent if self.file_state else self._preferences.folder()
        )

    @Slot(object, object)
    def _on_loaded(self, snapshot: Snapshot, file_state: FileState) -> None:
        self.confirm(partial(self._show_loaded, snapshot, file_state, self._last_saved))

    def _show_loaded(
        self, snapshot: Snapshot, file_state: FileState, saved_before: FileState | None
    ) -> None:
        """Show what was read; read it again if the user has saved to that very file since."""
        saved = self._last_saved
        if saved and saved != saved_before and is_same_file(saved.path, file_state.path):
            self._opening.open_path(file_state.path)
        else:
            self._show(snapshot, file_state)

    @Slot()
    def _save(self) -> None:
        if self._commit_edits():
            self._saving.save()

    @Slot()
    def _save_as(self) -> None:
        if self._commit_edits():
            self._saving.save_as()

    def _show(self, snapshot: Snapshot, file_state: FileState | None, name: str = "") -> None:
        self._session.pause()
        self._opening_file = file_state
        shown_name = file_state.path.stem if file_state else name
        self._session.expect_run(snapshot.run)
        self._document.open(snapshot.experiment, snapshot.fitted, shown_name, snapshot.runs)
        if snapshot.lost_runs:
            self._document.flush()  # which ends what was said before
            self.message.emit(Message(MessageKind.WARNING, sentences.LOST_RUNS))
        if snapshot.lost_terms:
            self._document.flush()
            self.message.emit(Message(MessageKind.WARNING, sentences.LOST_TERMS))
        if snapshot.run_fault:
            self._document.flush()  # which would clear the message
            text = sentences.RUN_LEFT_OUT.format(
                name=elide_middle(shown_name, MOST_OF_OPENED), fault=translated(snapshot.run_fault)
            )
            self.message.emit(Message(MessageKind.WARNING, text))
        if snapshot.experiment.refused_loss:
            self._document.flush()  # which shows it in its field
            self.loss_refused.emit()

    @Slot()
    def _on_opened(self) -> None:
        """Handle a new document; one that ``_show`` did not open has no file."""
        file_state, self._opening_file = self._opening_file, None
        self._saving.mark_opened(file_state)
        self._modified_state.mark_opened(is_in_file=file_state is not None)
        if file_state is not None:
            self._remember(file_state.path)
        self.location_changed.emit()

    @Slot(DocumentChange)
    def _follow_document(self, change: DocumentChange) -> None:
        """Show the file of a document that has replaced another, or that undo has brought back."""
        if change.replaced:
            self._modified_state.update()
            self.location_changed.emit()
            self._report_replaced()

    @Slot()
    def _note_replaced(self) -> None:
        """Keep the name of the document that a step replaces, if it has what is in no file."""
        has_work = self._modified_state.has_unsaved_work
        self._replaced = self._document.name if has_work else ""

    def _report_replaced(self) -> None:
        """Say that undo brings back what was replaced unasked; it is not said after an undo."""
        replaced, self._replaced = self._replaced, ""
        steps = self._document.undo_stack
        if replaced and steps.canUndo() and not steps.canRedo():
            text = sentences.REPLACED.format(name=elide_middle(replaced, MOST_OF_NAME))
            self.message.emit(Message(MessageKind.QUIET, text, UNDO))

    @Slot(object)
    def _on_saved(self, saved: Saved) -> None:
        self._last_saved = saved.file_state
        self._remember(saved.file_state.path)
        self.location_changed.emit()

    def _remember(self, path: Path) -> None:
        self._recent.add(path)
        self._preferences.keep_choice("folder", str(path.parent))
