"""The few colours that the system does not provide, for light and for dark schemes.

From Okabe and Ito's colour-blind-safe palette, darkened or lightened to keep their contrast.
"""

from functools import lru_cache

from PySide6.QtGui import QColor, QPalette

from ..text.message import MessageKind
from .blending import CURVE, TEXT, legible

LIGHT = {
    MessageKind.QUIET: "#5f6368",
    MessageKind.GOING: "#0072b2",
    MessageKind.GOOD: "#00785a",
    MessageKind.WARNING: "#a35200",
    MessageKind.FAULT: "#b3261e",
}
DARK = {
    MessageKind.QUIET: "#a9adb3",
    MessageKind.GOING: "#56b4e9",
    MessageKind.GOOD: "#2fc79e",
    MessageKind.WARNING: "#f0b04a",
    MessageKind.FAULT: "#ff8a80",
}
MIDDLE = 128
"""Half of Qt's scale of lightness, 0 to 255."""


def is_dark(palette: QPalette) -> bool:
    """Return whether the palette writes light on dark."""
    return palette.window().color().lightness() < MIDDLE


def kind_colour(kind: MessageKind, palette: QPalette) -> QColor:
    """Return the colour of the mark of a message."""
    colour = (DARK if is_dark(palette) else LIGHT)[kind]
    return _legible_once(colour, palette.window().color().rgb(), TEXT)


def accent_colour(palette: QPalette) -> QColor:
    """Return the accent colour, seen on a button; that of selections where a theme has none."""
    accent, highlight = palette.accent().color(), palette.highlight().color()
    colour = accent if accent.hsvSaturation() > 0 else highlight
    return _legible_once(colour.name(), palette.button().color().rgb(), CURVE)


@lru_cache(maxsize=64)
def _legible_once(colour: str, ground: int, ratio: float) -> QColor:
    """Compute a colour once for a ground: each message and each state of a run asks."""
    return legible(QColor(colour), QColor.fromRgb(ground), ratio)
