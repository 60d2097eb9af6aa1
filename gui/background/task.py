"""One piece of work in a thread of its own, which ends with the work."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from threading import Event
from time import perf_counter
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine import Cancelled, EngineError

from ..errors import GuiError
from .cancelling import cancellable

Item = TypeVar("Item")
Result = TypeVar("Result")
# Twenty reports a second look smooth; each one more only costs the window's thread an event.
REPORT_SECONDS = 0.05

OnProgress = Callable[[float], None]
"""Is called with the fraction that is done; raises Cancelled if the work must end."""

logger = logging.getLogger(__name__)


class TaskState(Enum):
    """Whether a task's result is still to come, was reported, or is no longer wanted."""

    AWAITED = "awaited"
    REPORTED = "reported"
    DISCARDED = "discarded"


class Progress:
    """The callable that work reports to; it raises Cancelled once the task was cancelled.

    ``base`` is the object that the work starts from, if its queue has one.
    """

    def __init__(self, report: OnProgress, base: object = None) -> None:
        self.base = base
        self._report, self._last = report, 0.0
        self._called = perf_counter()
        self._cancelled = Event()

    @property
    def quiet_seconds(self) -> float:
        """How long ago the work was last heard of; work on a stalled disk is not heard of."""
        return perf_counter() - self._called

    def __call__(self, fraction: float) -> None:
        """Report the fraction that is done; most reports are dropped, to spare the window."""
        if self._cancelled.is_set():
            raise Cancelled
        self._called = perf_counter()
        if self._called - self._last >= REPORT_SECONDS:
            self._last = self._called
            self._report(fraction)

    def through(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass the items on until the task is cancelled."""
        for item in items:
            self(0.0)
            yield item

    def cancel(self) -> None:
        """Let the next report raise Cancelled."""
        self._cancelled.set()

    def is_cancelled(self) -> bool:
        """Return whether the next report will raise Cancelled."""
        return self._cancelled.is_set()


Work = Callable[[Progress], Result]


class Task(QThread, Generic[Result]):
    """Runs ``work`` and emits just one of ``done``, ``refused`` and ``failed``.

    ``done`` carries the result, ``refused`` the EngineError or GuiError that the work raised, and
    ``failed`` the traceback of any other exception. A cancelled task emits none of them.
    """

    done = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)
    # Emitted in the worker thread, and forwarded by the slots below in the owner's thread.
    _has_result = Signal(object)
    _has_refusal = Signal(object)
    _has_failure = Signal(str)
    _has_progress = Signal(float)

    def __init__(
        self, name: str, work: Work[Result], parent: QObject | None = None, base: object = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.state = TaskState.AWAITED
        self._work = work
        self._progress = Progress(self._has_progress.emit, base)
        self._has_result.connect(self._report_result)
        self._has_refusal.connect(self._report_refusal)
        self._has_failure.connect(self._report_failure)
        self._has_progress.connect(self._report_progress)

    @property
    def base(self) -> object:
        """What the work started from."""
        return self._progress.base

    @property
    def quiet_seconds(self) -> float:
        """How long ago the work last reported."""
        return self._progress.quiet_seconds

    def run(self) -> None:
        """Do the work, in the thread."""
        logger.debug("%s: started", self.objectName())
        try:
            with cancellable(self._progress.is_cancelled):
                result = self._work(self._progress)
        except Cancelled:
            logger.debug("%s: cancelled", self.objectName())
        except (EngineError, GuiError) as error:
            logger.debug("%s: refused: %s", self.objectName(), error)
            self._has_refusal.emit(error)
        except Exception:  # otherwise an exception would vanish with its thread
            logger.debug("%s: failed", self.objectName())
            self._has_failure.emit(traceback.format_exc())
        else:
            logger.debug("%s: done", self.objectName())
            self._has_result.emit(result)

    def cancel(self) -> None:
        """Discard the result, and return at once; the work ends at its next report or check.

        Call this in the thread that owns the task.
        """
        self.state = TaskState.DISCARDED
        self._progress.cancel()

    @Slot(object)
    def _report_result(self, result: object) -> None:
        if self._settle():
            self.done.emit(result)

    @Slot(object)
    def _report_refusal(self, error: Exception) -> None:
        if self._settle():
            self.refused.emit(error)

    @Slot(str)
    def _report_failure(self, report: str) -> None:
        if self._settle():
            self.failed.emit(report)

    @Slot(float)
    def _report_progress(self, fraction: float) -> None:
        if self.state is TaskState.AWAITED:
            self.progressed.emit(fraction)

    def _settle(self) -> bool:
        """Return whether the outcome is still wanted; after it there is nothing more to report."""
        if self.state is TaskState.DISCARDED:
            return False
        self.state = TaskState.REPORTED
        return True
