"""A note under a cell that explains why its text was rejected."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from .note import Note

# About 50 characters a line, which is easy to read; longer sentences wrap.
_MAX_WIDTH = 320
# Space between the note and the cell or the edge of the view.
_GAP = 4


class Refusal(Note):
    """A note next to a cell, always inside its container."""

    def __init__(self, container: QWidget) -> None:
        super().__init__("refusal", container)
        self._container = container
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_under(self, cell: QRect, sentence: str) -> None:
        """Show the sentence below the cell, or above it if there is no room below."""
        self.setText(sentence)
        self.setGeometry(_note_rect(self._note_size(), cell, self._container.rect()))
        self.raise_()
        self.show_message(sentence)

    def _note_size(self) -> QSize:
        margins = self.contentsMargins()
        line = self.fontMetrics().horizontalAdvance(self.text())
        line += margins.left() + margins.right() + 2
        width = min(line, _MAX_WIDTH, self._container.width() - 2 * _GAP)
        return QSize(width, self.heightForWidth(width))


def _note_rect(size: QSize, cell: QRect, container: QRect) -> QRect:
    note = QRect(cell.bottomLeft(), size).translated(0, _GAP)
    if note.bottom() > container.bottom():
        note.moveBottom(cell.top() - _GAP)
    note.moveRight(min(note.right(), container.right() - _GAP))
    note.moveLeft(max(note.left(), _GAP))
    note.moveTop(max(note.top(), 0))
    return note
