"""A heartbeat in the window's thread, which shows how long anything held it up."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

BEAT_MILLISECONDS = 10
MOST_SECONDS = 120.0


class Heart(QObject):
    """Beats every 10 ms while the thread has time for it."""

    def __init__(self) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(self, interval=BEAT_MILLISECONDS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def _beat(self) -> None:
        now = perf_counter()
        self.milliseconds.append(1000 * (now - self._last))
        self._last = now


class Watched(NamedTuple):
    """How long something took, and the milliseconds between the beats meanwhile and after."""

    seconds: float
    beats: list[float]


def beats(seconds: float, deeds: Sequence[Callable[[], object]] = ()) -> list[float]:
    """Return the milliseconds between beats, with the deeds done one a time as it goes."""
    loop = QEventLoop()
    heart = Heart()
    for number, deed in enumerate(deeds):
        QTimer.singleShot(int(100 + 1000 * (seconds - 0.2) * number / len(deeds)), deed)
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
    heart.stop()
    return heart.milliseconds


def watch(deed: Callable[[], object], is_over: Callable[[], bool]) -> Watched:
    """Do something, and watch the window until that is over and for half a second more."""
    loop, heart, asking = QEventLoop(), Heart(), QTimer(interval=BEAT_MILLISECONDS)
    began = ended = perf_counter()

    def ask() -> None:
        nonlocal ended
        ended = perf_counter()
        if is_over() or ended - began > MOST_SECONDS:
            asking.stop()
            QTimer.singleShot(500, loop.quit)

    asking.timeout.connect(ask)
    asking.start()
    QTimer.singleShot(0, deed)
    loop.exec()
    heart.stop()
    return Watched(ended - began, heart.milliseconds)
