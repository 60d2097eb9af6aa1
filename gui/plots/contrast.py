"""Colours with enough contrast to their background, as defined by WCAG 2."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

# The least contrast ratios of WCAG 2, level AA, for text and for graphics.
TEXT = 4.5
CURVE = 3.0


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Mix two colours: `share` 0 gives the first, 1 the other."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def strongest(colours: Sequence[QColor], background: QColor) -> QColor:
    """Return the colour with the most contrast to the background."""
    ratios = [contrast(colour, background) for colour in colours]
    return colours[ratios.index(max(ratios))]


def legible(colour: QColor, background: QColor, ratio: float) -> QColor:
    """Return the colour, darkened or lightened just enough to reach the ratio."""
    end = strongest((QColor("black"), QColor("white")), background)
    shades = [mixed(colour, end, step / 20) for step in range(21)]
    return next((shade for shade in shades if contrast(shade, background) >= ratio), end)


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
