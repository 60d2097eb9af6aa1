"""A line for what could not be done, there only while there is something to say."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget


class MessageLine(QLabel):
    """One sentence under a table."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Message")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    @Slot(str)
    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self.setText(sentence)
        self.show()

    @Slot()
    def withdraw(self) -> None:
        """Say nothing any more."""
        self.clear()
        self.hide()
