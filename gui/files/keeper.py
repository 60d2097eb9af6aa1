"""When the recovery copy of one window is due: for as long as there is something to lose."""

from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ..document import Document
from ..message import Message, MessageKind
from ..run_state import RunState
from ..session import Session
from .berth import Berth
from .card import Card
from .conversion import Snapshot
from .copies import Copies
from .files import Files
from .leaving import Farewell

DELAY_MILLISECONDS = 1000
"""From a change to its copy, which may take as long again to write."""
RUN_MILLISECONDS = 15_000


class Keeper(QObject):
    """Has a copy written soon after each change and now and then in a run.

    What stands in the way is ``said`` once, not at every change.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(
        self,
        document: Document,
        session: Session,
        files: Files,
        folder: Path,
        delay: int = DELAY_MILLISECONDS,
        run_delay: int = RUN_MILLISECONDS,
    ) -> None:
        super().__init__(files)
        self._document, self._session, self._files = document, session, files
        self._copies = Copies(folder, self)
        self._kept: Snapshot | None = None
        self._fault = ""
        self._soon = QTimer(self, singleShot=True, interval=delay)
        self._now_and_then = QTimer(self, interval=run_delay)
        self._connect()

    def _connect(self) -> None:
        self._soon.timeout.connect(self._keep)
        self._now_and_then.timeout.connect(self._keep)
        self._copies.written.connect(self._praise)
        self._copies.refused.connect(self._complain)
        self._copies.failed.connect(self.failed)
        self._document.changed.connect(self._note)
        self._session.state_changed.connect(self._follow_run)
        self._files.modified_changed.connect(self._follow_files)
        self._files.placed.connect(self._follow_place)

    @property
    def key(self) -> str:
        """The key of our own place in the folder; empty while there is none."""
        return self._copies.key

    def adopt(self, berth: Berth, kept: Snapshot) -> None:
        """Go on from the place of a window that is gone, whose copy is what is shown now."""
        self._copies.adopt(berth)
        self._kept = kept

    def keep(self) -> None:
        """Return once the latest is kept."""
        self._keep()
        self._copies.finish()

    def shut_down(self) -> None:
        """Leave no copy where a person was asked; otherwise leave the latest."""
        self._soon.stop()
        self._now_and_then.stop()
        if self._files.farewell is Farewell.ASKED:
            self._copies.remove()
            return
        self.keep()
        if self._is_missed():
            self._copies.leave()
        else:
            self._copies.remove()

    @Slot()
    def _note(self) -> None:
        """Keep what has changed, soon; further changes do not put that off."""
        if not self._soon.isActive() and self._files.farewell is None:
            self._soon.start()

    @Slot(RunState)
    def _follow_run(self, state: RunState) -> None:
        if not state.is_active:
            self._now_and_then.stop()
            self._note()
        elif not self._now_and_then.isActive():
            self._now_and_then.start()

    @Slot()
    def _follow_files(self) -> None:
        if self._files.has_changed:
            self._note()
        elif not self._session.state.is_active:
            self._forget()

    @Slot()
    def _follow_place(self) -> None:
        """Tell of the other file; with what was changed while it was written, if anything was."""
        if self._files.is_modified:
            self._kept = None
            self._note()
        else:
            self._forget()

    @Slot()
    def _keep(self) -> None:
        """Keep what there is to lose, unless it is kept already."""
        has_more_to_lose = self._files.has_changed or self._session.state.is_active
        snapshot = self._files.snapshot()
        if self._kept and not has_more_to_lose and snapshot.fitted is None:
            self._forget()
        elif (has_more_to_lose or self._kept) and not _is_same(snapshot, self._kept):
            self._ask(snapshot)

    def _is_missed(self) -> bool:
        """Tell whether the copy holds more than settings, of which closing does not ask, either."""
        has_run = self._kept is not None and self._kept.fitted is not None
        return self._files.is_modified or has_run

    def _forget(self) -> None:
        """Keep no copy any more; other windows are told all the same which file this one has."""
        self._soon.stop()
        if self._copies.key or self._files.place is not None:
            self._ask(None)

    def _ask(self, snapshot: Snapshot | None) -> None:
        self._kept = snapshot
        shape = self._document.experiment.A.shape
        card = Card.of(self._document.name, shape, self._files.place)
        self._copies.write(card, snapshot)

    @Slot()
    def _praise(self) -> None:
        self._fault = ""
        if not self._session.state.is_active:
            self._now_and_then.stop()

    @Slot(object)
    def _complain(self, reason: Exception) -> None:
        """Say what is wrong, and try again now and then though nothing more is changed."""
        self._kept = None
        if self._files.farewell is None:
            self._now_and_then.start()
        if str(reason) != self._fault:
            self._fault = str(reason)
            self.said.emit(Message(MessageKind.FAULT, self._fault))


def _is_same(one: Snapshot, other: Snapshot | None) -> bool:
    """Tell whether a copy of the one is a copy of the other."""
    if other is None or one.experiment is not other.experiment:
        return False
    if one.fitted is None or other.fitted is None:
        return one.fitted is other.fitted
    return np.array_equal(one.fitted.W, other.fitted.W)
