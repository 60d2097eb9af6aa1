"""What a person can do on a plot: pan, zoom and point, by pointer and by keys."""

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

from .framing import Range, zoomed
from .stage import Stage
from .theme import Theme

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
_BY_KEYBOARD = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class Canvas(Stage):
    """A stage that obeys: `taken` tells that a person chose the range, `pointed` at which pixel."""

    pointed = Signal(QPointF)
    left_alone = Signal()
    taken = Signal()
    fit_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._widest = 1.0, 1.0
        self._focus_reason = Qt.FocusReason.NoFocusReason
        self.view.sigRangeChangedManually.connect(self._on_dragged)

    def limit(self, x: Range, y: Range) -> None:
        """Let nobody zoom out to more than a hundred times these ranges."""
        self._widest = 100 * (x[1] - x[0]), 100 * (y[1] - y[0])

    def zoom(self, x: float, y: float, centre: QPointF) -> None:
        """Widen the range by factors around a place."""
        across, up = self.shown_range()
        self._set_range(
            zoomed(across, x, centre.x(), self._widest[0]),
            zoomed(up, y, centre.y(), self._widest[1]),
        )
        self.taken.emit()

    def pan(self, x: float, y: float) -> None:
        """Move the range by shares of what it spans."""
        (left, right), (low, high) = self.shown_range()
        across, up = x * (right - left), y * (high - low)
        self._set_range((left + across, right + across), (low + up, high + up))
        self.taken.emit()

    @Slot()
    def _on_dragged(self) -> None:
        self.taken.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the canvas while it is reached by the keyboard."""
        super().paintEvent(event)
        if self.hasFocus() and self._focus_reason in _BY_KEYBOARD:
            painter = QPainter(self.viewport())
            painter.setPen(self.theme.run)
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))
            painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember how the focus came."""
        super().focusInEvent(event)
        self._focus_reason = event.reason()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer; beside or below the area along one axis only."""
        turned = event.angleDelta().y()
        if turned == 0:
            event.ignore()
            return
        factor = _ZOOM_PER_DEGREE**-turned
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
