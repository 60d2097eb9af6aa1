"""The two axes of a plot: a name, few ticks, and for the left one a faint line across at each."""

import math
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from .framing import Range
from .scale import Measure
from .theme import Theme
from .ticks import Tick, ticks_between
from .whole_ticks import whole_ticks_between

GAP = 8.0
_TICK_LENGTH = 4.0
_MOST_ROWS = 7


class Side(Enum):
    """Where an axis stands."""

    LEFT = "left"
    BOTTOM = "bottom"


class Axis(QGraphicsItem):
    """One axis, drawn around the area that `arrange` tells it."""

    def __init__(self, side: Side, theme: Theme) -> None:
        super().__init__()
        self.name = ""
        self.measure = Measure()
        self._counts_from: int | None = None
        self._side = side
        self._theme = theme
        self._range = (0.0, 1.0)
        self._whole = QRectF()
        self._area = QRectF()
        self.ticks: list[Tick] = []
        self.setZValue(-1000)

    def boundingRect(self) -> QRectF:
        """Return the whole canvas: an axis draws around and across the area."""
        return self._whole

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours and this font."""
        self._theme = theme
        self._renew()

    def set_name(self, name: str, counts_from: int | None = None) -> None:
        """Call the axis by this name; `counts_from` makes it count whole things from there."""
        self.name, self._counts_from = name, counts_from
        self._renew()

    def set_range(self, shown: Range, measure: Measure) -> None:
        """Show these places, measured in this way."""
        if (shown, measure) != (self._range, self.measure):
            self._range, self.measure = shown, measure
            self._renew()

    def arrange(self, whole: QRectF, area: QRectF) -> None:
        """Draw within `whole`, around the area."""
        self.prepareGeometryChange()
        self._whole, self._area = whole, area
        self._renew()

    def thickness(self) -> float:
        """Return the room that the labels need beside the area, a multiple of 8."""
        metrics = QFontMetricsF(self._theme.font)
        if self._side is Side.BOTTOM:
            return GAP * math.ceil((metrics.height() + 1.5 * GAP) / GAP)
        widest = max((metrics.horizontalAdvance(tick.label) for tick in self.ticks), default=0.0)
        return GAP * math.ceil((widest + 2 * GAP) / GAP)

    def _renew(self) -> None:
        self.ticks = self._fitting_ticks()
        self.update()

    def _fitting_ticks(self) -> list[Tick]:
        metrics = QFontMetricsF(self._theme.font)
        if self._side is Side.LEFT:
            most = min(_MOST_ROWS, int(self._area.height() / (2.5 * metrics.height())))
            return self._spaced(most) if most else []
        for most in (8, 6, 5, 4, 3, 2, 1):
            ticks = self._spaced(most)
            widest = max((metrics.horizontalAdvance(tick.label) for tick in ticks), default=0.0)
            if (widest + 3 * GAP) * len(ticks) <= self._area.width():
                return ticks
        return []

    def _spaced(self, most: int) -> list[Tick]:
        low, high = self._range
        if self._counts_from is not None:
            start = low if self.measure.zero is not None else max(low, self._counts_from)
            return whole_ticks_between(start, high, most, self.measure)
        return ticks_between(low, high, most, self.measure)

    def position(self, place: float) -> float:
        """Return where a place lies along the axis, in pixels of the canvas."""
        low, high = self._range
        share = (place - low) / (high - low)
        if self._side is Side.LEFT:
            return self._area.bottom() - share * self._area.height()
        return self._area.left() + share * self._area.width()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the lines, the labels and, in the corner, the name."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._theme.font)
        if self._side is Side.LEFT:
            self._paint_left(painter)
        else:
            self._paint_bottom(painter)

    def _paint_left(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self._theme.font)
        for tick in self.ticks:
            y = round(self.position(tick.place))
            painter.setPen(QPen(self._theme.grid, 1))
            painter.drawLine(QLineF(self._area.left(), y, self._area.right(), y))
            painter.setPen(self._theme.quiet)
            left = self._area.left() - GAP - metrics.horizontalAdvance(tick.label)
            painter.drawText(QPointF(left, y + metrics.capHeight() / 2), tick.label)

    def _paint_bottom(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self._theme.font)
        bottom = round(self._area.bottom())
        baseline = bottom + GAP + metrics.ascent()
        painter.setPen(QPen(self._theme.line, 1))
        painter.drawLine(QLineF(self._area.left(), bottom, self._area.right(), bottom))
        for tick in self.ticks:
            x = round(self.position(tick.place))
            painter.setPen(QPen(self._theme.line, 1))
            painter.drawLine(QLineF(x, bottom, x, bottom + _TICK_LENGTH))
            painter.setPen(self._theme.quiet)
            painter.drawText(QPointF(self.label_left(tick, metrics), baseline), tick.label)
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(GAP, baseline), self.name)

    def label_left(self, tick: Tick, metrics: QFontMetricsF) -> float:
        """Return where a label of the bottom axis starts, within the canvas, clear of the name."""
        width = metrics.horizontalAdvance(tick.label)
        name = 2 * GAP + metrics.horizontalAdvance(self.name)
        centred = self.position(tick.place) - width / 2
        return max(name, min(centred, self._whole.right() - width - GAP / 2))
