"""Typing row by row: Tab through the cells of a row, then Enter to where the next one begins."""

from PySide6.QtCore import QModelIndex

from .model import TableModel
from .steps import CursorStep, neighbour


class RowEntry:
    """Knows the column where a person began to press Tab, as long as they go on from there."""

    def __init__(self) -> None:
        self._first_column = 0
        self._last_target = (-1, -1)

    def target(self, model: TableModel, index: QModelIndex, step: CursorStep) -> QModelIndex:
        """Return the cell a step away, with Enter the one under the first of those typed."""
        if self._last_target != (index.row(), index.column()):
            self._first_column = index.column()
        if step is CursorStep.DOWN:
            index = model.index(index.row(), self._first_column)
        target = neighbour(model, index, step)
        self._last_target = (target.row(), target.column())
        return target
