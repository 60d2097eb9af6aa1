"""Recovery after a crash: a copy of each window's unsaved work, offered at the next start.

How the parts fit:

- `recovery.py` is the entry point: `Recovery` keeps this window's copy, offers the copies of
  crashed windows, and reads the chosen one in a worker thread.
- `autosave.py` decides when to write a copy: soon after each change, at intervals during a run.
- `writer.py` writes the copy to the window's slot in a worker thread.
- `slot.py` is one window's part of the recovery folder: a lock file, an info file and a copy.
  The lock lasts as long as the process, so an unlocked slot belongs to a window that has ended.
- `slot_info.py` is the content of the info file: the document's name, shape and file.
- `crashed_windows.py` scans the folder for unlocked slots with a copy, and for other windows
  that have the same file open.
- `dialog.py` lists what can be recovered.

A copy is a complete .secant file. It is deleted when the document is saved, or when the user
discards the changes. This package imports `gui/files`, which never imports this package.
"""

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
from ..message import Message, MessageKind
from ..session import Session
from .conversion import Snapshot
from .errors import BrokenCopy, CopyGone
from .files import Files
from .keeper import DELAY_MILLISECONDS, RUN_MILLISECONDS, Keeper
from .left_behind import LeftBehind, find_crashed_windows, is_open_elsewhere
from .place import read

_log = logging.getLogger(__name__)

FOLDER = "recovery"
MORE_WAITING = "File ▸ Recover Unsaved has {} more."


class Found(NamedTuple):
    """A crashed window and the content of its recovery copy."""

    crashed: LeftBehind
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
        self._autosave = Keeper(document, session, files, self._folder, delay, run_delay)
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
            from .recovery_offer import RecoveryDialog

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

    def _scan(self) -> list[LeftBehind]:
        found = find_crashed_windows(self._folder)
        self.recover.setEnabled(bool(found))
        _log.debug("%d recovery copies of crashed windows in %s", len(found), self._folder)
        return found

    @Slot(object)
    def _read(self, crashed: LeftBehind) -> None:
        self._reader.replace(partial(_read, crashed))

    @Slot(object)
    def _on_read(self, found: Found) -> None:
        self._files.confirm(partial(self._take_over, *found))

    def _take_over(self, crashed: LeftBehind, snapshot: Snapshot) -> None:
        """Show the copy and adopt its slot, so that the work is covered by a copy at all times."""
        slot = crashed.claim()
        if slot is None:
            self._refuse(CopyGone(crashed.info.name))
            return
        _log.debug("Recovering “%s” from %s", crashed.info.name, crashed.copy)
        self._files.recover(snapshot, crashed.info.file_state)
        self._autosave.adopt(slot, self._files.snapshot())
        others = len(self._scan())
        written_at = QLocale().toString(crashed.written_at, QLocale.FormatType.ShortFormat)
        sentence = f"“{self._document.name}” was recovered as of {written_at}. It is not saved yet."
        if others:
            sentence += f" {MORE_WAITING.format(others)}"
        self.message.emit(Message(MessageKind.GOOD, sentence))

    @Slot(object)
    def _discard(self, crashed: LeftBehind) -> None:
        slot = crashed.claim()
        if slot is None:
            self._refuse(CopyGone(crashed.info.name))
        else:
            slot.remove()
        self._scan()

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        _log.debug("Not recovered: %s", reason)
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


def _read(crashed: LeftBehind, _: Progress) -> Found:
    """Read a copy. If it is damaged, set it aside and raise BrokenCopy."""
    try:
        return Found(crashed, read(crashed.copy)[0])
    except BadExperiment as error:
        slot = crashed.claim()
        if slot is None:
            raise CopyGone(crashed.info.name) from error
        raise BrokenCopy(slot.set_aside(), error.problem) from error
