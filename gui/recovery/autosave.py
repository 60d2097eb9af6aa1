"""Decides when the recovery copy of a window is written or deleted."""

import logging
import os
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from ..document import Document, DocumentKey
from ..files.errors import NoRecoveryCopy
from ..files.file_state import Announce
from ..files.files import Files
from ..files.secant_document import Snapshot
from ..files.unsaved_changes import CloseMode
from ..run.run_state import RunState
from ..run.session import Session
from ..text.message import Message, MessageKind, refusal
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

    A document with unsaved changes that a table has replaced keeps its copy, in a slot of its own.
    ``message`` reports a problem once, not at every change. ``standing_changed`` carries a Message
    that is true until the next one, or None as long as copies can be written.
    """

    message = Signal(Message)
    standing_changed = Signal(object)
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
        self._folder = folder
        self._shown = document.experiment.key
        self._writer = self._new_writer()
        self._left: dict[DocumentKey, RecoveryWriter] = {}
        self._names: dict[DocumentKey, str] = {}
        self._revision = 0
        self._standing: Message | None = None
        self._delay_timer = QTimer(self, singleShot=True, interval=delay)
        self._run_timer = QTimer(self, interval=run_delay)
        self._connect()
        # A document that is never edited is not protected either, and its first edit would be late.
        self._writer.check()

    def _connect(self) -> None:
        self._delay_timer.timeout.connect(self._write_if_needed)
        self._run_timer.timeout.connect(self._write_if_needed)
        self._document.changed.connect(self._schedule)
        self._document.runs_kept.connect(self._schedule)
        self._session.state_changed.connect(self._on_run_state)
        # A turn later: to ask whether a run goes on shows all changes, as of an opened file.
        later = Qt.ConnectionType.QueuedConnection
        self._files.modified_changed.connect(self._on_modified, later)
        self._files.location_changed.connect(self._on_location_changed)
        self._files.announce_saves(self._begin_save)

    def _new_writer(self) -> RecoveryWriter:
        writer = RecoveryWriter(self._folder, self)
        writer.written.connect(self._on_written)
        writer.refused.connect(self._on_refused)
        writer.failed.connect(self._on_failed)
        return writer

    @property
    def keys(self) -> list[str]:
        """The keys of this window's slots."""
        return [writer.key for writer in self._writers if writer.key]

    def adopt(self, slot: RecoverySlot, info: SlotInfo, copied: Snapshot) -> None:
        """Use the slot of a crashed window; its copy is ``copied``, which the window shows now."""
        self._follow_document()
        self._writer.adopt(slot, copied)
        self._names[copied.experiment.key] = info.document or _random_name()
        self._revision = max(self._revision, info.revision)

    def save_now(self) -> None:
        """Return when the latest work is written."""
        self._write_if_needed()
        for writer in self._writers:
            writer.finish()

    def shut_down(self) -> None:
        """End: delete the recovery copy, or keep it for the next start.

        Delete it if the user answered the save question; keep it if the system closed the window.
        """
        self._delay_timer.stop()
        self._run_timer.stop()
        if self._files.close_mode is CloseMode.USER:
            for writer in self._writers:
                writer.remove()
            return
        self.save_now()
        for left in self._left.values():
            left.release()
        if self._has_unsaved_work():
            self._writer.release()
        else:
            self._writer.remove()

    @property
    def _writers(self) -> list[RecoveryWriter]:
        """The writer of the document shown, and those of the documents it has replaced."""
        return [self._writer, *self._left.values()]

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
        if self._files.close_mode is not None:
            return  # the end of the program deletes the copy, or keeps it
        if self._files.has_changed:
            self._schedule()
        elif not self._session.state.is_active:
            self._drop_copy()

    @Slot()
    def _on_location_changed(self) -> None:
        """Record the new file. Keep a copy if the document was edited while it was saved.

        Changes of this turn are reported later, and a document that was opened is then shown in a
        turn of its own: both at once hold up the window.
        """
        self._follow_document()
        if self._files.has_changed:
            self._writer.copied = None
            self._schedule()
        else:
            self._drop_copy()

    @Slot()
    def _write_if_needed(self) -> None:
        """Write a copy if there is something to lose that the last copy lacks."""
        self._follow_document()
        has_more_to_lose = self._files.has_changed or self._session.state.is_active
        snapshot, copied = self._files.snapshot(), self._writer.copied
        if copied and not has_more_to_lose and snapshot.fitted is None:
            self._drop_copy()
        elif (has_more_to_lose or copied) and not _is_same(snapshot, copied):
            self._write(self._writer, snapshot)
        elif self._writer.problem is not None:
            self._write(self._writer, copied)  # only to learn whether that is possible again
        self._write_left()

    def _follow_document(self) -> None:
        """Give each document with unsaved changes a slot; any other one shares that of the next."""
        left = {each.experiment.key for each in self._files.left_unsaved}
        former, self._shown = self._shown, self._document.experiment.key
        if self._shown in self._left:
            spare, self._writer = self._writer, self._left.pop(self._shown)
            self._left[former] = spare
        elif former in left:
            self._left[former], self._writer = self._writer, self._new_writer()
        for key in self._left.keys() - left:
            writer = self._left.pop(key)
            writer.remove()
            writer.deleteLater()
        self._write_left()

    def _write_left(self) -> None:
        """Write the documents that were replaced before their last changes were copied."""
        for each in self._files.left_unsaved:
            writer = self._left.get(each.experiment.key)
            if writer is not None and not _is_same(each, writer.copied):
                self._write(writer, each)

    def _has_unsaved_work(self) -> bool:
        """Return whether the copy holds more than settings, which the user is not asked about."""
        copied = self._writer.copied
        return self._files.is_modified or (copied is not None and copied.fitted is not None)

    def _drop_copy(self) -> None:
        """Delete the copy. The info file stays, so other windows know which file is open here."""
        self._delay_timer.stop()
        if self._writer.key or self._writer.problem or self._files.file_state is not None:
            self._write(self._writer, None)

    def _write(self, writer: RecoveryWriter, snapshot: Snapshot | None) -> None:
        """Write a copy, or delete it, and record which document, file and revision it is of."""
        logger.debug("%s the recovery copy", "Deleting" if snapshot is None else "Writing")
        shown = snapshot.experiment if snapshot else self._document.experiment
        info = SlotInfo.of(
            self._document.name_of(shown), shown.A.shape, self._files.file_state_of(shown.key)
        )
        writer.write(info.with_revision(self._name(shown.key), self._next_revision()), snapshot)

    def _begin_save(self, snapshot: Snapshot) -> Announce:
        name = self._name(snapshot.experiment.key)
        writer = self._left.get(snapshot.experiment.key, self._writer)
        return writer.save_recorder(name, self._next_revision())

    def _name(self, key: DocumentKey) -> str:
        """Return the name by which the recovery folder knows a document."""
        return self._names.setdefault(key, _random_name())

    def _next_revision(self) -> int:
        self._revision += 1
        return self._revision

    @Slot()
    def _on_written(self) -> None:
        if not self._session.state.is_active and self._problem is None:
            self._run_timer.stop()
        self._show_standing()

    @Slot(object)
    def _on_refused(self, reason: NoRecoveryCopy) -> None:
        """Report the problem, and retry at intervals even if nothing else changes."""
        if self._files.close_mode is None:
            self._run_timer.start()
        before = self._standing
        self._show_standing()
        if self._standing != before:
            self.message.emit(Message(MessageKind.FAULT, refusal(reason)))

    @Slot(str)
    def _on_failed(self, report: str) -> None:
        """Pass the report on. The next change tries again; a timer would bring it up for ever."""
        self._show_standing()
        self.failed.emit(report)

    @property
    def _problem(self) -> NoRecoveryCopy | None:
        """Why a document has no copy; None if each has one that needs one."""
        return next((writer.problem for writer in self._writers if writer.problem), None)

    def _show_standing(self) -> None:
        problem, standing = self._problem, None
        if problem is not None:
            standing = Message(MessageKind.WARNING, problem.standing, detail=problem.detail)
        if standing != self._standing:
            self._standing = standing
            self.standing_changed.emit(standing)


def _random_name() -> str:
    return os.urandom(8).hex()


def _is_same(one: Snapshot, other: Snapshot | None) -> bool:
    """Return whether both snapshots would be the same recovery copy."""
    if other is None or one.experiment is not other.experiment:
        return False
    if one.runs is not other.runs:
        return False
    if one.fitted is None or other.fitted is None:
        return one.fitted is other.fitted
    return np.array_equal(one.fitted.W, other.fitted.W)
