"""Check boxes and buttons: small ones, and those that look like the fields beside them."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QToolButton, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from ..theme.blending import CURVE, blend, legible
from ..theme.legibility import edge_colour
from .check_box import OutlinedCheckBox
from .outline import (
    PADDING,
    chevron_room,
    draw_chevron,
    draw_outline,
    field_height,
    surroundings,
)

# Shares of the ink in the ground of a button that is off, under the mouse, or pressed.
_OFF, _UNDER_MOUSE, _PRESSED = 0.08, 0.06, 0.16


class FieldButton(QPushButton):
    """A push button with the edge, the ground and the height of a field; a menu shows as ▾."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        draw_own_ring(self)

    def shown_text(self) -> str:
        """Return the text as it is drawn, with the mark of its key."""
        return self.text()

    def widest_text(self) -> str:
        """Return the longest text that it may show."""
        return self.shown_text()

    def sizeHint(self) -> QSize:
        """Return a size with room for the longest text, and for the ▾ of a menu."""
        metrics, flags = self.fontMetrics(), Qt.TextFlag.TextShowMnemonic.value
        width = metrics.size(flags, self.widest_text()).width() + 2 * (PADDING + PADDING // 2)
        return QSize(width + self._chevron(), field_height(metrics))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: a text that is cut cannot be understood."""
        return self.sizeHint()

    def ground(self) -> QColor:
        """Return the colour inside its edge."""
        palette = surroundings(self)
        if not self.isEnabled():
            return blend(palette.window().color(), palette.windowText().color(), _OFF)
        share = _PRESSED if self.isDown() else _UNDER_MOUSE if self.underMouse() else 0.0
        return blend(palette.base().color(), palette.text().color(), share)

    def ink(self) -> QColor:
        """Return the colour of its text."""
        palette = surroundings(self)
        if self.isEnabled():
            return palette.text().color()
        faint = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
        return legible(faint, self.ground(), CURVE)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the edge, the text, and the ▾ of a menu."""
        del event
        with QPainter(self) as painter:
            draw_outline(painter, self, self.ground(), edge_colour(surroundings(self)))
            painter.setPen(self.ink())
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            room = self.rect().adjusted(0, 0, -self._chevron(), 0)
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextShowMnemonic
            painter.drawText(room, flags, self.shown_text())
            if self._chevron():
                arrow = QRect(room.right() - PADDING // 2, 0, self._chevron(), self.height())
                draw_chevron(painter, arrow, self.ink())

    def _chevron(self) -> int:
        return chevron_room(self.fontMetrics()) if self.menu() is not None else 0


def check_box(name: str, text: str, tool_tip: str) -> QCheckBox:
    """Return a check box with this object name."""
    box = OutlinedCheckBox(text)
    box.setObjectName(name)
    box.setToolTip(tool_tip)
    box.setAccessibleDescription(tool_tip)
    return box


def small_button(name: str, text: str, tool_tip: str) -> QToolButton:
    """Return a small button with this object name; Tab can reach it."""
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text)
    button.setToolTip(tool_tip)
    button.setAccessibleDescription(tool_tip)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def flat_button(name: str, text: str, tool_tip: str, slot: Callable[[], None]) -> QToolButton:
    """Return a flat small button that calls the slot; screen readers read its tool tip."""
    button = small_button(name, text, tool_tip)
    button.setAccessibleName(tool_tip)
    button.setAutoRaise(True)
    button.clicked.connect(slot)
    return button


def title_label(text: str) -> QLabel:
    """Return the name of a table."""
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label
