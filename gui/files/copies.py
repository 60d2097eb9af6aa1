"""Where the recovery copy of one window lies, and how it gets there: beside the window."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine.archive import archived
from engine.errors import CannotWrite

from ..background import Progress, TaskQueue
from .berth import Berth
from .card import Card
from .conversion import Snapshot, saved_of
from .errors import NoRecoveryCopy


class Copies(QObject):
    """Writes one copy in place of the other, and takes a place for it when there is the first.

    ``written`` tells that the latest is there, ``refused`` carries what stands in the way, and
    ``failed`` the report of what should not have happened.
    """

    written = Signal()
    refused = Signal(object)
    failed = Signal(str)

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._berth: Berth | None = None
        self._writer = TaskQueue("recovery", self)
        self._writer.done.connect(self.written)
        self._writer.refused.connect(self.refused)
        self._writer.failed.connect(self.failed)

    @property
    def key(self) -> str:
        """The key of our own place in the folder; empty while there is none."""
        return self._berth.key if self._berth else ""

    def adopt(self, berth: Berth) -> None:
        """Go on from the place of a window that is gone."""
        self._writer.stop()
        if self._berth is not None:
            _remove(self._berth)
        self._berth = berth

    def write(self, card: Card, snapshot: Snapshot | None) -> None:
        """Write a card, with a copy or with none any more."""
        if self._berth is None or not self._berth.is_ours:
            self._move()
        if self._berth is not None:
            self._writer.replace(partial(_written, self._berth, self._folder, card, snapshot))

    def finish(self) -> None:
        """Return once the latest is written."""
        self._writer.finish()

    def leave(self) -> None:
        """Leave the latest copy, if there is one, to be found by other windows."""
        self.finish()
        berth, self._berth = self._berth, None
        if berth is not None and berth.has_copy:
            berth.leave()
        elif berth is not None:
            _remove(berth)

    def remove(self) -> None:
        """Leave nothing behind."""
        self._writer.stop()
        berth, self._berth = self._berth, None
        if berth is not None:
            _remove(berth)

    def _move(self) -> None:
        """Take a new place; what is left of the one before belongs to nobody."""
        if self._berth is not None:
            _remove(self._berth)
        try:
            self._berth = Berth.new(self._folder)
            reason = "nothing can be locked there"
        except OSError as error:
            self._berth, reason = None, error.strerror or str(error)
        if self._berth is None:
            self.refused.emit(NoRecoveryCopy(self._folder, reason))


def _written(
    berth: Berth, folder: Path, card: Card, snapshot: Snapshot | None, report: Progress
) -> None:
    with _faults_named(folder):
        if snapshot is None:
            berth.keep(card)
        else:
            saved = saved_of(snapshot.experiment, snapshot.fitted)
            berth.keep(card, report.through(archived(saved)))


@contextmanager
def _faults_named(folder: Path) -> Iterator[None]:
    try:
        yield
    except CannotWrite as error:
        reason = getattr(error.__cause__, "strerror", None) or str(error)
        raise NoRecoveryCopy(folder, reason) from error


def _remove(berth: Berth) -> None:
    with suppress(OSError):  # what stays is swept up, or offered, at a later start
        berth.remove()
