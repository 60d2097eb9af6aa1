"""One window's recovery: its copy is kept, and the copies of crashed windows are offered."""

import logging
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine.errors import BadExperiment

from ..background import Progress, TaskQueue
from ..document import Document
from ..files.errors import BrokenCopy, CopyGone
from ..files.file_state import read
from ..files.files import Files
from ..files.secant_document import Snapshot
from ..run.session import Session
from ..text.message import Message, MessageKind
from .autosave import DELAY_MILLISECONDS, RUN_MILLISECONDS, Autosave
from .crashed_windows import CrashedWindow, find_crashed_windows, is_open_elsewhere

logger = logging.getLogger(__name__)

FOLDER = "recovery"
MORE_WAITING = "File ▸ Recover Unsaved has {} more."


class Found(NamedTuple):
    """A crashed window and the content of its recovery copy."""

    crashed: CrashedWindow
    snapshot: Snapshot


class Recovery(QObject):
    """Keeps a recovery copy of this window, and offers those of crashed windows."""

    message = Signal(Message)
    failed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        session: Session,
        files: Files,
        delay: int = DELAY_MILLISECONDS,
        run_delay: int = RUN_MILLISECONDS,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._files = window, document, files
        self._folder = recovery_folder()
        self._path: Path | None = None
        self._autosave = Autosave(document, session, files, self._folder, delay, run_delay)
        self._reader = TaskQueue("recover", self)
        self.recover = QAction("Reco&ver Unsaved…", self)
        self.recover.setObjectName("recover")
        self.recover.setToolTip("Open work that a crash left unsaved")
        self.recover.setEnabled(False)
        self.recover.triggered.connect(self.offer)
        self._autosave.message.connect(self.message)
        self._autosave.failed.connect(self.failed)
        self._reader.done.connect(self._on_read)
        self._reader.refused.connect(self._refuse)
        self._reader.failed.connect(self.failed)
        # Queued, or the message that the file was opened or saved would replace this one at once.
        files.location_changed.connect(
            self._warn_if_open_elsewhere, Qt.ConnectionType.QueuedConnection
        )

    @Slot()
    def offer(self) -> None:
        """Show the dialog if any window has crashed."""
        found = self._scan()
        if found:
            # Rarely needed, so not loaded at every start.
            from .dialog import RecoveryDialog

            dialog = RecoveryDialog(self._window, found)
            dialog.recover_chosen.connect(self._read)
            dialog.discard_chosen.connect(self._discard)
            dialog.open()

    def save_now(self) -> None:
        """Return when all unsaved work is in the recovery copy."""
        self._autosave.save_now()

    def shut_down(self) -> None:
        """End. The copy stays only if the system closed the window."""
        self._reader.stop()
        self._autosave.shut_down()

    def _scan(self) -> list[CrashedWindow]:
        found = find_crashed_windows(self._folder)
        self.recover.setEnabled(bool(found))
        logger.debug("%d recovery copies of crashed windows in %s", len(found), self._folder)
        return found

    @Slot(object)
    def _read(self, crashed: CrashedWindow) -> None:
        self._reader.replace(partial(_read, crashed))

    @Slot(object)
    def _on_read(self, found: Found) -> None:
        self._files.confirm(partial(self._take_over, *found))

    def _take_over(self, crashed: CrashedWindow, snapshot: Snapshot) -> None:
        """Show the copy and adopt its slot, so that the work is covered by a copy at all times."""
        slot = crashed.claim()
        if slot is None:
            self._refuse(CopyGone(crashed.info.name))
            return
        logger.debug("Recovering “%s” from %s", crashed.info.name, crashed.copy)
        self._files.recover(snapshot, crashed.info.file_state)
        self._autosave.adopt(slot, self._files.snapshot())
        others = len(self._scan())
        written_at = QLocale().toString(crashed.written_at, QLocale.FormatType.ShortFormat)
        sentence = f"“{self._document.name}” was recovered as of {written_at}. It is not saved yet."
        if others:
            sentence += f" {MORE_WAITING.format(others)}"
        self.message.emit(Message(MessageKind.GOOD, sentence))

    @Slot(object)
    def _discard(self, crashed: CrashedWindow) -> None:
        slot = crashed.claim()
        if slot is None:
            self._refuse(CopyGone(crashed.info.name))
        else:
            slot.remove()
        self._scan()

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        logger.debug("Not recovered: %s", reason)
        self.message.emit(Message(MessageKind.FAULT, str(reason)))
        self._scan()

    @Slot()
    def _warn_if_open_elsewhere(self) -> None:
        """Warn once, not at every save, if another window has the same file open."""
        file_state, before = self._files.file_state, self._path
        self._path = file_state.path if file_state else None
        if self._path is None or self._path == before:
            return
        if is_open_elsewhere(self._folder, self._path, self._autosave.key):
            sentence = f"{self._path.name} is also open in another window."
            self.message.emit(Message(MessageKind.WARNING, sentence))


def recovery_folder() -> Path:
    """Return the folder in which all windows of this user keep their recovery copies."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(data) / FOLDER


def _read(crashed: CrashedWindow, _: Progress) -> Found:
    """Read a copy. If it is damaged, set it aside and raise BrokenCopy."""
    try:
        return Found(crashed, read(crashed.copy)[0])
    except BadExperiment as error:
        slot = crashed.claim()
        if slot is None:
            raise CopyGone(crashed.info.name) from error
        raise BrokenCopy(slot.set_aside(), error.problem) from error
