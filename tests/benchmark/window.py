"""The window under load: heartbeat and redraws."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from statistics import median
from time import perf_counter, thread_time

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer, SignalInstance
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QGraphicsView, QTabBar, QTableView, QWidget

from engine import Method, Problem, Settings
from gui.app import LOADED_LATER
from gui.document import Experiment, TableName
from gui.fit.fit_view import FitView
from gui.limit.limit_view import LimitView
from gui.run.session import Update
from gui.surface.surface_view import SurfaceView
from gui.window.main_window import MainWindow

from .heart import MOST_SECONDS, beats, own_seconds
from .measure import Measure
from .shown import shown_window

SECONDS = 5
FOREVER = 10**12
TALL = (1_000_000, 10)
LIMIT_SHAPES = ((1000, 10), TALL)
REDRAWS = 200
SURFACE_SIZE = (1280, 800)
SLOW = 1e-7
"""An η at which W still moves after all redraws: a slope that stands still is not computed anew."""
PASTED_ROWS, PASTED_NUMBER = 1000, 1.5


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


class SignalCount(QObject):
    """Counts how often a signal is emitted."""

    def __init__(self, signal: SignalInstance) -> None:
        super().__init__()
        self.count = 0
        signal.connect(self._note)

    def _note(self) -> None:
        self.count += 1


class RedrawTimes(QObject):
    """Notes the processor time that a view takes for each frame of a run.

    It is drawn once more, by ``redraw``, as soon as the window has shown the frame.
    """

    def __init__(self, window: MainWindow, redraw: Callable[[], object], redraws: int) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._redraw, self._redraws, self._loop = redraw, redraws, QEventLoop()
        window.session.updated.connect(self._note)
        QTimer.singleShot(int(1000 * MOST_SECONDS), self._loop.quit)
        self._loop.exec()
        window.session.updated.disconnect(self._note)

    def _note(self, update: Update) -> None:
        if not update.progress or len(self.milliseconds) == self._redraws:
            return
        began = thread_time()
        self._redraw()
        self.milliseconds.append(1000 * (thread_time() - began))
        if len(self.milliseconds) == self._redraws:
            self._loop.quit()


def window_measures() -> list[Measure]:
    """Measure the published example at unlimited speed, then a table of a million rows.

    Long runs use the literal method: with any other, even FOREVER epochs are over too soon.
    """
    with shown_window() as window:
        return [
            *_published(window),
            *_tall(window),
            *limit_measures(window),
            *surface_measures(window),
            *fit_measures(window),
        ]


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
        *(
            Measure(f"1,000,000×10 {what}: longest heartbeat", max(found), "ms", at_most=100)
            for what, found in figures.items()
        ),
        *_looked_at(window),
    ]


def limit_measures(
    window: MainWindow,
    shapes: Sequence[tuple[int, int]] = LIMIT_SHAPES,
    redraws: int = REDRAWS,
    seconds: float = SECONDS,
) -> Iterator[Measure]:
    """Measure the view "The limit" during a run: heartbeat and redraws, then hidden again.

    Other programs on the machine do not count.
    """
    view = window.findChild(LimitView, "limit")
    assert view is not None
    for shape in shapes:
        named = f"The limit, {shape[0]:,}×{shape[1]}"
        _run_slowly(window, shape)
        _trigger(window, "view_the_limit")
        _wait_until(lambda: view.model.frame is not None)
        during = beats(seconds, clock=own_seconds)
        yield Measure(f"{named}: heartbeat of 10 ms, median", median(during), "ms", at_most=15)
        yield Measure(f"{named}: heartbeat of 10 ms, longest", max(during), "ms", at_most=100)
        # At every epoch of a million rows there are few frames; those of the triangle look alike.
        window.document.change_settings(method=Method.TRIANGLE)
        _wait_until(lambda: view.model.frame is not None)
        times = RedrawTimes(window, partial(_redraw_followed, view), redraws).milliseconds
        yield Measure(f"{named}: one redraw, median", median(times), "ms", at_most=40)
        _trigger(window, "view_descent")
        frames = SignalCount(view.model.changed)
        beats(seconds)
        yield Measure(f"{named}, hidden: frames computed", frames.count, "", at_most=0)
        window.session.reset()


def surface_measures(
    window: MainWindow,
    shapes: Sequence[tuple[int, int]] = LIMIT_SHAPES,
    redraws: int = REDRAWS,
    seconds: float = SECONDS,
) -> Iterator[Measure]:
    """Measure the view "Surface" during a run, as the one before, in a window of 1280×800."""
    _trigger(window, "view_surface")
    view = window.findChild(SurfaceView, "surface")
    assert view is not None
    window.resize(*SURFACE_SIZE)
    for shape in shapes:
        named = f"Surface, {shape[0]:,}×{shape[1]}"
        _run_slowly(window, shape)
        _trigger(window, "view_surface")
        _wait_until(lambda: view.model.frame is not None and view.model.frame.run is not None)
        during = beats(seconds, clock=own_seconds)
        yield Measure(f"{named}: heartbeat of 10 ms, median", median(during), "ms", at_most=15)
        yield Measure(f"{named}: heartbeat of 10 ms, longest", max(during), "ms", at_most=100)
        window.document.change_settings(method=Method.TRIANGLE)
        _wait_until(lambda: view.model.frame is not None and view.model.frame.run is not None)
        times = RedrawTimes(window, partial(_redraw_followed, view), redraws).milliseconds
        yield Measure(f"{named}: one redraw, median", median(times), "ms", at_most=25)
        _trigger(window, "view_descent")
        frames = SignalCount(view.model.changed)
        beats(seconds)
        yield Measure(f"{named}, hidden: frames computed", frames.count, "", at_most=0)
        window.session.reset()


def fit_measures(
    window: MainWindow,
    shapes: Sequence[tuple[int, int]] = LIMIT_SHAPES,
    redraws: int = REDRAWS,
    seconds: float = SECONDS,
) -> Iterator[Measure]:
    """Measure the view "Fit" during a run, as the one before; its figures are computed meanwhile.

    A redraw is of everything: the figures beside the weights now, and the points of the pictures.
    """
    _trigger(window, "view_fit")
    view = window.findChild(FitView, "fit")
    assert view is not None
    window.resize(*SURFACE_SIZE)
    for shape in shapes:
        named = f"Fit, {shape[0]:,}×{shape[1]}"
        _run_slowly(window, shape)
        _trigger(window, "view_fit")
        during = beats(seconds, clock=own_seconds)
        yield Measure(f"{named}: heartbeat of 10 ms, median", median(during), "ms", at_most=15)
        yield Measure(f"{named}: heartbeat of 10 ms, longest", max(during), "ms", at_most=100)
        _wait_until(lambda: view.model.frame is not None and view.model.frame.rows is not None)
        window.document.change_settings(method=Method.TRIANGLE)
        times = RedrawTimes(window, partial(_redraw_fit, view), redraws).milliseconds
        yield Measure(f"{named}: one redraw, median", median(times), "ms", at_most=30)
        _trigger(window, "view_descent")
        frames = SignalCount(view.model.changed)
        beats(seconds)
        yield Measure(f"{named}, hidden: frames computed", frames.count, "", at_most=0)
        window.session.reset()


def _redraw_followed(view: LimitView | SurfaceView) -> None:
    """Compute and draw what a view shows of a run."""
    view.model.pause()
    view.model.resume()
    view.repaint()


def _redraw_fit(view: FitView) -> None:
    """Draw the figures and the pictures."""
    view.model.changed.emit()
    for picture in view.pictures_row.shown:
        view.pictures_row.plot_of(picture).fit()
    view.repaint()


def _run_slowly(window: MainWindow, shape: tuple[int, int]) -> None:
    """Run a table literally; W moves by little at each epoch, and for ever."""
    random = np.random.default_rng(1)
    problem = Problem(random.normal(size=shape), random.normal(size=shape[0]))
    settings = Settings(FOREVER, SLOW, method=Method.LITERAL)
    window.document.open(Experiment.of(problem, settings, "Slow"))
    window.session.run_or_pause()


def _wait_until(is_there: Callable[[], bool]) -> None:
    ended = perf_counter() + MOST_SECONDS
    while not is_there():
        assert perf_counter() < ended
        beats(0.3)


def _looked_at(window: MainWindow) -> Iterator[Measure]:
    """Measure what only shows the table of a million rows in another way, and a paste into it.

    Other programs on the machine do not count.
    """
    table, tabs = window.findChild(QTableView, "A"), window.findChild(QTabBar, "view_tabs")
    assert table is not None
    assert tabs is not None
    for name in LOADED_LATER:  # as the program has by the time that anybody pastes
        import_module(name)
    columns = table.horizontalScrollBar()
    rows = "\n".join("\t".join([str(PASTED_NUMBER)] * TALL[1]) for _ in range(PASTED_ROWS))
    QGuiApplication.clipboard().setText(rows)
    actions: dict[str, list[Callable[[], object]]] = {
        "all cells are selected": [table.setFocus, partial(_trigger, window, "select_all")],
        "1,000 rows are pasted": [
            partial(table.setCurrentIndex, table.model().index(5, 0)),
            partial(_trigger, window, "paste"),
        ],
        "columns are scrolled": [
            partial(columns.setValue, value) for value in (columns.maximum(), columns.minimum())
        ],
        "the table is balanced, tall and hidden": [partial(_trigger, window, "split")] * 3,
        "the tabs are switched": [
            partial(tabs.setCurrentIndex, tab) for tab in (*range(tabs.count()), 0)
        ],
    }
    for what, acts in actions.items():
        found = beats(2, acts, own_seconds)
        yield Measure(f"1,000,000×10, {what}: longest heartbeat", max(found), "ms", at_most=60)
    pasted = window.document.table(TableName.A).value(5 + PASTED_ROWS - 1, 0)
    assert pasted == PASTED_NUMBER


def _trigger(window: MainWindow, name: str) -> None:
    action = window.findChild(QAction, name)
    assert action is not None
    assert action.isEnabled()
    action.trigger()


def _run_literally(window: MainWindow) -> None:
    window.session.reset()
    window.document.change_settings(method=Method.LITERAL)
    window.session.run_or_pause()


def _positions(last: int) -> list[int]:
    return [last * step // 50 for step in range(51)]
