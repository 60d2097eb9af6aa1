"""A heartbeat in the window's thread, which shows how long anything held it up."""

from collections.abc import Callable, Sequence
from time import perf_counter

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer

BEAT_MILLISECONDS = 10


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
