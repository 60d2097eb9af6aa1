"""A table of numbers as it streams from its file: what does not fit the memory is still read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from .cells import block_values
from .errors import BadTable
from .header import read_records
from .marks import Marks
from .matrix import Matrix
from .reading import Records
from .text import BLOCK_SIZE


class TableBlock(NamedTuple):
    """Some rows, ``values`` (n, width), read-only, and the fraction of the file read with them."""

    values: Matrix
    fraction: float


@dataclass(frozen=True, eq=False)
class TableBlocks:
    """Columns of a file, read anew by each iteration; one block is in memory at a time."""

    records: Records
    columns: Sequence[int]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.records.name

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the columns; () if there is none."""
        return tuple(self.records.names[k] for k in self.columns) if self.records.names else ()

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.columns)

    def only(self, column: int) -> "TableBlocks":
        """Leave all columns but one: the others need hold no numbers."""
        return TableBlocks(self.records, (self.columns[column],))

    def __iter__(self) -> Iterator[TableBlock]:
        """Yield the rows in order, none of the blocks empty.

        Raises BadTable as ``read_table`` does, but only where it gets to what is wrong: what has
        been yielded before is of a table that must be refused.
        """
        marks, empty = Marks(self.records, self.columns), True
        for block in self.records.blocks():
            values = block_values(self.records, block, self.columns)
            marks.watch(block)
            if len(values):
                values.setflags(write=False)
                yield TableBlock(values, block.fraction)
                empty = False
        if empty:
            raise BadTable(self.name, "there are names, but no rows of numbers below them.")


def read_blocks(path: str | Path, size: int = BLOCK_SIZE) -> TableBlocks:
    """Open a text table for reading block by block, ``size`` bytes of text each, by all the rules.

    Such a block is at most four times as big as float64; one record is never divided. Raises
    BadTable where the file cannot be read or is empty; all else shows on the way.
    """
    records = read_records(Path(path), size)
    return TableBlocks(records, range(records.width))
