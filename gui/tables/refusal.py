"""Why a cell did not take what was typed, said right there."""

from PySide6.QtCore import QMargins, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from .colours import blend

_WARNING = QColor("#D55E00")
_WIDEST = 320
_GAP = 4
_ROUNDING = 4.0


class Refusal(QLabel):
    """A small rounded note under a cell, always inside what it lies on."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self.setObjectName("refusal")
        self.setAccessibleName("Why the entry was refused")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(QMargins(8, 6, 8, 6))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_under(self, cell: QRect, sentence: str) -> None:
        """Say the sentence under the cell, or over it where there is no room below."""
        self.setText(sentence)
        self.setGeometry(_placed(self._size(), cell, self._room.rect()))
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the note's rounded ground behind the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(_WARNING, 1.0))
        painter.setBrush(blend(self.palette().base().color(), _WARNING, 0.10))
        edge = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(edge, _ROUNDING, _ROUNDING)
        painter.end()
        super().paintEvent(event)

    def _size(self) -> QSize:
        room = self._room.width() - 2 * _GAP
        margins = self.contentsMargins()
        natural = self.fontMetrics().horizontalAdvance(self.text())
        natural += margins.left() + margins.right() + 2
        width = min(natural, _WIDEST, room)
        return QSize(width, self.heightForWidth(width))


def _placed(size: QSize, cell: QRect, room: QRect) -> QRect:
    note = QRect(cell.bottomLeft(), size).translated(0, _GAP)
    if note.bottom() > room.bottom():
        note.moveBottom(cell.top() - _GAP)
    note.moveRight(min(note.right(), room.right() - _GAP))
    note.moveLeft(max(note.left(), _GAP))
    note.moveTop(max(note.top(), 0))
    return note
