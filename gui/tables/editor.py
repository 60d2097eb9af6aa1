"""The line edit that covers a cell while a number is typed."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from .header import MARGIN

# As wide as the frame that CellDelegate draws around the current cell.
_FRAME = 2


class CellEditor(QLineEdit):
    """A line edit whose text lies exactly where the cell's text was."""

    def __init__(self, name: str, font: QFont, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(font)
        self.setFrame(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextMargins(MARGIN - _FRAME, 0, MARGIN - _FRAME, 0)

    def cover(self, cell: QRect, text: str) -> None:
        """Cover the cell, and grow to the left if the text needs more room."""
        needed = self.fontMetrics().horizontalAdvance(text) + 4 * MARGIN
        rect = cell.adjusted(cell.width() - max(needed, cell.width()), 0, 0, 0)
        rect.moveLeft(max(rect.left(), 0))
        self.setGeometry(rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame over the line edit."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QPen(self.palette().highlight(), _FRAME))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
