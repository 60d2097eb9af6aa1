"""The readout under the pointer, and by keys."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QFocusEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.axis_scale import Scale
from gui.plots.loss_plot import LossPlot
from gui.plots.readout import nearest

from .conftest import leave, middle, painted, picture_of, pixel_of, point, trace_of


def reading_at(qtbot: QtBot, plot: LossPlot, pixel: QPoint) -> str:
    """Move the pointer to a pixel, wait for the reading and return it."""
    point(plot.plot_area, pixel)
    qtbot.waitUntil(lambda: bool(plot.plot_area.header.reading))
    return plot.plot_area.header.reading


def test_nearest_epoch_and_loss_are_shown(qtbot: QtBot, running: LossPlot) -> None:
    pixel = pixel_of(running.plot_area, 20, -5)
    assert reading_at(qtbot, running, pixel) == "epoch 20   loss 0.01"


def test_nearest_epoch_is_marked(qtbot: QtBot, running: LossPlot) -> None:
    pixel = pixel_of(running.plot_area, 50, -5)
    around = picture_of(running).copy(pixel.x() - 8, pixel.y() - 8, 17, 17)
    assert painted(around, running.plot_area.theme.text) == 0
    reading_at(qtbot, running, QPoint(pixel.x(), 60))
    around = picture_of(running).copy(pixel.x() - 8, pixel.y() - 8, 17, 17)
    assert painted(around, running.plot_area.theme.text) > 0
    x, y = running.marker.getData()
    np.testing.assert_allclose([x[0], y[0]], [50, -5])


def test_readout_disappears_with_the_pointer(qtbot: QtBot, running: LossPlot) -> None:
    before = picture_of(running)
    reading_at(qtbot, running, middle(running.plot_area))
    assert picture_of(running) != before
    leave(running.plot_area)
    assert running.plot_area.header.reading == ""
    assert picture_of(running) == before
    running.show_trace(trace_of([3, 2, 1]))
    assert running.plot_area.header.reading == ""


def test_no_readout_outside_the_area(qtbot: QtBot, running: LossPlot) -> None:
    reading_at(qtbot, running, middle(running.plot_area))
    point(running.plot_area, QPoint(4, 100))
    qtbot.waitUntil(lambda: not running.plot_area.header.reading)
    assert len(running.marker.getData()[0]) == 0


def test_many_moves_give_one_reading(qtbot: QtBot, running: LossPlot) -> None:
    calls: list[int] = []
    running.plot_area.header.set_reading = lambda text: calls.append(1)  # type: ignore[method-assign,assignment]
    for x in range(200, 300):
        running.plot_area.pointer_moved.emit(middle(running.plot_area) + QPoint(x - 250, 0))
    assert calls == []
    qtbot.waitUntil(lambda: bool(calls))
    assert len(calls) == 1


def test_moving_pointer_is_still_read(qtbot: QtBot, running: LossPlot) -> None:
    def moves_and_is_read() -> bool:
        point(running.plot_area, QPoint(next(positions), 150))
        return bool(running.plot_area.header.reading)

    positions = iter(range(100, 600))
    qtbot.waitUntil(moves_and_is_read, timeout=1000)


def test_readout_follows_the_run(qtbot: QtBot, running: LossPlot) -> None:
    first = reading_at(qtbot, running, middle(running.plot_area))
    running.show_trace(trace_of(10.0 ** (-np.arange(1001) / 100)))
    assert running.plot_area.header.reading not in ("", first)


def test_no_readout_without_a_run(qtbot: QtBot, running: LossPlot) -> None:
    reading_at(qtbot, running, middle(running.plot_area))
    running.clear()
    assert running.plot_area.header.reading == ""


def test_nan_loss_has_no_marker(qtbot: QtBot, loss_plot: LossPlot) -> None:
    loss_plot.show_trace(trace_of([1, np.nan, 3]))
    pixel = pixel_of(loss_plot.plot_area, 1, 0.2)
    assert reading_at(qtbot, loss_plot, pixel) == "epoch 1   loss —"
    assert len(loss_plot.marker.getData()[0]) == 0


def test_huge_epochs_are_found(qtbot: QtBot, loss_plot: LossPlot) -> None:
    trace = trace_of([4, 3, 2, 1])
    epochs = np.array([0, 10**17, 2 * 10**17, 3 * 10**17])
    loss_plot.set_scale(Scale.LINEAR)
    loss_plot.show_trace(type(trace)(epochs, trace.loss, trace.lowest, trace.highest))
    pixel = pixel_of(loss_plot.plot_area, 2, 2)
    expected = "epoch 2e17   loss 2"
    assert reading_at(qtbot, loss_plot, pixel) == expected


def test_nearest_follows_the_logarithmic_axis(qtbot: QtBot, loss_plot: LossPlot) -> None:
    trace = trace_of([5, 4, 3, 2, 1])
    epochs = np.array([0.0, 1.0, 1e3, 1e12, 1e100])
    loss_plot.set_epoch_scale(Scale.LOGARITHMIC)
    loss_plot.show_trace(type(trace)(epochs, trace.loss, trace.lowest, trace.highest))
    for position, expected in (
        (-1, "epoch 0"),
        (0.3, "epoch 1"),
        (3, "epoch 1,000"),
        (50, "epoch 1e12"),
    ):
        loss_plot.plot_area.header.set_reading("")
        reading = reading_at(qtbot, loss_plot, pixel_of(loss_plot.plot_area, position, 0.3))
        assert reading.split("   ")[0] == expected


def test_nearest_returns_the_closest_index() -> None:
    positions = np.array([10.0, 11.0, 12.0])
    assert [nearest(positions, position) for position in (-5, 10, 10.4, 10.6, 12, 99)] == [
        0,
        0,
        0,
        1,
        2,
        2,
    ]


def test_keys_read_point_after_point(qtbot: QtBot, running: LossPlot) -> None:
    readings = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_PageUp, Qt.Key.Key_Home):
        qtbot.keyClick(running.plot_area, key)
        readings.append(running.plot_area.header.reading.split("   ")[0])
    assert readings == ["epoch 100", "epoch 99", "epoch 89", "epoch 0"]
    x, y = running.marker.getData()
    np.testing.assert_allclose([x[0], y[0]], [0, 0])


def test_reached_point_is_spoken(
    qtbot: QtBot, running: LossPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    qtbot.keyClick(running.plot_area, Qt.Key.Key_Home)
    messages = [
        event.message() for event in sent if isinstance(event, QAccessibleAnnouncementEvent)
    ]
    assert messages == ["epoch 0   loss 1"]
    assert sent[-1].type() == QAccessible.Event.DescriptionChanged
    assert running.plot_area.spoken_sentence() == "epoch 0   loss 1"
    QApplication.sendEvent(running.plot_area, QFocusEvent(QEvent.Type.FocusOut))
    assert running.plot_area.spoken_sentence().startswith("Line: the loss ")


def test_crosshair_ends_with_the_focus(qtbot: QtBot, running: LossPlot) -> None:
    running.plot_area.setFocus(Qt.FocusReason.MouseFocusReason)
    before = painted(picture_of(running), running.plot_area.theme.quiet)
    qtbot.keyClick(running.plot_area, Qt.Key.Key_PageUp)
    qtbot.keyClick(running.plot_area, Qt.Key.Key_PageUp)
    with_crosshair = painted(picture_of(running), running.plot_area.theme.quiet)
    area = running.plot_area.area()
    assert with_crosshair >= before + int(area.width() + area.height()) - 60
    QApplication.sendEvent(running.plot_area, QFocusEvent(QEvent.Type.FocusOut))
    assert running.plot_area.header.reading == ""
    assert painted(picture_of(running), running.plot_area.theme.quiet) == before


def test_keys_do_nothing_without_a_run(qtbot: QtBot, loss_plot: LossPlot) -> None:
    qtbot.keyClick(loss_plot.plot_area, Qt.Key.Key_Home)
    assert loss_plot.plot_area.header.reading == ""
