"""A plot area in which a click, or a cursor that keys move, chooses a place."""

import math
from typing import ClassVar

from PySide6.QtCore import QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from ...background.reporting import reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.translation import translate
from ..interactive_area import InteractivePlotArea
from ..theme import Theme

IN_SURFACE = translate("plots", "In Surface")
"""The keys of the view, by their title in the list of keys."""
# A hand that clicks moves the mouse by less.
_STILL = 4.0
# Of the range, by a key.
_STEP = 0.02
_MOVES = {
    Qt.Key.Key_Left: (-_STEP, 0.0),
    Qt.Key.Key_Right: (_STEP, 0.0),
    Qt.Key.Key_Up: (0.0, _STEP),
    Qt.Key.Key_Down: (0.0, -_STEP),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SurfaceArea(InteractivePlotArea):
    """A plot area with a cursor.

    ``place_chosen`` carries the positions on both axes of a click, or of the cursor at Enter;
    ``cursor_moved`` follows each key that has moved the cursor.
    """

    KEYS: ClassVar[KeyHelp] = InteractivePlotArea.KEYS
    SURFACE_KEYS: ClassVar[tuple[KeyLine, ...]] = (
        KeyLine(
            ("Ctrl+Left", "Ctrl+Right", "Ctrl+Up", "Ctrl+Down"),
            translate("plots", "Move the cursor over the surface"),
        ),
        KeyLine(("Return", "Enter"), translate("plots", "Start at the cursor, as at a click")),
    )
    """The keys of the cursor, which the view lists with its own."""

    place_chosen = Signal(float, float)
    cursor_moved = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._pressed: QPointF | None = None
        self._clicked = 0.0, 0.0
        # A double click shows everything: only what is not followed by another is a click.
        self._alone = QTimer(self, singleShot=True)
        self._alone.timeout.connect(self._choose_clicked)

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, or choose its place; leave other keys to any plot."""
        key = Qt.Key(event.key())
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _MOVES and held == Qt.KeyboardModifier.ControlModifier:
            self._move_cursor(*_MOVES[key])
        elif key in _ENTER and not held and self._has_cursor() and self.crosshair is not None:
            self.place_chosen.emit(*self.crosshair)
        else:
            super().keyPressEvent(event)

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where the mouse was pressed."""
        super().mousePressEvent(event)
        self._alone.stop()
        is_left = event.button() is Qt.MouseButton.LeftButton
        is_inside = self.area().contains(event.position())
        self._pressed = event.position() if is_left and is_inside else None

    @reporting
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take it for a click if the mouse has not moved since."""
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is None or self.empty_text:
            return
        moved = event.position() - pressed
        if math.hypot(moved.x(), moved.y()) <= _STILL:
            at = self.view.mapSceneToView(pressed)
            self._clicked = at.x(), at.y()
            self._alone.start(QApplication.doubleClickInterval())

    @reporting
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show everything; the click before was none."""
        self._alone.stop()
        self._pressed = None
        super().mouseDoubleClickEvent(event)

    @Slot()
    def _choose_clicked(self) -> None:
        self.place_chosen.emit(*self._clicked)

    def _has_cursor(self) -> bool:
        return self.crosshair is not None and all(map(math.isfinite, self.crosshair))

    def _move_cursor(self, across: float, up: float) -> None:
        """Move the cursor by parts of the ranges; the first key takes it to the middle."""
        if self.empty_text:
            return
        (left, right), (low, high) = self.shown_range()
        if self.crosshair is None or not self._has_cursor():
            at = (left + right) / 2, (low + high) / 2
        else:
            x, y = self.crosshair
            at = (
                min(max(x + across * (right - left), left), right),
                min(max(y + up * (high - low), low), high),
            )
        self.set_crosshair(at)
        self.cursor_moved.emit()
