"""Garbage is collected in the window's thread only.

Python collects cycles of objects in whichever thread happens to allocate next. A widget of ours
that is part of such a cycle would then be deleted in the thread of a run, while Qt uses it in the
window's, and the process could end.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, Qt, QTimer, Slot

MILLISECONDS = 1000
"""So often, a full collection takes 0.8 to 2 ms, beside a run and after a document is opened."""


class GarbageCollector(QObject):
    """Collects garbage once a second, in its own thread, if there may be any."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, interval=MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Collect from now on, and nobody else.

        What exists is left out from then on: it is there until the end, and looking through it took
        most of the time, 12 ms of each full collection.
        """
        gc.disable()
        gc.freeze()
        self._timer.start()

    def end(self) -> None:
        """Leave garbage to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect if there may be garbage: as many new objects as Python itself waits for.

        All generations at once, because old tables may hang on one that is seldom looked at, and
        what was there from the beginning is left out.
        """
        if gc.get_count()[0] > gc.get_threshold()[0]:
            gc.collect()


@contextmanager
def no_garbage_collection() -> Iterator[None]:
    """Pause garbage collection: imports leave no garbage, and the window opens sooner.

    ``main.py`` has paused it already: then ``GarbageCollector`` goes on from there.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
