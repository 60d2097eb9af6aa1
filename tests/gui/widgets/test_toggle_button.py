"""A button that stays pressed."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
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


@pytest.fixture
def directed(qapp: QApplication) -> Iterator[Callable[[Qt.LayoutDirection], None]]:
    """Lay the application out in a direction, and as before after the test."""
    before = qapp.layoutDirection()
    yield qapp.setLayoutDirection
    qapp.setLayoutDirection(before)


@pytest.mark.parametrize("checked", [False, True])
def test_sign_stays_before_its_text(
    qtbot: QtBot, directed: Callable[[Qt.LayoutDirection], None], checked: bool
) -> None:
    """Formulas are laid out from left to right, in every language."""

    def picture(text: str) -> QImage:
        button = ToggleButton(text)
        button.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        qtbot.addWidget(button)
        button.setChecked(checked)
        button.resize(120, 32)
        return button.grab().toImage()

    usual, otherwise = picture("− tangent"), picture("tangent −")
    assert usual != otherwise
    directed(Qt.LayoutDirection.RightToLeft)
    assert picture("− tangent") == usual
