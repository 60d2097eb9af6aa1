"""Writes the recovery copies of one document to its slot, in a worker thread."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine.errors import CannotWrite, EngineError

from ..background import Progress, TaskQueue
from ..background.ending import PATIENCE_SECONDS, Questions
from ..files.errors import DocumentNotCopied, NoRecoveryCopy
from ..files.file_state import Announce, FileState, announce_nothing
from ..files.secant_document import Snapshot, to_saved
from ..obstacles import file_in_the_way, remedy
from ..text.translation import translate
from .save_log import SaveRecord
from .slot import RecoverySlot
from .slot_info import SlotInfo

BLOCKED = translate("recovery", "a file is in the way")
NO_LOCK = translate("recovery", "no lock can be created there")
SILENT = translate("recovery", "its disk does not respond")
ELSEWHERE = translate("recovery", "Save to another disk.")
UNEXPECTED = translate("recovery", "an unexpected error occurred")

LEAVING_SECONDS = 1.0
"""A signal ends the program within 2 s, of which a copy that is being written may take 0.5."""

logger = logging.getLogger(__name__)


class RecoveryWriter(QObject):
    """Replaces one recovery copy by the next; creates the slot together with the first.

    ``written`` is emitted when the latest copy is on disk, or if ``check`` finds that one can be
    written. ``refused`` carries the error that prevented it, and ``failed`` the traceback of an
    unexpected exception. ``copied`` is what the copy holds, or will hold once it is written; None
    if there is none, or if it was refused. ``problem`` is why there is no latest copy; None if it
    was written.
    """

    written = Signal()
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self.copied: Snapshot | None = None
        self.problem: NoRecoveryCopy | None = None
        self._slot: RecoverySlot | None = None
        self._disk = Questions()
        self._writer = TaskQueue("recovery", self)
        self._writer.done.connect(self._on_written)
        self._writer.refused.connect(self._refuse)
        self._writer.failed.connect(self._fail)

    @property
    def key(self) -> str:
        """The key of this window's slot; empty while it has none."""
        return self._slot.key if self._slot else ""

    def adopt(self, slot: RecoverySlot, copied: Snapshot) -> None:
        """Use the slot of a crashed window, whose copy is ``copied``, in place of our own."""
        self._writer.stop()
        if self._slot is not None:
            _remove(self._slot)
        self._slot, self.copied = slot, copied

    def check(self) -> None:
        """Find out in the background whether copies can be written, before there is anything to."""
        self._writer.add(partial(_checked, self._folder))

    def write(self, info: SlotInfo, snapshot: Snapshot | None) -> None:
        """Write the info, with a copy or without one."""
        self.copied = snapshot
        slot = self._slot
        is_locked = slot is not None and self._disk.answer_within(
            lambda: slot.is_locked, None, PATIENCE_SECONDS
        )
        if is_locked is None:
            self._refuse(NoRecoveryCopy(self._folder, SILENT, ELSEWHERE))
            return
        if not is_locked:
            self._create_slot()
        if self._slot is not None:
            self._writer.replace(partial(_written, self._slot, self._folder, info, snapshot))

    def save_recorder(self, document: str, revision: int) -> Announce:
        """Return what records that a file is about to be replaced by this revision."""
        if self._slot is None:
            return announce_nothing  # without a copy, nothing can be taken for newer
        return partial(_record_save, self._slot, document, revision)

    def finish(self) -> None:
        """Return when the latest copy is written."""
        self._writer.finish()

    def release(self) -> None:
        """Release the slot if it holds a copy, so that other windows find it; else delete it."""
        self.finish()
        slot, self._slot = self._slot, None
        if slot is not None:
            self._disk.answer_within(partial(_leave, slot), None, LEAVING_SECONDS)

    def remove(self) -> None:
        """Delete the slot."""
        self._writer.stop()
        slot, self._slot = self._slot, None
        if slot is not None:
            self._disk.answer_within(partial(_remove, slot), None, LEAVING_SECONDS)

    def _create_slot(self) -> None:
        """Create a new slot, and delete what is left of the previous one."""
        former, self._slot = self._slot, None
        refusal = NoRecoveryCopy(self._folder, SILENT, ELSEWHERE)
        try:
            self._slot = self._disk.answer_within(
                partial(_replaced, former, self._folder), None, PATIENCE_SECONDS
            )
        except NoRecoveryCopy as error:
            refusal = error
        if self._slot is None:
            self._writer.cancel()  # what it would still report is older than this error
            self._refuse(refusal)
        else:
            logger.debug("Created slot %s in %s", self._slot.key, self._folder)

    @Slot()
    def _on_written(self) -> None:
        self.problem = None
        self.written.emit()

    @Slot(object)
    def _refuse(self, reason: NoRecoveryCopy) -> None:
        self.copied, self.problem = None, reason
        self.refused.emit(reason)

    @Slot(str)
    def _fail(self, report: str) -> None:
        self.copied = None
        self.problem = NoRecoveryCopy(
            self._folder, UNEXPECTED, translate("recovery", "Save now, and restart Secant.")
        )
        self.failed.emit(report)


def _replaced(former: RecoverySlot | None, folder: Path) -> RecoverySlot:
    if former is not None:
        _remove(former)
    return _created(folder)


def _leave(slot: RecoverySlot) -> None:
    if slot.has_copy:
        slot.release()
    else:
        _remove(slot)


def _created(folder: Path) -> RecoverySlot:
    with _as_no_recovery_copy(folder):
        slot = RecoverySlot.create(folder)
    if slot is None:
        raise NoRecoveryCopy(folder, NO_LOCK, remedy(folder, 0))
    return slot


def _checked(folder: Path, _: Progress) -> None:
    _remove(_created(folder))


def _written(
    slot: RecoverySlot, folder: Path, info: SlotInfo, snapshot: Snapshot | None, report: Progress
) -> None:
    with _as_no_recovery_copy(folder):
        if snapshot is None:
            slot.write(info)
        else:
            from engine.archive import archived  # loaded on use: no launch needs it

            try:
                saved = to_saved(snapshot.experiment, snapshot.fitted, snapshot.runs)
                archive = archived(saved)
            except EngineError as error:  # the document's own fault, not the folder's
                raise DocumentNotCopied(str(error)) from error
            slot.write(info, report.through(archive))


def _record_save(slot: RecoverySlot, document: str, revision: int, file_state: FileState) -> None:
    try:
        slot.record_save(SaveRecord.of(document, revision, file_state))
    except CannotWrite as error:  # the file matters more; the times of copy and file are left
        logger.info("not recorded: %s", error)


@contextmanager
def _as_no_recovery_copy(folder: Path) -> Iterator[None]:
    try:
        yield
    except (CannotWrite, OSError) as error:
        cause = error.__cause__ if isinstance(error, CannotWrite) else error
        reason, code = str(error), 0
        if isinstance(cause, OSError):
            reason, code = cause.strerror or reason, cause.errno or 0
        if file_in_the_way(folder) is not None:
            reason = BLOCKED
        raise NoRecoveryCopy(folder, reason, remedy(folder, code)) from error


def _remove(slot: RecoverySlot) -> None:
    with suppress(OSError):  # a later start deletes or offers what is left
        slot.remove()
