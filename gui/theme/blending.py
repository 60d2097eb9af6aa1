"""Colours mixed from the palette, so that light, dark and high contrast themes all work."""

from collections.abc import Callable, Sequence
from functools import wraps

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

# The least contrast ratios of WCAG 2, level AA, for text and for graphics.
TEXT = 4.5
CURVE = 3.0
# A line stays 20 to 60 levels of lightness from its ground, in light and dark palettes.
_HAIRLINE_SHARE = 0.14
# A name stays over 100 levels of lightness from its ground, so it is muted and still readable.
_MUTED_SHARE = 0.62
# A window this dark, out of 255, is one that somebody forces to be black.
_BLACK = 8
# White on black has 21.
_FORCED = 15.0
_mixed: list[dict[object, QColor]] = []


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
    _mixed.append(last)

    @wraps(colour)
    def mixed(palette: QPalette) -> QColor:
        key = palette.cacheKey(), palette.currentColorGroup()
        if key not in last:
            last.clear()
            last[key] = colour(palette)
        return last[key]

    return mixed


def forget_mixed() -> None:
    """Mix all colours again: the desktop has changed its wish."""
    for last in _mixed:
        last.clear()


def wants_contrast(palette: QPalette) -> bool:
    """Return whether the desktop asks for more contrast, or its colours are white on black."""
    hints = QGuiApplication.styleHints()  # kept: without it, its parts are gone for Python
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return True
    window = palette.window().color()
    is_black = window.lightness() <= _BLACK
    return is_black and contrast(palette.windowText().color(), window) >= _FORCED


@_mixed_once
def hairline(palette: QPalette) -> QColor:
    """Return the colour of the lines between cells: faint, unless contrast is wanted."""
    base, text = palette.base().color(), palette.text().color()
    line = blend(base, text, _HAIRLINE_SHARE)
    return legible(line, base, CURVE) if wants_contrast(palette) else line


@_mixed_once
def quiet(palette: QPalette) -> QColor:
    """Return the muted text colour of row and column names."""
    return blend(palette.window().color(), palette.windowText().color(), _MUTED_SHARE)


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    # Without a function for the luminance: each text, mark and edge asks.
    first, second = (
        0.2126 * _LINEAR[one.red()] + 0.7152 * _LINEAR[one.green()] + 0.0722 * _LINEAR[one.blue()],
        0.2126 * _LINEAR[other.red()]
        + 0.7152 * _LINEAR[other.green()]
        + 0.0722 * _LINEAR[other.blue()],
    )
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def strongest(colours: Sequence[QColor], background: QColor) -> QColor:
    """Return the colour with the most contrast to the background."""
    ratios = [contrast(colour, background) for colour in colours]
    return colours[ratios.index(max(ratios))]


def legible(colour: QColor, background: QColor, ratio: float) -> QColor:
    """Return the colour, darkened or lightened just enough to reach the ratio."""
    if contrast(colour, background) >= ratio:
        return colour
    end = strongest((QColor("black"), QColor("white")), background)
    shades = (blend(colour, end, step / 20) for step in range(1, 21))
    return next((shade for shade in shades if contrast(shade, background) >= ratio), end)


def _between(ground: float, ink: float, share: float) -> float:
    return ground + (ink - ground) * share


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


_LINEAR = tuple(_linear(level / 255) for level in range(256))
