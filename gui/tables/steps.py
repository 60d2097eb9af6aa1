"""Where Enter and Tab move from a cell."""

from enum import Enum, auto

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from .model import TableModel


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
