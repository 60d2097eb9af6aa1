"""Axes are readable: labels are neither clipped nor overlap."""

from itertools import combinations, product

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.axis import GAP, AxisSide, PlotAxis
from gui.plots.axis_scale import BEFORE_FIRST, AxisScale, Scale, linear_axis_scale
from gui.plots.loss_plot import LossPlot
from gui.plots.theme import Theme, theme_of

from .conftest import painted, picture_of, show, trace_of

EPOCHS = AxisScale(Scale.LOGARITHMIC, zero=BEFORE_FIRST)

RUNS = {
    "published": 10.0 ** np.linspace(2.5, -7, 1001),
    "diverging": 10.0 ** np.linspace(0, 308, 155),
    "constant": np.full(50, 340.381),
    "nearly constant": 340.381 + np.linspace(1e-4, 0, 50),
    "tiny": np.linspace(3e-300, 1e-300, 50),
    "with zeros": np.r_[10.0 ** -np.arange(300.0), np.zeros(20)],
}


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    plot = LossPlot()
    qtbot.addWidget(plot)
    return theme_of(plot)


def spans(axis: PlotAxis, metrics: QFontMetricsF) -> list[tuple[float, float]]:
    """Return the left and right ends of the labels of a bottom axis."""
    return [
        (left := axis.label_left(tick, metrics), left + metrics.horizontalAdvance(tick.label))
        for tick in axis.ticks
    ]


@pytest.mark.parametrize(
    ("low", "high", "scale"),
    [
        (-7.7, 3.7, AxisScale(Scale.LOGARITHMIC)),
        (8.4, 55.0, AxisScale()),
        (0.3, 3.6, AxisScale(Scale.LOGARITHMIC)),
        (24.0, 78.0, AxisScale()),
    ],
)
@pytest.mark.parametrize("height", [80.0, 101.0, 140.0])
def test_low_axis_has_two_labels(
    theme: Theme, low: float, high: float, scale: AxisScale, height: float
) -> None:
    axis = PlotAxis(AxisSide.LEFT, theme)
    axis.arrange(QRectF(0, 0, 400, height + 64), QRectF(64, 32, 300, height))
    axis.set_range((low, high), scale)
    assert len(axis.ticks) >= 2


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
    name_end = GAP + metrics.horizontalAdvance(plot_area.bottom.name)
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
    plot_area.bottom.set_name("epoch", counts_from=0)
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


LEFTS = [-1e300, -340.0, 0.0, 1e-30, 1.0, 5.0, 340.38, 1e9]
WIDTHS = [1e-6, 1e-3, 1.0, 10.0, 999.0, 1e4, 1e12]
DECADES = [(-31.0, -30.0), (-31.5, 2.5), (-3.2, 3.1), (0.0, 0.3), (-300.0, 308.0), (12.0, 15.5)]
ZEROS = [None, -1.0, -31.0, -4.0]


def rects_of(axis: PlotAxis, metrics: QFontMetricsF) -> list[QRectF]:
    return [axis.label_rect(tick, metrics) for tick in axis.ticks]


def assert_apart(plot: LossPlot) -> None:
    """Check that no label of either axis touches another, or the name of the bottom axis."""
    plot_area = plot.plot_area
    metrics = QFontMetricsF(plot_area.theme.font)
    rects = [*rects_of(plot_area.left, metrics), *rects_of(plot_area.bottom, metrics)]
    name = metrics.horizontalAdvance(plot_area.bottom.name)
    rects.append(QRectF(GAP, plot_area.area().bottom() + GAP, name, metrics.height()))
    overlapping = [pair for pair in combinations(rects, 2) if pair[0].intersects(pair[1])]
    assert overlapping == []


