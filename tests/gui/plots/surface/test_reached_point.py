"""Keys and the pointer reach points, and leave them."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from gui.plots.surface.gap_plot import GapPlot
from gui.plots.surface.reached_point import ReachedPoint
from tests.gui.plots.conftest import show

from .surfaces import gap_of

Key = Qt.Key


@pytest.fixture
def plot(qtbot: QtBot) -> GapPlot:
    plot = GapPlot()
    show(qtbot, plot)
    plot.show_gap(gap_of())
    return plot


def reached(plot: GapPlot, points: int) -> ReachedPoint:
    """Return what follows the keys of the area, beside that of the plot."""
    found = ReachedPoint(plot.plot_area, plot.here)
    found.set_points(points)
    return found


def test_keys_move_the_point(plot: GapPlot) -> None:
    point = reached(plot, 5)
    moved = QSignalSpy(point.moved)
    for key, index in ((Key.Key_Home, 0), (Key.Key_Right, 1), (Key.Key_End, 4)):
        QTest.keyClick(plot.plot_area, key)
        assert point.index == index
    assert moved.count() == 3
    point.set_points(4)
    assert point.index is None


def test_no_points_are_not_reached(plot: GapPlot) -> None:
    point = reached(plot, 0)
    QTest.keyClick(plot.plot_area, Key.Key_Home)
    assert point.index is None


def test_point_is_shown_and_left(plot: GapPlot) -> None:
    point = reached(plot, 5)
    point.show(np.array([1.0]), np.array([0.5]), "here")
    assert plot.plot_area.crosshair == (1.0, 0.5)
    assert plot.plot_area.header.reading == "here"
    point.leave()
    assert plot.plot_area.crosshair is None
    assert plot.plot_area.header.reading == ""


def test_pointer_counts_inside_the_axes(plot: GapPlot) -> None:
    point = reached(plot, 5)
    pointed = QSignalSpy(point.pointed)
    area = plot.plot_area
    area.pointer_moved.emit(area.area().center())
    assert pointed.count() == 1
    area.header.set_reading("something")
    area.pointer_moved.emit(QPointF(1, 1))
    assert pointed.count() == 1
    assert area.header.reading == ""
