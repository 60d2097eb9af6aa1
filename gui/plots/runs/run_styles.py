"""The colour and the dashes of a kept run: no two of twenty look alike, even without colour few."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from ..line import THICK
from ..theme import Theme

DASHES = (
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
    Qt.PenStyle.DashDotDotLine,
)
"""None is solid: that is the run that is going on."""
STYLES = 20
"""As many as there are colours times dashes, which have no common factor."""


def run_colour(theme: Theme, style: int) -> QColor:
    """Return the colour of a style."""
    return theme.kept[style % len(theme.kept)]


def run_pen(theme: Theme, style: int, width: float = THICK) -> QPen:
    """Return what draws the line of a style."""
    return QPen(run_colour(theme, style), width, DASHES[style % len(DASHES)])
