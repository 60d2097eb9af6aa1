"""Work that is finished once begun, and then wanted of the latest state of things only."""

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from ..errand import Errand, Work


class InTurn(QObject):
    """Runs one errand at a time; of those asked for meanwhile only the latest is run.

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
        self._waiting: Work[object] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether anything is being done."""
        return self._errand is not None

    def ask(self, work: Work[object]) -> None:
        """Do something, once what is being done is done."""
        self._waiting = work
        if self._errand is None:
            self._begin()

    def finish(self) -> None:
        """Return once all that was asked for is done and told."""
        while self._errand is not None:
            self._errand.wait()
            QCoreApplication.sendPostedEvents(self)

    def call_off(self) -> None:
        """Give up all that was asked for; return once no thread is at work."""
        self._waiting = None
        if self._errand is not None:
            self._errand.call_off()
            self._errand = None

    def _begin(self) -> None:
        work, self._waiting = self._waiting, None
        if work is None:
            return
        self._errand = Errand(self.objectName(), work)
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
        self._begin()
        if self._errand is None:
            self.idle.emit()
