"""A button with an outline in a colour of its own."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from ..theme.appearance import GRID
from ..theme.blending import blend

HEIGHT = 28
_ROUNDING = 4.0
# Shares of the outline's colour in the ground; the text stays readable on both.
_UNDER_MOUSE, _PRESSED = 0.08, 0.18
# The frame around the button that the keyboard has reached is inside the outline.
_FOCUS_WIDTH, _FOCUS_GAP = 2, 3


class OutlinedButton(QPushButton):
    """A button that is drawn here: a style sheet with a border would take its focus frame."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        draw_own_ring(self)
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold)
        self.setFont(font)
        self._outline = self.palette().text().color()

    def set_outline(self, colour: QColor) -> None:
        """Draw the outline in this colour."""
        self._outline = colour
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the text with margins, and never less than a field's height."""
        metrics = self.fontMetrics()
        height = max(HEIGHT, metrics.height() + GRID)
        return QSize(metrics.horizontalAdvance(self.text()) + 4 * GRID, height)

    def minimumSizeHint(self) -> QSize:
        """Return the whole size: half a remedy cannot be understood."""
        return self.sizeHint()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the outline, the frame of the focus and the text."""
        del event
        palette = self.palette()
        share = _PRESSED if self.isDown() else _UNDER_MOUSE if self.underMouse() else 0.0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(blend(palette.base().color(), self._outline, share))
            painter.setPen(QPen(self._outline, 1.0))
            edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(edge, _ROUNDING, _ROUNDING)
            ink = palette.text().color()
            if self.hasFocus():
                gap = _FOCUS_GAP - 0.5
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ink, _FOCUS_WIDTH))
                painter.drawRoundedRect(edge.adjusted(gap, gap, -gap, -gap), 2.0, 2.0)
            painter.setPen(ink)
            painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
