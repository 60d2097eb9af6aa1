"""The colour of each quotient, the same in all panels of the view."""

from PySide6.QtGui import QColor

from engine.difference import Difference

from ..plots.theme import Theme


def colour_of(difference: Difference, theme: Theme) -> QColor:
    """Return the colour of a quotient: the central one has that of the run."""
    if difference is Difference.CENTRAL:
        return theme.run
    return theme.series[0 if difference is Difference.FORWARD else 1]
