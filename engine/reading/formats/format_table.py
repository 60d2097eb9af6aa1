"""A table in a file of another program, read column by column with every cell checked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ...errors import BadTable
from ...language.sentence import marked
from ...matrix import Matrix
from ...threads.caching import cached_property
from ..cells import Cell, CheckedRows, RawRow, check_rows
from ..faults import OF_ARRAY, WHOLE_ROW, Fault, PlaceForms, error_at
from ..layout import Layout, find_columns
from ..notes import digits_lost, in_column
from ..options import ReadOptions
from ..sheets.stored_cells import parse_stored, shown_cell
from ..text.lost_digits import kept_of
from ..text.number_format import NumberFormat, find_number_format
from .format_cells import OTHER, Block, CellKind, ColumnBlock, FormatCell, height_of

# As many as in a text (LINES_TO_GUESS_FROM).
_ROWS_TO_GUESS_FROM = 20
# As many as a preview shows.
_ROWS_OF_SAMPLE = 100
# Above this, not every whole number is a float64.
_WHOLE_NUMBERS_END = 2.0**53
_EMPTY = marked("engine", "the cell is empty. Every cell needs a number.")


class DataBlock(NamedTuple):
    """Some rows of some columns, and the fraction of the file read with them.

    ``lines`` are those of a text, if it is one. ``bad`` pairs rows, counted from 0 in the block,
    that are none of the table with why.
    """

    columns: Block
    fraction: float
    lines: Sequence[int] = ()
    bad: Sequence[tuple[int, str]] = ()


class TableData(Protocol):
    """What reads the columns of a table, each time from the start."""

    @property
    def height(self) -> int | None:
        """The number of rows, if it is known."""

    @property
    def head(self) -> Sequence[DataBlock]:
        """The first rows of all columns: all rows of a small table."""

    def blocks(self, columns: Sequence[int]) -> Iterator[DataBlock]:
        """Read some columns from the start, block by block."""


@dataclass(frozen=True, eq=False)
class FormatTable:
    """The table that was chosen among those of a file."""

    name: str
    data: TableData
    layout: Layout
    options: ReadOptions
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    places: PlaceForms = OF_ARRAY

    @property
    def height(self) -> int | None:
        """The number of rows, if it is known."""
        rows = self.data.height
        return None if rows is None else max(0, rows - self.options.rows_to_skip)

    def checked(self) -> "FormatTable":
        """Return this table with notes on its first rows."""
        columns = find_columns(self.options, self.layout, self.name)
        digits = _LostDigits(self.layout, columns)
        rows = 0
        notes = list[str]()
        for block in self.data.head:
            count = min(height_of(block.columns), _ROWS_OF_SAMPLE - rows)
            notes += digits.check([block.columns[k].part(0, count) for k in columns])
            rows += count
        return replace(self, notes=(*self.notes, *notes))

    def rows(self, columns: Sequence[int]) -> Iterator[CheckedRows]:
        """Read some columns, block by block: numbers at once, other rows cell by cell."""
        digits = _LostDigits(self.layout, columns)
        for line, block in self._kept(self.data.blocks(columns)):
            notes = digits.check(block.columns)
            yield self._checked(line, block, columns)._replace(notes=notes)

    def first(self, count: int) -> Iterator[RawRow]:
        """Yield the first rows."""
        return islice(self._records(count), count)

    def raw_rows(self) -> Iterator[tuple[Sequence[RawRow], float]]:
        """Yield all rows unparsed, some at a time, and the fraction of the file read by then."""
        for line, block in self._kept(self.data.blocks(range(self.layout.width))):
            yield _raw_rows(line, block), block.fraction

    def parse(self, cell: Cell) -> float:
        """Return the number in a cell, even if it is stored as text. Raises BadNumber."""
        if isinstance(cell, FormatCell):
            return cell.number()
        if isinstance(cell, int) and not isinstance(cell, bool):
            return float(cell)
        return parse_stored(cell, lambda: self._number_format, _EMPTY)

    def text(self, cell: Cell) -> str:
        """Return a cell as text, with all its digits."""
        if isinstance(cell, FormatCell):
            return cell.shown
        return str(cell) if type(cell) is int else shown_cell(cell)

    def error_at(self, fault: Fault) -> BadTable:
        """Return the error that names a fault by its row, or by its line in a text."""
        return error_at(self.name, fault, self.places)

    @cached_property
    def _number_format(self) -> NumberFormat:
        rows = self.first(_ROWS_TO_GUESS_FROM)
        cells = (cell for row in rows for cell in row.cells)
        return find_number_format(self.options, [each for each in cells if isinstance(each, str)])

    def _kept(self, blocks: Iterator[DataBlock]) -> Iterator[tuple[int, DataBlock]]:
        """Yield the blocks without the rows to skip, each with the number of its first row."""
        skipped, above = self.options.rows_to_skip, 0
        for block in blocks:
            count = height_of(block.columns)
            start = min(count, max(0, skipped - above))
            if start < count:
                columns = [each.part(start, count) for each in block.columns] if start else None
                bad = [(row - start, reason) for row, reason in block.bad if row >= start]
                kept = block._replace(
                    columns=block.columns if columns is None else columns,
                    lines=block.lines[start:],
                    bad=bad,
                )
                yield above + start + 1, kept
            above += count

    def _records(self, count: int) -> Iterator[RawRow]:
        """Yield rows: from what is kept of the file if there are so many."""
        there = sum(height_of(block.columns) for block in self.data.head)
        is_enough = there >= count + self.options.rows_to_skip or there == self.data.height
        blocks = iter(self.data.head) if is_enough else self.data.blocks(range(self.layout.width))
        for line, block in self._kept(blocks):
            yield from _raw_rows(line, block)

    def _checked(self, line: int, block: DataBlock, columns: Sequence[int]) -> CheckedRows:
        """Return the numbers of a block, and what is wrong in its rows."""
        is_plain: NDArray[np.bool_] = np.logical_and.reduce(
            [each.is_plain() for each in block.columns]
        )
        bad = dict(block.bad)
        is_plain[list(bad)] = False
        values: Matrix = np.empty((len(is_plain), len(columns)))
        for place, each in enumerate(block.columns):
            if each.numbers is not None:
                values[:, place] = each.numbers
        if is_plain.all():
            return CheckedRows(values, (), 0, block.fraction)
        cells = [each.cells() for each in block.columns]
        row_cells: list[Cell] = [""] * self.layout.width
        faults = list[Fault]()
        is_good = is_plain.copy()
        for row in np.flatnonzero(~is_plain).tolist():
            number = block.lines[row] if block.lines else line + row
            if row in bad:
                faults.append(Fault(number, WHOLE_ROW, "", "", bad[row]))
                continue
            for place, k in enumerate(columns):
                row_cells[k] = cells[place][row]
            found = check_rows([RawRow(number, row_cells)], self.layout, columns, self.parse)
            faults += found.faults
            if not found.bad_count:
                is_good[row] = True
                values[row] = found.values[0]
        bad_count = len(is_good) - int(is_good.sum())
        return CheckedRows(values[is_good], faults, bad_count, block.fraction)


class _LostDigits:
    """Watches some columns for numbers with more digits than a float64 has; each is told once."""

    def __init__(self, layout: Layout, columns: Sequence[int]) -> None:
        self._layout, self._columns = layout, columns
        self._watched = dict(enumerate(columns))

    def check(self, block: Block) -> tuple[str, ...]:
        """Return notes on some rows of the columns."""
        notes = list[str]()
        for place, k in tuple(self._watched.items()):
            if found := _long_number(block[place]):
                del self._watched[place]
                cell, kept = found
                notes.append(digits_lost(in_column(k, self._layout.name(k)), cell, kept))
        return tuple(notes)


def _long_number(column: ColumnBlock) -> tuple[str, int] | None:
    """Return the first number of a column that loses digits, and what is kept of it."""
    numbers = column.numbers
    if numbers is not None and numbers.dtype.kind in "iu" and len(numbers):
        as_float = numbers.astype(np.float64)
        if max(as_float.max(), -as_float.min()) >= _WHOLE_NUMBERS_END:
            is_beyond = as_float >= float(2 ** (64 if numbers.dtype.kind == "u" else 63))
            with np.errstate(invalid="ignore"):
                is_lost = is_beyond | (as_float.astype(numbers.dtype) != numbers)
            is_lost &= column.codes == 0
            if is_lost.any():
                cell = int(numbers[is_lost.argmax()])
                return str(cell), int(float(cell))
    for other in column.others:
        text = other.text if isinstance(other, FormatCell) else other
        if isinstance(other, FormatCell) and other.kind is not CellKind.DECIMAL:
            continue
        if isinstance(text, str) and (kept := kept_of(text.strip())) is not None:
            return text.strip(), kept
    return None


def _raw_rows(line: int, block: DataBlock) -> list[RawRow]:
    cells = zip(*(each.cells() for each in block.columns), strict=True)
    numbers = block.lines or range(line, line + height_of(block.columns))
    return [RawRow(number, row) for number, row in zip(numbers, cells, strict=True)]


def is_text_column(column: ColumnBlock) -> bool:
    """Return whether the cells of a column are text, or nothing."""
    is_other = column.codes == OTHER
    return bool(is_other.any()) and not bool((column.codes == 0).any())
