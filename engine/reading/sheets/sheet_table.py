"""A table in a sheet. Its cells are numbers already, or text, dates and truth values."""

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ...errors import BadNumber, BadTable
from ...language.sentence import Chain, marked
from ...matrix import Matrix
from ...threads.caching import cached_property
from ..cells import Cell, CheckedRows, RawRow, check_rows
from ..faults import OF_SHEET, Fault, error_at
from ..layout import Layout, find_columns
from ..options import ReadOptions
from ..text.number_format import NumberFormat, find_number_format
from ..totals import labelled_totals_notes, may_end_in_totals
from .long_numbers import LongNumbers
from .misread import SAVE_AGAIN
from .sheet_look import UncomputedCells
from .stored_cells import IS_A_TIME, parse_stored, shown_cell
from .workbook_process import CellBlock
from .workbook_reader import CellCode

# 1 MiB as float64, like a block of text. As Python objects they take four times that.
CELLS_AT_A_TIME = 2**17
# As many as in a text (LINES_TO_GUESS_FROM).
ROWS_TO_GUESS_FROM = 20
# As many as a preview shows.
_ROWS_OF_SAMPLE = 100
_EMPTY = marked(
    "engine", "the cell is empty, or an error such as #DIV/0!. Every cell needs a number."
)
_NEVER_COMPUTED = Chain(
    marked("engine", "this formula was never computed, so it has no result."), " ", SAVE_AGAIN
)
_TIMES = (datetime.date, datetime.time, datetime.timedelta)


class FormulaCell:
    """The cell of a formula without a result, which shows nothing."""

    def __str__(self) -> str:
        return ""


_FORMULA = FormulaCell()


