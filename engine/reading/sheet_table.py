"""A table in a sheet: cells that are numbers already, or texts, dates and truth values."""

import datetime
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np

from ..errors import BadNumber, BadTable
from ..matrix import Matrix
from ..numbers import exact
from .cells import Cell, Record, Rows, checked_rows
from .choices import Choices
from .evidence import may_group
from .faults import Fault, refusal
from .layout import Layout
from .notation import Notation, notation_for

CELLS_AT_A_TIME = 2**17
ROWS_TO_GUESS_FROM = 20
_EMPTY = "the cell is empty, or an error such as #DIV/0!. Every cell needs a number."
_MAY_GROUP = (
    "{} could mean {}, as other texts here have decimal commas. Write all numbers the same way."
)
_TIMES = (datetime.date, datetime.time, datetime.timedelta)


@dataclass(frozen=True, eq=False)
class SheetTable:
    """Rows of a sheet, from row ``start`` to row ``end``, counted from 1, and their columns.

    ``cells`` gives all rows of the sheet from its first on, each as long as the others.
    """

    name: str
    sheet: str
    cells: Callable[[], Iterator[Sequence[Cell]]]
    start: int
    end: int
    layout: Layout
    choices: Choices
    sheets: tuple[str, ...]

    def rows(self, columns: Sequence[int]) -> Iterator[Rows]:
        """Read some columns, some thousand rows at a time."""
        records = self._records()
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        while part := list(islice(records, height)):
            fraction = part[-1].line / self.end
            values = None if self._has_strays(part) else _plain(part, columns)
            if values is None:
                yield checked_rows(part, self.layout, columns, self.number, fraction)
            else:
                yield Rows(values, (), 0, fraction)

    def first(self, count: int) -> Iterator[Record]:
        """Yield the first rows."""
        return islice(self._records(), count)

    def number(self, cell: Cell) -> float:
        """Read a number, be it written as text; raise BadNumber for what is none."""
        shown = self.text(cell)
        if isinstance(cell, bool):
            raise BadNumber(shown, f"{shown} is a truth value, not a number. Write 1 or 0.")
        if isinstance(cell, _TIMES):
            raise BadNumber(shown, f"{shown} is a date or a time, not a number.")
        if not isinstance(cell, str):
            return _finite(float(cell))
        if not cell.strip():
            raise BadNumber(cell, _EMPTY)
        if self._notation.comma_decides and "." in cell and may_group(cell.strip()):
            raise BadNumber(cell, _MAY_GROUP.format(cell.strip(), cell.strip().replace(".", "")))
        return self._notation.number(cell)

    def text(self, cell: Cell) -> str:
        """Show a cell about as the sheet does, a number with all its digits."""
        return shown_cell(cell)

    def refusal(self, fault: Fault) -> BadTable:
        """Name a fault by its sheet and row."""
        return refusal(self.name, fault, f"sheet {self.sheet}, row")

    @cached_property
    def _notation(self) -> Notation:
        rows = self.first(ROWS_TO_GUESS_FROM)
        return notation_for(self.choices, [c for row in rows for c in row.cells if is_text(c)])

    def _has_strays(self, rows: Sequence[Record]) -> bool:
        blank = bool(self.layout.blank)  # to look is dear, and mostly in vain
        return blank and any(self.layout.stray(row.cells) is not None for row in rows)

    def _records(self) -> Iterator[Record]:
        rows = enumerate(self.cells(), start=1)
        return (Record(row, cells) for row, cells in islice(rows, self.start - 1, None))


def is_text(cell: Cell) -> bool:
    """Tell a text from a number, a date or a truth value."""
    return isinstance(cell, str)


def shown_cell(cell: Cell) -> str:
    """Show a cell about as a sheet does."""
    if isinstance(cell, bool):
        return str(cell).upper()
    return exact(cell) if isinstance(cell, (int, float)) else str(cell)


def _plain(rows: Sequence[Record], columns: Sequence[int]) -> Matrix | None:
    """Take rows of nothing but finite numbers, fast; None where there is anything else."""
    cells = [row.cells[k] for row in rows for k in columns]
    if not set(map(type, cells)) <= {float, int}:
        return None
    values = np.array(cells, dtype=np.float64).reshape(-1, len(columns))
    return values if np.isfinite(values).all() else None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise BadNumber(str(value), f"{value} is not a finite number.")
    return value
