"""Clicks and the cursor of keys choose a place of the surface."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.surface.surface_area import SurfaceArea
from gui.plots.surface.surface_plot import SurfacePlot
from gui.plots.view_range import ViewMode
from tests.gui.plots.conftest import show

from .surfaces import round_bowl

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plot(qtbot: QtBot) -> SurfacePlot:
    """The plot, empty."""
    plot = SurfacePlot()
    show(qtbot, plot)
    return plot


def test_empty_plot_has_no_cursor(plot: SurfacePlot) -> None:
    plot.show_nothing("Nothing.")
    area = plot.plot_area
    assert isinstance(area, SurfaceArea)
    spy = QSignalSpy(area.place_chosen)
    QTest.keyClick(area, Key.Key_Right, CTRL)
    QTest.keyClick(area, Key.Key_Return)
    assert area.crosshair is None
    assert spy.count() == 0


def test_click_chooses_a_start(plot: SurfacePlot, qtbot: QtBot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    spy = QSignalSpy(plot.start_chosen)
    at = plot.contours.to_pixels(np.array([2.0, 2.0]))
    pixel = QPoint(round(at[0]), round(at[1]))
    QTest.mouseClick(plot.plot_area.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    qtbot.waitUntil(lambda: spy.count() == 1)
    assert spy.at(0) == pytest.approx([2.0, 2.0], abs=0.02)


def test_double_click_only_fits(plot: SurfacePlot, qtbot: QtBot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    plot.plot_area.zoom(0.5, 0.5, QPointF(1, 1))
    assert plot.view_mode.name == ViewMode.MANUAL.name
    spy = QSignalSpy(plot.start_chosen)
    viewport, middle = plot.plot_area.viewport(), plot.plot_area.area().center().toPoint()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=middle)
    assert plot.view_mode is ViewMode.FOLLOW
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    assert spy.count() == 0


def test_drag_is_no_click(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    viewport, middle = plot.plot_area.viewport(), plot.plot_area.area().center().toPoint()
    spy = QSignalSpy(plot.start_chosen)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(viewport, middle + QPoint(40, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle + QPoint(40, 0))
    QTest.qWait(QApplication.doubleClickInterval() + 50)
    assert spy.count() == 0


def test_cursor_chooses_by_keys(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    spy, area = QSignalSpy(plot.start_chosen), plot.plot_area
    QTest.keyClick(area, Key.Key_Return)
    assert spy.count() == 0
    (left, right), (low, high) = area.shown_range()
    QTest.keyClick(area, Key.Key_Up, CTRL)
    for _ in range(5):
        QTest.keyClick(area, Key.Key_Right, CTRL)
    QTest.keyClick(area, Key.Key_Return)
    middle = (left + right) / 2 + 0.1 * (right - left), (low + high) / 2
    assert spy.at(0) == pytest.approx(middle)
    assert area.header.reading.endswith("above the least loss")
    assert area.spoken_sentence() == area.header.reading


def test_cursor_stays_in_view(plot: SurfacePlot) -> None:
    plot.show_surface(round_bowl(), fit=True)
    for _ in range(60):
        QTest.keyClick(plot.plot_area, Key.Key_Left, CTRL)
    assert plot.plot_area.crosshair is not None
    assert plot.plot_area.crosshair[0] == plot.plot_area.shown_range()[0][0]
