"""A dialog that asks what a text means; it does not block the window."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from engine.reading.options import ReadOptions

from ...text.translation import translate
from .ambiguity import AmbiguousText


class PasteQuestion(QMessageBox):
    """Offers one button per interpretation; ``answered`` carries the chosen one's read options."""

    answered = Signal(ReadOptions)

    def __init__(self, ambiguity: AmbiguousText, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("paste_question")
        self.setWindowTitle(translate("tables", "Paste"))
        self.setIcon(QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)  # the text comes from another program
        self.setText(ambiguity.question)
        self.setInformativeText(ambiguity.remark)
        self._options = {
            self.addButton(
                reading.meaning.replace("&", "&&"), QMessageBox.ButtonRole.AcceptRole
            ): reading.options
            for reading in ambiguity.interpretations
        }
        for number, button in enumerate(self._options, start=1):
            button.setObjectName(f"reading_{number}")
        cancel = self.addButton(translate("tables", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancel")
        self.buttonClicked.connect(self._answer)
        self.finished.connect(self.deleteLater)

    @Slot(QAbstractButton)
    def _answer(self, button: QAbstractButton) -> None:
        for offered, options in self._options.items():
            if offered is button:
                self.answered.emit(options)
