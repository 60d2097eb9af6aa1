"""Fields whose edge cannot be seen: its contrast to what is around them is below 3."""

import math
from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QLineEdit, QWidget

from gui.theme.blending import CURVE, contrast

from .geometry import GeometryFault

# An edge is at most so many pixels inside the field, or one outside of it.
_DEPTH, _OUTSIDE = 4, -2
# The style draws an edge half on one pixel and half on the next.
_BLURRED = 0.1
KINDS = (QLineEdit, QComboBox, QAbstractSpinBox)


def edge_faults_in(window: QWidget) -> list[GeometryFault]:
    """Return the fields of a window that have no edge to be seen on each side."""
    picture = window.grab().toImage()
    found = []
    for field in _fields_of(window):
        least = edge_contrast(picture, field, window)
        if least < CURVE - _BLURRED:
            who = f"{type(field).__name__} {field.objectName()!r}"
            found.append(GeometryFault(who, f"has an edge of contrast {least:.1f}"))
    return found


def _fields_of(window: QWidget) -> Iterator[QWidget]:
    """Yield the fields that a person can type in or open, but not those inside another one."""
    for field in window.findChildren(QWidget):
        if not isinstance(field, KINDS) or not (field.isVisible() and field.isEnabled()):
            continue
        is_scrolled_away = field.visibleRegion().boundingRect() != field.rect()
        if not isinstance(field.parentWidget(), KINDS) and not is_scrolled_away:
            yield field


def edge_contrast(picture: QImage, field: QWidget, window: QWidget) -> float:
    """Return the contrast of the faintest side of a field to the ground just outside of it.

    Each pixel of the screen is looked at: at 150 % an edge lies between those of the window.
    """
    ratio = picture.devicePixelRatio()
    top_left = field.mapTo(window, QPoint())
    left, top = (math.floor(each * ratio) for each in top_left.toTuple())
    right = math.ceil((top_left.x() + field.width()) * ratio) - 1
    bottom = math.ceil((top_left.y() + field.height()) * ratio) - 1
    x, y = (left + right) // 2, (top + bottom) // 2
    sides = (left, y, 1, 0), (right, y, -1, 0), (x, top, 0, 1), (x, bottom, 0, -1)

    def colour(side: tuple[int, int, int, int], depth: int) -> QColor:
        across, down, right, below = side
        return picture.pixelColor(across + depth * right, down + depth * below)

    outside = math.floor(_OUTSIDE * ratio)
    depths = range(math.floor(-ratio), math.ceil(_DEPTH * ratio))
    return min(
        max(contrast(colour(side, depth), colour(side, outside)) for depth in depths)
        for side in sides
    )
