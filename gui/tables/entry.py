"""Typing row by row: Tab moves along a row, Enter starts the next row where Tab started."""

from PySide6.QtCore import QModelIndex

from .model import TableModel
from .steps import CursorStep, neighbour


class RowEntry:
    """Remembers the column where a series of Tab presses started."""

    def __init__(self) -> None:
        self._first_column = 0
        self._last_target = (-1, -1)

    def target(self, model: TableModel, index: QModelIndex, step: CursorStep) -> QModelIndex:
        """Return the next cell; Enter goes below the cell where the series of Tabs started."""
        if self._last_target != (index.row(), index.column()):
            self._first_column = index.column()
        if step is CursorStep.DOWN:
            index = model.index(index.row(), self._first_column)
        target = neighbour(model, index, step)
        self._last_target = (target.row(), target.column())
        return target
