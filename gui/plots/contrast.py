"""Colours that can be told from their background, by the measure of WCAG 2."""

from collections.abc import Sequence

from PySide6.QtGui import QColor

TEXT = 4.5
CURVE = 3.0


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """Return the first colour with a share of the other, from 0 to 1."""
    return QColor.fromRgbF(
        one.redF() + (other.redF() - one.redF()) * share,
        one.greenF() + (other.greenF() - one.greenF()) * share,
        one.blueF() + (other.blueF() - one.blueF()) * share,
    )


def strongest(colours: Sequence[QColor], background: QColor) -> QColor:
    """Return the colour that stands out most from the background."""
    ratios = [contrast(colour, background) for colour in colours]
    return colours[ratios.index(max(ratios))]


def legible(colour: QColor, background: QColor, ratio: float) -> QColor:
    """Return the colour itself, or as little darker or lighter as the ratio needs."""
    end = strongest((QColor("black"), QColor("white")), background)
    shades = [mixed(colour, end, step / 20) for step in range(21)]
    return next((shade for shade in shades if contrast(shade, background) >= ratio), end)


def _luminance(colour: QColor) -> float:
    red, green, blue = map(_linear, (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
