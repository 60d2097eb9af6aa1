"""Large changes, made beside the window one after another."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from ..errand import Errand, Report
from .experiment import Experiment

Change = Callable[[Experiment], Experiment]


class Wanted(NamedTuple):
    """A change, and its name in the Undo entry."""

    text: str
    change: Change


class Pending(QObject):
    """Makes changes in the order in which they were asked for.

    ``began`` names the change that is being made, ``made`` carries its result, and ``idle`` means
    that nothing is left to do.
    """

    began = Signal(str)
    made = Signal(str, object, object)
    refused = Signal(str)
    failed = Signal(str)
    idle = Signal()

    def __init__(self, current: Callable[[], Experiment], parent: QObject) -> None:
        super().__init__(parent)
        self._current = current
        self._wanted: deque[Wanted] = deque()
        self._errand: Errand[Experiment] | None = None
        self._base = current()

    @property
    def is_busy(self) -> bool:
        """Whether a change is being made."""
        return self._errand is not None

    def add(self, wanted: Wanted) -> None:
        """Make a change after those that are waiting."""
        self._wanted.append(wanted)
        if self._errand is None:
            self._begin()

    def forget(self) -> None:
        """Drop all changes that are waiting; return once no thread is working."""
        self._wanted.clear()
        if self._errand is not None:
            self._errand.call_off()
            self._errand = None
            self.idle.emit()

    def _begin(self) -> None:
        text, change = self._wanted[0]
        self._base = self._current()
        errand: Errand[Experiment] = Errand("change", partial(_apply, change, self._base))
        errand.done.connect(self._take)
        errand.refused.connect(self._refuse)
        errand.failed.connect(self._fail)
        errand.finished.connect(self._go_on)
        self._errand = errand
        self.began.emit(text)
        errand.start()

    @Slot(object)
    def _take(self, after: Experiment) -> None:
        """Hand over the result; if an undo came in between, make the change again from there."""
        if self._base is self._current():
            self.made.emit(self._wanted.popleft().text, self._base, after)

    @Slot(str)
    def _refuse(self, sentence: str) -> None:
        self._wanted.popleft()
        self.refused.emit(sentence)

    @Slot(str)
    def _fail(self, report: str) -> None:
        self._wanted.popleft()
        self.failed.emit(report)

    @Slot()
    def _go_on(self) -> None:
        if self._errand is None or not self._errand.isFinished():
            return
        self._errand = None
        if self._wanted:
            self._begin()
        else:
            self.idle.emit()


def _apply(change: Change, before: Experiment, _: Report) -> Experiment:
    return change(before)
