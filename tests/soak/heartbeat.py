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
# In a virtual machine: the ticks in which its host gave each processor to other machines.
PROCESSORS = Path("/proc/stat")
STOLEN_FIELD = 8
ENOUGH_BYTES = 8192
TICKS = 100.0
"""A second, as the kernel counts for programs."""

OnGap = Callable[[float, float, float, float, float], object]


class Heartbeat(QObject):
    """Calls ``on_gap`` with the end of a gap and its seconds, and with three parts of them.

    The first part was spent waiting for a processor; in the second the processor was taken from
    the machine by its host, most from any one; in the third this thread was at work, and what is
    left it waited for another thread or a disk. The end is a time of ``monotonic``, which all
    processes share.
    """

    def __init__(self, on_gap: OnGap) -> None:
        super().__init__()
        self._on_gap = on_gap
        self._scheduling = os.open(SCHEDULING, os.O_RDONLY) if SCHEDULING.exists() else None
        self._processors = os.open(PROCESSORS, os.O_RDONLY) if PROCESSORS.exists() else None
        self.last = monotonic()
        self._ran, self._waited = self._seconds_ran_and_waited()
        self._stolen = self._seconds_stolen()
        self._timer = QTimer(self, interval=BEAT_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, stolen = monotonic(), self._seconds_stolen()
        ran, waited = self._seconds_ran_and_waited()
        before, self.last = self.last, now
        ran_before, self._ran = self._ran, ran
        waited_before, self._waited = self._waited, waited
        stolen_before, self._stolen = self._stolen, stolen
        if now - before > NOTED_SECONDS:
            most = max(map(float.__sub__, stolen, stolen_before), default=0.0)
            self._on_gap(now, now - before, waited - waited_before, most, ran - ran_before)

    def _seconds_ran_and_waited(self) -> tuple[float, float]:
        if self._scheduling is None:
            return 0.0, 0.0
        ran, waited, *_ = os.pread(self._scheduling, 100, 0).split()
        return int(ran) * 1e-9, int(waited) * 1e-9

    def _seconds_stolen(self) -> list[float]:
        """Return how long each processor was taken from this machine; nothing if unknown."""
        if self._processors is None:
            return []
        text = os.pread(self._processors, ENOUGH_BYTES, 0).decode()
        each = [line.split() for line in text.splitlines() if line.startswith("cpu")][1:]
        return [int(fields[STOLEN_FIELD]) / TICKS for fields in each]
