"""Tables of numbers: converting, checking and freezing them."""

import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import EmptyTable, NotANumber, NotATable, NotFinite, TableTooLarge, shown_shape

Matrix = NDArray[np.floating[Any]]
"""float64 for all numbers of the user; float32 only inside a single-precision run."""


def as_matrix(name: str, values: ArrayLike) -> Matrix:
    """Return values as a read-only, finite float64 table; raise an EngineError naming the cell."""
    matrix = _as_float64(name, values)
    if matrix.ndim != 2:
        raise NotATable(name, f"its shape is {shown_shape(matrix.shape)}")
    if 0 in matrix.shape:
        raise EmptyTable(name, matrix.shape)
    _check_finite(name, matrix)
    return frozen(matrix)


# A and Y together: 1.6 GB as float64, of which an edit and its undo may hold a second copy.
MOST_CELLS = 200_000_000


def check_size(rows: int, columns: int) -> None:
    """Raise TableTooLarge if A of this shape and its Y have more than MOST_CELLS cells."""
    if rows * (columns + 1) > MOST_CELLS:
        raise TableTooLarge(rows, columns, MOST_CELLS)


def frozen(matrix: Matrix) -> Matrix:
    """Return the matrix read-only: itself if no one can write to it, otherwise a copy."""
    if matrix.flags.writeable or not matrix.flags.owndata or not matrix.flags.c_contiguous:
        matrix = np.array(matrix, dtype=np.float64, order="C")
        matrix.setflags(write=False)
    return matrix


def as_column(values: ArrayLike) -> ArrayLike:
    """Return a 1-D sequence as a column, and anything else unchanged."""
    if isinstance(values, Sequence):
        flat = not isinstance(values, (str, bytes)) and not any(map(is_row, values))
        return [[value] for value in values] if flat else values
    array = np.asarray(values)
    return array[:, np.newaxis] if array.ndim == 1 else array


def _as_float64(name: str, values: ArrayLike) -> Matrix:
    """Convert numbers only: text is never parsed here."""
    table = values if isinstance(values, Sequence) else np.asarray(values)
    if isinstance(table, np.ndarray) and table.dtype.kind in "biuf":
        with np.errstate(over="ignore"):
            return table.astype(np.float64, copy=False)
    if isinstance(table, np.ndarray) and table.ndim != 2:
        raise NotATable(name, f"its shape is {shown_shape(table.shape)}")
    if len(table) == 0:
        raise EmptyTable(name, (0, 0))
    if not all(is_row(row) for row in table):
        raise NotATable(name, "not every entry is a row of cells")
    return _from_rows(name, [*table])


def _from_rows(name: str, rows: list[Any]) -> Matrix:
    for i, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise NotATable(name, f"row 1 has {len(rows[0])} cells and row {i} has {len(row)}")
    cells = [
        [_as_float(name, i, k, cell) for k, cell in enumerate(row, start=1)]
        for i, row in enumerate(rows, start=1)
    ]
    return np.array(cells, dtype=np.float64).reshape(len(rows), len(rows[0]))


def _as_float(matrix: str, row: int, column: int, cell: object) -> float:
    if not isinstance(cell, (Real, np.bool_)):
        raise NotANumber(matrix, row, column, cell)
    try:
        return float(cell)
    except OverflowError:
        raise NotFinite(matrix, row, column, math.inf) from None


def _check_finite(name: str, matrix: Matrix) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(matrix.sum()):  # one pass, no temporary: the sum shows any NaN or infinity
            return
    bad = np.argwhere(~np.isfinite(matrix))
    if len(bad):
        i, k = map(int, bad[0])
        raise NotFinite(name, i + 1, k + 1, float(matrix[i, k]))


def is_row(value: object) -> bool:
    """Return whether a value is a row of cells rather than one cell."""
    return isinstance(value, (Sequence, np.ndarray)) and not isinstance(value, (str, bytes))
