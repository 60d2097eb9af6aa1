"""Pan, zoom and point at a plot, by mouse and by keys."""

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from .plot_area import PlotArea
from .theme import Theme
from .view_range import Range, zoomed

# Per unit of a wheel's angle delta (eighths of a degree): a notch of 120 zooms by 1.35.
_ZOOM_PER_DELTA = 1.0025
# Three key presses about double the zoom.
_ZOOM_PER_KEY = 1.25
# Zooming out ends here: beyond a hundred times the data, the plot is empty to the eye.
_WIDEST = 100
# An arrow key moves the view by a tenth of its range.
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
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class InteractivePlotArea(PlotArea):
    """A PlotArea that the user can pan and zoom.

    ``range_chosen`` is emitted when the user has changed the range, ``fit_requested`` when
    everything is to be shown again; ``pointer_moved`` carries the pixel under the pointer.
    """

    pointer_moved = Signal(QPointF)
    pointer_left = Signal()
    range_chosen = Signal()
    fit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._widest = 1.0, 1.0
        self._focus_reason = Qt.FocusReason.NoFocusReason
        self.view.sigRangeChangedManually.connect(self._on_dragged)

    def limit_zoom(self, x: Range, y: Range) -> None:
        """Limit zooming out to a hundred times these ranges."""
        self._widest = _WIDEST * (x[1] - x[0]), _WIDEST * (y[1] - y[0])

    def zoom(self, x: float, y: float, centre: QPointF) -> None:
        """Widen the ranges of x and y by these factors around a point."""
        across, up = self.shown_range()
        self._set_range(
            zoomed(across, x, centre.x(), self._widest[0]),
            zoomed(up, y, centre.y(), self._widest[1]),
        )
        self.range_chosen.emit()

    def pan(self, x: float, y: float) -> None:
        """Move the ranges by these fractions of their width."""
        (left, right), (low, high) = self.shown_range()
        across, up = x * (right - left), y * (high - low)
        self._set_range((left + across, right + across), (low + up, high + up))
        self.range_chosen.emit()

    @Slot()
    def _on_dragged(self) -> None:
        self.range_chosen.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame while the plot area has the focus by keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and self._focus_reason in _BY_KEYBOARD:
            painter = QPainter(self.viewport())
            painter.setPen(self.theme.run)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard set the focus."""
        super().focusInEvent(event)
        self._focus_reason = event.reason()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the frame."""
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; on an axis, along that axis only."""
        turned = event.angleDelta().y()
        if turned == 0:
            event.ignore()
            return
        factor = _ZOOM_PER_DELTA**-turned
        pointer = event.position()
        x = 1.0 if pointer.x() < self.area().left() else factor
        y = 1.0 if pointer.y() > self.area().bottom() else factor
        self.zoom(x, y, self.view.mapSceneToView(pointer))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan by arrow keys, zoom by + and −, fit by Home."""
        key = Qt.Key(event.key())
        if key in _PANS:
            self.pan(*_PANS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key], _ZOOMS[key], self.view.viewRect().center())
        elif key == Qt.Key.Key_Home:
            self.fit_requested.emit()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the right button to the context menu."""
        if event.button() is Qt.MouseButton.RightButton:
            event.ignore()
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Request a fit on double-click."""
        self.fit_requested.emit()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the position of the pointer."""
        super().mouseMoveEvent(event)
        self.pointer_moved.emit(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Report that the pointer has left."""
        super().leaveEvent(event)
        self.pointer_left.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the context menu to the plot."""
        event.ignore()
