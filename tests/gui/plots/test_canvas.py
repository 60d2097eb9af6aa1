"""What a person can do on a plot."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.plots.loss_plot import LossPlot

from .conftest import leave, middle, painted, picture_of, point, turn_wheel


def spans(plot: LossPlot) -> tuple[float, float]:
    (left, right), (low, high) = plot.canvas.shown_range()
    return right - left, high - low


def drag(
    plot: LossPlot, start: QPoint, end: QPoint, pressed: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    """Press at the start, go to the end in two moves, release."""
    viewport = plot.canvas.viewport()
    steps = [
        (QEvent.Type.MouseButtonPress, start),
        (QEvent.Type.MouseMove, (start + end) / 2),
        (QEvent.Type.MouseMove, end),
        (QEvent.Type.MouseButtonRelease, end),
    ]
    for kind, place in steps:
        held = Qt.MouseButton.NoButton if "Release" in kind.name else pressed
        button = Qt.MouseButton.NoButton if "Move" in kind.name else pressed
        event = QMouseEvent(
            kind,
            QPointF(place),
            QPointF(viewport.mapToGlobal(place)),
            button,
            held,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize(("angle", "closer"), [(120, True), (-120, False)])
def test_the_wheel_zooms_around_the_pointer(
    qtbot: QtBot, running: LossPlot, angle: int, closer: bool
) -> None:
    canvas = running.canvas
    place = QPointF(200, 100)
    under = canvas.view.mapSceneToView(place)
    before = spans(running)
    with qtbot.waitSignal(canvas.taken):
        turn_wheel(canvas, place, angle)
    after = spans(running)
    assert (after[0] < before[0], after[1] < before[1]) == (closer, closer)
    still = canvas.view.mapSceneToView(place)
    assert (still.x(), still.y()) == pytest.approx((under.x(), under.y()))


def test_beside_an_axis_the_wheel_zooms_that_axis_only(running: LossPlot) -> None:
    before = spans(running)
    turn_wheel(running.canvas, QPointF(20, 150), 120)
    assert spans(running)[0] == pytest.approx(before[0])
    assert spans(running)[1] < before[1]
    before = spans(running)
    turn_wheel(running.canvas, QPointF(300, running.canvas.height() - 4), 120)
    assert spans(running)[0] < before[0]
    assert spans(running)[1] == pytest.approx(before[1])


def test_a_wheel_that_does_not_turn_takes_nothing(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.assertNotEmitted(running.canvas.taken):
        turn_wheel(running.canvas, QPointF(200, 100), 0)


def test_zooming_has_an_end_in_both_directions(running: LossPlot) -> None:
    fitted = spans(running)
    for _ in range(300):
        turn_wheel(running.canvas, QPointF(300, 150), -120)
    assert spans(running)[0] <= 100 * fitted[0]
    assert spans(running)[1] <= 100 * fitted[1]
    for _ in range(600):
        turn_wheel(running.canvas, QPointF(300, 150), 120)
    assert all(span > 0 for span in spans(running))
    picture_of(running)


def test_dragging_moves_what_is_under_the_pointer(qtbot: QtBot, running: LossPlot) -> None:
    canvas = running.canvas
    start, end = QPoint(300, 150), QPoint(360, 110)
    held = canvas.view.mapSceneToView(QPointF(start))
    before = spans(running)
    with qtbot.waitSignal(canvas.taken):
        drag(running, start, end)
    moved = canvas.view.mapSceneToView(QPointF(end))
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
def test_arrows_pan(qtbot: QtBot, running: LossPlot, key: Qt.Key, x: float, y: float) -> None:
    (left, _), (low, _) = running.canvas.shown_range()
    across, up = spans(running)
    with qtbot.waitSignal(running.canvas.taken):
        qtbot.keyClick(running.canvas, key)
    (moved_left, _), (moved_low, _) = running.canvas.shown_range()
    assert (moved_left - left, moved_low - low) == pytest.approx((x * across, y * up))


def test_plus_and_minus_zoom_and_undo_each_other(running: LossPlot, qtbot: QtBot) -> None:
    before = spans(running)
    qtbot.keyClick(running.canvas, Qt.Key.Key_Plus)
    assert spans(running) == pytest.approx((before[0] / 1.25, before[1] / 1.25))
    qtbot.keyClick(running.canvas, Qt.Key.Key_Minus)
    assert spans(running) == pytest.approx(before)


def test_home_and_a_double_click_ask_to_fit(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.waitSignal(running.canvas.fit_asked):
        qtbot.keyClick(running.canvas, Qt.Key.Key_Home)
    with qtbot.waitSignal(running.canvas.fit_asked):
        qtbot.mouseDClick(
            running.canvas.viewport(), Qt.MouseButton.LeftButton, pos=middle(running.canvas)
        )


def test_the_pointer_is_told_until_it_leaves(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.waitSignal(running.canvas.pointed) as pointed:
        point(running.canvas, QPoint(200, 100))
    assert pointed.args == [QPointF(200, 100)]
    with qtbot.waitSignal(running.canvas.left_alone):
        leave(running.canvas)


def test_the_right_button_neither_drags_nor_zooms(qtbot: QtBot, running: LossPlot) -> None:
    with qtbot.assertNotEmitted(running.canvas.taken):
        drag(running, QPoint(300, 150), QPoint(360, 110), Qt.MouseButton.RightButton)


def test_focus_is_framed_when_it_came_by_the_keyboard(running: LossPlot) -> None:
    canvas = running.canvas
    canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    without = painted(picture_of(running), canvas.theme.run)
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert canvas.hasFocus()
    assert painted(picture_of(running), canvas.theme.run) >= without + 2 * 640
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
    canvas.clearFocus()
    assert painted(picture_of(running), canvas.theme.run) == without
