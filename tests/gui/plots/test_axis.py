"""Axes are readable: labels are neither clipped nor overlap."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.axis import GAP, PlotAxis
from gui.plots.axis_scale import Scale
from gui.plots.loss_plot import LossPlot

from .conftest import show, trace_of

RUNS = {
    "published": 10.0 ** np.linspace(2.5, -7, 1001),
    "diverging": 10.0 ** np.linspace(0, 308, 155),
    "constant": np.full(50, 340.381),
    "nearly constant": 340.381 + np.linspace(1e-4, 0, 50),
    "tiny": np.linspace(3e-300, 1e-300, 50),
    "with zeros": np.r_[10.0 ** -np.arange(300.0), np.zeros(20)],
}


def spans(axis: PlotAxis, metrics: QFontMetricsF) -> list[tuple[float, float]]:
    """Return the left and right ends of the labels of a bottom axis."""
    return [
        (left := axis.label_left(tick, metrics), left + metrics.horizontalAdvance(tick.label))
        for tick in axis.ticks
    ]


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("size", [(240, 144), (640, 304), (1104, 448)])
@pytest.mark.parametrize("points", [9, 24])
def test_labels_neither_clip_nor_overlap(
    qtbot: QtBot, run: str, scale: Scale, size: tuple[int, int], points: int
) -> None:
    plot = LossPlot()
    show(qtbot, plot)
    plot.setFont(QFont(plot.font().family(), points))
    plot.resize(*size)
    plot.set_scale(scale)
    plot.show_trace(trace_of(RUNS[run]))
    plot_area = plot.plot_area
    metrics = QFontMetricsF(plot_area.theme.font)
    for tick in plot_area.left.ticks:
        assert metrics.horizontalAdvance(tick.label) <= plot_area.area().left() - 1.5 * GAP
        assert 0 <= plot_area.left.to_pixel(tick.position) <= plot_area.height()
    heights = sorted(plot_area.left.to_pixel(tick.position) for tick in plot_area.left.ticks)
    assert all(np.diff(heights) >= metrics.height())
    labels = spans(plot_area.bottom, metrics)
    assert all(left >= 0 and right <= plot_area.width() for left, right in labels)
    name_end = GAP + metrics.horizontalAdvance("epoch")
    ends = [name_end, *(right for _, right in labels)]
    assert all(left - end >= GAP / 2 for (left, _), end in zip(labels, ends, strict=False))


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("scale", Scale)
def test_axes_always_have_ticks(loss_plot: LossPlot, run: str, scale: Scale) -> None:
    loss_plot.set_scale(scale)
    loss_plot.show_trace(trace_of(RUNS[run]))
    assert 2 <= len(loss_plot.plot_area.left.ticks) <= 10
    assert 2 <= len(loss_plot.plot_area.bottom.ticks) <= 10


def test_first_label_stays_clear_of_name(running: LossPlot) -> None:
    plot_area = running.plot_area
    plot_area.show_range((1e6, 1e6 + 10), (-10, 0), plot_area.axis_scales)
    metrics = QFontMetricsF(plot_area.theme.font)
    name_end = GAP + metrics.horizontalAdvance("epoch")
    (left, _), *_ = spans(plot_area.bottom, metrics)
    assert plot_area.bottom.ticks[0].label == "1,000,000"
    assert left >= name_end + GAP


def test_axis_without_room_has_no_ticks(loss_plot: LossPlot) -> None:
    loss_plot.plot_area.bottom.arrange(QRectF(0, 0, 10, 10), QRectF(8, 2, 2, 2))
    assert loss_plot.plot_area.bottom.ticks == []


def test_epoch_ticks_start_at_zero(running: LossPlot) -> None:
    running.plot_area.zoom(50, 1, running.plot_area.view.viewRect().center())
    assert running.plot_area.shown_range()[0][0] < -1000
    assert running.plot_area.bottom.ticks[0].label == "0"
