"""One window's recovery: its copy is kept, and the copies of crashed windows are offered."""

import logging
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLocale, QObject, QStandardPaths, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QWidget

from engine.errors import BadExperiment

from ..background import Progress, TaskQueue, answer_within
from ..document import Document
from ..files.errors import BrokenCopy, CopyGone, CopyStays
from ..files.file_state import read
from ..files.files import Files
from ..files.secant_document import Snapshot
from ..run.session import Session
from ..text.message import Message, MessageKind, refusal
from ..text.translation import translate, translated
from . import sentences
from .autosave import DELAY_MILLISECONDS, RUN_MILLISECONDS, Autosave
from .comparison import Offer, Standing, compare, uncompared
from .crashed_windows import CrashedWindow, find_crashed_windows, is_open_elsewhere

logger = logging.getLogger(__name__)

FOLDER = "recovery"
DIALOG = "recovery_offer"
SCANNING_SECONDS = 1.0
"""A hundred slots are scanned in 20 ms; those on a disk that does not answer wait for a start."""
COMPARING_MILLISECONDS = 2000
"""Copies are offered after this even if their files, on a network disk, have not answered.
Comparing two files of 1,000,000 cells takes 30 ms on a fast disk."""


class Found(NamedTuple):
    """A crashed window's offer and the content of its recovery copy."""

    offer: Offer
    snapshot: Snapshot


class OfferState(Enum):
    """Whether an offer is still to be answered."""

    NONE = "nothing is offered"
    OPEN = "copies are being compared, offered or recovered"


