"""Pan, zoom and point at a plot."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.loss_plot import LossPlot
from gui.plots.point_steps import STEP_KEYS

from .conftest import leave, middle, painted, picture_of, point, turn_wheel


def spans(plot: LossPlot) -> tuple[float, float]:
    (left, right), (low, high) = plot.plot_area.shown_range()
    return right - left, high - low


def drag(
    plot: LossPlot, start: QPoint, end: QPoint, pressed: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """Press at the start, move to the end in two steps, release."""
    viewport = plot.plot_area.viewport()
    steps = [
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, (start + end) / 2),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ]
    for kind, pixel in steps:
        held = Qt.MouseButton.NoButton if "Release" in kind.name else pressed
        button = Qt.MouseButton.NoButton if "Move" in kind.name else pressed
        event = QMouseEvent(
            kind,
            QPointF(pixel),
            QPointF(viewport.mapToGlobal(pixel)),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize(("angle", "closer"), [(120, True), (-120, False)])
def test_wheel_zooms_around_the_pointer(
    qtbot: QtBot, running: LossPlot, angle: int, closer: bool
) -> None:
    plot_area = running.plot_area
    pixel = QPointF(200, 100)
    under = plot_area.view.mapSceneToView(pixel)
    before = spans(running)
    with qtbot.waitSignal(plot_area.range_chosen):
        turn_wheel(plot_area, pixel, angle)
    after = spans(running)
    assert (after[0] < before[0], after[1] < before[1]) == (closer, closer)
    still = plot_area.view.mapSceneToView(pixel)
    assert (still.x(), still.y()) == pytest.approx((under.x(), under.y()))


def test_wheel_on_axis_zooms_that_axis(running: LossPlot) -> None:
    before = spans(running)
    turn_wheel(running.plot_area, QPointF(20, 150), 120)
    assert spans(running)[0] == pytest.approx(before[0])
    assert spans(running)[1] < before[1]
    before = spans(running)
    turn_wheel(running.plot_area, QPointF(300, running.plot_area.height() - 4), 120)
    assert spans(running)[0] < before[0]
    assert spans(running)[1] == pytest.approx(before[1])


def test_unturned_wheel_does_nothing(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.assertNotEmitted(running.plot_area.range_chosen):
        turn_wheel(running.plot_area, QPointF(200, 100), 0)


def test_zoom_is_limited_both_ways(running: LossPlot) -> None:
    fitted = spans(running)
    for _ in range(300):
        turn_wheel(running.plot_area, QPointF(300, 150), -120)
    assert spans(running)[0] <= 100 * fitted[0]
    assert spans(running)[1] <= 100 * fitted[1]
    for _ in range(600):
        turn_wheel(running.plot_area, QPointF(300, 150), 120)
    assert all(span > 0 for span in spans(running))
    picture_of(running)


def test_dragging_pans(qtbot: QtBot, running: LossPlot) -> None:
    plot_area = running.plot_area
    start, end = QPoint(300, 150), QPoint(360, 110)
    held = plot_area.view.mapSceneToView(QPointF(start))
    before = spans(running)
    with qtbot.waitSignal(plot_area.range_chosen):
        drag(running, start, end)
    moved = plot_area.view.mapSceneToView(QPointF(end))
    assert (moved.x(), moved.y()) == pytest.approx((held.x(), held.y()))
    assert spans(running) == pytest.approx(before)


@pytest.mark.parametrize(
    ("key", "x", "y"),
    [
        (Qt.Key.Key_Left, -0.1, 0),
        (Qt.Key.Key_Right, 0.1, 0),
        (Qt.Key.Key_Up, 0, 0.1),
        (Qt.Key.Key_Down, 0, -0.1),
    ],
)
def test_arrow_keys_with_shift_pan(
    qtbot: QtBot, running: LossPlot, key: Qt.Key, x: float, y: float
) -> None:
    (left, _), (low, _) = running.plot_area.shown_range()
    across, up = spans(running)
    with qtbot.waitSignal(running.plot_area.range_chosen):
        qtbot.keyClick(running.plot_area, key, Qt.KeyboardModifier.ShiftModifier)
    (moved_left, _), (moved_low, _) = running.plot_area.shown_range()
    assert (moved_left - left, moved_low - low) == pytest.approx((x * across, y * up))


def test_plus_and_minus_keys_zoom(running: LossPlot, qtbot: QtBot) -> None:
    before = spans(running)
    qtbot.keyClick(running.plot_area, Qt.Key.Key_Plus)
    assert spans(running) == pytest.approx((before[0] / 1.25, before[1] / 1.25))
    qtbot.keyClick(running.plot_area, Qt.Key.Key_Minus)
    assert spans(running) == pytest.approx(before)


def test_zero_and_double_click_fit(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.waitSignal(running.plot_area.fit_requested):
        qtbot.keyClick(running.plot_area, Qt.Key.Key_0)
    with qtbot.waitSignal(running.plot_area.fit_requested):
        qtbot.mouseDClick(
            running.plot_area.viewport(), Qt.MouseButton.LeftButton, pos=middle(running.plot_area)
        )


def test_pointer_is_reported_until_it_leaves(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.waitSignal(running.plot_area.pointer_moved) as pointed:
        point(running.plot_area, QPoint(200, 100))
    assert pointed.args == [QPointF(200, 100)]
    with qtbot.waitSignal(running.plot_area.pointer_left):
        leave(running.plot_area)


def test_right_button_does_not_drag(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.assertNotEmitted(running.plot_area.range_chosen):
        drag(running, QPoint(300, 150), QPoint(360, 110), Qt.MouseButton.RightButton)


@pytest.mark.parametrize("reason", [Qt.FocusReason.TabFocusReason, Qt.FocusReason.OtherFocusReason])
def test_keyboard_focus_draws_a_frame(running: LossPlot, reason: Qt.FocusReason) -> None:
    plot_area = running.plot_area
    plot_area.setFocus(Qt.FocusReason.MouseFocusReason)
    without = painted(picture_of(running), plot_area.theme.text)
    plot_area.clearFocus()
    plot_area.setFocus(reason)
    assert plot_area.hasFocus()
    around = 2 * 2 * (plot_area.width() + plot_area.height() - 8)
    assert painted(picture_of(running), plot_area.theme.text) >= without + around
    QApplication.sendEvent(plot_area, QFocusEvent(QEvent.Type.FocusOut))
    plot_area.clearFocus()
    assert painted(picture_of(running), plot_area.theme.text) == without


def test_frame_returns_with_the_window(running: LossPlot) -> None:
    plot_area = running.plot_area
    plot_area.setFocus(Qt.FocusReason.MouseFocusReason)
    without = painted(picture_of(running), plot_area.theme.text)
    back = QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(plot_area, back)
    assert painted(picture_of(running), plot_area.theme.text) == without


@pytest.mark.parametrize("key", STEP_KEYS)
def test_keys_request_steps(qtbot: QtBot, running: LossPlot, key: Qt.Key) -> None:
    with qtbot.waitSignal(running.plot_area.step_requested) as requested:
        qtbot.keyClick(running.plot_area, key)
    assert requested.args == [STEP_KEYS[key]]
    with qtbot.assertNotEmitted(running.plot_area.step_requested):
        qtbot.keyClick(running.plot_area, key, Qt.KeyboardModifier.ControlModifier)


def test_plot_is_never_mirrored(running: LossPlot) -> None:
    before = picture_of(running)
    running.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert running.plot_area.layoutDirection() == Qt.LayoutDirection.LeftToRight
    width = running.fit_button.geometry().left()
    left = before.copy(0, 0, width, before.height())
    assert picture_of(running).copy(0, 0, width, before.height()) == left
