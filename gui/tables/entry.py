"""Typing row by row: Tab through the cells of a row, then Enter to where the next one begins."""

from PySide6.QtCore import QModelIndex

from .model import TableModel
from .steps import Step, neighbour


class RowEntry:
    """Knows the column where a person began to press Tab, as long as they go on from there."""

    def __init__(self) -> None:
        self._home = 0
        self._reached = (-1, -1)

    def target(self, model: TableModel, index: QModelIndex, step: Step) -> QModelIndex:
        """Return the cell a step away, with Enter the one under the first of those typed."""
        if self._reached != (index.row(), index.column()):
            self._home = index.column()
        if step is Step.DOWN:
            index = model.index(index.row(), self._home)
        target = neighbour(model, index, step)
        self._reached = (target.row(), target.column())
        return target
