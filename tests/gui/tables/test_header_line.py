"""The widgets of the line above a table."""

from pytestqt.qtbot import QtBot

from gui.tables.header_line import small_button, title_label


def test_button_has_keyboard_and_tooltip(qtbot: QtBot) -> None:
    pressed: list[None] = []
    button = small_button("add_row", "+ row", "Insert a row", lambda: pressed.append(None))
    qtbot.addWidget(button)
    button.show()
    assert button.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert (button.objectName(), button.text()) == ("add_row", "+ row")
    assert button.toolTip() == button.accessibleName() == "Insert a row"
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert len(pressed) == 1


def test_title_is_bold(qtbot: QtBot) -> None:
    label = title_label("A")
    qtbot.addWidget(label)
    assert label.font().bold()
