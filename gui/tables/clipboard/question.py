"""Asking which of two numbers is meant, in a dialog that holds nothing up."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from engine.reading.choices import Choices

from .doubt import AmbiguousText


class PasteQuestion(QMessageBox):
    """Offers a button for each way to read what is to be pasted; ``chosen`` tells which."""

    answered = Signal(Choices)

    def __init__(self, ambiguity: AmbiguousText, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("paste_question")
        self.setWindowTitle("Paste")
        self.setIcon(QMessageBox.Icon.Question)
        self.setText(f"What does {ambiguity.cell} mean?")
        self.setInformativeText("All that is pasted is read the same way.")
        self._options = {
            self.addButton(reading.meaning, QMessageBox.ButtonRole.AcceptRole): reading.options
            for reading in ambiguity.interpretations
        }
        for number, button in enumerate(self._options, start=1):
            button.setObjectName(f"reading_{number}")
        cancel = self.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancel")
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)

    @Slot(QAbstractButton)
    def _answer(self, button: QAbstractButton) -> None:
        for offered, options in self._options.items():
            if offered is button:
                self.answered.emit(options)
