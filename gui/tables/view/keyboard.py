"""Where Enter, Tab and the arrow keys move from a cell."""

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from ..models.cell_block import TableAxis
from ..models.model import AnyIndex, TableModel


class CursorStep(Enum):
    """A move to a neighbouring cell."""

    DOWN = auto()
    UP = auto()
    NEXT = auto()
    PREVIOUS = auto()


_STEP_KEYS = {
    Qt.Key.Key_Return: CursorStep.DOWN,
    Qt.Key.Key_Enter: CursorStep.DOWN,
    Qt.Key.Key_Tab: CursorStep.NEXT,
    Qt.Key.Key_Backtab: CursorStep.PREVIOUS,
}
_WITH_SHIFT = {
    CursorStep.DOWN: CursorStep.UP,
    CursorStep.NEXT: CursorStep.PREVIOUS,
    CursorStep.PREVIOUS: CursorStep.PREVIOUS,
}


def step_for_key(event: QKeyEvent) -> CursorStep | None:
    """Return the move that a key asks for, or None."""
    step = _STEP_KEYS.get(Qt.Key(event.key()))
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if step is None or modifiers == Qt.KeyboardModifier.NoModifier:
        return step
    return _WITH_SHIFT[step] if modifiers == Qt.KeyboardModifier.ShiftModifier else None


def is_fill_key(event: QKeyEvent) -> bool:
    """Return whether a key writes a number into all selected cells: Ctrl+Enter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_enter = _STEP_KEYS.get(Qt.Key(event.key())) is CursorStep.DOWN
    return is_enter and modifiers == Qt.KeyboardModifier.ControlModifier


def neighbour(
    model: TableModel,
    index: QModelIndex,
    step: CursorStep,
    tables: Sequence[TableModel] = (),
) -> QModelIndex:
    """Return the neighbouring cell, or an invalid index at the edge.

    Sideways moves visit editable cells only, and continue in the next or previous row. ``tables``
    are those that stand side by side and are typed in as one, this one among them. A table that
    takes no rows is typed in from left to right, with Enter as with Tab.
    """
    tables = tables or (model,)
    row, column = index.row(), index.column()
    width = model.editable_columns
    match _step_in(model, row, step):
        case CursorStep.DOWN:
            return model.index(row + 1, column)
        case CursorStep.UP:
            return model.index(row - 1, column)
        case CursorStep.NEXT if column + 1 < width:
            return model.index(row, column + 1)
        case CursorStep.PREVIOUS if column > 0:
            return model.index(row, min(column, width) - 1)
        case CursorStep.NEXT:
            place = tables.index(model) + 1
            return _editable(tables[place % len(tables)], row + place // len(tables), 0)
        case CursorStep.PREVIOUS:
            place = tables.index(model) - 1
            before = tables[place]
            return _editable(before, row + min(place, 0), before.editable_columns - 1)


def _step_in(model: TableModel, row: int, step: CursorStep) -> CursorStep:
    """Return a step as it is meant in a row of this table."""
    if TableAxis.ROW in model.axes or row >= model.editable_shape[0]:
        return step
    return {CursorStep.DOWN: CursorStep.NEXT, CursorStep.UP: CursorStep.PREVIOUS}.get(step, step)


def _editable(model: TableModel, row: int, column: int) -> QModelIndex:
    return model.index(row, column) if row < model.editable_shape[0] else QModelIndex()


class RowTyping:
    """Remembers the column where a series of Tab presses started, in tables side by side."""

    def __init__(self, *tables: TableModel) -> None:
        self._tables = tables
        self._first: tuple[TableModel, int] | None = None
        self._last_target: object = None

    def target(self, model: TableModel, index: QModelIndex, step: CursorStep) -> QModelIndex:
        """Return the next cell; Enter goes below the cell where the series of Tabs started.

        The cell may be that of another of the tables.
        """
        place = _place(model, index)
        if self._first is None or self._last_target != place:
            self._first = (model, index.column())
        if step is CursorStep.DOWN and TableAxis.ROW in model.axes:
            model, column = self._first
            index = model.index(index.row(), column)
        target = neighbour(model, index, step, self._tables)
        if target.isValid():
            self._last_target = _place(target.model(), target)
        else:  # the series goes on if a row is begun there
            self._last_target = place
        return target


def _place(model: object, index: QModelIndex) -> tuple[int, int, int]:
    return id(model), index.row(), index.column()


_Action = QAbstractItemView.CursorAction


def jump(model: TableModel, index: AnyIndex, action: _Action) -> QModelIndex:
    """Return the last cell in the direction of a key, or an invalid index for other keys."""
    last_row, last_column = model.rowCount() - 1, model.columnCount() - 1
    match action:
        case _Action.MoveUp:
            return model.index(0, index.column())
        case _Action.MoveDown:
            return model.index(last_row, index.column())
        case _Action.MoveLeft:
            return model.index(index.row(), 0)
        case _Action.MoveRight:
            return model.index(index.row(), last_column)
        case _Action.MoveHome:
            return model.index(0, 0)
        case _Action.MoveEnd:
            return model.index(last_row, last_column)
    return QModelIndex()


def without_control(event: QKeyEvent) -> QKeyEvent:
    """Return the same key event without Ctrl."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
    return QKeyEvent(event.type(), event.key(), modifiers, event.text())


_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def arrow_out_of(model: TableModel, index: AnyIndex, event: QKeyEvent) -> Qt.Key | None:
    """Return the arrow key that would leave the table from a cell, or None for other keys."""
    key = Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if key not in _ARROWS or modifiers != Qt.KeyboardModifier.NoModifier or not index.isValid():
        return None
    down, right = _ARROWS[key]
    row, column = index.row() + down, index.column() + right
    rows, columns = model.shape
    return key if not (0 <= row < rows and 0 <= column < columns) else None


def entered_cell(model: TableModel, key: Qt.Key, row: int, column: int) -> QModelIndex:
    """Return the cell where an arrow key enters a table, from a cell of the table beside it."""
    rows, columns = model.shape
    match key:
        case Qt.Key.Key_Up:
            return model.index(rows - 1, min(column, columns - 1))
        case Qt.Key.Key_Down:
            return model.index(0, min(column, columns - 1))
        case Qt.Key.Key_Left:
            return model.index(min(row, rows - 1), columns - 1)
        case _:
            return model.index(min(row, rows - 1), 0)
