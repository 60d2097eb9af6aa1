"""The axes of a plot: a name and a few ticks, with faint grid lines for the left axis."""

import math
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..theme.appearance import GRID
from .axis_scale import AxisScale
from .theme import Theme
from .ticks import Tick, ticks_between, whole_ticks_between
from .view_range import Range

# The layout grid of the window, as a float for geometry.
GAP = float(GRID)
_TICK_LENGTH = GAP / 2
# More ticks on the left axis are not easier to read, however tall the plot is.
_MOST_LEFT_TICKS = 7


class AxisSide(Enum):
    """The side of the view that an axis is on."""

    LEFT = "left"
    BOTTOM = "bottom"


class PlotAxis(QGraphicsItem):
    """One axis, drawn along the area that ``arrange`` sets."""

    def __init__(self, side: AxisSide, theme: Theme) -> None:
        super().__init__()
        self.name = ""
        self.axis_scale = AxisScale()
        self._counts_from: int | None = None
        self._side = side
        self._theme = theme
        self._range = (0.0, 1.0)
        self._whole = QRectF()
        self._area = QRectF()
        self.ticks: list[Tick] = []
        self.setZValue(-1000)

    def boundingRect(self) -> QRectF:
        """Return the whole plot: an axis draws beside the area, and grid lines across it."""
        return self._whole

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._theme = theme
        self._update_ticks()

    def set_name(self, name: str, counts_from: int | None = None) -> None:
        """Set the name; with ``counts_from``, ticks are whole numbers from there on."""
        self.name, self._counts_from = name, counts_from
        self._update_ticks()

    def set_range(self, shown: Range, axis_scale: AxisScale) -> None:
        """Show this range of positions, labelled by this scale."""
        if (shown, axis_scale) != (self._range, self.axis_scale):
            self._range, self.axis_scale = shown, axis_scale
            self._update_ticks()

    def arrange(self, whole: QRectF, area: QRectF) -> None:
        """Set the rectangle of the whole plot and that of the area."""
        self.prepareGeometryChange()
        self._whole, self._area = whole, area
        self._update_ticks()

    def thickness(self) -> float:
        """Return the room that the labels need beside the area, a multiple of 8 pixels."""
        metrics = QFontMetricsF(self._theme.font)
        if self._side is AxisSide.BOTTOM:
            return GAP * math.ceil((metrics.height() + 1.5 * GAP) / GAP)
        widest = max((metrics.horizontalAdvance(tick.label) for tick in self.ticks), default=0.0)
        return GAP * math.ceil((widest + 2 * GAP) / GAP)

    def _update_ticks(self) -> None:
        self.ticks = self._fitting_ticks()
        self.update()

    def _fitting_ticks(self) -> list[Tick]:
        metrics = QFontMetricsF(self._theme.font)
        if self._side is AxisSide.LEFT:
            most = min(_MOST_LEFT_TICKS, int(self._area.height() / (2.5 * metrics.height())))
            return self._ticks(most) if most else []
        # From eight ticks downwards, until the widest label fits with a gap on either side.
        for most in (8, 6, 5, 4, 3, 2, 1):
            ticks = self._ticks(most)
            widest = max((metrics.horizontalAdvance(tick.label) for tick in ticks), default=0.0)
            if (widest + 3 * GAP) * len(ticks) <= self._area.width():
                return ticks
        return []

    def _ticks(self, most: int) -> list[Tick]:
        low, high = self._range
        if self._counts_from is not None:
            start = low if self.axis_scale.zero is not None else max(low, self._counts_from)
            return whole_ticks_between(start, high, most, self.axis_scale)
        return ticks_between(low, high, most, self.axis_scale)

    def to_pixel(self, position: float) -> float:
        """Return the pixel of the plot at which a position lies."""
        low, high = self._range
        share = (position - low) / (high - low)
        if self._side is AxisSide.LEFT:
            return self._area.bottom() - share * self._area.height()
        return self._area.left() + share * self._area.width()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the lines, the labels and, in the corner, the name."""
        del option, widget
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._theme.font)
        if self._side is AxisSide.LEFT:
            self._paint_left(painter)
        else:
            self._paint_bottom(painter)

    def _paint_left(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self._theme.font)
        for tick in self.ticks:
            y = round(self.to_pixel(tick.position))
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
            x = round(self.to_pixel(tick.position))
            painter.setPen(QPen(self._theme.line, 1))
            painter.drawLine(QLineF(x, bottom, x, bottom + _TICK_LENGTH))
            painter.setPen(self._theme.quiet)
            painter.drawText(QPointF(self.label_left(tick, metrics), baseline), tick.label)
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(GAP, baseline), self.name)

    def label_left(self, tick: Tick, metrics: QFontMetricsF) -> float:
        """Return the left edge of a bottom label: inside the plot and clear of the name."""
        width = metrics.horizontalAdvance(tick.label)
        name = 2 * GAP + metrics.horizontalAdvance(self.name)
        centred = self.to_pixel(tick.position) - width / 2
        return max(name, min(centred, self._whole.right() - width - GAP / 2))
