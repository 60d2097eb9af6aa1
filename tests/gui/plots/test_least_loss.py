"""The least possible loss in the loss plot."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import Scale
from gui.plots.loss_plot import LossPlot
from gui.plots.picture import render_png, render_svg
from gui.theme.blending import contrast

from .conftest import dark, middle, painted, picture_of, pixel_of, point, trace_of, turn_wheel

LEAST = 15.3832


@pytest.fixture
def falling(loss_plot: LossPlot) -> LossPlot:
    """A loss that falls to 42.0186, with a least possible one of 15.3832."""
    loss_plot.show_trace(trace_of(42.0186 + 2600 * np.exp(-np.arange(101) / 3.0)))
    loss_plot.show_least(LEAST)
    return loss_plot


def low_end(plot: LossPlot) -> float:
    return plot.plot_area.shown_range()[1][0]


@pytest.mark.parametrize("scale", Scale)
def test_line_lies_at_least_loss(falling: LossPlot, scale: Scale) -> None:
    falling.set_scale(scale)
    level = np.log10(LEAST) if scale is Scale.LOGARITHMIC else LEAST
    pixel = pixel_of(falling.plot_area, 0, level).y()
    assert falling.least_line.pixel() == pytest.approx(pixel, abs=1)
    row = picture_of(falling).copy(0, round(falling.least_line.pixel() or 0) - 1, 640, 3)
    assert painted(row, falling.plot_area.theme.quiet) > 300
    assert falling.least_line.label == "least possible 15.3832"


@pytest.mark.parametrize("scale", Scale)
def test_range_includes_line_and_label(falling: LossPlot, scale: Scale) -> None:
    falling.set_scale(scale)
    label = falling.least_line.label_rect()
    assert falling.plot_area.area().contains(label)
    assert label.top() > (falling.least_line.pixel() or 0)


def test_fit_shows_the_line_again(falling: LossPlot) -> None:
    for _ in range(10):
        turn_wheel(falling.plot_area, QPointF(pixel_of(falling.plot_area, 0, 3)), 120)
    assert falling.least_line.pixel() is None
    falling.fit()
    assert falling.least_line.pixel() is not None


def test_chosen_range_is_kept(falling: LossPlot) -> None:
    turn_wheel(falling.plot_area, QPointF(middle(falling.plot_area)), 120)
    before = falling.plot_area.shown_range()
    falling.show_least(1.0)
    assert falling.plot_area.shown_range() == before


def test_far_line_is_only_said(falling: LossPlot) -> None:
    falling.show_least(1e-30)
    assert falling.least_line.pixel() is None
    assert low_end(falling) > 0
    assert falling.plot_area.header.caption == "least possible 1e−30, far below"
    falling.show_least(LEAST)
    assert falling.plot_area.header.caption == ""


def test_deep_curve_reaches_far_line(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of(10.0 ** -np.arange(21.0)))
    loss_plot.show_least(1e-60)
    assert loss_plot.least_line.pixel() is not None


def test_zero_least_has_no_logarithm(falling: LossPlot) -> None:
    falling.show_least(0.0)
    assert falling.least_line.pixel() is None
    assert falling.plot_area.header.caption == ""
    falling.set_scale(Scale.LINEAR)
    assert falling.least_line.pixel() is not None
    assert falling.least_line.label == "least possible 0"


@pytest.mark.parametrize("least", [None, np.nan, np.inf])
def test_unknown_least_has_no_line(falling: LossPlot, least: float | None) -> None:
    falling.show_least(None)
    before = picture_of(falling)
    falling.show_least(LEAST)
    assert picture_of(falling) != before
    falling.show_least(least)
    assert picture_of(falling) == before


def test_clear_removes_the_line(falling: LossPlot) -> None:
    falling.clear()
    assert falling.least_line.pixel() is None
    falling.show_trace(trace_of([3, 2, 1]))
    assert falling.least_line.pixel() is None


def test_line_needs_a_curve(loss_plot: LossPlot) -> None:
    loss_plot.show_least(LEAST)
    assert loss_plot.least_line.pixel() is None
    loss_plot.show_trace(trace_of([np.nan, np.inf]))
    assert loss_plot.least_line.pixel() is None
    loss_plot.show_trace(trace_of([340.0]))
    assert loss_plot.least_line.pixel() is not None


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("least", [5e-324, 1e-300, 41.9999, 42.0, 43.0, 1e300])
@pytest.mark.parametrize("losses", [[42.0, 42.0], [1e-300, 1e300], [0.0, 0.0], [1e300, 42.0, 0.0]])
def test_extreme_least_keeps_the_curve(
    loss_plot: LossPlot, scale: Scale, least: float, losses: list[float]
) -> None:
    loss_plot.set_scale(scale)
    loss_plot.show_trace(trace_of(losses))
    loss_plot.show_least(least)
    x, y = loss_plot.latest.getData()
    plot_area = loss_plot.plot_area
    assert plot_area.area().contains(pixel_of(plot_area, x[0], y[0]).toPointF())


def test_reading_compares_with_least(qtbot: QtBot, falling: LossPlot) -> None:
    point(falling.plot_area, pixel_of(falling.plot_area, 100, 2))
    qtbot.waitUntil(lambda: bool(falling.plot_area.header.reading))
    assert falling.plot_area.header.reading == "epoch 100   loss 42.0186 = 2.73 × least"


def test_pictures_have_the_line(falling: LossPlot) -> None:
    texts = [text.text for text in ET.fromstring(render_svg(falling)).iter() if text.text]
    assert "least possible 15.3832" in [text.strip() for text in texts]
    with_line = render_png(falling)
    falling.show_least(None)
    assert render_png(falling) != with_line


def test_line_is_legible_in_dark(falling: LossPlot, palette: QPalette) -> None:
    falling.setPalette(dark(palette))
    theme = falling.plot_area.theme
    assert theme.background == QColor("#17181a")
    row = picture_of(falling).copy(0, round(falling.least_line.pixel() or 0) - 1, 640, 3)
    assert painted(row, theme.quiet) > 300
    assert contrast(theme.quiet, theme.background) >= 4.5
