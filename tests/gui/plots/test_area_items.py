"""A dashed line across a plot."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from gui.plots.area_items import LevelLine
from gui.plots.axis import AxisSide, PlotAxis
from gui.plots.axis_scale import AxisScale
from gui.plots.loss_plot import LossPlot

AREA = QRectF(60, 20, 300, 200)


@pytest.fixture
def axis(loss_plot: LossPlot) -> PlotAxis:
    """A left axis from 0 to 100 beside the area."""
    axis = PlotAxis(AxisSide.LEFT, loss_plot.plot_area.theme)
    axis.arrange(QRectF(0, 0, 400, 240), AREA)
    axis.set_range((0.0, 100.0), AxisScale())
    return axis


@pytest.fixture
def line(loss_plot: LossPlot, axis: PlotAxis) -> LevelLine:
    line = LevelLine(axis, loss_plot.plot_area.theme)
    line.arrange(AREA)
    return line


def test_line_is_at_its_height(line: LevelLine) -> None:
    line.set_level(50.0, "half")
    assert line.pixel() == pytest.approx(AREA.center().y())


def test_label_is_below_the_line(line: LevelLine) -> None:
    line.set_level(50.0, "half")
    assert line.label_rect().top() > AREA.center().y()
    assert line.label_rect().right() == AREA.right()


def test_low_line_has_label_above(line: LevelLine) -> None:
    line.set_level(1.0, "low")
    pixel = line.pixel()
    assert pixel is not None
    assert line.label_rect().bottom() < pixel
    assert AREA.contains(line.label_rect())


@pytest.mark.parametrize("position", [None, -1.0, 101.0])
def test_line_out_of_view_is_absent(line: LevelLine, position: float | None) -> None:
    line.set_level(position, "out")
    assert line.pixel() is None
    assert line.label_rect().isEmpty()


def test_line_follows_the_range(line: LevelLine, axis: PlotAxis) -> None:
    line.set_level(50.0, "half")
    axis.set_range((40.0, 60.0), AxisScale())
    assert line.pixel() == pytest.approx(AREA.center().y())
    axis.set_range((0.0, 40.0), AxisScale())
    assert line.pixel() is None


def test_line_is_inside_its_bounds(line: LevelLine) -> None:
    line.set_level(50.0, "half")
    assert line.boundingRect().contains(line.label_rect())
    assert line.boundingRect().contains(QPointF(AREA.left() + 1, line.pixel() or 0))


@pytest.mark.parametrize("width", [4000, 300, 150, 90, 40])
def test_label_stays_in_the_area(line: LevelLine, width: int) -> None:
    """In a plot too narrow for it, it would cover the numbers of the left axis."""
    area = QRectF(AREA.left(), AREA.top(), width, AREA.height())
    line.arrange(area)
    labels = "least possible 15.3832 of this table", "least 15.3832"
    line.set_level(50.0, *labels)
    assert area.contains(line.label_rect()) or not line.drawn_label
    assert line.drawn_label in (*labels, "")
    assert (line.drawn_label == labels[0]) == (width > 230)
    assert bool(line.drawn_label) == (width > 80)


def test_label_covers_no_dot(line: LevelLine) -> None:
    line.set_level(50.0, "least possible 15.3832")
    right = line.label_rect()
    dots = [(right.center().x(), right.center().y(), 5.0)]
    line.keep_clear(np.array(dots))
    above = line.label_rect()
    assert above.bottom() < (line.pixel() or 0)
    assert above.right() == right.right()
    dots.append((AREA.right(), line.pixel() or 0, 5.5))
    line.keep_clear(np.array(dots))
    assert line.label_rect().left() == AREA.left()
