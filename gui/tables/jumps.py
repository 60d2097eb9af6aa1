"""Ctrl with an arrow key jumps to the edge of the table; a table has no gaps to stop at."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from .model import AnyIndex, TableModel

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
