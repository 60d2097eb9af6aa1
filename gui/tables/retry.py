"""A refused cell waits for another go: it stays the current one, with the reason under it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QTimer, Slot
from PySide6.QtWidgets import QApplication, QTableView

from .refusal import Refusal


class Retry(QObject):
    """Keeps a person at the cell that refused what they typed until they do something else."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self._cell = QPersistentModelIndex()
        self._note = Refusal(view.viewport())
        # A click that ended the edit moves on to another cell only after the refusal.
        self._return = QTimer(self, singleShot=True, interval=0)
        self._return.timeout.connect(self._come_back)

    @property
    def is_waiting(self) -> bool:
        """Whether a cell refused something just now and nothing has happened since."""
        return self._return.isActive()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Put a sentence under the current cell."""
        self._note.say_under(self._current(), sentence)

    @Slot()
    def withdraw(self) -> None:
        """Put the sentence away."""
        self._note.hide()

    @Slot()
    def settle(self) -> None:
        """Put the sentence in its place again: the view has another size."""
        if self._note.isVisible():
            self.say(self._note.text())

    @Slot()
    def give_up(self) -> None:
        """Put the sentence away and wait no longer: something else is being done."""
        self._return.stop()
        self.withdraw()

    @Slot(QModelIndex, str)
    def refuse(self, index: QModelIndex, sentence: str) -> None:
        """Go to the cell and say why."""
        self._cell = QPersistentModelIndex(index)
        self._go()
        self.say(sentence)
        self._return.start()

    @Slot()
    def _come_back(self) -> None:
        sentence = self._note.text()
        if not self._cell.isValid():
            return
        if isinstance(QApplication.focusWidget(), QTableView):
            self._view.setFocus()
        self._go()
        self.say(sentence)

    def _go(self) -> None:
        model = self._view.model()
        self._view.setCurrentIndex(model.index(self._cell.row(), self._cell.column()))

    def _current(self) -> QRect:
        return self._view.visualRect(self._view.currentIndex())
