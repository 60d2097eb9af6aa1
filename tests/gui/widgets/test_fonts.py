"""Fonts derived from the one that a person has chosen."""

import pytest
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.widgets.fonts import font_of_text, sized_font


@pytest.mark.parametrize(
    ("usual", "pixels", "expected"), [(12, 18, 18), (24, 18, 36), (16, 12, 16)]
)
def test_size_grows_with_font(qtbot: QtBot, usual: int, pixels: int, expected: int) -> None:
    font = QFont(QApplication.font())
    font.setPixelSize(usual)
    assert sized_font(font, pixels).pixelSize() == expected
    assert font.pixelSize() == usual


def test_points_become_pixels(qtbot: QtBot) -> None:
    font = QFont(QApplication.font())
    font.setPointSizeF(18)
    assert sized_font(font, 12).pixelSize() == QFontInfo(font).pixelSize()


def test_weight_is_set(qtbot: QtBot) -> None:
    font = sized_font(QApplication.font(), 12, QFont.Weight.DemiBold)
    assert font.weight() == QFont.Weight.DemiBold
    assert sized_font(font, 12).weight() == QFont.Weight.Normal


def test_combining_marks_are_not_shaped(qtbot: QtBot) -> None:
    del qtbot
    font = QApplication.font()
    assert font_of_text(font, "−η·δW") is font
    unshaped = font_of_text(font, "−η·m̂")
    assert unshaped.styleStrategy() & QFont.StyleStrategy.PreferNoShaping
    assert unshaped.pixelSize() == font.pixelSize()
