"""Work done beside the window, one thing at a time."""

from collections import deque

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from .errand import Errand, Work


class Errands(QObject):
    """Runs one errand after the other; what has begun is finished.

    ``done`` carries the result, ``refused`` the error behind a refusal and ``failed`` the report
    of an exception nobody expected; ``idle`` tells that there is nothing left to do.
    """

    done = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    idle = Signal()

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._errand: Errand[object] | None = None
        self._waiting: deque[Work[object]] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether anything is being done."""
        return self._errand is not None

    def add(self, work: Work[object]) -> None:
        """Do something, once all that was asked for before is done."""
        self._waiting.append(work)
        if self._errand is None:
            self._begin()

    def replace(self, work: Work[object]) -> None:
        """Do something once what is being done is done, and nothing else that waits for that."""
        self._waiting.clear()
        self.add(work)

    def finish(self) -> None:
        """Return once all that was asked for is done and told."""
        while self._errand is not None:
            self._errand.wait()
            QCoreApplication.sendPostedEvents(self._errand)
            QCoreApplication.sendPostedEvents(self)

    def call_off(self) -> None:
        """Give up all that was asked for; return once no thread is at work."""
        self._waiting.clear()
        if self._errand is not None:
            self._errand.call_off()
            self._errand = None

    def _begin(self) -> None:
        self._errand = Errand(self.objectName(), self._waiting.popleft())
        self._errand.done.connect(self.done)
        self._errand.refused.connect(self._refuse)
        self._errand.failed.connect(self.failed)
        self._errand.finished.connect(self._go_on)
        self._errand.start()

    @Slot()
    def _refuse(self) -> None:
        if self._errand is not None:
            self.refused.emit(self._errand.reason)

    @Slot()
    def _go_on(self) -> None:
        if self._errand is None or not self._errand.isFinished():
            return
        self._errand = None
        if self._waiting:
            self._begin()
        else:
            self.idle.emit()