class Recovery(QObject):
    """Keeps a recovery copy of this window, and offers those of crashed windows.

    ``standing_changed`` carries a Message that is true until the next one, or None as long as
    copies can be written.
    """

    message = Signal(Message)
    standing_changed = Signal(object)
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
        self._offer_state = OfferState.NONE
        self._waiting: list[Callable[[], object]] = []
        self._autosave = Autosave(document, session, files, self._folder, delay, run_delay)
        self._reader = TaskQueue("recover", self)
        self._comparer = TaskQueue("compare", self)
        self._patience = QTimer(self, singleShot=True, interval=COMPARING_MILLISECONDS)
        self._patience.setObjectName("patience")
        self.recover = QAction(translate("recovery", "Reco&ver Unsaved…"), self)
        self.recover.setObjectName("recover")
        self.recover.setToolTip(translate("recovery", "Open work that a crash left unsaved"))
        self.recover.setEnabled(False)
        self.recover.triggered.connect(self.offer)
        self._autosave.message.connect(self.message)
        self._autosave.standing_changed.connect(self.standing_changed)
        self._autosave.failed.connect(self.failed)
        self._comparer.done.connect(self._show)
        self._comparer.failed.connect(self._fail)
        self._patience.timeout.connect(self._show_uncompared)
        self._reader.done.connect(self._on_read)
        self._reader.refused.connect(self._on_unreadable)
        self._reader.failed.connect(self._fail)
        # A turn later, or the message that the file was opened or saved would replace this one.
        self._warning = QTimer(self, singleShot=True, interval=0)
        self._warning.timeout.connect(self._warn_if_open_elsewhere)
        files.location_changed.connect(self._follow_location)

    @Slot()
    def offer(self) -> None:
        """Show the dialog if any window has crashed, once its copy is compared with its file."""
        found = self._scan()
        if not found:
            self._end_offer()
        elif self._files.close_mode is None:
            self._offer_state = OfferState.OPEN
            self._patience.start()
            self._comparer.replace(partial(_compared, found))

    def when_answered(self, act: Callable[[], object]) -> None:
        """Do this once the offer is answered, or now if there is none.

        Answered means recovered, discarded, put off, or cancelled at a question that followed.
        """
        if self._offer_state is OfferState.NONE:
            act()
        else:
            self._waiting.append(act)

    def save_now(self) -> None:
        """Return when all unsaved work is in the recovery copy."""
        self._autosave.save_now()

    def shut_down(self) -> None:
        """End. The copy stays only if the system closed the window."""
        self._waiting.clear()
        self._patience.stop()
        self._comparer.stop()
        self._reader.stop()
        self._autosave.shut_down()

    def _scan(self) -> list[CrashedWindow]:
        none: list[CrashedWindow] = []
        found = answer_within(lambda: find_crashed_windows(self._folder), none, SCANNING_SECONDS)
        self.recover.setEnabled(bool(found))
        logger.debug("%d recovery copies of crashed windows in %s", len(found), self._folder)
        return found

    @Slot(object)
    def _show(self, offers: list[Offer]) -> None:
        """Offer the copies, but delete those of which the file holds the same or later work."""
        self._patience.stop()
        for offer in offers:
            if offer.standing.is_superseded and (slot := offer.crashed.claim()) is not None:
                logger.debug("Not offered: %s", offer.sentence)
                with suppress(OSError):  # it is found, and compared, again at the next start
                    slot.remove()
        if (dialog := self._modal_dialog()) is not None:
            # What was recovered would open behind it, and its answer might then replace that.
            if dialog.objectName() != DIALOG:
                dialog.finished.connect(self.offer)
            return
        open_offers = [offer for offer in offers if not offer.standing.is_superseded]
        if len(open_offers) < len(offers):
            self._scan()
        if open_offers:
            self._show_dialog(open_offers)
        else:
            self._end_offer()

    def _show_dialog(self, offers: list[Offer]) -> None:
        from .dialog import RecoveryDialog  # rarely needed, so not loaded at every start

        dialog = RecoveryDialog(self._window, offers)
        dialog.recover_chosen.connect(self._read)
        dialog.discard_chosen.connect(self._discard)
        dialog.open_chosen.connect(self._open_file)
        dialog.rejected.connect(self._end_offer)
        dialog.open()

    def _modal_dialog(self) -> QDialog | None:
        """Return a dialog that is open already; None if there is none."""
        dialogs = self._window.findChildren(QDialog)
        return next((each for each in dialogs if each.isVisible() and each.isModal()), None)

    @Slot()
    def _end_offer(self) -> None:
        """Do what has waited for the answer, unless the window is being closed."""
        self._offer_state = OfferState.NONE
        waiting, self._waiting = self._waiting, []
        if self._files.close_mode is None:
            for act in waiting:
                act()

    @Slot()
    def _show_uncompared(self) -> None:
        """Offer the copies although a file does not answer."""
        self._comparer.cancel()
        self._show([uncompared(crashed) for crashed in self._scan()])

    @Slot(object)
    def _open_file(self, path: Path) -> None:
        self._files.open_path(path)
        self._end_offer()

    @Slot(object)
    def _read(self, offer: Offer) -> None:
        self._reader.replace(partial(_read, offer))

    @Slot(object)
    def _on_read(self, found: Found) -> None:
        self._files.confirm(partial(self._take_over, *found), self._end_offer)

    def _take_over(self, offer: Offer, snapshot: Snapshot) -> None:
        """Show the copy and adopt its slot, so that the work is covered by a copy at all times."""
        crashed = offer.crashed
        slot = crashed.claim()
        if slot is None:
            self._on_unreadable(CopyGone(crashed.info.name))
            return
        logger.debug("Recovering “%s” from %s", crashed.info.name, crashed.copy)
        self._files.recover(snapshot, offer.file_state, offer.name)
        self._autosave.adopt(slot, crashed.info, self._files.snapshot())
        others = len(self._scan())
        written_at = QLocale().toString(crashed.written_at, QLocale.FormatType.ShortFormat)
        sentence = sentences.recovered(self._document.name, written_at, others)
        self.message.emit(Message(MessageKind.GOOD, sentence))
        self._end_offer()

    @Slot(object)
    def _discard(self, offer: Offer) -> None:
        slot = offer.crashed.claim()
        if slot is None:
            self._refuse(CopyGone(offer.crashed.info.name))
            return
        try:
            slot.remove()
        except OSError as error:
            self._refuse(CopyStays(offer.crashed.info.name, error.strerror or str(error)))
        self._scan()

    @Slot(object)
    def _on_unreadable(self, reason: Exception) -> None:
        self._refuse(reason)
        self._end_offer()

    @Slot(str)
    def _fail(self, report: str) -> None:
        self.failed.emit(report)
        self._end_offer()

    def _refuse(self, reason: Exception) -> None:
        logger.debug("Not recovered: %s", reason)
        self.message.emit(Message(MessageKind.FAULT, refusal(reason)))
        self._scan()

    @Slot()
    def _follow_location(self) -> None:
        """Warn once about a file, not at every save."""
        file_state, before = self._files.file_state, self._path
        self._path = file_state.path if file_state else None
        if self._path is None:
            self._warning.stop()
        elif self._path != before:
            self._warning.start()

    @Slot()
    def _warn_if_open_elsewhere(self) -> None:
        """Warn if another window has the same file open."""
        path, keys = self._path, self._autosave.keys
        if path is None:
            return
        if answer_within(lambda: is_open_elsewhere(self._folder, path, keys), False):
            sentence = sentences.open_elsewhere(path.name)
            self.message.emit(Message(MessageKind.WARNING, sentence))


def recovery_folder() -> Path:
    """Return the folder in which all windows of this user keep their recovery copies."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(data) / FOLDER


def _compared(found: list[CrashedWindow], _: Progress) -> list[Offer]:
    return [compare(crashed) for crashed in found]


def _read(offer: Offer, _: Progress) -> Found:
    """Read a copy. If it is damaged, set it aside and raise BrokenCopy.

    The file may have changed while the dialog was open, so it is compared again.
    """
    crashed = offer.crashed
    try:
        snapshot = read(crashed.copy)[0]
        is_known = offer.standing is not Standing.NOT_COMPARED
        return Found(compare(crashed) if is_known else offer, snapshot)
    except BadExperiment as error:
        slot = crashed.claim()
        if slot is None:
            raise CopyGone(crashed.info.name) from error
        raise BrokenCopy(slot.set_aside(), translated(error.problem)) from error
