"""Writes the recovery copies of one window to its slot, in a worker thread."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.archive import archived
from engine.errors import CannotWrite

from ..background import Progress, TaskQueue
from ..files.errors import NoRecoveryCopy
from ..files.secant_document import Snapshot, to_saved
from .slot import RecoverySlot
from .slot_info import SlotInfo

logger = logging.getLogger(__name__)


class RecoveryWriter(QObject):
    """Replaces one recovery copy by the next; creates the slot together with the first.

    ``written`` is emitted when the latest copy is on disk, ``refused`` carries the error that
    prevented it, and ``failed`` the traceback of an unexpected exception.
    """

    written = Signal()
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._slot: RecoverySlot | None = None
        self._writer = TaskQueue("recovery", self)
        self._writer.done.connect(self.written)
        self._writer.refused.connect(self.refused)
        self._writer.failed.connect(self.failed)

    @property
    def key(self) -> str:
        """The key of this window's slot; empty while it has none."""
        return self._slot.key if self._slot else ""

    def adopt(self, slot: RecoverySlot) -> None:
        """Use the slot of a crashed window from now on, in place of our own."""
        self._writer.stop()
        if self._slot is not None:
            _remove(self._slot)
        self._slot = slot

    def write(self, info: SlotInfo, snapshot: Snapshot | None) -> None:
        """Write the info, with a copy or without one."""
        if self._slot is None or not self._slot.is_locked:
            self._create_slot()
        if self._slot is not None:
            self._writer.replace(partial(_written, self._slot, self._folder, info, snapshot))

    def finish(self) -> None:
        """Return when the latest copy is written."""
        self._writer.finish()

    def release(self) -> None:
        """Release the slot if it holds a copy, so that other windows find it; else delete it."""
        self.finish()
        slot, self._slot = self._slot, None
        if slot is not None and slot.has_copy:
            slot.release()
        elif slot is not None:
            _remove(slot)

    def remove(self) -> None:
        """Delete the slot."""
        self._writer.stop()
        slot, self._slot = self._slot, None
        if slot is not None:
            _remove(slot)

    def _create_slot(self) -> None:
        """Create a new slot, and delete what is left of the previous one."""
        if self._slot is not None:
            _remove(self._slot)
        try:
            self._slot = RecoverySlot.create(self._folder)
            reason = "no lock can be created there"
        except OSError as error:
            self._slot, reason = None, error.strerror or str(error)
        if self._slot is None:
            self.refused.emit(NoRecoveryCopy(self._folder, reason))
        else:
            logger.debug("Created slot %s in %s", self._slot.key, self._folder)


def _written(
    slot: RecoverySlot, folder: Path, info: SlotInfo, snapshot: Snapshot | None, report: Progress
) -> None:
    with _as_no_recovery_copy(folder):
        if snapshot is None:
            slot.write(info)
        else:
            saved = to_saved(snapshot.experiment, snapshot.fitted)
            slot.write(info, report.through(archived(saved)))


@contextmanager
def _as_no_recovery_copy(folder: Path) -> Iterator[None]:
    try:
        yield
    except CannotWrite as error:
        reason = getattr(error.__cause__, "strerror", None) or str(error)
        raise NoRecoveryCopy(folder, reason) from error


def _remove(slot: RecoverySlot) -> None:
    with suppress(OSError):  # a later start deletes or offers what is left
        slot.remove()
