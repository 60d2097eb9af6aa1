"""Read a table block by block, so that it need not fit in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable, path_of
from ..language.sentence import marked
from ..matrix import Matrix
from .cells import CheckedRows
from .complete import advice_for
from .faults import Fault, following
from .guard import guarded
from .layout import LevelColumn, find_columns
from .opening import open_table
from .options import BadRows, ReadOptions, checked_options
from .source import Source
from .text.text import BLOCK_SIZE

_DEFAULTS = ReadOptions()


class TableBlock(NamedTuple):
    """Some rows, ``values`` (n, width), read-only, and the fraction of the file read so far."""

    values: Matrix
    fraction: float


@dataclass(eq=False)
class TableBlocks:
    """Columns of a file, counted from 0; each gives one value a row, or several if it is derived.

    Each iteration reads the file again; one block is in memory at a time.

    ``skipped`` counts the rows that the latest iteration has left out so far, and ``noticed`` has
    the notes on the rows that it has read. ``chosen`` says whether the columns were chosen; if not,
    a refusal says which of them are complete.
    """

    source: Source
    columns: Sequence[int]
    skipped: int = 0
    noticed: tuple[str, ...] = ()
    chosen: bool = True

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.source.name

    @property
    def notes(self) -> tuple[str, ...]:
        """What was done so that this is a table, as far as it was read, a sentence each."""
        return tuple(dict.fromkeys((*self.source.notes, *self.noticed)))

    @property
    def options(self) -> ReadOptions:
        """How the table is read, guesses included."""
        return self.source.options

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns; () if there is no header."""
        return self.source.layout.names_of(self.columns)

    @property
    def levels(self) -> tuple[LevelColumn | None, ...]:
        """The level that each column of 0 and 1 is of, None for other columns; () if all are."""
        return self.source.layout.levels_of(self.columns)

    @property
    def width(self) -> int:
        """The number of columns."""
        return self.source.layout.width_of(self.columns)

    def only_column(self, column: int) -> "TableBlocks":
        """Return a single column. The others then need not hold numbers."""
        return TableBlocks(self.source, (self.columns[column],))

    def __iter__(self) -> Iterator[TableBlock]:
        """Yield the rows in order; no block is empty.

        Raises BadTable as ``read_table`` does, but only on reaching the fault: the blocks before it
        have been yielded by then, although the table as a whole is unusable.
        """
        self.skipped = 0
        for rows in self.rows():
            if rows.faults and self.options.bad_rows is BadRows.REFUSE:
                raise self._refusal(rows.faults[0])
            self.skipped += rows.bad_count
            if len(rows.values):
                yield TableBlock(rows.values, rows.fraction)

    def _refusal(self, fault: Fault) -> BadTable:
        advice = "" if self.chosen else advice_for(self.source)
        return self.source.error_at(fault._replace(reason=following(fault.reason, advice)))

    def rows(self) -> Iterator[CheckedRows]:
        """Yield all rows and their faults. Raises BadTable if there are no rows at all."""
        empty = True
        with guarded(self.name):
            self.noticed = ()
            for rows in self.source.rows(self.columns):
                self.noticed += rows.notes
                rows.values.setflags(write=False)
                empty = empty and not len(rows.values) and not rows.faults
                yield rows
        if empty:
            raise BadTable(
                self.name, marked("engine", "there is a header, but no rows of numbers below it.")
            )


def read_blocks(
    path: str | Path, options: ReadOptions = _DEFAULTS, size: int = BLOCK_SIZE
) -> TableBlocks:
    """Open a table to read it block by block, ``size`` bytes of text each.

    A block in memory is at most four times that size; a record is never divided. Raises BadTable if
    the file cannot be read, is empty, or lacks a chosen column; other problems are raised later,
    while the blocks are read.
    """
    options = checked_options(options)
    source = open_table(path_of(path, "read_table"), options, size)
    columns = find_columns(source.options, source.layout, source.name)
    return TableBlocks(source, columns, chosen=options.columns is not None)
