"""The layout of a plot: header above, axes on the left and below, and the view between them."""

import math

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from ..background.reporting import reporting
from .axis import GAP, AxisSide, PlotAxis, line_room
from .axis_scale import EMPTY, AxisScale, Numbers
from .graph import GraphicsView, ViewBox
from .header import PlotHeader
from .markers import Markers
from .theme import Theme
from .view_range import Range

AxisScales = tuple[AxisScale, AxisScale]

# Room for numbers such as “1e-10” on the left.
_LEAST_LEFT_MARGIN = 8 * GAP


class PlotArea(GraphicsView):
    """The drawing area of a plot, with its axes and header; it shows a range of positions.

    ``range_changed`` is emitted when the visible range changes, ``area_changed`` when the size
    does.
    """

    range_changed = Signal()
    area_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        # The window takes drops. A view that accepts them and then ignores each one, as pyqtgraph's
        # does, hides the window from a dragged file, and Qt warns when the file leaves.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.left = PlotAxis(AxisSide.LEFT, theme)
        self.bottom = PlotAxis(AxisSide.BOTTOM, theme)
        self.header = PlotHeader(theme)
        self.view = ViewBox(enableMenu=False, defaultPadding=0.0)
        self.view.disableAutoRange()
        for item in (self.left, self.bottom, self.view, self.header):
            self.scene().addItem(item)
        self.axis_scales: AxisScales = (AxisScale(), AxisScale())
        self.empty_text = ""
        self.hint = ""
        self.theme = theme
        self._left_margin = _LEAST_LEFT_MARGIN
        self._reserved = 0.0
        self._is_changing = False
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.set_theme(theme)
        self.view.sigRangeChanged.connect(self._on_range_changed)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self.theme = theme
        self.setBackground(theme.background)
        self.left.set_theme(theme)
        self.bottom.set_theme(theme)
        self.header.set_theme(theme)
        self._lay_out()

    def set_empty_text(self, text: str) -> None:
        """Show a sentence instead of the axes, or the axes if it is empty."""
        if text != self.empty_text:
            self.empty_text = text
            self.left.setVisible(not text)
            self.bottom.setVisible(not text)
            self.viewport().update()

    def set_hint(self, text: str) -> None:
        """Show a sentence over what is drawn; an empty one shows none."""
        if text != self.hint:
            self.hint = text
            self.viewport().update()

    def reserve_header(self, width: float) -> None:
        """Keep this width at the right end of the header free for buttons."""
        self._reserved = width
        self._lay_out()

    def show_range(self, x: Range, y: Range, axis_scales: AxisScales) -> None:
        """Show these ranges of positions with these scales."""
        self.axis_scales = axis_scales
        self._is_changing = True
        self._set_range(x, y)
        self._is_changing = False
        self._on_range_changed()

    def shown_range(self) -> tuple[Range, Range]:
        """Return the visible ranges of x and y."""
        (left, right), (low, high) = self.view.viewRange()
        return (left, right), (low, high)

    def reset_left_margin(self) -> None:
        """Let the left margin become as narrow as the next range allows."""
        self._left_margin = 0.0

    def area(self) -> QRectF:
        """Return the area inside the axes, in pixels."""
        return self.view.geometry()

    def dots(self, *markers: Markers) -> Numbers:
        """Return the middle of each marker and its radius, (n, 3), in pixels."""
        x_0, y_0 = self.bottom.to_pixel(0.0), self.left.to_pixel(0.0)
        across, up = self.bottom.to_pixel(1.0) - x_0, self.left.to_pixel(1.0) - y_0
        found = [EMPTY.reshape(0, 3)]
        for each in markers:
            x, y = each.getData()
            radius = np.full(len(x), each.radius)
            found.append(np.column_stack((x_0 + x * across, y_0 + y * up, radius)))
        return np.concatenate(found)

    def header_height(self) -> float:
        """Return the height of the header, a multiple of 8 pixels."""
        return line_room(self.theme, self.viewport().height())

    def _set_range(self, x: Range, y: Range) -> None:
        self.view.setRange(xRange=x, yRange=y, padding=0.0, disableAutoRange=False)
        # Without this, the view would move while painting and be painted a second time.
        self.view.prepareForPaint()

    @Slot()
    def _on_range_changed(self) -> None:
        if self._is_changing:
            return
        x, y = self.shown_range()
        self.bottom.set_range(x, self.axis_scales[0])
        self.left.set_range(y, self.axis_scales[1])
        if self._needed_left_margin() > self._left_margin:
            self._lay_out()
        self.range_changed.emit()

    def _needed_left_margin(self) -> float:
        name = QFontMetricsF(self.theme.font).horizontalAdvance(self.bottom.name) + 2.5 * GAP
        return max(_LEAST_LEFT_MARGIN, self.left.thickness(), GAP * math.ceil(name / GAP))

    def _lay_out(self) -> None:
        # The margin only grows, so that the area does not move while the numbers change.
        self._left_margin = max(self._left_margin, self._needed_left_margin())
        whole = QRectF(self.viewport().rect())
        height = self.header_height()
        area = whole.adjusted(
            self._left_margin, height, -2 * GAP, -self.bottom.thickness(whole.height())
        )
        self.left.arrange(whole, area)
        self.bottom.arrange(whole, area)
        self.view.setGeometry(area)
        header = QRectF(0, 0, whole.width(), height)
        self.header.arrange(header, whole.width() - max(self._reserved + GAP, 2 * GAP))

    @reporting
    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay out again; pyqtgraph also calls this with None, before anything exists."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if event is not None:
            self._is_changing = True  # what follows the range is drawn once, for the new area
            self._lay_out()
            self._is_changing = False
            self.area_changed.emit()

    @reporting
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the sentence of an empty plot, or the hint."""
        del rect
        if text := self.empty_text or self.hint:
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.setFont(self.theme.font)
            painter.setPen(self.theme.quiet)
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            text = _that_fits(painter, self.area(), flags, text)
            # Lines of the grid would strike it through.
            ground = painter.boundingRect(self.area(), flags, text).adjusted(-4, 0, 4, 0)
            painter.fillRect(ground, self.theme.background)
            painter.drawText(self.area(), flags, text)


def _that_fits(painter: QPainter, room: QRectF, flags: int, text: str) -> str:
    """Return as many words of a sentence as have room: more would be drawn over the header."""
    words, shown = text.split(), text
    while len(words) > 1 and painter.boundingRect(room, flags, shown).height() > room.height():
        words.pop()
        shown = " ".join(words) + "…"
    return shown
