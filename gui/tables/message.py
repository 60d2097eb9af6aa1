"""A message line that takes up space only while it shows a message."""

from PySide6.QtCore import Slot

from .note import Note


class MessageLine(Note):
    """A note that is hidden while it is empty."""

    @Slot()
    def clear_message(self) -> None:
        """Hide the line and clear its text."""
        self.clear()
        self.hide()
