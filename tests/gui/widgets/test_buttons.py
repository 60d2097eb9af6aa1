"""Buttons that explain themselves."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.widgets.buttons import flat_button, small_button, title_label


def test_button_has_name_tip_and_focus(qtbot: QtBot) -> None:
    button = small_button("a_button", "a button", "What it is for")
    qtbot.addWidget(button)
    assert (button.objectName(), button.text()) == ("a_button", "a button")
    assert button.toolTip() == button.accessibleDescription() == "What it is for"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_flat_button_is_pressed_by_keyboard(qtbot: QtBot) -> None:
    pressed: list[None] = []
    button = flat_button("add_row", "+ row", "Insert a row", lambda: pressed.append(None))
    qtbot.addWidget(button)
    button.show()
    assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert (button.objectName(), button.text()) == ("add_row", "+ row")
    assert button.toolTip() == button.accessibleName() == "Insert a row"
    assert button.autoRaise()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 1


def test_a_title_is_bold(qtbot: QtBot) -> None:
    label = title_label("A")
    qtbot.addWidget(label)
    assert label.font().bold()
