"""A row of buttons as one stop of the Tab key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gui.accessible.focus_ring import has_ring
from gui.widgets.epochs.button_row import ButtonRow
from tests.gui.finding import named


@pytest.fixture
def row(qtbot: QtBot, window: QWidget) -> ButtonRow:
    """A row of three buttons."""
    actions = []
    for name in ("one", "two", "three"):
        action = QAction(name, window)
        action.setObjectName(name)
        actions.append(action)
    row = ButtonRow(actions, window)
    row.show()
    window.activateWindow()
    return row


def button(row: ButtonRow, name: str) -> QToolButton:
    return named(row, QToolButton, f"{name}_button")


def stops(row: ButtonRow) -> list[str]:
    return [
        each.objectName()
        for each in row.findChildren(QToolButton)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def test_arrows_move_and_end(row: ButtonRow, qtbot: QtBot) -> None:
    button(row, "one").setFocus()
    for key, name in (
        (Qt.Key.Key_Left, "one"),
        (Qt.Key.Key_Right, "two"),
        (Qt.Key.Key_Right, "three"),
        (Qt.Key.Key_Right, "three"),
        (Qt.Key.Key_Left, "two"),
    ):
        focused = row.focusWidget()
        assert focused is not None
        qtbot.keyClick(focused, key)
        assert button(row, name).hasFocus()


def test_last_focused_is_the_stop(row: ButtonRow) -> None:
    assert stops(row) == ["one_button"]
    button(row, "three").setFocus(Qt.FocusReason.MouseFocusReason)
    assert stops(row) == ["three_button"]


def test_space_presses_the_button(row: ButtonRow, qtbot: QtBot) -> None:
    action = button(row, "two").defaultAction()
    with qtbot.waitSignal(action.triggered):
        qtbot.keyClick(button(row, "two"), Qt.Key.Key_Space)


def test_keyboard_focus_has_a_frame(row: ButtonRow) -> None:
    one = button(row, "one")
    one.setFocus(Qt.FocusReason.MouseFocusReason)
    clicked = one.grab().toImage()
    one.clearFocus()
    one.setFocus(Qt.FocusReason.TabFocusReason)
    assert one.grab().toImage() != clicked
    ink = one.palette().windowText().color()
    assert one.grab().toImage().pixelColor(1, 14) == ink


def test_frame_is_the_only_ring(row: ButtonRow) -> None:
    assert [each for each in row.findChildren(QToolButton) if has_ring(each)] == []
