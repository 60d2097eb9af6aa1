"""Tasks that run one at a time."""

from collections import deque
from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from .task import Task, TaskState, Work


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
    """

    started = Signal(str)
    done = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)
    idle = Signal()

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

    def stop(self) -> None:
        """Discard all tasks, and return once no thread is running; emit nothing."""
        self._discard()
        if self._running is not None:
            self._running.wait()
            self._running = None

    def retire(self) -> None:
        """Discard all tasks for good; delete this queue once no thread is running."""
        self._discard()
        self._is_retired = True
        if self._running is None:
            self.deleteLater()

    def finish(self) -> None:
        """Return once all tasks are done and reported."""
        while self._running is not None:
            self._running.wait()
            QCoreApplication.sendPostedEvents(self._running)
            QCoreApplication.sendPostedEvents(self)

    def _discard(self) -> None:
        self._entries.clear()
        if self._running is not None:
            self._running.cancel()

    def _begin(self) -> None:
        work, label = self._entries[0]
        task = Task(self.objectName(), work, base=self._base())
        task.done.connect(self._take_result)
        task.refused.connect(self._take_refusal)
        task.failed.connect(self._take_failure)
        task.progressed.connect(self.progressed)
        task.finished.connect(self._go_on)
        self._running = task
        task.start()
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
        self._running = None
        if self._entries:
            self._begin()
        elif self._is_retired:
            self.deleteLater()

    def _is_awaited(self) -> bool:
        return self._running is not None and self._running.state is TaskState.AWAITED
