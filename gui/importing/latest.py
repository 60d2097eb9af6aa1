"""Work beside the window of which only the latest counts: what was asked before is not heard."""

from collections.abc import Callable
from enum import Enum
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot

from ..errand import Cancelled, Errand, Report, Tell

Work = Callable[[Tell], object]


class Hearing(Enum):
    """Whether what the errand under way says is still of interest."""

    LISTENING = "listening"
    DEAF = "deaf"
    RETIRED = "retired"


class Latest(QObject):
    """Does one piece of work at a time; whatever else is asked for meanwhile takes its place.

    Nothing waits for work that is given up: it is told so when it next reports, and ends unheard.
    ``refused`` carries the EngineError or GuiError, ``failed`` the report of any other.
    """

    done = Signal(object)
    refused = Signal(object)
    failed = Signal(str)
    progressed = Signal(float)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._hearing = Hearing.LISTENING
        self._given_up = Event()
        self._errand: Errand[object] | None = None
        self._next: Work | None = None

    @property
    def is_busy(self) -> bool:
        """Whether there is work whose end will be told."""
        return self._next is not None or (
            self._errand is not None and self._hearing is Hearing.LISTENING
        )

    def ask(self, work: Work) -> None:
        """Do this in place of all that was asked for before; it is given a way to report."""
        self.forget()
        self._next = work
        if self._errand is None:
            self._begin()

    def forget(self) -> None:
        """Hear no more of what was asked for, without waiting for it."""
        self._next = None
        self._hearing = Hearing.DEAF
        self._given_up.set()

    def retire(self) -> None:
        """Give everything up for good, and be deleted once no thread is at work."""
        self.forget()
        self._hearing = Hearing.RETIRED
        if self._errand is None:
            self.deleteLater()

    def shut_down(self) -> None:
        """Give everything up; return once no thread is at work."""
        self.forget()
        if self._errand is not None:
            self._errand.call_off()
            self._errand = None

    def _begin(self) -> None:
        assert self._next is not None
        self._given_up, self._hearing = Event(), Hearing.LISTENING
        errand: Errand[object] = Errand(self._name, _heeding(self._next, self._given_up))
        self._next = None
        errand.done.connect(self._tell_done)
        errand.refused.connect(self._tell_refused)
        errand.failed.connect(self._tell_failed)
        errand.progressed.connect(self._tell_progress)
        errand.finished.connect(self._go_on)
        self._errand = errand
        errand.start()

    @Slot(object)
    def _tell_done(self, result: object) -> None:
        if self._is_last_word():
            self.done.emit(result)

    @Slot()
    def _tell_refused(self) -> None:
        if self._is_last_word() and self._errand is not None:
            self.refused.emit(self._errand.reason)

    @Slot(str)
    def _tell_failed(self, report: str) -> None:
        if self._is_last_word():
            self.failed.emit(report)

    def _is_last_word(self) -> bool:
        """Tell whether an outcome is still of interest; after it there is nothing more to hear."""
        if self._hearing is not Hearing.LISTENING:
            return False
        self._hearing = Hearing.DEAF
        return True

    @Slot(float)
    def _tell_progress(self, fraction: float) -> None:
        if self._hearing is Hearing.LISTENING:
            self.progressed.emit(fraction)

    @Slot()
    def _go_on(self) -> None:
        if self._errand is not None and self._errand.isFinished():
            self._errand = None
            if self._next is not None:
                self._begin()
            elif self._hearing is Hearing.RETIRED:
                self.deleteLater()


def _heeding(work: Work, given_up: Event) -> Callable[[Report], object]:
    """Let the work end at its next report once it is given up."""

    def heed(report: Report) -> object:
        def tell(fraction: float) -> None:
            if given_up.is_set():
                raise Cancelled
            report(fraction)

        return work(tell)

    return heed
