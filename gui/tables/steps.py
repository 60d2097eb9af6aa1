"""Where Enter and Tab go from a cell."""

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
    """Return the step a key asks for."""
    step = _STEP_KEYS.get(Qt.Key(event.key()))
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if step is None or modifiers == Qt.KeyboardModifier.NoModifier:
        return step
    return _WITH_SHIFT[step] if modifiers == Qt.KeyboardModifier.ShiftModifier else None


def is_fill_key(event: QKeyEvent) -> bool:
    """Tell whether a key enters a number into all selected cells: Ctrl+Enter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_enter = _STEP_KEYS.get(Qt.Key(event.key())) is CursorStep.DOWN
    return is_enter and modifiers == Qt.KeyboardModifier.ControlModifier


def neighbour(model: TableModel, index: QModelIndex, step: CursorStep) -> QModelIndex:
    """Return the cell a step away, an invalid index where there is none.

    Sideways steps visit the editable cells only, and go on in the next row.
    """
    row, column, width = index.row(), index.column(), model.editable_columns
    match step:
        case CursorStep.DOWN:
            return model.index(row + 1, column)
        case CursorStep.UP:
            return model.index(row - 1, column)
        case CursorStep.NEXT:
            place = row * width + min(column, width - 1) + 1
        case CursorStep.PREVIOUS:
            place = row * width + min(column, width) - 1
    return model.index(*divmod(place, width))
