import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from gui.widgets.action_button import ActionButton


@pytest.fixture
def action(qtbot: QtBot) -> QAction:
    action = QAction("&Run")
    action.setObjectName("run")
    return action


@pytest.fixture
def button(action: QAction, qtbot: QtBot) -> ActionButton:
    button = ActionButton(action)
    qtbot.addWidget(button)
    button.show()
    return button


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_each_key_presses_once(
    button: ActionButton, action: QAction, qtbot: QtBot, key: Qt.Key
) -> None:
    presses = QSignalSpy(action.triggered)
    qtbot.keyClick(button, key)
    assert presses.count() == 1


def test_other_keys_do_nothing(button: ActionButton, action: QAction, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(button, Qt.Key.Key_A)
        qtbot.keyClick(button, Qt.Key.Key_Escape)


def test_click_presses(button: ActionButton, action: QAction, qtbot: QtBot) -> None:
    with qtbot.waitSignal(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_disabled_action_cannot_be_pressed(
    button: ActionButton, action: QAction, qtbot: QtBot
) -> None:
    action.setEnabled(False)
    assert not button.isEnabled()
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_button_mirrors_its_action(button: ActionButton, action: QAction) -> None:
    assert (button.objectName(), button.text()) == ("run_button", "Run")
    action.setText("&Pause")
    assert button.text() == "Pause"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
