"""Recovery: a copy of what this window would lose, and what others have left behind."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from engine.errors import BadExperiment

from ..document import Document
from ..errand import Report
from ..errands import Errands
from ..message import Message, MessageKind
from ..session import Session
from .conversion import Snapshot
from .errors import BrokenCopy, CopyGone
from .files import Files
from .keeper import DELAY_MILLISECONDS, RUN_MILLISECONDS, Keeper
from .left_behind import LeftBehind, is_open_elsewhere, left_behind
from .place import read

FOLDER = "recovery"
WAITING = "File ▸ Recover Unsaved has {} more."


class Found(NamedTuple):
    """A copy and what is in it."""

    left: LeftBehind
    snapshot: Snapshot


class Recovery(QObject):
    """Keeps a copy for after a crash, and offers those of windows that have crashed."""

    said = Signal(Message)
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
        self._folder = usual_folder()
        self._path: Path | None = None
        self._keeper = Keeper(document, session, files, self._folder, delay, run_delay)
        self._reader = Errands("recover", self)
        self.recover = QAction("Reco&ver Unsaved…", self)
        self.recover.setObjectName("recover")
        self.recover.setToolTip("Open what a crash has left behind")
        self.recover.setEnabled(False)
        self.recover.triggered.connect(self.offer)
        self._keeper.said.connect(self.said)
        self._keeper.failed.connect(self.failed)
        self._reader.done.connect(self._found)
        self._reader.refused.connect(self._refuse)
        self._reader.failed.connect(self.failed)
        # Later, or what is said of the file's being opened or saved would at once hide it.
        files.placed.connect(self._look_around, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def offer(self) -> None:
        """Show what crashes have left behind, if anything."""
        found = self._look()
        if found:
            from .recovery_offer import RecoveryOffer  # which few starts need

            dialog = RecoveryOffer(self._window, found)
            dialog.recover_chosen.connect(self._read)
            dialog.discard_chosen.connect(self._discard)
            dialog.open()

    def keep(self) -> None:
        """Return once there is a copy of all there is to lose."""
        self._keeper.keep()

    def shut_down(self) -> None:
        """End; the copy is left where the window is closed without asking, and only there."""
        self._reader.call_off()
        self._keeper.shut_down()

    def _look(self) -> list[LeftBehind]:
        found = left_behind(self._folder)
        self.recover.setEnabled(bool(found))
        return found

    @Slot(object)
    def _read(self, left: LeftBehind) -> None:
        self._reader.replace(partial(_read, left))

    @Slot(object)
    def _found(self, found: Found) -> None:
        self._files.confirm(partial(self._take_over, *found))

    def _take_over(self, left: LeftBehind, snapshot: Snapshot) -> None:
        """Show the copy, and keep it as our own: at no time does nothing cover it."""
        berth = left.take()
        if berth is None:
            self._refuse(CopyGone(left.card.name))
            return
        self._files.recover(snapshot, left.card.place)
        self._keeper.adopt(berth, self._files.snapshot())
        others = len(self._look())
        when = QLocale().toString(left.when, QLocale.FormatType.ShortFormat)
        sentence = f"“{self._document.name}” is recovered as it was at {when}. It is not saved yet."
        if others:
            sentence += f" {WAITING.format(others)}"
        self.said.emit(Message(MessageKind.GOOD, sentence))

    @Slot(object)
    def _discard(self, left: LeftBehind) -> None:
        berth = left.take()
        if berth is None:
            self._refuse(CopyGone(left.card.name))
        else:
            berth.remove()
        self._look()

    @Slot(object)
    def _refuse(self, reason: Exception) -> None:
        self.said.emit(Message(MessageKind.FAULT, str(reason)))
        self._look()

    @Slot()
    def _look_around(self) -> None:
        """Say if another window has the same file open; not anew at each save."""
        place, before = self._files.place, self._path
        self._path = place.path if place else None
        if self._path is None or self._path == before:
            return
        if is_open_elsewhere(self._folder, self._path, self._keeper.key):
            sentence = f"{self._path.name} is open in another window, too."
            self.said.emit(Message(MessageKind.WARNING, sentence))


def usual_folder() -> Path:
    """Return the folder of the copies of all windows of this person."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(data) / FOLDER


def _read(left: LeftBehind, _: Report) -> Found:
    """Read a copy; raises BrokenCopy, and keeps it aside."""
    try:
        return Found(left, read(left.copy)[0])
    except BadExperiment as error:
        berth = left.take()
        if berth is None:
            raise CopyGone(left.card.name) from error
        raise BrokenCopy(berth.set_aside(), error.problem) from error
