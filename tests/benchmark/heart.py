"""A heartbeat in the window's thread, which shows how long anything blocked it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

BEAT_MILLISECONDS = 10
MOST_SECONDS = 120.0
# The nanoseconds that this thread ran and waited for a processor, and how often it ran.
SCHEDULING = Path("/proc/thread-self/schedstat")


def own_seconds() -> float:
    """Return the time without that which this thread had to wait for a processor.

    Other programs that keep all processors busy then do not look like a blocked window. Only Linux
    counts that time; elsewhere it is part of the result.
    """
    waited = 0
    if SCHEDULING.exists():
        waited = int(SCHEDULING.read_text(encoding="ascii").split()[1])
    return perf_counter() - waited * 1e-9


class Heart(QObject):
    """Beats every 10 ms unless the thread is blocked."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._clock = clock
        self._last = clock()
        self._timer = QTimer(self, interval=BEAT_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Stop beating."""
        self._timer.stop()

    def _beat(self) -> None:
        now = self._clock()
        self.milliseconds.append(1000 * (now - self._last))
        self._last = now


class Watched(NamedTuple):
    """How long an action took, and the milliseconds between beats until shortly after it."""

    seconds: float
    beats: list[float]


def beats(
    seconds: float,
    actions: Sequence[Callable[[], object]] = (),
    clock: Callable[[], float] = perf_counter,
) -> list[float]:
    """Return the milliseconds between beats, with the actions spread over the time."""
    loop = QEventLoop()
    heart = Heart(clock)
    for number, action in enumerate(actions):
        QTimer.singleShot(int(100 + 1000 * (seconds - 0.2) * number / len(actions)), action)
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
    heart.stop()
    return heart.milliseconds


def watch(action: Callable[[], object], is_over: Callable[[], bool]) -> Watched:
    """Start an action, and measure until it is over and for half a second more."""
    loop, heart, polling = QEventLoop(), Heart(), QTimer(interval=BEAT_MILLISECONDS)
    began = ended = perf_counter()

    def poll() -> None:
        nonlocal ended
        ended = perf_counter()
        if is_over() or ended - began > MOST_SECONDS:
            polling.stop()
            QTimer.singleShot(500, loop.quit)

    polling.timeout.connect(poll)
    polling.start()
    QTimer.singleShot(0, action)
    loop.exec()
    heart.stop()
    return Watched(ended - began, heart.milliseconds)
