"""A table that is an array of numbers already. NaN and infinities are its faults."""

import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...numbers import exact
from ..cells import Cell, CheckedRows, RawRow, not_finite
from ..faults import OF_ARRAY, Fault, error_at
from ..layout import Layout, find_columns
from ..notes import digits_lost, in_column
from ..options import ReadOptions

# 2 MiB as float64: thousands of rows of an ordinary table.
CELLS_AT_A_TIME = 2**18
# Above this, not every whole number is a float64.
_WHOLE_NUMBERS_END = 2.0**53
# As many rows as a preview shows.
_ROWS_OF_SAMPLE = 100


class FieldColumns:
    """The fields of a structured array (N,) as columns; only the rows asked for are copied.

    It has what an ``ArrayTable`` uses of an array (N, m).
    """

    def __init__(self, records: NDArray[Any], fields: Sequence[str]) -> None:
        self._records, self._fields = records, fields
        self.shape = (len(records), len(fields))

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        part = self._records[rows]
        return np.column_stack([part[field] for field in self._fields])

    def column(self, rows: slice, k: int) -> NDArray[Any]:
        """Return some rows of one column, as they are stored."""
        return np.asarray(self._records[rows][self._fields[k]])


class JoinedColumns:
    """Arrays (N, m) side by side, each with its own type of numbers.

    It has what an ``ArrayTable`` uses of an array (N, m).
    """

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = arrays
        self._starts = np.cumsum([0, *(array.shape[1] for array in arrays)]).tolist()
        self.shape = (len(arrays[0]), self._starts[-1])

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: slice) -> NDArray[Any]:
        return np.concatenate([array[rows] for array in self._arrays], axis=1)

    def tolist(self) -> list[Any]:
        """Return all rows."""
        found: list[Any] = self[:].tolist()
        return found

    def column(self, rows: slice, k: int) -> NDArray[Any]:
        """Return some rows of one column, as they are stored."""
        which = bisect_right(self._starts, k) - 1
        return _column(self._arrays[which], rows, k - self._starts[which])


def _column(
    values: "NDArray[Any] | FieldColumns | JoinedColumns", rows: slice, k: int
) -> NDArray[Any]:
    found = values[rows, k] if isinstance(values, np.ndarray) else values.column(rows, k)
    return np.asarray(found)


@dataclass(frozen=True, eq=False)
class ArrayTable:
    """The rows of an array (N, m) of real numbers, and the other arrays in the file."""

    name: str
    values: NDArray[Any]
    options: ReadOptions
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """Its columns. They have names if they come from several arrays, or from fields."""
        return Layout(self.names, self.values.shape[1])

    @property
    def height(self) -> int:
        """The number of rows."""
        return len(self.values) - self.options.rows_to_skip

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns, a few thousand rows at a time."""
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        watched = self._long_columns(columns)
        for start in range(self.options.rows_to_skip, len(self.values), height):
            part = self.values[start : start + height][:, list(columns)]
            with np.errstate(over="ignore", invalid="ignore"):
                values = np.array(part, dtype=np.float64, order="C")
            notes = tuple(self._lost_digits(slice(start, start + height), watched))
            is_finite = np.isfinite(values)
            is_good = is_finite.all(axis=1)
            if is_good.all():
                yield CheckedRows(values, (), 0, self._fraction(start + height), notes)
                continue
            faults = [
                self._fault(start + row + 1, columns[k], part[row, k])
                for row, k in np.argwhere(~is_finite).tolist()
            ]
            bad = len(values) - int(is_good.sum())
            fraction = self._fraction(start + height)
            yield CheckedRows(values[is_good], faults, bad, fraction, notes)

    def checked(self) -> "ArrayTable":
        """Return this table with notes on its first rows."""
        start = self.options.rows_to_skip
        columns = self._long_columns(find_columns(self.options, self.layout, self.name))
        notes = self._lost_digits(slice(start, start + _ROWS_OF_SAMPLE), columns)
        return replace(self, notes=(*self.notes, *notes))

    def _long_columns(self, columns: Sequence[int]) -> list[int]:
        """Return the columns of 64-bit integers: only they can lose digits."""
        if isinstance(self.values, np.ndarray):
            return list(columns) if _is_long(self.values.dtype) else []
        return [k for k in columns if _is_long(_column(self.values, slice(1), k).dtype)]

    def _lost_digits(self, rows: slice, columns: list[int]) -> Iterator[str]:
        """Yield a note for each column with a number that float64 lacks, and drop the column."""
        for k in tuple(columns):
            cells = _column(self.values, rows, k)
            as_float = cells.astype(np.float64)
            if not len(cells) or max(as_float.max(), -as_float.min()) < _WHOLE_NUMBERS_END:
                continue
            is_beyond = as_float >= float(2 ** (64 if cells.dtype.kind == "u" else 63))
            with np.errstate(invalid="ignore"):
                is_lost = is_beyond | (as_float.astype(cells.dtype) != cells)
            if is_lost.any():
                columns.remove(k)
                cell = int(cells[is_lost.argmax()])
                name = self.names[k] if self.names else ""
                yield digits_lost(in_column(k, name), str(cell), int(float(cell)))

    def _fault(self, row: int, column: int, entry: Cell) -> Fault:
        name = self.names[column] if self.names else ""
        return Fault(row, column + 1, name, str(entry), str(not_finite(str(entry))))

    def _fraction(self, end: int) -> float:
        return min(end / len(self.values), 1.0)

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, some at a time, and the fraction of the array read by then."""
        rows, end = self.first(self.height), self.options.rows_to_skip
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        while part := list(islice(rows, height)):
            end += len(part)
            yield part, self._fraction(end)

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield the first rows."""
        start = self.options.rows_to_skip
        for row, cells in enumerate(self.values[start : start + count], start=start + 1):
            yield RawRow(row, cells)

    def parse(self, cell: Cell) -> float:
        """Convert an entry to float64. Raises BadNumber if it is not finite."""
        with np.errstate(over="ignore", invalid="ignore"):
            value = float(cell)
        if not math.isfinite(value):
            raise not_finite(str(cell))
        return value

    def text(self, cell: Cell) -> str:
        """Return an entry as text with all its digits."""
        return exact(float(cell)) if cell.dtype.kind == "f" else str(cell)

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its row."""
        return error_at(self.name, fault, OF_ARRAY)


def _is_long(dtype: "np.dtype[Any]") -> bool:
    return dtype.kind in "iu" and dtype.itemsize == 8
