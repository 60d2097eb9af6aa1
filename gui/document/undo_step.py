"""One step of undo: the experiments before and after it, which share what it did not change."""

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from .experiment import Experiment


class Step(QUndoCommand):
    """A step of undo: it shows the experiment before it on undo, the one after it on redo."""

    def __init__(
        self, text: str, before: Experiment, after: Experiment, show: Callable[[Experiment], None]
    ) -> None:
        super().__init__(text)
        self._before, self._after, self._show = before, after, show

    def redo(self) -> None:
        """Show the experiment after the step."""
        self._show(self._after)

    def undo(self) -> None:
        """Show the experiment before the step."""
        self._show(self._before)
