"""One step of undo: the experiment before it and after it, which share what it left alone."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from .experiment import Experiment


class Step(QUndoCommand):
    """Shows one experiment when done, the other when undone."""

    def __init__(
        self, text: str, before: Experiment, after: Experiment, show: Callable[[Experiment], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        """Show what the step led to."""
        self._show(self._after)

    def undo(self) -> None:
        """Show what was there before."""
        self._show(self._before)
