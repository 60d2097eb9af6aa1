"""Lines of all kinds."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QPen
from pytestqt.qtbot import QtBot

from gui.plots.line import PlotLine
from gui.plots.loss_plot import LossPlot

from .conftest import coloured, picture_of, trace_of

RED = QColor("#ff0000")


def drawn(plot: LossPlot) -> float:
    """Return how much of the line is painted, in units of fully coloured pixels."""
    return coloured(picture_of(plot))


@pytest.fixture
def line(loss_plot: LossPlot) -> PlotLine:
    """The line of an empty plot with the range 0 … 10 on both axes, in red."""
    loss_plot.show_trace(trace_of([1e0, 1e10]))
    loss_plot.plot_area.show_range((0, 10), (0, 10), loss_plot.plot_area.axis_scales)
    loss_plot.curve.set_pen(QPen(RED, 3))
    loss_plot.latest.hide()
    return loss_plot.curve


def test_line_goes_through_its_points(loss_plot: LossPlot, line: PlotLine) -> None:
    line.set_points(np.array([0.0, 10.0]), np.array([5.0, 5.0]))
    image = picture_of(loss_plot)
    assert image.pixelColor(loss_plot.plot_area.area().center().toPoint()) == RED


def test_line_breaks_at_nan(loss_plot: LossPlot, line: PlotLine) -> None:
    x = np.arange(11.0)
    line.set_points(x, np.full(11, 5.0))
    whole = drawn(loss_plot)
    line.set_points(x, np.where(x == 5, np.nan, 5.0))
    assert drawn(loss_plot) == pytest.approx(0.8 * whole, rel=0.05)


@pytest.mark.parametrize("y", [[], [np.nan, np.nan]])
def test_empty_line_draws_nothing(loss_plot: LossPlot, line: PlotLine, y: list[float]) -> None:
    loss_plot.plot_area.header.set_legend()
    line.set_points(np.arange(float(len(y))), np.array(y))
    assert drawn(loss_plot) == 0


def test_line_between_largest_numbers(loss_plot: LossPlot, line: PlotLine) -> None:
    y = np.tile([1.7e308, -1.7e308], 4)
    line.set_points(np.linspace(0, 10, 8), y)  # without a warning
    assert line.boundingRect().height() > 0


def test_dense_line_is_drawn_thin(loss_plot: LossPlot, line: PlotLine) -> None:
    line.set_points(np.array([0.0, 10.0]), np.array([5.0, 5.0]))
    thick = drawn(loss_plot)
    y = np.tile([5.0, 5.0 + 1e-9], 20)
    line.set_points(np.linspace(0, 10, 40), y)
    assert drawn(loss_plot) == pytest.approx(thick / 3, rel=0.1)


def test_line_width_follows_screen_resolution(running: LossPlot) -> None:
    code = (
        "from PySide6.QtWidgets import QApplication; application = QApplication([]);"
        "import numpy as np; from gui.plots.loss_plot import LossPlot;"
        "from tests.gui.plots.conftest import coloured, picture_of, trace_of;"
        "plot = LossPlot(); plot.resize(640, 304); plot.show();"
        "plot.show_trace(trace_of(10.0 ** (-np.arange(101) / 10)));"
        "print(plot.devicePixelRatioF(), coloured(picture_of(plot)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"QT_SCALE_FACTOR": "2"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    ratio, ink = map(float, result.stdout.split())
    assert ratio == 2
    assert ink == pytest.approx(4 * drawn(running), rel=0.05)


def test_line_width_is_independent_of_zoom(
    qtbot: QtBot, loss_plot: LossPlot, line: PlotLine
) -> None:
    line.set_points(np.array([-1e6, 1e6]), np.array([5.0, 5.0]))
    before = drawn(loss_plot)
    loss_plot.plot_area.show_range((-10, 1000), (4.9, 5.1), loss_plot.plot_area.axis_scales)
    assert drawn(loss_plot) == pytest.approx(before, rel=0.05)
