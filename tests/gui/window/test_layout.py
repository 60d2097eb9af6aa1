from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QSplitter, QTableView, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from engine.examples import EXAMPLES, published
from gui.document import Document, Experiment
from gui.preferences import Preferences
from gui.run.run_state import RunState
from gui.window import layout
from gui.window.layout import Arrangement, _usual_size
from gui.window.parts import Parts


@dataclass(frozen=True)
class Arranged:
    """A window with its parts in place."""

    window: QMainWindow
    document: Document
    parts: Parts
    arrangement: Arrangement

    @property
    def plots(self) -> QSplitter:
        return splitter_of(self.parts.loss_plot)

    @property
    def halves(self) -> QSplitter:
        return splitter_of(self.plots)

    @property
    def bar(self) -> QToolBar:
        bar = self.window.findChild(QToolBar)
        assert isinstance(bar, QToolBar)
        return bar


def splitter_of(widget: QWidget) -> QSplitter:
    splitter = widget.parentWidget()
    assert isinstance(splitter, QSplitter)
    return splitter


def arranged(qtbot: QtBot) -> Arranged:
    window = QMainWindow()
    qtbot.addWidget(window)
    example = published()
    document = Document(example.problem, example.settings, example.name)
    parts = Parts.of(document, window)
    return Arranged(window, document, parts, Arrangement(window, parts))


@pytest.fixture
def shown(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arranged]:
    """A window as on a screen with room for 1280×800."""
    with monkeypatch.context() as larger:
        larger.setattr(layout, "_usual_size", lambda _screen: QSize(1280, 800))
        shown = arranged(qtbot)
    shown.window.show()
    qtbot.waitExposed(shown.window)
    yield shown
    shown.window.close()


def drag(qtbot: QtBot, splitter: QSplitter, by: QPoint) -> None:
    handle = splitter.handle(1)
    qtbot.mousePress(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    qtbot.mouseMove(handle, QPoint(1, 1) + by)
    qtbot.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def cut_off(bar: QToolBar) -> list[str]:
    """Return what does not lie whole within the bar, or is narrower than it needs."""
    return [
        child.objectName() or type(child).__name__
        for child in bar.findChildren(QWidget)
        if child.isVisible()
        and not (
            bar.rect().contains(child.rect().translated(child.mapTo(bar, QPoint())))
            and child.minimumSizeHint().width() <= child.width()
        )
    ]


@pytest.mark.parametrize(
    ("screen", "size"),
    [
        ((3840, 2160), (3264, 1802)),
        ((1920, 1080), (1632, 884)),
        ((1366, 768), (1280, 728)),
        ((1280, 800), (1280, 760)),
        ((800, 600), (800, 560)),
    ],
)
def test_usual_size_fits_screen(screen: tuple[int, int], size: tuple[int, int]) -> None:
    assert _usual_size(QSize(*screen)).toTuple() == size


def test_parts_are_in_their_places(shown: Arranged) -> None:
    def corner(widget: QWidget) -> tuple[int, int]:
        point = widget.mapTo(shown.window, QPoint())
        return point.x(), point.y()

    parts = shown.parts
    tables, figures = corner(parts.data), corner(parts.status)
    loss, predictions = corner(parts.loss_plot), corner(parts.prediction_plot)
    assert tables[0] < loss[0] == predictions[0]
    assert tables[1] < corner(parts.weights)[1]
    assert loss[1] < predictions[1] < figures[1] < corner(parts.diagnosis)[1]


def test_lesson_is_one_line_above(shown: Arranged) -> None:
    parts = shown.parts
    before = parts.data.mapTo(shown.window, QPoint()).y()
    parts.lesson.show_lesson("Try half of it.")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    line = parts.lesson.geometry()
    assert line.width() == shown.window.width()
    assert line.height() < 40
    assert parts.data.mapTo(shown.window, QPoint()).y() == before + line.height()
    parts.lesson.show_lesson("x" * 1000)
    assert shown.window.minimumSizeHint().width() <= 1280
    assert parts.lesson.height() == line.height()


def test_longley_fits_the_smallest_window(shown: Arranged) -> None:
    example = next(example for example in EXAMPLES if example.key == "longley")
    experiment = Experiment.of(example.problem, example.settings, names=example.names)
    certified = [
        *(-3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683),
        *(-1.03322686717359, -0.0511041056535807, 1829.15146461355),
    ]
    shown.window.resize(900, 600)
    shown.document.open(experiment)
    shown.parts.weights.show_weights(np.array(certified)[:, None], np.full((7, 1), -9.89567e-10))
    shown.halves.refresh()
    table = shown.parts.weights.findChild(QTableView, "W")
    assert isinstance(table, QTableView)
    assert table.horizontalScrollBar().maximum() == 0
    assert table.verticalScrollBar().maximum() == 0


def test_halves_share_any_width(shown: Arranged) -> None:
    for width in (1280, 1600):
        shown.window.resize(width, 800)
        shown.halves.refresh()
        tables, plots = shown.halves.sizes()
        assert plots / tables == pytest.approx(5 / 4, rel=0.02)


def test_toolbar_cuts_nothing_off(shown: Arranged, qtbot: QtBot) -> None:
    parts, palette = shown.parts, shown.window.palette()
    for state in (RunState.READY, RunState.RUNNING, RunState.PAUSED):
        parts.actions.show_state(state, has_run=True)
        parts.actions.draw(state, palette)
        parts.settings.show_limit(1.23e-100)
        qtbot.waitUntil(lambda: cut_off(shown.bar) == [])
    for part in (parts.run_button, parts.speed, parts.settings):
        assert part.isVisible()


def test_1280_pixels_are_wide_enough(shown: Arranged) -> None:
    assert shown.window.minimumSizeHint().width() <= 1280
    assert shown.bar.sizeHint().width() <= 1280


def test_toolbar_stays_in_place(shown: Arranged) -> None:
    toggle = shown.bar.toggleViewAction()
    toggle.trigger()
    assert not toggle.isEnabled()
    assert shown.bar.isVisible()
    assert not shown.bar.isMovable()


def test_no_part_can_be_collapsed(shown: Arranged, qtbot: QtBot) -> None:
    for splitter, far in ((shown.halves, QPoint(2000, 0)), (shown.plots, QPoint(0, 2000))):
        for by in (far, -far):
            drag(qtbot, splitter, by)
            assert min(splitter.sizes()) > 50


def test_resized_layout_comes_back(shown: Arranged, qtbot: QtBot) -> None:
    before = shown.halves.sizes(), shown.plots.sizes()
    drag(qtbot, shown.halves, QPoint(90, 0))
    drag(qtbot, shown.plots, QPoint(0, -60))
    shown.window.resize(780, 690)
    moved = shown.halves.sizes(), shown.plots.sizes()
    assert moved != before
    shown.arrangement.keep(Preferences())
    again = arranged(qtbot)
    again.arrangement.restore(Preferences())
    again.window.show()
    qtbot.waitExposed(again.window)
    assert again.window.size().toTuple() == (780, 690)
    assert (again.halves.sizes(), again.plots.sizes()) == moved


def test_nothing_kept_gives_usual_layout(qtbot: QtBot) -> None:
    usual, restored = arranged(qtbot), arranged(qtbot)
    restored.arrangement.restore(Preferences())
    assert restored.window.size() == usual.window.size()
    assert restored.halves.sizes() == usual.halves.sizes()
