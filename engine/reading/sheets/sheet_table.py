"""A table in a sheet. Its cells are numbers already, or text, dates and truth values."""

import datetime
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from ...errors import BadNumber, BadTable
from ...matrix import Matrix
from ...numbers import exact
from ..cells import Cell, CheckedRows, RawRow, check_rows, not_finite
from ..faults import Fault, error_at
from ..layout import Layout
from ..options import ReadOptions
from ..text.number_format import NumberFormat, find_number_format
from ..text.number_patterns import may_group

# 1 MiB as float64, like a block of text. As Python objects they take four times that.
CELLS_AT_A_TIME = 2**17
# As many as in a text (LINES_TO_GUESS_FROM).
ROWS_TO_GUESS_FROM = 20
_EMPTY = "the cell is empty, or an error such as #DIV/0!. Every cell needs a number."
_MAY_GROUP = (
    "{} could mean {}, because other cells have decimal commas. Write all numbers the same way."
)
_TIMES = (datetime.date, datetime.time, datetime.timedelta)


@dataclass(frozen=True, eq=False)
class SheetTable:
    """The rows of a sheet from ``start`` to ``end``, counted from 1, and their columns.

    ``cells`` returns all rows of the sheet from the first on, all of the same length.
    """

    name: str
    sheet: str
    cells: Callable[[], Iterator[Sequence[Cell]]]
    start: int
    end: int
    layout: Layout
    options: ReadOptions
    sheets: tuple[str, ...]

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns, a few thousand rows at a time."""
        records = self._records()
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        while part := list(islice(records, height)):
            fraction = part[-1].line / self.end
            values = (
                None if self._has_cells_in_empty_columns(part) else _plain_values(part, columns)
            )
            if values is None:
                yield check_rows(part, self.layout, columns, self.parse, fraction)
            else:
                yield CheckedRows(values, (), 0, fraction)

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield the first rows."""
        return islice(self._records(), count)

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell, even if it is stored as text. Raises BadNumber."""
        shown = self.text(cell)
        if isinstance(cell, bool):
            raise BadNumber(shown, f"{shown} is a truth value, not a number. Write 1 or 0.")
        if isinstance(cell, _TIMES):
            raise BadNumber(shown, f"{shown} is a date or a time, not a number.")
        if not isinstance(cell, str):
            if not math.isfinite(cell):
                raise not_finite(str(float(cell)))
            return float(cell)
        if not cell.strip():
            raise BadNumber(cell, _EMPTY)
        if self._number_format.comma_is_decimal and "." in cell and may_group(cell.strip()):
            raise BadNumber(cell, _MAY_GROUP.format(cell.strip(), cell.strip().replace(".", "")))
        return self._number_format.parse(cell)

    def text(self, cell: Cell) -> str:
        """Return a cell as text, much as the sheet shows it; a number with all its digits."""
        return shown_cell(cell)

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its sheet and row."""
        return error_at(self.name, fault, f"sheet {self.sheet}, row")

    @cached_property
    def _number_format(self) -> NumberFormat:
        rows = self.first(ROWS_TO_GUESS_FROM)
        return find_number_format(
            self.options, [c for row in rows for c in row.cells if is_text(c)]
        )

    def _has_cells_in_empty_columns(self, rows: Sequence[RawRow]) -> bool:
        if not self.layout.empty_columns:  # spares most tables a slow look at every row
            return False
        return any(self.layout.first_in_empty_column(row.cells) is not None for row in rows)

    def _records(self) -> Iterator[RawRow]:
        rows = enumerate(self.cells(), start=1)
        return (RawRow(row, cells) for row, cells in islice(rows, self.start - 1, None))


def is_text(cell: Cell) -> bool:
    """Return whether a cell is text, not a number, a date or a truth value."""
    return isinstance(cell, str)


def shown_cell(cell: Cell) -> str:
    """Return a cell as text, much as a sheet shows it."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return exact(cell) if isinstance(cell, (int, float)) else str(cell)


def _plain_values(rows: Sequence[RawRow], columns: Sequence[int]) -> Matrix | None:
    """Read rows of finite numbers fast. Return None if there is anything else."""
    cells = [row.cells[k] for row in rows for k in columns]
    if not set(map(type, cells)) <= {float, int}:
        return None
    values = np.array(cells, dtype=np.float64).reshape(-1, len(columns))
    return values if np.isfinite(values).all() else None
