"""Where Enter and Tab move from a cell."""

from enum import Enum, auto

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

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


def neighbour(model: TableModel, index: QModelIndex, step: CursorStep) -> QModelIndex:
    """Return the neighbouring cell, or an invalid index at the edge.

    Sideways moves visit editable cells only, and continue in the next or previous row.
    """
    row, column, width = index.row(), index.column(), model.editable_columns
    match step:
        case CursorStep.DOWN:
            return model.index(row + 1, column)
        case CursorStep.UP:
            return model.index(row - 1, column)
        case CursorStep.NEXT:
            position = row * width + min(column, width - 1) + 1
        case CursorStep.PREVIOUS:
            position = row * width + min(column, width) - 1
    return model.index(*divmod(position, width))


class RowTyping:
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
