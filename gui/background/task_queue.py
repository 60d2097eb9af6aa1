"""Tasks that run one at a time."""

from collections import deque
from collections.abc import Callable
from enum import Enum
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from .ending import PATIENCE_SECONDS, end_threads, leave_behind, wait_for
from .task import Task, TaskState, Work

STALLED_SECONDS = 5.0
"""Writing reports every few milliseconds; a disk that wakes up takes 3 s, and some networks."""
FINISH_SECONDS = 0.8
"""The system may want the program to end within 2 s; 10,000,000 cells are copied in 0.5 s."""


class Policy(Enum):
    """What a queue does with tasks that are added while another one runs."""

    IN_ORDER = "run all of them in order"
    LATEST_ONLY = "run the newest, and discard those before it"
    REBASED = "run all in order; run one again if what it started from was replaced"


class Entry(NamedTuple):
    """Work to be done, and what ``started`` will call it."""

    work: Work[object]
    label: str


def _no_base() -> object:
    return None


class TaskQueue(QObject):
    """Runs one task after the other in the background, by a policy.

    ``started`` carries the label of a task, ``done`` its result, ``refused`` the EngineError or
    GuiError that it raised, ``failed`` the traceback of any other exception. ``idle`` follows when
    nothing is left to do. ``base`` returns what the tasks of a REBASED queue start from.
    ``stalled`` says once for each task that it has not been heard of for STALLED_SECONDS.

    No method waits longer than it says: a thread that does not end is left behind, unheard.
    """

    started = Signal(str)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)
    idle = Signal()
    stalled = Signal()

    def __init__(
        self,
        name: str,
        parent: QObject | None = None,
        policy: Policy = Policy.IN_ORDER,
        base: Callable[[], object] = _no_base,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._policy, self._base = policy, base
        # The first entry is that of the running task, until its outcome is reported or discarded.
        self._entries: deque[Entry] = deque()
        self._running: Task[object] | None = None
        self._is_retired = False
        self._stall_timer = QTimer(self, singleShot=True)
        self._stall_timer.timeout.connect(self._watch)
        self._patience = QTimer(self, singleShot=True, interval=round(1000 * PATIENCE_SECONDS))
        self._patience.timeout.connect(self._leave_discarded)

    @property
    def is_stalled(self) -> bool:
        """Whether the running task has not been heard of for STALLED_SECONDS."""
        return self._is_awaited() and self.quiet_seconds >= STALLED_SECONDS

    @property
    def quiet_seconds(self) -> float:
        """How long ago the running task was last heard of; 0 if there is none."""
        return self._running.quiet_seconds if self._running is not None else 0.0

    @property
    def is_busy(self) -> bool:
        """Whether there is a task whose outcome is still to come."""
        return bool(self._entries)

    def add(self, work: Work[object], label: str = "") -> None:
        """Run work as soon as the policy allows."""
        if self._policy is Policy.LATEST_ONLY:
            self._discard()
        self._entries.append(Entry(work, label))
        if self._running is None:
            self._begin()

    def replace(self, work: Work[object]) -> None:
        """Run work after the running task, and none of those that wait for it."""
        while len(self._entries) > self._is_awaited():
            self._entries.pop()
        self.add(work)

    def cancel(self) -> None:
        """Discard all tasks, and return at once: the running one ends at its next check."""
        if self.is_busy:
            self._discard()
            self.idle.emit()

    def give_up(self) -> None:
        """Leave the running task behind, unheard, and go on with the next one."""
        if self._running is None or not self._is_awaited():
            return
        self._entries.popleft()
        self._running.cancel()
        self._leave_discarded()
        if not self._entries:
            self.idle.emit()

    def stop(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Discard all tasks, and return once no thread is running; emit nothing."""
        self._discard()
        self._put_timers_off()
        if self._running is not None:
            end_threads([self._running], seconds)
            self._running = None

    def retire(self) -> None:
        """Discard all tasks for good; delete this queue once no thread is running."""
        self._discard()
        self._is_retired = True
        if self._running is None:
            self.deleteLater()

    def finish(self, seconds: float = FINISH_SECONDS) -> bool:
        """Return whether all tasks are done and reported, after waiting no longer than this.

        A task that is not done goes on, and is still heard of, even if the window ends.
        """
        until = perf_counter() + seconds
        while self._running is not None:
            if not wait_for(self._running, until - perf_counter()):
                leave_behind(self._running)
                return False
            QCoreApplication.sendPostedEvents(self._running)
            QCoreApplication.sendPostedEvents(self)
        return True

    def _discard(self) -> None:
        self._entries.clear()
        if self._running is not None:
            self._running.cancel()
            self._patience.start()

    def _begin(self) -> None:
        work, label = self._entries[0]
        task = Task(self.objectName(), work, base=self._base())
        task.done.connect(self._take_result)
        task.refused.connect(self._take_refusal)
        task.failed.connect(self._take_failure)
        task.progressed.connect(self.progressed)
        task.finished.connect(self._go_on)
        self._running = task
        self._patience.stop()
        task.start()
        self._stall_timer.start(round(1000 * STALLED_SECONDS))
        self.started.emit(label)

    @Slot(object)
    def _take_result(self, result: object) -> None:
        if self._running is not None and self._running.base is self._base():
            self._entries.popleft()
            self.done.emit(result)
            self._report_idle()
        # Otherwise the entry stays first, and starts again from the new base.

    @Slot(object)
    def _take_refusal(self, error: Exception) -> None:
        self._entries.popleft()
        self.refused.emit(error)
        self._report_idle()

    @Slot(str)
    def _take_failure(self, report: str) -> None:
        self._entries.popleft()
        self.failed.emit(report)
        self._report_idle()

    def _report_idle(self) -> None:
        """Report that nothing is left to do, unless a slot just added or stopped something."""
        if self._running is not None and not self._entries:
            self.idle.emit()

    @Slot()
    def _go_on(self) -> None:
        if self._running is None or self.sender() is not self._running:
            return  # a task that was stopped, whose end was still on its way
        self._go_on_without()

    @Slot()
    def _watch(self) -> None:
        """Report that the running task stalls, or look again when it might."""
        if not self._is_awaited():
            return
        left = STALLED_SECONDS - self.quiet_seconds
        if left <= 0:
            self.stalled.emit()
        else:
            self._stall_timer.start(round(1000 * left) + 1)

    @Slot()
    def _leave_discarded(self) -> None:
        """Leave a discarded task behind that does not end, or it would hold up the next one."""
        if self._running is not None and not self._is_awaited():
            leave_behind(self._running)
            self._go_on_without()

    def _go_on_without(self) -> None:
        """Begin the next task; the one that was running has ended, or is left behind."""
        self._put_timers_off()
        self._running = None
        if self._entries:
            self._begin()
        elif self._is_retired:
            self.deleteLater()

    def _put_timers_off(self) -> None:
        self._stall_timer.stop()
        self._patience.stop()

    def _is_awaited(self) -> bool:
        return self._running is not None and self._running.state is TaskState.AWAITED
