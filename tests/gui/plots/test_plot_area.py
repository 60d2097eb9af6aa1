"""The layout of a plot."""

import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import AxisScale, Scale
from gui.plots.loss_plot import LossPlot

from .conftest import painted, picture_of, trace_of


def test_layout_keeps_to_the_grid(running: LossPlot) -> None:
    area = running.plot_area.area()
    assert area.left() % 8 == 0
    assert area.top() % 8 == 0
    assert (running.plot_area.height() - area.bottom()) % 8 == 0
    assert running.plot_area.width() - area.right() == 16


def test_area_does_not_move_with_numbers(running: LossPlot) -> None:
    narrow = running.plot_area.area()
    running.plot_area.zoom(1e-3, 1e-6, running.plot_area.view.viewRect().center())
    wide = running.plot_area.area()
    assert wide.left() > narrow.left()
    running.plot_area.zoom(1e3, 1e6, running.plot_area.view.viewRect().center())
    assert running.plot_area.area() == wide
    running.fit()
    assert running.plot_area.area() == narrow


def test_large_font_gets_larger_header(running: LossPlot) -> None:
    assert running.plot_area.area().top() == 32
    running.setFont(QFont(running.font().family(), 24))
    assert running.plot_area.area().top() == running.plot_area.header_height() >= 40


def test_area_follows_the_widget_size(qtbot: QtBot, running: LossPlot) -> None:
    before = running.plot_area.area()
    with qtbot.waitSignal(running.plot_area.area_changed):
        running.resize(1104, 448)
    after = running.plot_area.area()
    assert after.width() - before.width() == pytest.approx(1104 - 640)
    assert after.height() - before.height() == pytest.approx(448 - 304)


def test_shown_range_is_the_requested_one(qtbot: QtBot, loss_plot: LossPlot) -> None:
    axis_scales = AxisScale(), AxisScale(Scale.LOGARITHMIC)
    with qtbot.waitSignal(loss_plot.plot_area.range_changed):
        loss_plot.plot_area.show_range((0, 5), (-3, 3), axis_scales)
    assert loss_plot.plot_area.shown_range() == ((0, 5), (-3, 3))
    assert loss_plot.plot_area.axis_scales == axis_scales
    assert [tick.label for tick in loss_plot.plot_area.left.ticks][:2] == ["0.001", "0.01"]


def test_empty_plot_shows_text_without_axes(loss_plot: LossPlot) -> None:
    theme = loss_plot.plot_area.theme
    assert loss_plot.plot_area.empty_text == "Press Run to watch the loss fall."
    assert painted(picture_of(loss_plot), theme.line) < 10
    centre = loss_plot.plot_area.area().center().toPoint()
    words = picture_of(loss_plot).copy(centre.x() - 120, centre.y() - 10, 240, 20)
    assert painted(words, theme.background) < 240 * 20 * 0.95
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert painted(picture_of(loss_plot), theme.line) > 400


def test_area_has_no_frame(running: LossPlot) -> None:
    image = picture_of(running)
    area = running.plot_area.area().toRect()
    background = running.plot_area.theme.background
    between_lines = [
        y
        for y in range(area.top() + 2, area.bottom() - 2)
        if all(
            abs(y - running.plot_area.left.to_pixel(tick.position)) > 2
            for tick in running.plot_area.left.ticks
        )
    ]
    assert all(image.pixelColor(area.right(), y) == background for y in between_lines)
    assert all(image.pixelColor(area.left() - 1, y) == background for y in between_lines)


def test_low_plot_spares_room(running: LossPlot) -> None:
    running.resize(640, 117)
    area = running.plot_area.area()
    assert area.height() >= 80
    assert area.top() == running.plot_area.header_height() == 16
    bottom, metrics = running.plot_area.bottom, QFontMetricsF(running.plot_area.theme.font)
    labels = [bottom.label_rect(tick, metrics) for tick in bottom.ticks]
    assert labels
    assert all(area.bottom() < label.top() and label.bottom() <= 117 for label in labels)


def test_long_text_leaves_the_header(loss_plot: LossPlot) -> None:
    area = loss_plot.plot_area
    loss_plot.resize(290, 92)
    area.set_empty_text(" ")
    blank = picture_of(loss_plot)
    area.set_empty_text("No residual is left: the fit is exact. " * 20)
    whole = picture_of(loss_plot)
    top = round(area.area().top() * whole.devicePixelRatio())
    header = 0, 0, whole.width(), top
    below = 0, top, whole.width(), whole.height() - top
    assert whole.copy(*header) == blank.copy(*header)
    assert whole.copy(*below) != blank.copy(*below)
