"""The drawing area of a plot: header, axes, the view within them, the pointer and keys there."""

import math

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QWidget

from .axis import GAP, Axis, Side
from .framing import Range, zoomed
from .graph import GraphicsView, ViewBox
from .header import Header
from .scale import Measure
from .theme import Theme

HEADER = 4 * GAP
_LEAST_COLUMN = 7 * GAP
_ZOOM_PER_DEGREE = 1.0025
_ZOOM_PER_KEY = 1.25
_PANS = {
    Qt.Key.Key_Left: (-0.1, 0.0),
    Qt.Key.Key_Right: (0.1, 0.0),
    Qt.Key.Key_Up: (0.0, 0.1),
    Qt.Key.Key_Down: (0.0, -0.1),
}
_ZOOMS = {
    Qt.Key.Key_Plus: 1 / _ZOOM_PER_KEY,
    Qt.Key.Key_Equal: 1 / _ZOOM_PER_KEY,
    Qt.Key.Key_Minus: _ZOOM_PER_KEY,
}


class Canvas(GraphicsView):
    """Lays out a plot. `taken`: a person panned or zoomed; `arranged`: the area has a new size."""

    pointed = Signal(QPointF)
    left_alone = Signal()
    taken = Signal()
    fit_asked = Signal()
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
        self.measures = Measure(), Measure()
        self.empty_text = ""
        self._theme = theme
        self._column = _LEAST_COLUMN
        self._reserved = 0.0
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.set_theme(theme)
        self.view.sigRangeChanged.connect(self._on_range_changed)
        self.view.sigRangeChangedManually.connect(self._on_dragged)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours and this font."""
        self._theme = theme
        self.setBackground(theme.background)
        self.left.set_theme(theme)
        self.bottom.set_theme(theme)
        self.header.set_theme(theme)
        self._lay_out()

    def set_empty_text(self, text: str) -> None:
        """Show a sentence in the place of the axes, or the axes if it is empty."""
        self.empty_text = text
        self.left.setVisible(not text)
        self.bottom.setVisible(not text)
        self.viewport().update()

    def reserve(self, width: float) -> None:
        """Keep the right end of the header free for buttons."""
        self._reserved = width
        self._lay_out()

    def show_range(self, x: Range, y: Range, measures: tuple[Measure, Measure]) -> None:
        """Show these places, measured so."""
        self.measures = measures
        self._set_range(x, y)
        self._on_range_changed()

    def shown_range(self, measures: tuple[Measure, Measure]) -> tuple[Range, Range]:
        """Return the places shown, x and y, as they would be in these measures."""
        x, y = (
            (ends[0] * 10.0 ** (old.shift - new.shift), ends[1] * 10.0 ** (old.shift - new.shift))
            for ends, old, new in zip(self.view.viewRange(), self.measures, measures, strict=True)
        )
        return x, y

    def narrow(self) -> None:
        """Let the column of the left axis become as narrow as it can be now."""
        self._column = _LEAST_COLUMN
        self._lay_out()

    def area(self) -> QRectF:
        """Return the area within the axes, in pixels."""
        return self.view.geometry()

    def zoom(self, x: float, y: float, centre: QPointF) -> None:
        """Widen the range by factors around a place."""
        horizontal, vertical = self.shown_range(self.measures)
        self._take(zoomed(horizontal, x, centre.x()), zoomed(vertical, y, centre.y()))

    def pan(self, x: float, y: float) -> None:
        """Move the range by shares of what it spans."""
        (left, right), (low, high) = self.shown_range(self.measures)
        across, up = x * (right - left), y * (high - low)
        self._take((left + across, right + across), (low + up, high + up))

    def _take(self, x: Range, y: Range) -> None:
        self._set_range(x, y)
        self.taken.emit()

    def _set_range(self, x: Range, y: Range) -> None:
        self.view.setRange(xRange=x, yRange=y, padding=0.0, disableAutoRange=False)

    @Slot()
    def _on_range_changed(self) -> None:
        (left, right), (low, high) = self.view.viewRange()
        self.bottom.set_range(left, right, self.measures[0])
        self.left.set_range(low, high, self.measures[1])
        if self._needed_column() > self._column:
            self._lay_out()
        self.ranged.emit()

    @Slot()
    def _on_dragged(self) -> None:
        self.taken.emit()

    def _needed_column(self) -> float:
        name = self.fontMetrics().horizontalAdvance(self.bottom.name) + 2.5 * GAP
        return max(self.left.thickness(), GAP * math.ceil(name / GAP))

    def _lay_out(self) -> None:
        # It only grows, so that the area stands still while the numbers change.
        self._column = max(self._column, self._needed_column())
        whole = QRectF(self.viewport().rect())
        area = whole.adjusted(self._column, HEADER, -2 * GAP, -self.bottom.thickness())
        self.left.arrange(whole, area)
        self.bottom.arrange(whole, area)
        self.view.setGeometry(area)
        header = QRectF(0, 0, whole.width(), HEADER)
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
            painter.setFont(self._theme.font)
            painter.setPen(self._theme.quiet)
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(self.area(), flags, self.empty_text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; beside or below the area along one axis only."""
        factor = _ZOOM_PER_DEGREE ** -event.angleDelta().y()
        place = event.position()
        x = 1.0 if place.x() < self.area().left() else factor
        y = 1.0 if place.y() > self.area().bottom() else factor
        self.zoom(x, y, self.view.mapSceneToView(place))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan by the arrows, zoom by + and −, fit by Home."""
        key = Qt.Key(event.key())
        if key in _PANS:
            self.pan(*_PANS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key], _ZOOMS[key], self.view.viewRect().center())
        elif key == Qt.Key.Key_Home:
            self.fit_asked.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the right button to the menu."""
        if event.button() is Qt.MouseButton.RightButton:
            event.ignore()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ask for everything to be shown."""
        self.fit_asked.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        super().mouseMoveEvent(event)
        self.pointed.emit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has left."""
        super().leaveEvent(event)
        self.left_alone.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the plot."""
        event.ignore()
