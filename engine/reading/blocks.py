"""A table of numbers as it streams from its file: what does not fit the memory is still read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import BadTable
from ..matrix import Matrix
from .cells import Rows
from .choices import BadRows, Choices
from .layout import columns_wanted
from .opening import open_table
from .source import Source
from .text import BLOCK_SIZE

_NO_CHOICES = Choices()


class TableBlock(NamedTuple):
    """Some rows, ``values`` (n, width), read-only, and the fraction of the file read with them."""

    values: Matrix
    fraction: float


@dataclass(eq=False)
class TableBlocks:
    """Columns of a file, read anew by each iteration; one block is in memory at a time.

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
    def choices(self) -> Choices:
        """How it is read, guesses included."""
        return self.source.choices

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the columns; () if there is none."""
        names = self.source.layout.names
        return tuple(names[k] for k in self.columns) if names else ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    def only(self, column: int) -> "TableBlocks":
        """Leave all columns but one: the others need hold no numbers."""
        return TableBlocks(self.source, (self.columns[column],))

    def __iter__(self) -> Iterator[TableBlock]:
        """Yield the rows in order, none of the blocks empty.

        Raises BadTable as ``read_table`` does, but only where it gets to what is wrong: what has
        been yielded before is of a table that must be refused.
        """
        self.skipped = 0
        for rows in self.rows():
            if rows.faults and self.choices.bad_rows is BadRows.REFUSE:
                raise self.source.refusal(rows.faults[0])
            self.skipped += rows.bad
            if len(rows.values):
                yield TableBlock(rows.values, rows.fraction)

    def rows(self) -> Iterator[Rows]:
        """Yield all there is, faults too; raise BadTable where there are no rows at all."""
        empty = True
        for rows in self.source.rows(self.columns):
            rows.values.setflags(write=False)
            empty = empty and not len(rows.values) and not rows.faults
            yield rows
        if empty:
            raise BadTable(self.name, "there are names, but no rows of numbers below them.")


def read_blocks(
    path: str | Path, choices: Choices = _NO_CHOICES, size: int = BLOCK_SIZE
) -> TableBlocks:
    """Open a table for reading block by block, ``size`` bytes of text each, by all the rules.

    Such a block is at most four times as big as float64; one record is never divided. Raises
    BadTable where the file cannot be read or is empty, or a column that is wanted is not there; all
    else shows on the way.
    """
    source = open_table(Path(path), choices, size)
    return TableBlocks(source, columns_wanted(source.choices, source.layout, source.name))
