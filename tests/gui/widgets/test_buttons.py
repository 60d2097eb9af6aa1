"""Buttons that explain themselves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import CURVE, contrast
from gui.widgets.buttons import FieldButton, flat_button, small_button, title_label


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


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_button_that_is_off_can_be_read(qtbot: QtBot, appearance: Appearance) -> None:
    button = FieldButton("use in run")
    qtbot.addWidget(button)
    palette = palette_of(appearance)
    off, text = QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text
    palette.setColor(off, text, QColor("#bebebe" if appearance is Appearance.LIGHT else "#404040"))
    button.setPalette(palette)
    at_rest = contrast(button.ink(), button.ground())
    button.setEnabled(False)
    assert CURVE <= contrast(button.ink(), button.ground()) < at_rest
