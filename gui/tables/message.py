"""A line for what could not be done, there only while there is something to say."""

from PySide6.QtCore import Slot

from .note import Note


class MessageLine(Note):
    """A note that takes its place in a layout only while it says something."""

    @Slot()
    def clear_message(self) -> None:
        """Say nothing any more."""
        self.clear()
        self.hide()
