"""Moving from point to point of a plot by keys."""

from enum import Enum

from PySide6.QtCore import Qt

# A page is a tenth of the points, so that ten keys cross any plot.
_PAGES = 10


class PointStep(Enum):
    """A move along the points of a plot."""

    PREVIOUS = "the point before"
    NEXT = "the point after"
    BACK = "a page back"
    AHEAD = "a page ahead"
    FIRST = "the first point"
    LAST = "the last point"


STEP_KEYS = {
    Qt.Key.Key_Left: PointStep.PREVIOUS,
    Qt.Key.Key_Right: PointStep.NEXT,
    Qt.Key.Key_PageUp: PointStep.BACK,
    Qt.Key.Key_PageDown: PointStep.AHEAD,
    Qt.Key.Key_Home: PointStep.FIRST,
    Qt.Key.Key_End: PointStep.LAST,
}


def stepped_index(index: int | None, step: PointStep, count: int) -> int:
    """Return the index of the point after a step; the first step goes to the last point.

    ``index`` is that of the current point among ``count``, at least one; None before the first
    step.
    """
    if step is PointStep.FIRST:
        return 0
    if step is PointStep.LAST or index is None:
        return count - 1
    page = max(1, count // _PAGES)
    by = {
        PointStep.PREVIOUS: -1,
        PointStep.NEXT: 1,
        PointStep.BACK: -page,
        PointStep.AHEAD: page,
    }
    return min(max(index + by[step], 0), count - 1)
