"""What a person does to a table other than typing: insert, remove, clear, copy, paste."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from PySide6.QtGui import QGuiApplication

from engine import EngineError, Matrix

from ..errors import GuiError
from ..locale import has_decimal_comma
from . import clipboard
from .axis import Axis, Side
from .errors import CannotPasteHere, TooMuchToCopy
from .selection import cleared, current, selected
from .view import MatrixView

MOST_COPIED = 1_000_000


@contextmanager
def refusals_told(view: MatrixView) -> Iterator[None]:
    """Let the view tell what cannot be done."""
    try:
        yield
    except (EngineError, GuiError) as error:
        view.refused.emit(str(error))


def insert(view: MatrixView, axis: Axis, side: Side) -> None:
    """Insert a row or column beside the current cell and go there."""
    at = current(view, axis) + side.value
    row, column = view.currentIndex().row(), view.currentIndex().column()
    with refusals_told(view):
        view.matrix.insert(axis, at)
        there = (at, column) if axis is Axis.ROW else (row, at)
        view.setCurrentIndex(view.matrix.index(*there))


def remove(view: MatrixView, axis: Axis) -> None:
    """Remove the rows or columns with a selected cell."""
    with refusals_told(view):
        view.matrix.remove(axis, selected(view, axis))


def clear(view: MatrixView) -> None:
    """Set the selected editable cells to 0."""
    block = cleared(view)
    if block is not None:
        view.matrix.document.set_block(view.matrix.part, *block)


def copy(view: MatrixView) -> None:
    """Put the selected rows and columns on the clipboard, every digit of them."""
    with refusals_told(view):
        QGuiApplication.clipboard().setText(clipboard.written(_to_copy(view)))


def paste(view: MatrixView) -> None:
    """Put the clipboard's numbers at the current cell, the table growing where they need room."""
    row, column = view.currentIndex().row(), view.currentIndex().column()
    with refusals_told(view):
        values = clipboard.read(
            QGuiApplication.clipboard().text(), decimal_comma=has_decimal_comma()
        )
        _make_room(view, row + values.shape[0], column + values.shape[1])
        view.matrix.document.set_block(view.matrix.part, row, column, values)


def _to_copy(view: MatrixView) -> Matrix:
    rows, columns = selected(view, Axis.ROW), selected(view, Axis.COLUMN)
    if len(rows) * len(columns) > MOST_COPIED:
        raise TooMuchToCopy(len(rows) * len(columns), MOST_COPIED)
    return np.column_stack([view.matrix.column_values(column, rows) for column in columns])


def _make_room(view: MatrixView, rows: int, columns: int) -> None:
    model = view.matrix
    if columns > model.editable_columns and Axis.COLUMN not in model.axes:
        raise CannotPasteHere(model.column_name(model.editable_columns))
    if rows > model.rowCount() or columns > model.editable_columns:
        model.grow(rows, columns)
