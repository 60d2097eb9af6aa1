"""Pan, zoom and point at a plot, by mouse and by keys."""

import math
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from ..accessible.announcing import announce_described
from ..background.reporting import reporting
from ..text.key_help import KeyHelp, KeyLine
from ..text.translation import translate
from .plot_area import PlotArea
from .point_steps import STEP_KEYS, PointStep
from .theme import Theme
from .view_range import Range, zoomed

# Per unit of a wheel's angle delta (eighths of a degree): a notch of 120 zooms by 1.35.
_ZOOM_PER_DELTA = 1.0025
# Three key presses about double the zoom.
_ZOOM_PER_KEY = 1.25
# Zooming out ends here: beyond a hundred times the data, the plot is empty to the eye.
_WIDEST = 100
# With Shift, an arrow key moves the view by a tenth of its range.
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
# As wide as the ring around other widgets.
_FRAME = 2


class InteractivePlotArea(PlotArea):
    """A PlotArea that the user can pan and zoom.

    ``range_chosen`` is emitted when the user has changed the range, ``fit_requested`` when
    everything is to be shown again; ``pointer_moved`` carries the pixel under the pointer.
    ``step_requested`` carries a move from point to point by a key; ``focus_left`` ends it.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("plots", "In a plot"),
        (
            KeyLine(
                ("Left", "Right"),
                translate("plots", "Read the point before or after"),
            ),
            KeyLine(
                ("PgUp", "PgDown"),
                translate("plots", "Go back or ahead by a tenth of the points"),
            ),
            KeyLine(
                ("Home", "End"),
                translate("plots", "Read the first or the last point"),
            ),
            KeyLine(
                ("Shift+Left", "Shift+Right", "Shift+Up", "Shift+Down"),
                translate("plots", "Move what is shown"),
            ),
            KeyLine(("+", "=", "-"), translate("plots", "Zoom")),
            KeyLine(("0",), translate("plots", "Show all")),
        ),
    )

    pointer_moved = Signal(QPointF)
    pointer_left = Signal()
    range_chosen = Signal()
    fit_requested = Signal()
    step_requested = Signal(PointStep)
    focus_left = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._widest = 1.0, 1.0
        self._focus_reason = Qt.FocusReason.MouseFocusReason
        self.crosshair: tuple[float, float] | None = None
        self._reached = ""
        self._describe: Callable[[], str] = str
        # Axes and numbers run from left to right in every language.
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.view.sigRangeChangedManually.connect(self._on_dragged)

    def describe_by(self, describe: Callable[[], str]) -> None:
        """Ask this for the sentence that says what the plot shows, whenever it is wanted."""
        self._describe = describe

    def spoken_sentence(self) -> str:
        """Return the sentence that a screen reader says of the plot, or the point reached."""
        return self.empty_text or self._reached or self._describe()

    def tell_reached(self, reading: str) -> None:
        """Say what a key has reached; the plot is described by it until the crosshair goes."""
        self._reached = reading
        announce_described(self, reading)

    def set_crosshair(self, position: tuple[float, float] | None) -> None:
        """Cross two lines at a position of the axes; None removes them."""
        if position is None:
            self._reached = ""
        if position != self.crosshair:
            self.crosshair = position
            self.viewport().update()

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

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a frame while the plot area has the focus, unless by the mouse."""
        super().paintEvent(event)
        if self.hasFocus() and self._focus_reason is not Qt.FocusReason.MouseFocusReason:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(self.theme.text, _FRAME))
                painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    @reporting
    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:
        """Draw the crosshair over everything else."""
        super().drawForeground(painter, rect)
        if self.crosshair is None or not all(map(math.isfinite, self.crosshair)):
            return
        area, at = self.area(), self.view.mapViewToScene(QPointF(*self.crosshair))
        painter.setPen(QPen(self.theme.quiet, 1))
        if area.left() <= at.x() <= area.right():
            painter.drawLine(QLineF(round(at.x()), area.top(), round(at.x()), area.bottom()))
        if area.top() <= at.y() <= area.bottom():
            painter.drawLine(QLineF(area.left(), round(at.y()), area.right(), round(at.y())))

    @reporting
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the mouse set the focus; a window in front again keeps the reason."""
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._focus_reason = event.reason()
        self.viewport().update()

    @reporting
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the frame, and what was read by keys."""
        super().focusOutEvent(event)
        self.viewport().update()
        self.focus_left.emit()

    @reporting
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

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Read the points by arrow keys, Page Up and Down, Home and End; fit by 0.

        Shift with an arrow key pans, + and − zoom.
        """
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _PANS and held == Qt.KeyboardModifier.ShiftModifier:
            self.pan(*_PANS[key])
        elif key in _ZOOMS:
            self.zoom(_ZOOMS[key], _ZOOMS[key], self.view.viewRect().center())
        elif key in STEP_KEYS and held == Qt.KeyboardModifier.NoModifier:
            self.step_requested.emit(STEP_KEYS[key])
        elif key == Qt.Key.Key_0:
            self.fit_requested.emit()
        else:
            event.ignore()

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave the right button to the context menu."""
        if event.button() is Qt.MouseButton.RightButton:
            event.ignore()
        else:
            super().mousePressEvent(event)

    @reporting
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Request a fit on double-click."""
        self.fit_requested.emit()
        event.accept()

    @reporting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Report the position of the pointer."""
        super().mouseMoveEvent(event)
        self.pointer_moved.emit(event.position())

    @reporting
    def leaveEvent(self, event: QEvent) -> None:
        """Report that the pointer has left."""
        super().leaveEvent(event)
        self.pointer_left.emit()

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the context menu to the plot."""
        event.ignore()
