"""A button that stays pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.theme.appearance import Appearance, palette_of
from gui.theme.blending import contrast
from gui.widgets.toggle_button import ToggleButton

SEEN = 1.5
"""Of the pressed ground to the other: 1.1 is what the style draws by itself."""


@pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
def test_pressed_button_differs(qtbot: QtBot, appearance: Appearance) -> None:
    button = ToggleButton("Skip &rows")
    qtbot.addWidget(button)
    button.setPalette(palette_of(appearance))
    button.resize(button.sizeHint())
    width = button.sizeHint().width()

    def ground() -> QColor:
        return button.grab().toImage().pixelColor(6, button.height() // 2)

    before = ground()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.isChecked()
    assert contrast(before, ground()) > SEEN
    assert (button.sizeHint().width(), button.text()) == (width, "Skip &rows")
