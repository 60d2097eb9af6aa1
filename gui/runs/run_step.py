"""A step of undo that changes the kept runs."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand


class RunStep(QUndoCommand):
    """Puts one record of a run in the place of another, and back."""

    def __init__(self, text: str, redo: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(text)
        self._redo, self._undo = redo, undo

    def redo(self) -> None:
        """Make the change."""
        self._redo()

    def undo(self) -> None:
        """Take it back."""
        self._undo()
