"""The axes of a plot: a name and a few ticks, with faint grid lines for the left axis."""

import math
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..background.reporting import reporting
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
# Between the labels of the bottom axis: about a blank.
_LABEL_GAP = GAP / 2
# Between the title and the label of a tick at the top of the area, in a plot that is low.
_BELOW_TITLE = 6.0
_LEAST_ROOM = 4 * GAP
LOW = 160.0
"""A plot of less height spares 16 pixels above and 12 below: at 900×600 The limit has 117 to 129,
of which 64 were around the areas of its plots."""
_SPARED = 6.0


class AxisSide(Enum):
    """The side of the view that an axis is on."""

    LEFT = "left"
    BOTTOM = "bottom"


def line_room(theme: Theme, height: float, around: float = GAP) -> float:
    """Return the height for a line of text beside the area of a plot, a multiple of 4 pixels.

    Parameters
    ----------
    theme : Theme
    height : float
        That of the whole plot: a low one leaves as little as it can to its header and its labels.
    around : float
        The pixels around the text where there is room.
    """
    text = QFontMetricsF(theme.font).height()
    if height < LOW:
        return GAP / 2 * math.ceil((text + around - _SPARED) / (GAP / 2))
    return max(_LEAST_ROOM, GAP * math.ceil((text + around) / GAP))


def label_gap(height: float) -> float:
    """Return how far below the area the labels begin, in a plot of this height."""
    return GAP if height >= LOW else _TICK_LENGTH + 1


