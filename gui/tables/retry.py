"""After a rejected edit the cell stays current, with the reason below it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QTimer, Slot
from PySide6.QtWidgets import QApplication, QTableView

from .refusal import Refusal


class Retry(QObject):
    """Keeps a person at the cell whose text was rejected until they do something else."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._cell = QPersistentModelIndex()
        self._note = Refusal(view.viewport())
        # A click that ended the edit moves to another cell after the rejection, so wait one turn.
        self._return_timer = QTimer(self, singleShot=True, interval=0)
        self._return_timer.timeout.connect(self._return_to_cell)

    @property
    def is_waiting(self) -> bool:
        """Whether an edit was just rejected and nothing has happened since."""
        return self._return_timer.isActive()

    @Slot(str)
    def show_message(self, sentence: str) -> None:
        """Show a message below the current cell."""
        self._note.show_under(self._current_rect(), sentence)

    @Slot()
    def hide_message(self) -> None:
        """Hide the message."""
        self._note.hide()

    @Slot()
    def reposition(self) -> None:
        """Move the message to its cell again after the view was resized."""
        if self._note.isVisible():
            self.show_message(self._note.text())

    @Slot()
    def dismiss(self) -> None:
        """Hide the message and stop waiting, because something else is being done."""
        self._return_timer.stop()
        self.hide_message()

    @Slot(QModelIndex, str)
    def reject(self, index: QModelIndex, sentence: str) -> None:
        """Go to the cell and show why its text was rejected."""
        self._cell = QPersistentModelIndex(index)
        self._go_to_cell()
        self.show_message(sentence)
        self._return_timer.start()

    @Slot()
    def _return_to_cell(self) -> None:
        sentence = self._note.text()
        if not self._cell.isValid():
            return
        if isinstance(QApplication.focusWidget(), QTableView):
            self._view.setFocus()
        self._go_to_cell()
        self.show_message(sentence)

    def _go_to_cell(self) -> None:
        model = self._view.model()
        self._view.setCurrentIndex(model.index(self._cell.row(), self._cell.column()))

    def _current_rect(self) -> QRect:
        return self._view.visualRect(self._view.currentIndex())
