"""Colours mixed from the palette, so that light, dark and high contrast themes all work."""

from collections.abc import Callable, Sequence
from functools import wraps

from PySide6.QtGui import QColor, QPalette

# The least contrast ratios of WCAG 2, level AA, for text and for graphics.
TEXT = 4.5
CURVE = 3.0
# A line stays 20 to 60 levels of lightness from its ground, in light and dark palettes.
_HAIRLINE_SHARE = 0.14
# A name stays over 100 levels of lightness from its ground, so it is muted and still readable.
_MUTED_SHARE = 0.62


def blend(ground: QColor, ink: QColor, share: float) -> QColor:
    """Mix two colours: ``share`` 0 gives the ground, 1 gives the ink."""
    return QColor.fromRgbF(
        _between(ground.redF(), ink.redF(), share),
        _between(ground.greenF(), ink.greenF(), share),
        _between(ground.blueF(), ink.blueF(), share),
    )


PaletteColour = Callable[[QPalette], QColor]


def _mixed_once(colour: PaletteColour) -> PaletteColour:
    """Mix a colour once for a palette: each cell and name asks, hundreds of times a redraw.

    The colour is that of the palette asked last, which is nearly always the next one's as well.
    """
    last: dict[object, QColor] = {}

    @wraps(colour)
    def mixed(palette: QPalette) -> QColor:
        key = palette.cacheKey(), palette.currentColorGroup()
        if key not in last:
            last.clear()
            last[key] = colour(palette)
        return last[key]

    return mixed


@_mixed_once
def hairline(palette: QPalette) -> QColor:
    """Return the colour of the lines between cells."""
    return blend(palette.base().color(), palette.text().color(), _HAIRLINE_SHARE)


@_mixed_once
def quiet(palette: QPalette) -> QColor:
    """Return the muted text colour of row and column names."""
    return blend(palette.window().color(), palette.windowText().color(), _MUTED_SHARE)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def strongest(colours: Sequence[QColor], background: QColor) -> QColor:
    """Return the colour with the most contrast to the background."""
    ratios = [contrast(colour, background) for colour in colours]
    return colours[ratios.index(max(ratios))]


def legible(colour: QColor, background: QColor, ratio: float) -> QColor:
    """Return the colour, darkened or lightened just enough to reach the ratio."""
    end = strongest((QColor("black"), QColor("white")), background)
    shades = [blend(colour, end, step / 20) for step in range(21)]
    return next((shade for shade in shades if contrast(shade, background) >= ratio), end)


def _between(ground: float, ink: float, share: float) -> float:
    return ground + (ink - ground) * share


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
