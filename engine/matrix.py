"""Tables of numbers: converting, checking and freezing them."""

import math
import sys
from collections.abc import Sequence
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import (
    EmptyTable,
    MaskedCell,
    NotANumber,
    NotATable,
    NotFinite,
    TableTooLarge,
    kind_of,
    shown_shape,
)
from .language.sentence import marked
from .shortening import LONGEST_QUOTE, in_quotes_if_text, one_line

Matrix = NDArray[np.floating[Any]]
"""float64 for all numbers of the user; float32 only inside a single-precision run."""


def as_matrix(name: str, values: ArrayLike) -> Matrix:
    """Return values as a read-only, finite float64 table; raise an EngineError naming the cell."""
    matrix = _as_float64(name, values)
    if matrix.ndim != 2:
        raise NotATable(
            name, marked("engine", "its shape is {shape}").format(shape=shown_shape(matrix.shape))
        )
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


def as_column(values: ArrayLike, name: str = "Y") -> ArrayLike:
    """Return a 1-D sequence as a column, and anything else unchanged."""
    if isinstance(values, Sequence):
        flat = not isinstance(values, (str, bytes)) and not any(map(is_row, values))
        return [[value] for value in values] if flat else values
    array = _as_array(name, values)
    return array[:, np.newaxis] if array.ndim == 1 else array


def _as_float64(name: str, values: ArrayLike) -> Matrix:
    """Convert numbers only: text is never parsed here."""
    table = values if isinstance(values, Sequence) else _as_array(name, values)
    if isinstance(table, np.ndarray):
        _check_mask(name, table)
        table = np.asarray(table)
        if table.dtype.kind in "biuf":
            with np.errstate(over="ignore"):
                return table.astype(np.float64, copy=False)
        if (reason := _NO_NUMBERS.get(table.dtype.kind)) is not None:
            raise NotATable(name, reason.format(dtype=table.dtype))
    if isinstance(table, (str, bytes)):
        raise NotATable(
            name,
            marked("engine", "it is text: {table}").format(table=in_quotes_if_text(table)),
        )
    if isinstance(table, np.ndarray) and table.ndim != 2:
        raise NotATable(
            name, marked("engine", "its shape is {shape}").format(shape=shown_shape(table.shape))
        )
    if len(table) == 0:
        raise EmptyTable(name, (0, 0))
    if not all(is_row(row) for row in table):
        raise NotATable(name, marked("engine", "not every entry is a row of cells"))
    return _from_rows(name, [*table])


def is_array_like(value: object) -> bool:
    """Return whether a value is meant as numbers, in a sequence or an array."""
    return is_row(value) or hasattr(value, "__array__")


_NO_NUMBERS = {
    "m": marked(
        "engine",
        "it holds time differences ({dtype}): divide them by a unit, such as np.timedelta64(1, "
        "'s')",
    ),
    "M": marked(
        "engine",
        "it holds dates ({dtype}): subtract the first one and divide by a unit, such as "
        "np.timedelta64(1, 'D')",
    ),
    "V": marked(
        "engine", "it is a structured array ({dtype}): put its fields beside one another as columns"
    ),
}
"""What an array holds that are no numbers, by numpy's letter; complex ones are named by cell."""


def _as_array(name: str, values: object) -> NDArray[Any]:
    """Return an array of what was given; masked arrays stay masked."""
    if isinstance(values, np.ndarray):
        return values
    if hasattr(values, "toarray") and hasattr(values, "nnz"):
        raise NotATable(name, marked("engine", "it is a sparse matrix: give its toarray()"))
    try:
        array = np.asanyarray(values)
    except Exception as error:  # of any type: the object's own code makes the array
        reason = one_line(str(error), LONGEST_QUOTE)
        raise NotATable(
            name,
            marked("engine", "it is {values}, which gives no array: {reason}").format(
                values=kind_of(values), reason=reason
            ),
        ) from error
    is_number = isinstance(values, (Real, np.generic))
    if array.ndim == 0 and not is_number and not hasattr(values, "__array__"):
        raise NotATable(name, marked("engine", "it is {values}").format(values=kind_of(values)))
    return array


def _check_mask(name: str, array: NDArray[Any]) -> None:
    """Raise MaskedCell naming the first masked cell, if the array has any."""
    # Loading it takes time, and without it there are none. While another thread is loading it, the
    # module is there and its class is not.
    masked = sys.modules.get("numpy.ma")
    kind = getattr(masked, "MaskedArray", None)
    if masked is None or kind is None or not isinstance(array, kind):
        return
    cells = np.argwhere(masked.getmaskarray(array))
    if len(cells) and array.dtype.names is None:
        row, column = (int(i) + 1 for i in (*cells[0], 0)[:2])
        raise MaskedCell(name, row, column)


def _from_rows(name: str, rows: list[Any]) -> Matrix:
    for i, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            raise NotATable(
                name,
                marked("engine", "row 1 has {rows} cells and row {i} has {row}").format(
                    rows=len(rows[0]), i=i, row=len(row)
                ),
            )
    cells = [
        [_as_float(name, i, k, cell) for k, cell in enumerate(row, start=1)]
        for i, row in enumerate(rows, start=1)
    ]
    return np.array(cells, dtype=np.float64).reshape(len(rows), len(rows[0]))


def _as_float(matrix: str, row: int, column: int, cell: object) -> float:
    if not isinstance(cell, (Real, np.bool_)) or isinstance(cell, np.timedelta64):
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
