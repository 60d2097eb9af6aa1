"""Fonts of other sizes and weights, derived from the font that a person has chosen."""

from unicodedata import combining

from PySide6.QtGui import QFont, QFontInfo

USUAL_SIZE = 12
"""The pixels of the usual font, in which all sizes of the window are given."""


def sized_font(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the font in another size, given for the usual one, with digits of equal width.

    18 pixels are half as large again as the font, whatever its size is.
    """
    sized = QFont(font)
    sized.setPixelSize(round(QFontInfo(font).pixelSize() * pixels / USUAL_SIZE))
    sized.setWeight(weight)
    sized.setFeature(QFont.Tag("tnum"), 1)
    return sized


def font_of_text(font: QFont, text: str) -> QFont:
    """Return the font in which a text is drawn: m̂ and v̂ without shaping.

    Qt 6.11 with FreeType draws a combining mark a whole line above its letter where it is shaped.
    """
    if not any(map(combining, text)):
        return font
    unshaped = QFont(font)
    unshaped.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return unshaped
