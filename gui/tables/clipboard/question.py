"""Asking which of two numbers is meant, in a dialog that holds nothing up."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from engine.reading.choices import Choices

from .doubt import Doubtful


class PasteQuestion(QMessageBox):
    """Offers a button for each way to read what is to be pasted; ``chosen`` tells which."""

    chosen = Signal(Choices)

    def __init__(self, doubt: Doubtful, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("paste_question")
        self.setWindowTitle("Paste")
        self.setIcon(QMessageBox.Icon.Question)
        self.setText(f"What does {doubt.cell} mean?")
        self.setInformativeText("All that is pasted is read the same way.")
        self._choices = {
            self.addButton(reading.meaning, QMessageBox.ButtonRole.AcceptRole): reading.choices
            for reading in doubt.readings
        }
        for number, button in enumerate(self._choices, start=1):
            button.setObjectName(f"reading_{number}")
        cancel = self.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancel")
        self.buttonClicked.connect(self._choose)
        self.finished.connect(self.deleteLater)

    @Slot(QAbstractButton)
    def _choose(self, button: QAbstractButton) -> None:
        for known, choices in self._choices.items():
            if known is button:
                self.chosen.emit(choices)
