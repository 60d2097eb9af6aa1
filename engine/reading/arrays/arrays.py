"""A table that is an array of numbers already. NaN and infinities are its faults."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...numbers import exact
from ..cells import Cell, CheckedRows, RawRow, not_finite
from ..faults import Fault, error_at
from ..layout import Layout
from ..options import ReadOptions

# 2 MiB as float64: thousands of rows of an ordinary table.
CELLS_AT_A_TIME = 2**18


@dataclass(frozen=True, eq=False)
class ArrayTable:
    """The rows of an array (N, m) of real numbers, and the other arrays in the file."""

    name: str
    values: NDArray[Any]
    options: ReadOptions
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """Its columns. They have names if they come from several arrays."""
        return Layout(self.names, self.values.shape[1])

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns, a few thousand rows at a time."""
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        for start in range(self.options.rows_to_skip, len(self.values), height):
            part = self.values[start : start + height][:, list(columns)]
            with np.errstate(over="ignore", invalid="ignore"):
                values = np.array(part, dtype=np.float64, order="C")
            is_finite = np.isfinite(values)
            is_good = is_finite.all(axis=1)
            if is_good.all():
                yield CheckedRows(values, (), 0, self._fraction(start + height))
                continue
            faults = [
                self._fault(start + row + 1, columns[k], part[row, k])
                for row, k in np.argwhere(~is_finite).tolist()
            ]
            bad = len(values) - int(is_good.sum())
            yield CheckedRows(values[is_good], faults, bad, self._fraction(start + height))

    def _fault(self, row: int, column: int, entry: Cell) -> Fault:
        name = self.names[column] if self.names else ""
        return Fault(row, column + 1, name, str(entry), str(not_finite(str(entry))))

    def _fraction(self, end: int) -> float:
        return min(end / len(self.values), 1.0)

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
        return error_at(self.name, fault, "row")
