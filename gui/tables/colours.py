"""Shades between two colours of the palette, so that light, dark and high contrast all follow."""

from PySide6.QtGui import QColor, QPalette


def blend(ground: QColor, ink: QColor, share: float) -> QColor:
    """Return the ground with a share of the ink in it."""
    return QColor.fromRgbF(
        _between(ground.redF(), ink.redF(), share),
        _between(ground.greenF(), ink.greenF(), share),
        _between(ground.blueF(), ink.blueF(), share),
    )


def hairline(palette: QPalette) -> QColor:
    """Return the colour of the lines between cells."""
    return blend(palette.base().color(), palette.text().color(), 0.14)


def quiet(palette: QPalette) -> QColor:
    """Return the colour of text that stands back: row and column names."""
    return blend(palette.window().color(), palette.windowText().color(), 0.62)


def _between(ground: float, ink: float, share: float) -> float:
    return ground + (ink - ground) * share
