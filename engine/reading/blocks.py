"""Read a table block by block, so that it need not fit in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable
from ..matrix import Matrix
from .cells import CheckedRows
from .layout import find_columns
from .opening import open_table
from .options import BadRows, ReadOptions
from .source import Source
from .text.text import BLOCK_SIZE

_DEFAULTS = ReadOptions()


class TableBlock(NamedTuple):
    """Some rows, ``values`` (n, width), read-only, and the fraction of the file read so far."""

    values: Matrix
    fraction: float


@dataclass(eq=False)
class TableBlocks:
    """Columns of a file. Each iteration reads the file again; one block is in memory at a time.

    ``skipped`` counts the rows that the latest iteration has left out so far.
    """

    source: Source
    columns: Sequence[int]
    skipped: int = 0

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.source.name

    @property
    def options(self) -> ReadOptions:
        """How the table is read, guesses included."""
        return self.source.options

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns; () if there is no header."""
        names = self.source.layout.names
        return tuple(names[k] for k in self.columns) if names else ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

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
                raise self.source.error_at(rows.faults[0])
            self.skipped += rows.bad_count
            if len(rows.values):
                yield TableBlock(rows.values, rows.fraction)

    def rows(self) -> Iterator[CheckedRows]:
        """Yield all rows and their faults. Raises BadTable if there are no rows at all."""
        empty = True
        for rows in self.source.rows(self.columns):
            rows.values.setflags(write=False)
            empty = empty and not len(rows.values) and not rows.faults
            yield rows
        if empty:
            raise BadTable(self.name, "there is a header, but no rows of numbers below it.")


def read_blocks(
    path: str | Path, options: ReadOptions = _DEFAULTS, size: int = BLOCK_SIZE
) -> TableBlocks:
    """Open a table to read it block by block, ``size`` bytes of text each.

    A block in memory is at most four times that size; a record is never divided. Raises BadTable if
    the file cannot be read, is empty, or lacks a chosen column; other problems are raised later,
    while the blocks are read.
    """
    source = open_table(Path(path), options, size)
    return TableBlocks(source, find_columns(source.options, source.layout, source.name))
