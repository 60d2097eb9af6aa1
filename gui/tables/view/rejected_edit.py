"""After a rejected edit the cell stays current, with the reason below it."""

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from ...text.message import whole_of
from ...widgets.note import Note

# About 50 characters a line, which is easy to read; longer sentences wrap.
_MAX_WIDTH = 320
# Space between the note and the cell or the edge of the view.
_GAP = 4


class CellMessage(Note):
    """A note next to a cell, always inside its container.

    The container is asked for each time: PySide may drop a wrapper that is kept, and then says that
    the widget, which is alive, is deleted.
    """

    def __init__(self, container: QWidget) -> None:
        super().__init__("refusal", container)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def container(self) -> QWidget:
        """The widget in which the note is shown."""
        container = self.parentWidget()
        assert container is not None
        return container

    def show_under(self, cell: QRect, sentence: str) -> None:
        """Show the sentence below the cell, or above it if there is no room below."""
        sentence = whole_of(sentence)
        self.setText(sentence)
        self.setGeometry(_note_rect(self._note_size(), cell, self.container.rect()))
        self.raise_()
        self.show_silently(sentence)

    def tell_under(self, cell: QRect, sentence: str) -> None:
        """Show the sentence as ``show_under`` does, and say it."""
        self.show_under(cell, sentence)
        self.show_message(whole_of(sentence))

    def _note_size(self) -> QSize:
        margins = self.contentsMargins()
        line = self.fontMetrics().horizontalAdvance(self.text())
        line += margins.left() + margins.right() + 2
        width = min(line, _MAX_WIDTH, self.container.width() - 2 * _GAP)
        return QSize(width, self.heightForWidth(width))


def _note_rect(size: QSize, cell: QRect, container: QRect) -> QRect:
    note = QRect(cell.bottomLeft(), size).translated(0, _GAP)
    if note.bottom() > container.bottom():
        note.moveBottom(cell.top() - _GAP)
    note.moveRight(min(note.right(), container.right() - _GAP))
    note.moveLeft(max(note.left(), _GAP))
    note.moveTop(max(note.top(), 0))
    return note


class RejectedEdit(QObject):
    """Keeps a person at the cell whose text was rejected until they do something else."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._cell = QPersistentModelIndex()
        self._note = CellMessage(view.viewport())
        # A click that ended the edit moves to another cell after the rejection, so wait one turn.
        self._return_timer = QTimer(self, singleShot=True, interval=0)
        self._return_timer.timeout.connect(self._return_to_cell)

    def show_in(self, container: QWidget) -> None:
        """Show the message in a widget around the view."""
        self._note.hide()
        self._note = CellMessage(container)

    @property
    def is_waiting(self) -> bool:
        """Whether an edit was just rejected and nothing has happened since."""
        return self._return_timer.isActive()

    @Slot(str)
    def show_message(self, sentence: str) -> None:
        """Show a message below the current cell, and say it."""
        self._note.tell_under(self._current_rect(), sentence)

    @Slot(str)
    def show_refusal(self, sentence: str) -> None:
        """Show a message below the current cell; whoever hears of the refusal says it."""
        self._note.show_under(self._current_rect(), sentence)

    @Slot()
    def hide_message(self) -> None:
        """Hide the message."""
        self._note.hide()

    @Slot()
    def reposition(self) -> None:
        """Move the message to its cell again after the view was resized."""
        if self._note.isVisible():
            self._note.show_under(self._current_rect(), self._note.text())

    @Slot()
    def dismiss(self) -> None:
        """Hide the message and stop waiting, because something else is being done."""
        self._return_timer.stop()
        self.hide_message()

    @Slot(QModelIndex, str)
    def reject(self, index: QModelIndex, sentence: str) -> None:
        """Go to the cell and show why its text was rejected; the model tells others, who say it."""
        self._cell = QPersistentModelIndex(index)
        self._go_to_cell()
        self._note.show_under(self._current_rect(), sentence)
        self._return_timer.start()

    @Slot()
    def _return_to_cell(self) -> None:
        sentence = self._note.text()
        if not self._cell.isValid():
            return
        if isinstance(QApplication.focusWidget(), QTableView):
            self._view.setFocus()
        self._go_to_cell()
        self._note.show_under(self._current_rect(), sentence)

    def _go_to_cell(self) -> None:
        model = self._view.model()
        self._view.setCurrentIndex(model.index(self._cell.row(), self._cell.column()))

    def _current_rect(self) -> QRect:
        rect = self._view.visualRect(self._view.currentIndex())
        corner = self._view.viewport().mapTo(self._note.container, rect.topLeft())
        return QRect(corner, rect.size())
