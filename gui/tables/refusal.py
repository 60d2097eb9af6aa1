"""Why a cell did not take what was typed, said right there."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from .note import Note

_WIDEST = 320
_GAP = 4


class Refusal(Note):
    """A note under a cell, always inside what it lies on."""

    def __init__(self, room: QWidget) -> None:
        super().__init__("refusal", room)
        self._room = room
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def say_under(self, cell: QRect, sentence: str) -> None:
        """Say the sentence under the cell, or over it where there is no room below."""
        self.setText(sentence)
        self.setGeometry(_placed(self._size(), cell, self._room.rect()))
        self.raise_()
        self.say(sentence)

    def _size(self) -> QSize:
        margins = self.contentsMargins()
        line = self.fontMetrics().horizontalAdvance(self.text())
        line += margins.left() + margins.right() + 2
        width = min(line, _WIDEST, self._room.width() - 2 * _GAP)
        return QSize(width, self.heightForWidth(width))


def _placed(size: QSize, cell: QRect, room: QRect) -> QRect:
    note = QRect(cell.bottomLeft(), size).translated(0, _GAP)
    if note.bottom() > room.bottom():
        note.moveBottom(cell.top() - _GAP)
    note.moveRight(min(note.right(), room.right() - _GAP))
    note.moveLeft(max(note.left(), _GAP))
    note.moveTop(max(note.top(), 0))
    return note