class PlotAxis(QGraphicsItem):
    """One axis, drawn along the area that ``arrange`` sets."""

    def __init__(self, side: AxisSide, theme: Theme) -> None:
        super().__init__()
        self.name = ""
        self.axis_scale = AxisScale()
        self._counts_from: int | None = None
        self._given: tuple[Tick, ...] = ()
        self._has_grid = True
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

    def set_ticks(self, ticks: Sequence[Tick]) -> None:
        """Show these ticks, as far as they are in range, instead of round numbers; () ends that."""
        if tuple(ticks) != self._given:
            self._given = tuple(ticks)
            self._update_ticks()

    def leave_out_grid(self) -> None:
        """Draw a short mark beside each number instead of a line across the area."""
        self._has_grid = False
        self.update()

    def set_range(self, shown: Range, axis_scale: AxisScale) -> None:
        """Show this range of positions, labelled by this scale."""
        if (shown, axis_scale) != (self._range, self.axis_scale):
            self._range, self.axis_scale = shown, axis_scale
            self._update_ticks()

    def arrange(self, whole: QRectF, area: QRectF) -> None:
        """Set the rectangle of the whole plot and that of the area."""
        if (whole, area) == (self._whole, self._area):  # as most often, when buttons are placed
            return
        self.prepareGeometryChange()
        self._whole, self._area = whole, area
        self._update_ticks()

    def thickness(self, height: float = math.inf) -> float:
        """Return the room that the labels need beside the area, a multiple of 8 pixels.

        ``height`` is that of the whole plot.
        """
        metrics = QFontMetricsF(self._theme.font)
        if self._side is AxisSide.BOTTOM:
            return line_room(self._theme, height, 1.5 * GAP)
        widest = max((metrics.horizontalAdvance(tick.label) for tick in self.ticks), default=0.0)
        return GAP * math.ceil((widest + 2 * GAP) / GAP)

    def _update_ticks(self) -> None:
        self.ticks = self._without_overlaps(self._fitting_ticks())
        self.update()

    def _fitting_ticks(self) -> list[Tick]:
        metrics = QFontMetricsF(self._theme.font)
        if self._side is AxisSide.LEFT:
            most = min(_MOST_LEFT_TICKS, int(self._area.height() / (2.5 * metrics.height())))
            ticks = self._ticks(most) if most else []
            # One number alone says nothing of the scale: closer ones stand clear of each other.
            closer = (self._ticks(times * most) for times in (2, 3)) if len(ticks) == 1 else ()
            return next((each for each in closer if len(each) > 1), ticks)
        # From eight ticks downwards, until the widest label fits with a gap on either side.
        for most in (8, 6, 5, 4, 3, 2, 1):
            ticks = self._ticks(most)
            widest = max((metrics.horizontalAdvance(tick.label) for tick in ticks), default=0.0)
            if (widest + 3 * GAP) * len(ticks) <= self._area.width():
                return ticks
        return []

    def _without_overlaps(self, ticks: list[Tick]) -> list[Tick]:
        """Return the ticks whose labels stand clear of each other, among them the last one.

        Round numbers may lie close to where zeros are drawn, or to the end that a label is kept
        within.
        """
        metrics = QFontMetricsF(self._theme.font)
        kept: list[tuple[Tick, QRectF]] = []
        for tick in ticks:
            label = self.label_rect(tick, metrics)
            if tick is ticks[-1]:
                while len(kept) > 1 and not _is_clear(kept[-1][1], label):
                    kept.pop()
            if not kept or _is_clear(kept[-1][1], label):
                kept.append((tick, label))
        return [tick for tick, _ in kept]

    def _ticks(self, most: int) -> list[Tick]:
        low, high = self._range
        if self._given:
            return [tick for tick in self._given if low <= tick.position <= high]
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

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the lines, the labels and, in the corner, the name."""
        del option, widget
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
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
            if self._has_grid:
                painter.setPen(QPen(self._theme.grid, 1))
                painter.drawLine(QLineF(self._area.left(), y, self._area.right(), y))
            else:
                painter.setPen(QPen(self._theme.line, 1))
                painter.drawLine(QLineF(self._area.left() - _TICK_LENGTH, y, self._area.left(), y))
            painter.setPen(self._theme.quiet)
            rect = self.label_rect(tick, metrics)
            left, baseline = rect.left(), rect.center().y() + metrics.capHeight() / 2
            painter.drawText(QPointF(left, baseline), tick.label)

    def _paint_bottom(self, painter: QPainter) -> None:
        metrics = QFontMetricsF(self._theme.font)
        bottom = round(self._area.bottom())
        baseline = bottom + label_gap(self._whole.height()) + metrics.ascent()
        painter.setPen(QPen(self._theme.line, 1))
        painter.drawLine(QLineF(self._area.left(), bottom, self._area.right(), bottom))
        for tick in self.ticks:
            x = round(self.to_pixel(tick.position))
            painter.setPen(QPen(self._theme.line, 1))
            painter.drawLine(QLineF(x, bottom, x, bottom + _TICK_LENGTH))
            painter.setPen(self._theme.quiet)
            left = self.label_rect(tick, metrics).left()
            painter.drawText(QPointF(left, baseline), tick.label)
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(GAP, baseline), self.name)

    def label_rect(self, tick: Tick, metrics: QFontMetricsF) -> QRectF:
        """Return the rectangle of a label, in pixels of the plot."""
        width, height = metrics.horizontalAdvance(tick.label), metrics.height()
        if self._side is AxisSide.BOTTOM:
            top = self._area.bottom() + label_gap(self._whole.height())
            return QRectF(self.label_left(tick, metrics), top, width, height)
        # Level with its line, but clear of the header above and of the name below.
        top = round(self.to_pixel(tick.position)) - height / 2
        top = min(top, self._area.bottom() + GAP - height)
        top = max(top, self._area.top() - _LABEL_GAP, self._below_title(metrics) - height / 2)
        return QRectF(self._area.left() - GAP - width, top, width, height)

    def _below_title(self, metrics: QFontMetricsF) -> float:
        """Return where the middle of a label is at least, so that no title touches it."""
        middle_of_title = (self._whole.top() + self._area.top()) / 2
        return middle_of_title + metrics.capHeight() + _BELOW_TITLE

    def label_left(self, tick: Tick, metrics: QFontMetricsF) -> float:
        """Return the left edge of a bottom label: inside the plot and clear of the name."""
        width = metrics.horizontalAdvance(tick.label)
        name = 2 * GAP + metrics.horizontalAdvance(self.name)
        centred = self.to_pixel(tick.position) - width / 2
        return max(name, min(centred, self._whole.right() - width - GAP / 2))


def _is_clear(label: QRectF, other: QRectF) -> bool:
    """Return whether there is a gap between two labels."""
    return not label.adjusted(-_LABEL_GAP, 0, _LABEL_GAP, 0).intersects(other)
