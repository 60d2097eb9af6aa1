"""A timer of 10 ms that reports each time it came late. Needs no window."""

import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MILLISECONDS = 10
# Below half of the gap that is not allowed, so that the control's gaps can be compared.
NOTED_SECONDS = 0.03
# The nanoseconds that this thread ran and waited for a processor, and how often it ran.
SCHEDULING = Path("/proc/thread-self/schedstat")

OnGap = Callable[[float, float, float], object]


class Heartbeat(QObject):
    """Calls ``on_gap`` with the end of a gap, its seconds, and those spent waiting for a processor.

    The end is a time of ``monotonic``, which all processes share.
    """

    def __init__(self, on_gap: OnGap) -> None:
        super().__init__()
        self._on_gap = on_gap
        self._scheduling = os.open(SCHEDULING, os.O_RDONLY) if SCHEDULING.exists() else None
        self.last, self._waited = monotonic(), self._seconds_waited()
        self._timer = QTimer(self, interval=BEAT_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, waited = monotonic(), self._seconds_waited()
        before, self.last = self.last, now
        waited_before, self._waited = self._waited, waited
        if now - before > NOTED_SECONDS:
            self._on_gap(now, now - before, waited - waited_before)

    def _seconds_waited(self) -> float:
        if self._scheduling is None:
            return 0.0
        return int(os.pread(self._scheduling, 100, 0).split()[1]) * 1e-9
