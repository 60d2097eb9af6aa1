"""Decides when the recovery copy of a window is written or deleted."""

import logging
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from ..document import Document
from ..files.files import Files
from ..files.secant_document import Snapshot
from ..files.unsaved_changes import CloseMode
from ..run.run_state import RunState
from ..run.session import Session
from ..text.message import Message, MessageKind
from .slot import RecoverySlot
from .slot_info import SlotInfo
from .writer import RecoveryWriter

logger = logging.getLogger(__name__)

DELAY_MILLISECONDS = 1000
"""Half of the two seconds that the README promises; writing may take the other half."""
RUN_MILLISECONDS = 15_000
"""A crash loses at most this much of a run; shorter intervals cost more disk writes."""


class Autosave(QObject):
    """Writes a recovery copy soon after each change, and at intervals during a run.

    ``message`` reports a problem once, not at every change.
    """

    message = Signal(Message)
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
        self._writer = RecoveryWriter(folder, self)
        self._last_copy: Snapshot | None = None
        self._problem = ""
        self._delay_timer = QTimer(self, singleShot=True, interval=delay)
        self._run_timer = QTimer(self, interval=run_delay)
        self._connect()

    def _connect(self) -> None:
        self._delay_timer.timeout.connect(self._write_if_needed)
        self._run_timer.timeout.connect(self._write_if_needed)
        self._writer.written.connect(self._on_written)
        self._writer.refused.connect(self._on_refused)
        self._writer.failed.connect(self.failed)
        self._document.changed.connect(self._schedule)
        self._session.state_changed.connect(self._on_run_state)
        self._files.modified_changed.connect(self._on_modified)
        self._files.location_changed.connect(self._on_location_changed)

    @property
    def key(self) -> str:
        """The key of this window's slot; empty while it has none."""
        return self._writer.key

    def adopt(self, slot: RecoverySlot, copied: Snapshot) -> None:
        """Use the slot of a crashed window; its copy is ``copied``, which the window shows now."""
        self._writer.adopt(slot)
        self._last_copy = copied

    def save_now(self) -> None:
        """Return when the latest work is written."""
        self._write_if_needed()
        self._writer.finish()

    def shut_down(self) -> None:
        """End: delete the recovery copy, or keep it for the next start.

        Delete it if the user answered the save question; keep it if the system closed the window.
        """
        self._delay_timer.stop()
        self._run_timer.stop()
        if self._files.close_mode is CloseMode.USER:
            self._writer.remove()
            return
        self.save_now()
        if self._has_unsaved_work():
            self._writer.release()
        else:
            self._writer.remove()

    @Slot()
    def _schedule(self) -> None:
        """Write a copy soon. Later changes do not postpone it, or constant typing would."""
        if not self._delay_timer.isActive() and self._files.close_mode is None:
            self._delay_timer.start()

    @Slot(RunState)
    def _on_run_state(self, state: RunState) -> None:
        if not state.is_active:
            self._run_timer.stop()
            self._schedule()
        elif not self._run_timer.isActive():
            self._run_timer.start()

    @Slot()
    def _on_modified(self) -> None:
        if self._files.has_changed:
            self._schedule()
        elif not self._session.state.is_active:
            self._drop_copy()

    @Slot()
    def _on_location_changed(self) -> None:
        """Record the new file. Keep a copy if the document was edited while it was saved."""
        if self._files.is_modified:
            self._last_copy = None
            self._schedule()
        else:
            self._drop_copy()

    @Slot()
    def _write_if_needed(self) -> None:
        """Write a copy if there is something to lose that the last copy lacks."""
        has_more_to_lose = self._files.has_changed or self._session.state.is_active
        snapshot = self._files.snapshot()
        if self._last_copy and not has_more_to_lose and snapshot.fitted is None:
            self._drop_copy()
        elif (has_more_to_lose or self._last_copy) and not _is_same(snapshot, self._last_copy):
            self._write(snapshot)

    def _has_unsaved_work(self) -> bool:
        """Return whether the copy holds more than settings, which the user is not asked about."""
        has_run = self._last_copy is not None and self._last_copy.fitted is not None
        return self._files.is_modified or has_run

    def _drop_copy(self) -> None:
        """Delete the copy. The info file stays, so other windows know which file is open here."""
        self._delay_timer.stop()
        if self._writer.key or self._files.file_state is not None:
            self._write(None)

    def _write(self, snapshot: Snapshot | None) -> None:
        logger.debug("%s the recovery copy", "Deleting" if snapshot is None else "Writing")
        self._last_copy = snapshot
        shape = self._document.experiment.A.shape
        info = SlotInfo.of(self._document.name, shape, self._files.file_state)
        self._writer.write(info, snapshot)

    @Slot()
    def _on_written(self) -> None:
        self._problem = ""
        if not self._session.state.is_active:
            self._run_timer.stop()

    @Slot(object)
    def _on_refused(self, reason: Exception) -> None:
        """Report the problem, and retry at intervals even if nothing else changes."""
        self._last_copy = None
        if self._files.close_mode is None:
            self._run_timer.start()
        if str(reason) != self._problem:
            self._problem = str(reason)
            self.message.emit(Message(MessageKind.FAULT, self._problem))


def _is_same(one: Snapshot, other: Snapshot | None) -> bool:
    """Return whether both snapshots would be the same recovery copy."""
    if other is None or one.experiment is not other.experiment:
        return False
    if one.fitted is None or other.fitted is None:
        return one.fitted is other.fitted
    return np.array_equal(one.fitted.W, other.fitted.W)