@dataclass(frozen=True, eq=False)
class SheetTable:
    """The rows of a sheet from ``start`` to ``end``, counted from 1, and their columns.

    ``blocks`` are all rows of the sheet from the first on, without the first ``padding`` columns,
    which are blank; ``left_out`` are those among them, from ``start`` on, that are no rows of the
    table. ``uncomputed`` has the formulas without a result.
    """

    name: str
    sheet: str
    blocks: Sequence[CellBlock]
    start: int
    end: int
    layout: Layout
    options: ReadOptions
    sheets: tuple[str, ...]
    notes: tuple[str, ...] = ()
    left_out: frozenset[int] = frozenset()
    padding: int = 0
    uncomputed: UncomputedCells = field(default_factory=lambda: UncomputedCells.of({}))

    @property
    def height(self) -> int:
        """The number of rows."""
        return self.end - self.start + 1 - len(self.left_out)

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns, block by block: numbers at once, other rows cell by cell."""
        above, long_numbers, read = 0, LongNumbers(self.layout, columns), {*columns}
        for block in self.blocks:
            lines = np.arange(above + 1, above + len(block.numbers) + 1)
            above += len(block.numbers)
            is_kept = lines >= self.start
            if self.left_out:
                is_kept &= ~np.isin(lines, list(self.left_out))
            if not is_kept.any():
                continue
            fraction = float(lines[is_kept][-1] / self.end)
            formulas = self.uncomputed.within(int(lines[0]), int(lines[-1]))
            is_computed = not any(column - 1 in read for _, column in formulas)
            values = self._plain_values(block, is_kept, columns) if is_computed else None
            if values is not None and not long_numbers.may_concern(values):
                yield CheckedRows(values, (), 0, fraction)
                continue
            cells = self._cells(block, int(lines[0]))
            rows = [
                RawRow(line, [*self._padding, *cells[k]])
                for k, line in enumerate(lines.tolist())
                if is_kept[k]
            ]
            checked = check_rows(rows, self.layout, columns, self.parse, fraction)
            yield checked._replace(notes=long_numbers.check(rows, checked.values))
        if notes := self._totals_notes(columns) if self.blocks else ():
            yield CheckedRows(np.empty((0, len(columns))), (), 0, 1.0, notes)

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, some at a time, and the fraction of the sheet read by then."""
        records = self._records()
        height = max(1, CELLS_AT_A_TIME // self.layout.width)
        while part := list(islice(records, height)):
            yield part, part[-1].line / self.end

    def checked(self) -> "SheetTable":
        """Return this table with notes on its first rows."""
        columns = find_columns(self.options, self.layout, self.name)
        notes = LongNumbers(self.layout, columns).check_first(list(self.first(_ROWS_OF_SAMPLE)))
        return replace(self, notes=(*self.notes, *notes))

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield the first rows."""
        return islice(self._records(), count)

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell, even if it is stored as text. Raises BadNumber."""
        if isinstance(cell, float) and math.isfinite(cell):
            return cell
        shown = self.text(cell)
        if isinstance(cell, FormulaCell):
            raise BadNumber(shown, _NEVER_COMPUTED)
        if isinstance(cell, _TIMES):
            raise BadNumber(shown, IS_A_TIME.format(shown=shown))
        return parse_stored(cell, lambda: self._number_format, _EMPTY)

    def text(self, cell: Cell) -> str:
        """Return a cell as text, much as the sheet shows it; a number with all its digits."""
        return shown_cell(cell)

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its sheet and row."""
        return error_at(self.name, fault, OF_SHEET, sheet=self.sheet)

    @cached_property
    def _number_format(self) -> NumberFormat:
        rows = self.first(ROWS_TO_GUESS_FROM)
        return find_number_format(
            self.options, [c for row in rows for c in row.cells if is_text(c)]
        )

    def _plain_values(
        self, block: CellBlock, is_kept: NDArray[np.bool_], columns: Sequence[int]
    ) -> Matrix | None:
        """Read rows of finite numbers at once. Return None if there is anything else."""
        used = [k - self.padding for k in columns]
        width = self.layout.width - self.padding
        blank = [k - self.padding for k in self.layout.empty_columns if k >= self.padding]
        blank += range(width, block.numbers.shape[1])
        if min(used) < 0 or (block.codes is None and blank):
            return None
        if block.codes is not None:
            codes = block.codes[is_kept]
            if (codes[:, blank] != CellCode.EMPTY).any() or (
                codes[:, used] > CellCode.INTEGER
            ).any():
                return None
        values: Matrix = block.numbers[is_kept][:, used]
        return values if np.isfinite(values).all() else None

    @property
    def _padding(self) -> list[Cell]:
        return [""] * self.padding

    def _records(self) -> Iterator[RawRow]:
        above = 0
        for block in self.blocks:
            first, above = above + 1, above + len(block.numbers)
            if above < self.start:
                continue
            for row, cells in enumerate(self._cells(block, first), start=first):
                if row >= self.start and row not in self.left_out:
                    yield RawRow(row, [*self._padding, *cells])

    def _cells(self, block: CellBlock, first: int) -> list[list[Cell]]:
        """Return the cells of a block whose first row is given."""
        cells = block.rows()
        for row, column in self.uncomputed.within(first, first + len(cells) - 1):
            cells[row - first][column - 1 - self.padding] = _FORMULA
        return cells

    def _totals_notes(self, columns: Sequence[int]) -> tuple[str, ...]:
        """Tell of last rows with a label such as Total, which were read."""
        last = self.blocks[-1].last_row()
        if self.end in self.left_out or not may_end_in_totals([RawRow(self.end, last)]):
            return ()
        block = self.blocks[-1]
        first = self.end - len(block.numbers) + 1
        rows = [
            RawRow(row, [*self._padding, *cells])
            for row, cells in enumerate(self._cells(block, first), start=first)
            if row >= self.start and row not in self.left_out
        ]
        return labelled_totals_notes(rows, columns, self.parse, "row")


def is_text(cell: Cell) -> bool:
    """Return whether a cell is text, not a number, a date or a truth value."""
    return isinstance(cell, str)
