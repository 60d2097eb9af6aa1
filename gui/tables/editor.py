"""The line a number is typed in, over its cell."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from .header import MARGIN

_FRAME = 2


class CellEditor(QLineEdit):
    """A line edit whose text stands where the cell's does, framed as the current cell is."""

    def __init__(self, name: str, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(font)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(MARGIN - _FRAME, 0, MARGIN - _FRAME, 0)

    def cover(self, cell: QRect, text: str) -> None:
        """Lie over the cell, wider to the left where the text needs more room."""
        needed = self.fontMetrics().horizontalAdvance(text) + 4 * MARGIN
        rect = cell.adjusted(cell.width() - max(needed, cell.width()), 0, 0, 0)
        rect.moveLeft(max(rect.left(), 0))
        self.setGeometry(rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame over the line."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().highlight(), _FRAME))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
