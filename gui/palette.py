"""The few colours beyond the system's own, one set for light and one for dark schemes.

From Okabe and Ito's colour-blind-safe palette, darkened or lightened to keep their contrast.
"""

from PySide6.QtGui import QColor, QPalette

from .tone import Tone

LIGHT = {
    Tone.QUIET: "#5f6368",
    Tone.GOING: "#0072b2",
    Tone.GOOD: "#00785a",
    Tone.WARNING: "#a35200",
    Tone.FAULT: "#b3261e",
}
DARK = {
    Tone.QUIET: "#a9adb3",
    Tone.GOING: "#56b4e9",
    Tone.GOOD: "#2fc79e",
    Tone.WARNING: "#f0b04a",
    Tone.FAULT: "#ff8a80",
}
MIDDLE = 128


def is_dark(palette: QPalette) -> bool:
    """Tell whether the palette writes light on dark."""
    return palette.window().color().lightness() < MIDDLE


def tone_colour(tone: Tone, palette: QPalette) -> QColor:
    """Return the colour of a diagnosis's mark."""
    return QColor((DARK if is_dark(palette) else LIGHT)[tone])
