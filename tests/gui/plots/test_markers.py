"""Markers that differ in shape."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QBrush, QColor, QPen
from PySide6.QtWidgets import QAbstractButton

from gui.plots.markers import Markers, circle, cross
from gui.plots.prediction_plot import PredictionPlot

from .conftest import coloured, painted, picture_of, pixel_of

RED = QColor("#ff0000")


@pytest.fixture
def markers(prediction_plot: PredictionPlot) -> Markers:
    """Markers of a plot with the range 0 … 10 on both axes, in red."""
    rows = np.arange(2)
    prediction_plot.show_rows(rows, [np.nan] * 2, [np.nan] * 2)
    axis_scales = prediction_plot.plot_area.axis_scales
    prediction_plot.plot_area.show_range((0, 10), (0, 10), axis_scales)
    prediction_plot.observed.set_pen(QPen(RED, 2))
    return prediction_plot.observed


def inked(plot: PredictionPlot, x: float, y: float) -> bool:
    """Return whether there is a marker around a position."""
    pixel = pixel_of(plot.plot_area, x, y)
    around = picture_of(plot).copy(pixel.x() - 6, pixel.y() - 6, 13, 13)
    return painted(around, RED) > 0


def test_each_position_gets_a_marker(prediction_plot: PredictionPlot, markers: Markers) -> None:
    markers.set_points(np.array([2.0, 7.0]), np.array([3.0, 8.0]))
    assert inked(prediction_plot, 2, 3)
    assert inked(prediction_plot, 7, 8)
    assert not inked(prediction_plot, 5, 5)


def test_markers_move(prediction_plot: PredictionPlot, markers: Markers) -> None:
    markers.set_points(np.array([2.0]), np.array([3.0]))
    assert inked(prediction_plot, 2, 3)
    markers.set_points(np.array([6.0]), np.array([6.0]))
    assert inked(prediction_plot, 6, 6)
    assert not inked(prediction_plot, 2, 3)
    assert markers.boundingRect().contains(6, 6)
    assert not markers.boundingRect().contains(2, 3)


def test_non_finite_positions_get_no_marker(
    prediction_plot: PredictionPlot, markers: Markers
) -> None:
    markers.set_points(np.array([2.0, 5.0, 7.0]), np.array([3.0, np.nan, np.inf]))
    x, y = markers.getData()
    assert (x.tolist(), y.tolist()) == ([2], [3])
    markers.set_points(np.array([2.0]), np.array([np.nan]))
    assert painted(picture_of(prediction_plot), RED) == 0


def test_only_the_circle_is_hollow(prediction_plot: PredictionPlot, markers: Markers) -> None:
    prediction_plot.predicted.set_pen(QPen(QColor("#0000ff"), 2))
    markers.set_points(np.array([3.0]), np.array([5.0]))
    prediction_plot.predicted.set_points(np.array([7.0]), np.array([5.0]))
    image = picture_of(prediction_plot)
    background = prediction_plot.plot_area.theme.background
    assert image.pixelColor(pixel_of(prediction_plot.plot_area, 3, 5) + QPoint(0, 1)) == background
    assert image.pixelColor(pixel_of(prediction_plot.plot_area, 7, 5)) == QColor("#0000ff")


def test_pen_width_is_independent_of_size(
    prediction_plot: PredictionPlot, markers: Markers
) -> None:
    markers.set_points(np.array([5.0]), np.array([5.0]))
    prediction_plot.plot_area.header.set_legend()
    for button in prediction_plot.findChildren(QAbstractButton):
        button.hide()  # the chosen one has a coloured ground
    for size in (8, 16):
        markers.set_size(size)
        # A ring two pixels wide.
        assert coloured(picture_of(prediction_plot)) == pytest.approx(2 * np.pi * size, rel=0.15)


def test_shapes_fill_the_unit_square() -> None:
    for shape in (circle(), cross()):
        box = shape.boundingRect()
        assert (box.left(), box.top(), box.width(), box.height()) == pytest.approx(
            (-0.5, -0.5, 1, 1)
        )


def test_number_of_markers_changes(prediction_plot: PredictionPlot, markers: Markers) -> None:
    """All markers are drawn, whatever their number was before."""
    for count in (3, 7, 2):
        x = np.linspace(1, 9, count)
        markers.set_points(x, x)
        assert all(inked(prediction_plot, value, value) for value in x)
    markers.setBrush(QBrush(RED))
    centre = pixel_of(prediction_plot.plot_area, 9, 9)
    assert picture_of(prediction_plot).pixelColor(centre) == RED
    keys = {tuple(each) for each in markers.data["sourceRect"].tolist()}
    assert len(keys) == 1
