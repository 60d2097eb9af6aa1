"""The layout of a plot."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import AxisScale, Scale
from gui.plots.loss_plot import LossPlot

from .conftest import painted, picture_of, trace_of


def test_layout_keeps_to_the_grid(running: LossPlot) -> None:
    area = running.canvas.area()
    assert area.left() % 8 == 0
    assert area.top() % 8 == 0
    assert (running.canvas.height() - area.bottom()) % 8 == 0
    assert running.canvas.width() - area.right() == 16


def test_area_does_not_move_with_numbers(running: LossPlot) -> None:
    narrow = running.canvas.area()
    running.canvas.zoom(1e-3, 1e-6, running.canvas.view.viewRect().center())
    wide = running.canvas.area()
    assert wide.left() > narrow.left()
    running.canvas.zoom(1e3, 1e6, running.canvas.view.viewRect().center())
    assert running.canvas.area() == wide
    running.fit()
    assert running.canvas.area() == narrow


def test_large_font_gets_larger_header(running: LossPlot) -> None:
    assert running.canvas.area().top() == 32
    running.setFont(QFont(running.font().family(), 24))
    assert running.canvas.area().top() == running.canvas.header_height() >= 40


def test_area_follows_the_widget_size(qtbot: QtBot, running: LossPlot) -> None:
    before = running.canvas.area()
    with qtbot.waitSignal(running.canvas.area_changed):
        running.resize(1104, 448)
    after = running.canvas.area()
    assert after.width() - before.width() == pytest.approx(1104 - 640)
    assert after.height() - before.height() == pytest.approx(448 - 304)


def test_shown_range_is_the_requested_one(qtbot: QtBot, loss_plot: LossPlot) -> None:
    axis_scales = AxisScale(), AxisScale(Scale.LOGARITHMIC)
    with qtbot.waitSignal(loss_plot.canvas.range_changed):
        loss_plot.canvas.show_range((0, 5), (-3, 3), axis_scales)
    assert loss_plot.canvas.shown_range() == ((0, 5), (-3, 3))
    assert loss_plot.canvas.axis_scales == axis_scales
    assert [tick.label for tick in loss_plot.canvas.left.ticks][:2] == ["0.001", "0.01"]


def test_empty_plot_shows_text_without_axes(loss_plot: LossPlot) -> None:
    theme = loss_plot.canvas.theme
    assert loss_plot.canvas.empty_text == "Press Run to watch the loss fall."
    assert painted(picture_of(loss_plot), theme.line) < 10
    centre = loss_plot.canvas.area().center().toPoint()
    words = picture_of(loss_plot).copy(centre.x() - 120, centre.y() - 10, 240, 20)
    assert painted(words, theme.background) < 240 * 20 * 0.95
    loss_plot.show_trace(trace_of([3, 2, 1]))
    assert painted(picture_of(loss_plot), theme.line) > 400


def test_area_has_no_frame(running: LossPlot) -> None:
    image = picture_of(running)
    area = running.canvas.area().toRect()
    background = running.canvas.theme.background
    between_lines = [
        y
        for y in range(area.top() + 2, area.bottom() - 2)
        if all(
            abs(y - running.canvas.left.to_pixel(tick.position)) > 2
            for tick in running.canvas.left.ticks
        )
    ]
    assert all(image.pixelColor(area.right(), y) == background for y in between_lines)
    assert all(image.pixelColor(area.left() - 1, y) == background for y in between_lines)
