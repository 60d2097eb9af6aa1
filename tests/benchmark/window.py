"""The window under load: heartbeat and redraws."""

from functools import partial
from statistics import median

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QGraphicsView, QTableView, QWidget

from engine import Method, Problem, Settings
from gui.document import Experiment, TableName
from gui.window.main_window import MainWindow

from .heart import beats
from .measure import Measure
from .shown import shown_window

SECONDS = 5
FOREVER = 10**12
TALL = (1_000_000, 10)


class PaintCount(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.paints = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count paint events and pass all events on."""
        self.paints += event.type() == QEvent.Type.Paint
        return False


def window_measures() -> list[Measure]:
    """Measure the published example at unlimited speed, then a table of a million rows.

    Long runs use the literal method: with any other, even FOREVER epochs are over too soon.
    """
    with shown_window() as window:
        return [*_published(window), *_tall(window)]


def _published(window: MainWindow) -> list[Measure]:
    loss_plot = window.findChild(QWidget, "loss_plot")
    plot_area = loss_plot.findChild(QGraphicsView) if loss_plot else None
    assert plot_area is not None
    count = PaintCount(plot_area.viewport())
    window.document.change_settings(epochs=FOREVER, method=Method.LITERAL)
    window.session.run_or_pause()
    during = beats(SECONDS)
    reached = window.session.progress.frame.epoch if window.session.progress else 0
    window.session.reset()
    return [
        Measure("heartbeat of 10 ms during a run, median", median(during), "ms", at_most=15),
        Measure("heartbeat of 10 ms during a run, longest", max(during), "ms", at_most=100),
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
        "opens": beats(1, [opening]),
        "scrolls": beats(2, [partial(bar.setValue, value) for value in _positions(bar.maximum())]),
        "runs": beats(3, [window.session.run_or_pause]),
        "runs literally": beats(3, [partial(_run_literally, window)]),
        "scrolls during a literal run": beats(
            2, [partial(bar.setValue, value) for value in _positions(bar.maximum())]
        ),
        "is edited during a literal run": beats(
            1, [partial(window.document.set_block, TableName.A, 5, 5, np.ones((1, 1)))]
        ),
    }
    window.session.reset()
    return [
        Measure(f"1,000,000×10 {what}: longest heartbeat", max(found), "ms", at_most=100)
        for what, found in figures.items()
    ]


def _run_literally(window: MainWindow) -> None:
    window.session.reset()
    window.document.change_settings(method=Method.LITERAL)
    window.session.run_or_pause()


def _positions(last: int) -> list[int]:
    return [last * step // 50 for step in range(51)]
