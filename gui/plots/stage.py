"""The layout of a plot: a header above, the axes left and below, the view within them."""

import math

from PySide6.QtCore import QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from .axis import GAP, Axis, Side
from .framing import Range
from .graph import GraphicsView, ViewBox
from .header import Header
from .scale import Measure
from .theme import Theme

Measures = tuple[Measure, Measure]

_LEAST_HEADER = 4 * GAP
_LEAST_COLUMN = 8 * GAP


class Stage(GraphicsView):
    """Shows a range of places. `ranged`: it is another one; `arranged`: its area has a new size."""

    ranged = Signal()
    arranged = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, background=None)
        self.left = Axis(Side.LEFT, theme)
        self.bottom = Axis(Side.BOTTOM, theme)
        self.header = Header(theme)
        self.view = ViewBox(enableMenu=False, defaultPadding=0.0)
        self.view.disableAutoRange()
        for item in (self.left, self.bottom, self.view, self.header):
            self.scene().addItem(item)
        self.measures: Measures = (Measure(), Measure())
        self.empty_text = ""
        self.theme = theme
        self._column = _LEAST_COLUMN
        self._reserved = 0.0
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.set_theme(theme)
        self.view.sigRangeChanged.connect(self._on_range_changed)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours and this font."""
        self.theme = theme
        self.setBackground(theme.background)
        self.left.set_theme(theme)
        self.bottom.set_theme(theme)
        self.header.set_theme(theme)
        self._lay_out()

    def set_empty_text(self, text: str) -> None:
        """Show a sentence in the place of the axes, or the axes if it is empty."""
        if text != self.empty_text:
            self.empty_text = text
            self.left.setVisible(not text)
            self.bottom.setVisible(not text)
            self.viewport().update()

    def reserve(self, width: float) -> None:
        """Keep the right end of the header free for buttons."""
        self._reserved = width
        self._lay_out()

    def show_range(self, x: Range, y: Range, measures: Measures) -> None:
        """Show these places, measured so."""
        self.measures = measures
        self._set_range(x, y)
        self._on_range_changed()

    def shown_range(self) -> tuple[Range, Range]:
        """Return the places shown, x and y."""
        (left, right), (low, high) = self.view.viewRange()
        return (left, right), (low, high)

    def narrow(self) -> None:
        """Let the column of the left axis become as narrow as the next range allows."""
        self._column = 0.0

    def area(self) -> QRectF:
        """Return the area within the axes, in pixels."""
        return self.view.geometry()

    def header_height(self) -> float:
        """Return the height of the header, in pixels, a multiple of 8."""
        text = QFontMetricsF(self.theme.font).height() + GAP
        return max(_LEAST_HEADER, GAP * math.ceil(text / GAP))

    def _set_range(self, x: Range, y: Range) -> None:
        self.view.setRange(xRange=x, yRange=y, padding=0.0, disableAutoRange=False)
        # Left to the paint itself, the view's new place would call for a second one.
        self.view.prepareForPaint()

    @Slot()
    def _on_range_changed(self) -> None:
        x, y = self.shown_range()
        self.bottom.set_range(x, self.measures[0])
        self.left.set_range(y, self.measures[1])
        if self._needed_column() > self._column:
            self._lay_out()
        self.ranged.emit()

    def _needed_column(self) -> float:
        name = QFontMetricsF(self.theme.font).horizontalAdvance(self.bottom.name) + 2.5 * GAP
        return max(_LEAST_COLUMN, self.left.thickness(), GAP * math.ceil(name / GAP))

    def _lay_out(self) -> None:
        # It only grows, so that the area stands still while the numbers change.
        self._column = max(self._column, self._needed_column())
        whole = QRectF(self.viewport().rect())
        height = self.header_height()
        area = whole.adjusted(self._column, height, -2 * GAP, -self.bottom.thickness())
        self.left.arrange(whole, area)
        self.bottom.arrange(whole, area)
        self.view.setGeometry(area)
        header = QRectF(0, 0, whole.width(), height)
        self.header.arrange(header, self._column, whole.width() - self._reserved - GAP)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay out anew, except when pyqtgraph calls this, event None, before there is anything."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if event is not None:
            self._lay_out()
            self.arranged.emit()

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Write the sentence of an empty plot."""
        del rect
        if self.empty_text:
            painter.setFont(self.theme.font)
            painter.setPen(self.theme.quiet)
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(self.area(), flags, self.empty_text)
