"""What is drawn over the area inside the axes: the base of it, and a dashed line at one height.

Words among dots and other words take the first place in which they cover nothing: ``Taken``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..background.reporting import reporting
from .axis import GAP, PlotAxis
from .axis_scale import Numbers
from .theme import Theme

_DASHES = (6.0, 4.0)
# In pixels: clear of the dot at the end of a curve that lies on the line.
_LABEL_GAP = GAP / 2


NO_DOTS = np.empty((0, 3))
# In half of the searches of the examples, one of the first 24 of 120 is free: 2.4 ms became 0.7.
FEW_PLACES = 24
# Of pixels that words may be cut by at an edge: positions are rounded.
_OVER_EDGE = 0.5


@dataclass(frozen=True, eq=False)
class Taken:
    """What words must not cover, in pixels.

    Attributes
    ----------
    dots : ndarray, shape (n, 3)
        The middle of each dot, and its radius.
    rects : tuple of QRectF
        Words, marks and numbers of axes.
    """

    dots: Numbers
    rects: tuple[QRectF, ...] = ()

    def beside(self, *rects: QRectF) -> "Taken":
        """Return the same and more rectangles."""
        return replace(self, rects=(*self.rects, *rects))

    def first_free(self, places: Iterable[QRectF], within: QRectF) -> QRectF | None:
        """Return the first place that covers nothing and lies within a rectangle; None if none.

        Places are taken a few at a time: mostly one of the first is free.
        """
        waiting, rects = iter(places), _edges(self.rects).T
        while few := list(islice(waiting, FEW_PLACES)):
            if (found := self._first_of(few, rects, within)) is not None:
                return found
        return None

    def _first_of(self, places: Sequence[QRectF], rects: Numbers, within: QRectF) -> QRectF | None:
        left, top, right, bottom = _edges(places).T[:, :, np.newaxis]
        x, y, radius = self.dots.T
        covers = (x + radius > left) & (x - radius < right)
        covers &= (y + radius > top) & (y - radius < bottom)
        x_0, y_0, x_1, y_1 = rects
        meets = (x_1 > left) & (x_0 < right) & (y_1 > top) & (y_0 < bottom)
        room = within.adjusted(-_OVER_EDGE, -_OVER_EDGE, _OVER_EDGE, _OVER_EDGE)
        is_free = (~covers.any(axis=1) & ~meets.any(axis=1)).tolist()
        fitting = (each for each, free in zip(places, is_free, strict=True) if free)
        return next((each for each in fitting if room.contains(each)), None)


def _edges(rects: Iterable[QRectF]) -> Numbers:
    edges = [(each.left(), each.top(), each.right(), each.bottom()) for each in rects]
    return np.array(edges, dtype=np.float64).reshape(-1, 4)


class AreaItem(QGraphicsItem):
    """Fills the area inside the axes; a subclass draws in it, in pixels."""

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__()
        self._axis, self._theme = axis, theme
        self._area = QRectF()

    def boundingRect(self) -> QRectF:
        """Return the area inside the axes."""
        return self._area

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._theme = theme
        self.update()

    def arrange(self, area: QRectF) -> None:
        """Set the area inside the axes."""
        if area != self._area:
            self.prepareGeometryChange()
            self._area = area


class LevelLine(AreaItem):
    """A dashed line at a position of the left axis, with a small label below it.

    It is drawn in pixels, so it spans every range. An item in the coordinates of the data would
    take part in the range that is fitted to them. The label covers no dot and no number of the
    axes: it is shorter in a narrow plot, above the line if there is no room below, and at the left
    if a dot is at the right. Where there is no room at all it is left out.
    """

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.position: float | None = None
        self._labels: tuple[str, ...] = ()
        self._taken = Taken(NO_DOTS)
        # Below the curve, and drawn before the view: in an SVG, later items are clipped to it.
        self.setZValue(-500)

    @property
    def label(self) -> str:
        """The whole label, whether or not there is room for it."""
        return next(iter(self._labels), "")

    @property
    def drawn_label(self) -> str:
        """The label as it is drawn: the whole, or shorter if that has no room; else empty."""
        return self._placed()[0]

    def set_level(self, position: float | None, *labels: str) -> None:
        """Draw the line at a position of the left axis; None draws none.

        Parameters
        ----------
        position : float or None
        *labels : str
            The label, then shorter ones of which the first that has room is taken.
        """
        if (position, labels) != (self.position, self._labels):
            self.position, self._labels = position, labels
            self.update()

    def keep_clear(self, dots: Numbers) -> None:
        """Let the label cover none of these dots: (n, 3), their middles and radii in pixels."""
        self._taken = Taken(dots)
        self.update()

    @property
    def label_height(self) -> float:
        """The room in pixels that the label needs between the line and the axis."""
        return QFontMetricsF(self._theme.font).height() + _LABEL_GAP

    def pixel(self) -> float | None:
        """Return the height of the line in pixels of the plot; None if it is not in view."""
        if self.position is None:
            return None
        pixel = self._axis.to_pixel(self.position)
        return pixel if self._area.top() <= pixel <= self._area.bottom() else None

    def label_rect(self) -> QRectF:
        """Return the rectangle of the label; an empty one if there is no room for it."""
        return self._placed()[1]

    def _placed(self) -> tuple[str, QRectF]:
        """Return the label that has room, and its rectangle."""
        pixel = self.pixel()
        if pixel is None:
            return "", QRectF()
        metrics = QFontMetricsF(self._theme.font)
        height, left = metrics.height(), self._area.left()
        for label in self._labels:
            width = metrics.horizontalAdvance(label)
            right = self._area.right() - width
            below, above = pixel + _LABEL_GAP, pixel - _LABEL_GAP - height
            places = [
                QRectF(x, top, width, height)
                for x, top in ((right, below), (right, above), (left, below), (left, above))
            ]
            if (place := self._taken.first_free(places, self._area)) is not None:
                return label, place
        return "", QRectF()

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line and its label."""
        del option, widget
        pixel = self.pixel()
        if pixel is None:
            return
        pen = QPen(self._theme.quiet, 1)
        pen.setDashPattern(_DASHES)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        y = round(pixel)
        painter.drawLine(QLineF(self._area.left(), y, self._area.right(), y))
        label, rect = self._placed()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.quiet)
        ascent = QFontMetricsF(self._theme.font).ascent()
        painter.fillRect(rect, self._theme.background)  # no grid line through the digits
        painter.drawText(QPointF(rect.left(), rect.top() + ascent), label)
