"""Colours mixed from the palette, so that light, dark and high contrast themes all work."""

from PySide6.QtGui import QColor, QPalette

# A line stays 20 to 60 levels of lightness from its ground, in light and dark palettes.
_HAIRLINE_SHARE = 0.14
# A name stays over 100 levels of lightness from its ground, so it is muted and still readable.
_MUTED_SHARE = 0.62


def blend(ground: QColor, ink: QColor, share: float) -> QColor:
    """Mix two colours: `share` 0 gives the ground, 1 gives the ink."""
    return QColor.fromRgbF(
        _between(ground.redF(), ink.redF(), share),
        _between(ground.greenF(), ink.greenF(), share),
        _between(ground.blueF(), ink.blueF(), share),
    )


def hairline(palette: QPalette) -> QColor:
    """Return the colour of the lines between cells."""
    return blend(palette.base().color(), palette.text().color(), _HAIRLINE_SHARE)


def quiet(palette: QPalette) -> QColor:
    """Return the muted text colour of row and column names."""
    return blend(palette.window().color(), palette.windowText().color(), _MUTED_SHARE)


def _between(ground: float, ink: float, share: float) -> float:
    return ground + (ink - ground) * share
