"""Work done beside the window, so that it never waits: in a thread that ends with the work."""

import traceback
from collections.abc import Callable, Iterable, Iterator
from threading import Event
from time import perf_counter
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal

from engine import EngineError

from .errors import GuiError

Item = TypeVar("Item")
Result = TypeVar("Result")
TOLD_SECONDS = 0.05
Tell = Callable[[float], None]
"""Is told which fraction of a work is done; raises Cancelled where it is to end."""


class Cancelled(Exception):
    """The errand was called off; it leaves nothing behind."""


class Report:
    """What an errand tells while it works; each telling raises Cancelled once it is called off."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._told = tell, 0.0
        self._called_off = Event()

    def __call__(self, fraction: float) -> None:
        """Say which fraction is done; told on now and then only."""
        if self._called_off.is_set():
            raise Cancelled
        if perf_counter() - self._told >= TOLD_SECONDS:
            self._told = perf_counter()
            self._tell(fraction)

    def through(self, items: Iterable[Item]) -> Iterator[Item]:
        """Pass items on until the errand is called off."""
        for item in items:
            self(0.0)
            yield item

    def call_off(self) -> None:
        """Let the next telling raise Cancelled."""
        self._called_off.set()


Work = Callable[[Report], Result]


class Errand(QThread, Generic[Result]):
    """Runs ``work`` and says what came of it by just one of its signals, or none if called off.

    ``done`` carries the result, ``refused`` the sentence of an EngineError or GuiError, which
    ``reason`` holds, and ``failed`` the report of an exception nobody expected.
    """

    done = Signal(object)
    refused = Signal(str)
    failed = Signal(str)
    progressed = Signal(float)
    # Said in the thread, and told by those above in the one that waits, unless called off by then.
    _did = Signal(object)
    _would_not = Signal(str)
    _could_not = Signal(str)
    _went_on = Signal(float)

    def __init__(self, name: str, work: Work[Result], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._work = work
        self._report = Report(self._went_on.emit)
        self.reason: EngineError | GuiError | None = None
        self._did.connect(self.done)
        self._would_not.connect(self.refused)
        self._could_not.connect(self.failed)
        self._went_on.connect(self.progressed)

    def run(self) -> None:
        """Do the work, in the thread."""
        try:
            result = self._work(self._report)
        except Cancelled:
            return
        except (EngineError, GuiError) as error:
            self.reason = error
            self._would_not.emit(str(error))
        except Exception:  # an exception must not die unseen with its thread
            self._could_not.emit(traceback.format_exc())
        else:
            self._did.emit(result)

    def call_off(self) -> None:
        """Give the work up, and return once the thread has ended; what it has said is not heard.

        Work that has no report at hand may ask its thread whether an interruption is requested. To
        be called by the thread that the errand lives in.
        """
        self.blockSignals(True)
        self.requestInterruption()
        self._report.call_off()
        self.wait()
