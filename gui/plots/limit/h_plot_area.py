"""A plot area in which the mouse and the wheel choose h."""

from enum import Enum
from typing import ClassVar

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from ...background.reporting import reporting
from ...text.key_help import KeyHelp
from ...text.translation import translate
from ..interactive_area import InteractivePlotArea

# A notch of a wheel is 120 eighths of a degree, and moves h by as much as an arrow key.
DECADES_A_NOTCH = 0.1
_NOTCH = 120.0
# Up to so many pixels a curve is not told from a line: more are taken from the header.
_LEAST_AREA = 48.0
IN_THE_LIMIT = translate("plots", "In The limit")
"""The keys that the view around it handles, by their title in the list of keys."""


class Dragging(Enum):
    """Whether a button of the mouse holds the line."""

    HELD = "held"
    FREE = "free"


class HPlotArea(InteractivePlotArea):
    """A plot area whose view neither pans nor zooms.

    ``position_chosen`` carries the position on the bottom axis that the mouse was pressed at, or
    dragged to; ``released`` follows when the button is. ``decades_turned`` carries by how many
    decades the wheel moves h, less than 0 if h becomes smaller. The keys of the points are left to
    the view around it.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(IN_THE_LIMIT, ())

    position_chosen = Signal(float)
    released = Signal()
    decades_turned = Signal(float)

    dragging = Dragging.FREE

    def header_height(self) -> float:
        """Return the height of the header; a plot that is too low for one has none."""
        height = super().header_height()
        whole = self.viewport().height()
        left = whole - height - self.bottom.thickness(whole)
        return height if left > _LEAST_AREA else 0.0

    def _lay_out(self) -> None:
        super()._lay_out()
        self.header.setVisible(self.header_height() > 0)

    def zoom(self, x: float, y: float, centre: QPointF) -> None:
        """Show all, as always."""

    def pan(self, x: float, y: float) -> None:
        """Show all, as always."""

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the position under the pointer, and those that it is dragged to."""
        if event.button() is not Qt.MouseButton.LeftButton or self.empty_text:
            event.ignore()
        elif self.area().contains(event.position()):
            self.dragging = Dragging.HELD
            self._choose(event.position())
            event.accept()

    @reporting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while the button is held; report where it is."""
        if self.dragging is Dragging.HELD:
            self._choose(event.position())
        self.pointer_moved.emit(event.position())
        event.accept()

    @reporting
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the line go."""
        if self.dragging is Dragging.HELD and event.button() is Qt.MouseButton.LeftButton:
            self.dragging = Dragging.FREE
            self.released.emit()
        event.accept()

    @reporting
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second click like the first."""
        self.mousePressEvent(event)

    @reporting
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move h: away from the hand makes it smaller, as a microscope looks closer."""
        turned = event.angleDelta().y()
        if turned == 0 or self.empty_text:
            event.ignore()
            return
        self.decades_turned.emit(-DECADES_A_NOTCH * turned / _NOTCH)
        event.accept()

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave all keys to the view, which moves h by them."""
        event.ignore()

    def _choose(self, pixel: QPointF) -> None:
        area = self.area()
        inside = min(max(pixel.x(), area.left()), area.right())
        point = QPointF(inside, area.center().y())
        self.position_chosen.emit(self.view.mapSceneToView(point).x())
