"""The window under load: a heartbeat in its thread, and how often it redraws."""

from collections.abc import Callable, Sequence
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QGraphicsView, QTableView, QWidget

from engine import Method, Problem, Settings
from gui.document import Experiment, Part
from gui.main_window import MainWindow

from .measure import Measure

BEAT_MILLISECONDS = 10
SECONDS = 5
FOREVER = 10**12
TALL = (1_000_000, 10)


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


class PaintCount(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.paints = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count the paint events, and let all pass."""
        self.paints += event.type() == QEvent.Type.Paint
        return False


def window_measures() -> list[Measure]:
    """The published example at unlimited speed, then a table of a million rows.

    What is to last is walked epoch by epoch: any other way, even FOREVER is over too soon.
    """
    application = QApplication.instance() or QApplication([])
    window = MainWindow()
    window.show()
    try:
        return [*_published(window), *_tall(window)]
    finally:
        window.close()
        del application


def _published(window: MainWindow) -> list[Measure]:
    loss_plot = window.findChild(QWidget, "loss_plot")
    canvas = loss_plot.findChild(QGraphicsView) if loss_plot else None
    assert canvas is not None
    count = PaintCount(canvas.viewport())
    window.document.change_settings(epochs=FOREVER, method=Method.LITERAL)
    window.session.run_or_pause()
    beats = _beats(SECONDS)
    reached = window.session.progress.frame.epoch if window.session.progress else 0
    window.session.reset()
    return [
        Measure("heartbeat of 10 ms during a run, median", median(beats), "ms", at_most=15),
        Measure("heartbeat of 10 ms during a run, longest", max(beats), "ms", at_most=100),
        Measure("redraws of the loss plot", count.paints / SECONDS, "a second", at_least=25),
        Measure("epochs in the window, 3×3", reached / SECONDS, "a second"),
    ]


def _tall(window: MainWindow) -> list[Measure]:
    random = np.random.default_rng(1)
    problem = Problem(random.normal(size=TALL), random.normal(size=TALL[0]))
    opening = partial(
        window.document.open, Experiment.of(problem, Settings(epochs=FOREVER), "Tall")
    )
    table = window.findChild(QTableView, "Y")
    assert table is not None
    bar = table.verticalScrollBar()
    figures = {
        "opens": _beats(1, [opening]),
        "scrolls": _beats(2, [partial(bar.setValue, place) for place in _places(bar.maximum())]),
        "runs": _beats(3, [window.session.run_or_pause]),
        "is walked": _beats(3, [partial(_walk, window)]),
        "scrolls while it is walked": _beats(
            2, [partial(bar.setValue, place) for place in _places(bar.maximum())]
        ),
    }
    edited = _beats(1, [partial(window.document.set_block, Part.A, 5, 5, np.ones((1, 1)))])
    window.session.reset()
    return [
        Measure(f"1,000,000×10 {what}: longest heartbeat", max(beats), "ms", at_most=100)
        for what, beats in figures.items()
    ] + [Measure("1,000,000×10 is edited in a run: longest heartbeat", max(edited), "ms")]


def _walk(window: MainWindow) -> None:
    window.session.reset()
    window.document.change_settings(method=Method.LITERAL)
    window.session.run_or_pause()


def _places(last: int) -> list[int]:
    return [last * step // 50 for step in range(51)]


def _beats(seconds: float, deeds: Sequence[Callable[[], object]] = ()) -> list[float]:
    """Return the milliseconds between beats, with the deeds done one a time as it goes."""
    loop = QEventLoop()
    heart = Heart()
    for number, deed in enumerate(deeds):
        QTimer.singleShot(int(100 + 1000 * (seconds - 0.2) * number / len(deeds)), deed)
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()
    heart.stop()
    return heart.milliseconds
