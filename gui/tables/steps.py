"""Where Enter and Tab go from a cell."""

from enum import Enum, auto

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent

from .model import TableModel


class Step(Enum):
    """A move to a neighbouring cell."""

    DOWN = auto()
    UP = auto()
    NEXT = auto()
    PREVIOUS = auto()


_FORWARD = {
    Qt.Key.Key_Return: Step.DOWN,
    Qt.Key.Key_Enter: Step.DOWN,
    Qt.Key.Key_Tab: Step.NEXT,
    Qt.Key.Key_Backtab: Step.PREVIOUS,
}
_BACK = {Step.DOWN: Step.UP, Step.NEXT: Step.PREVIOUS, Step.PREVIOUS: Step.PREVIOUS}


def step_of(event: QKeyEvent) -> Step | None:
    """Return the step a key asks for."""
    step = _FORWARD.get(Qt.Key(event.key()))
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if step is None or modifiers == Qt.KeyboardModifier.NoModifier:
        return step
    return _BACK[step] if modifiers == Qt.KeyboardModifier.ShiftModifier else None


def is_for_all(event: QKeyEvent) -> bool:
    """Tell whether a key enters a number into all selected cells: Ctrl+Enter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    is_enter = _FORWARD.get(Qt.Key(event.key())) is Step.DOWN
    return is_enter and modifiers == Qt.KeyboardModifier.ControlModifier


def neighbour(model: TableModel, index: QModelIndex, step: Step) -> QModelIndex:
    """Return the cell a step away, an invalid index where there is none.

    Sideways steps visit the editable cells only, and go on in the next row.
    """
    row, column, width = index.row(), index.column(), model.editable_columns
    match step:
        case Step.DOWN:
            return model.index(row + 1, column)
        case Step.UP:
            return model.index(row - 1, column)
        case Step.NEXT:
            place = row * width + min(column, width - 1) + 1
        case Step.PREVIOUS:
            place = row * width + min(column, width) - 1
    return model.index(*divmod(place, width))
