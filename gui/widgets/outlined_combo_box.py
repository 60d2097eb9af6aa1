"""A combo box that draws itself like the fields beside it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyle, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..theme.legibility import edge_colour
from ..theme.painting import reporting
from .outline import (
    PADDING,
    chevron_room,
    draw_chevron,
    draw_outline,
    field_height,
    surroundings,
)


class OutlinedComboBox(QComboBox):
    """Shows its current text and a ▾; as wide as its longest text needs.

    It needs a label that is its buddy: on Linux screen readers know no other name of a combo box.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        draw_own_ring(self)

    def sizeHint(self) -> QSize:
        """Return a size with room for the longest text."""
        metrics = self.fontMetrics()
        texts = [self.itemText(row) for row in range(self.count())]
        width = PADDING + max(map(metrics.horizontalAdvance, texts), default=0)
        return QSize(width + chevron_room(metrics), field_height(metrics))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the box never shrinks."""
        return self.sizeHint()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the edge, then the text and the ▾."""
        del event
        with QPainter(self) as painter:
            draw_choice(painter, self, self.currentText())


def draw_choice(painter: QPainter, widget: QWidget, text: str) -> None:
    """Draw a field that opens a list: its outline, its text and a ▾."""
    palette, direction = surroundings(widget), widget.layoutDirection()
    draw_outline(painter, widget, palette.base().color(), edge_colour(palette))
    ends = chevron_room(widget.fontMetrics())
    inside = QRect(PADDING, 0, widget.width() - PADDING - ends, widget.height())
    arrow = QRect(widget.width() - ends, 0, ends, widget.height())
    ink, area = palette.text().color(), widget.rect()
    painter.setPen(ink)
    inside = QStyle.visualRect(direction, area, inside)
    side = QStyle.visualAlignment(direction, Qt.AlignmentFlag.AlignLeft)
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(inside, side | Qt.AlignmentFlag.AlignVCenter, text)
    draw_chevron(painter, QStyle.visualRect(direction, area, arrow), ink)
