"""A table that is an array of numbers already: rows that hold NaN or an infinity are its faults."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import BadNumber, BadTable
from ..numbers import exact
from .cells import Cell, Record, Rows
from .choices import Choices
from .faults import Fault, refusal
from .layout import Layout

CELLS_AT_A_TIME = 2**18


@dataclass(frozen=True, eq=False)
class ArrayTable:
    """The rows of an array (N, m) of any kind of real numbers, and the arrays beside it."""

    name: str
    values: NDArray[Any]
    choices: Choices
    sheets: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """Its columns, which have names where they come of several arrays."""
        return Layout(self.names, self.values.shape[1])

    def rows(self, columns: Sequence[int]) -> Iterator[Rows]:
        """Read some columns, some thousand rows at a time."""
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        for start in range(self.choices.skipped, len(self.values), height):
            part = self.values[start : start + height][:, list(columns)]
            with np.errstate(over="ignore", invalid="ignore"):
                values = np.array(part, dtype=np.float64, order="C")
            is_finite = np.isfinite(values)
            is_good = is_finite.all(axis=1)
            if is_good.all():
                yield Rows(values, (), 0, self._fraction(start + height))
                continue
            faults = [
                self._fault(start + row + 1, columns[k], part[row, k])
                for row, k in np.argwhere(~is_finite).tolist()
            ]
            bad = len(values) - int(is_good.sum())
            yield Rows(values[is_good], faults, bad, self._fraction(start + height))

    def _fault(self, row: int, column: int, entry: Cell) -> Fault:
        name = self.names[column] if self.names else ""
        return Fault(row, column + 1, name, str(entry), _reason(entry))

    def _fraction(self, end: int) -> float:
        return min(end / len(self.values), 1.0)

    def first(self, count: int) -> Iterator[Record]:
        """Yield the first rows."""
        start = self.choices.skipped
        for row, cells in enumerate(self.values[start : start + count], start=start + 1):
            yield Record(row, cells)

    def number(self, cell: Cell) -> float:
        """Turn an entry into a float64; raise BadNumber for what is not finite."""
        with np.errstate(over="ignore", invalid="ignore"):
            value = float(cell)
        if not math.isfinite(value):
            raise BadNumber(str(cell), _reason(cell))
        return value

    def text(self, cell: Cell) -> str:
        """Show an entry with all its digits."""
        return exact(float(cell)) if cell.dtype.kind == "f" else str(cell)

    def refusal(self, fault: Fault) -> BadTable:
        """Name a fault by its row."""
        return refusal(self.name, fault, "row")


def _reason(entry: Cell) -> str:
    return f"{entry!s} is not a finite number."
