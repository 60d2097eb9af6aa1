"""What says what it does."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gui.fields.explained import check_box, small_button


def test_each_can_be_found_reached_and_understood(qtbot: QtBot) -> None:
    made: list[QAbstractButton] = [
        check_box("a_box", "a &box", "What it is for"),
        small_button("a_button", "a button", "What it is for"),
    ]
    for button in made:
        qtbot.addWidget(button)
        assert button.objectName() in ("a_box", "a_button")
        assert button.text().replace("&", "") in ("a box", "a button")
        assert button.toolTip() == button.accessibleDescription() == "What it is for"
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert made[0].isCheckable()