@pytest.mark.parametrize("size", [(240, 144), (640, 304)])
@pytest.mark.parametrize("points", [9, 18])
def test_linear_labels_stay_apart(qtbot: QtBot, size: tuple[int, int], points: int) -> None:
    plot = LossPlot()
    show(qtbot, plot)
    plot.setFont(QFont(plot.font().family(), points))
    plot.resize(*size)
    plot.show_trace(trace_of([3, 2, 1]))
    for low, width in product(LEFTS, WIDTHS):
        span = (low, low + max(width, 1e-6 * abs(low)))
        scale = linear_axis_scale(np.array(span))
        shift = 10.0**-scale.shift
        shown = span[0] * shift, span[1] * shift
        if shown[1] > shown[0]:
            plot.plot_area.show_range((0, 2), shown, (AxisScale(), scale))
            assert_apart(plot)


@pytest.mark.parametrize("size", [(240, 144), (640, 304), (1104, 448)])
@pytest.mark.parametrize("zero", ZEROS)
def test_logarithmic_labels_stay_apart(
    qtbot: QtBot, size: tuple[int, int], zero: float | None
) -> None:
    plot = LossPlot()
    show(qtbot, plot)
    plot.resize(*size)
    plot.show_trace(trace_of([3, 2, 1]))
    scale = AxisScale(Scale.LOGARITHMIC, zero=zero)
    for low, high in DECADES:
        start = min(low, zero - 0.2) if zero is not None else low
        plot.plot_area.show_range((-1.2, high), (start, high), (EPOCHS, scale))
        assert_apart(plot)


def test_zero_keeps_its_label(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([*10.0 ** -np.arange(0.0, 31.0), 0.0]))
    metrics = QFontMetricsF(loss_plot.plot_area.theme.font)
    labels = [tick.label for tick in loss_plot.plot_area.left.ticks]
    assert labels[0] == "0"
    first, second = rects_of(loss_plot.plot_area.left, metrics)[:2]
    assert not first.intersects(second)


@pytest.mark.parametrize("width", [300, 480, 640, 1104])
def test_last_epoch_keeps_its_label(loss_plot: LossPlot, width: int) -> None:
    loss_plot.resize(width, 304)
    loss_plot.show_trace(trace_of(np.linspace(3, 1, 1001)))
    assert loss_plot.plot_area.bottom.ticks[-1].label == "1,000"


def test_labels_are_painted_in_their_rectangles(running: LossPlot) -> None:
    plot_area = running.plot_area
    metrics = QFontMetricsF(plot_area.theme.font)
    picture = picture_of(plot_area.viewport())
    for axis in (plot_area.left, plot_area.bottom):
        for rect in rects_of(axis, metrics):
            inside = picture.copy(rect.toAlignedRect())
            assert painted(inside, plot_area.theme.quiet) > 0
            # One pixel around, where another label would be.
            outer = rect.toAlignedRect().adjusted(-1, 0, 1, 0)
            left, right = picture.copy(outer.left(), outer.top(), 1, outer.height()), outer.right()
            assert painted(left, plot_area.theme.quiet) == 0
            beyond = picture.copy(right, outer.top(), 1, outer.height())
            assert painted(beyond, plot_area.theme.quiet) == 0


def test_powers_have_one_style(loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of(10.0 ** np.linspace(2.5, -12, 200)))
    labels = [tick.label for tick in loss_plot.plot_area.left.ticks]
    assert any("e−" in label for label in labels)
    assert not any(set(label) & set("-⁰¹²³⁴⁵⁶⁷⁸⁹×E^") for label in labels)


@pytest.mark.parametrize("height", [92, 117, 150, 170, 304])
def test_title_is_clear_of_labels(qtbot: QtBot, height: int) -> None:
    plot = LossPlot()
    show(qtbot, plot)
    plot.resize(400, height)
    plot.show_trace(trace_of(10.0 ** np.linspace(10.4, 2.9, 200)))
    picture_of(plot)
    area, metrics = plot.plot_area, QFontMetricsF(plot.plot_area.theme.font)
    title_ends = (area.header_height() + metrics.capHeight()) / 2
    assert len(area.left.ticks) > 1
    for tick in area.left.ticks:
        label = area.left.label_rect(tick, metrics)
        assert label.center().y() - metrics.capHeight() / 2 >= title_ends + 4
        assert abs(label.center().y() - area.left.to_pixel(tick.position)) <= 9
