"""A table that never changes: each edit makes a new table, which shares everything else.

So a step of undo costs only what it changed, even in a million rows. A run, a file being written
and the table on the screen never wait for each other.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from engine import Matrix
from engine.matrix import frozen
from engine.threads.caching import cached_property

from ..background.cancelling import check_cancelled
from .blocks import Blocks, alike, overwritten, put_in, sealed, starts_of, usual_starts, zeros

EMPTY = math.nan
"""What an empty cell holds: one that nobody has filled, which is no 0."""
Lines = int | slice | Sequence[int] | NDArray[np.intp] | NDArray[np.bool]


class Grid:
    """A read-only table (rows, columns) of float64, kept by columns, each in blocks of rows.

    A cell may be empty: ``EMPTY``. A table with such cells ``has_gaps``.

    The blocks of all columns start at the same rows. ``starts`` ends with the number of rows.
    """

    def __init__(self, columns: Sequence[Blocks], starts: Sequence[int]) -> None:
        self._columns, self._starts = tuple(columns), tuple(starts)
        self._origin: Matrix | None = None
        self._joined: Matrix | None = None

    @classmethod
    def of(cls, values: ArrayLike) -> "Grid":
        """Keep a matrix: itself if it is read-only, otherwise a copy."""
        origin = frozen(np.asarray(values, dtype=np.float64))
        rows, columns = origin.shape
        starts = usual_starts(rows)
        grid = cls(
            [tuple(origin[a:b, k] for a, b in pairwise(starts)) for k in range(columns)], starts
        )
        grid._origin = origin
        return grid

    @classmethod
    def zeros(cls, rows: int, columns: int) -> "Grid":
        """Return a table of zeros, all blocks sharing one array."""
        starts = usual_starts(rows)
        grid = cls([zeros(starts)] * columns, starts)
        grid.has_gaps = False
        return grid

    @classmethod
    def empty(cls, rows: int, columns: int) -> "Grid":
        """Return a table in which no cell is filled."""
        starts = usual_starts(rows)
        return cls([alike(EMPTY, starts)] * columns, starts)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._starts[-1], len(self._columns)

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def is_zero(self) -> bool:
        """Whether all cells are 0 or empty; the search ends at the first block that is not."""
        if self.has_gaps:
            return not any(np.nan_to_num(each).any() for each in self._blocks())
        return not any(block.any() for blocks in self._columns for block in blocks)

    @cached_property
    def has_gaps(self) -> bool:
        """Whether a cell is empty; found out once, and a table made of others without has none."""
        return any(np.isnan(each).any() for each in self._blocks())

    @property
    def complete_rows(self) -> NDArray[np.bool]:
        """Of each row, whether all its cells are filled."""
        found = np.ones(len(self), bool)
        for blocks in self._columns:
            for block, (start, end) in zip(blocks, pairwise(self._starts), strict=True):
                found[start:end] &= ~np.isnan(block)
        return found

    def gaps(self, number: int = 0) -> list[tuple[int, int, int]]:
        """Return where cells are empty: a column, the first row and the one after the last.

        ``number`` is that of the first column.
        """
        if not self.has_gaps:
            return []
        found = []
        for k in range(self.shape[1]):
            is_empty = np.isnan(self.column(k)).astype(np.int8)
            edges = np.flatnonzero(np.diff(is_empty, prepend=0, append=0)).tolist()
            found += [(number + k, a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return found

    def _blocks(self) -> Iterator[Matrix]:
        if self._origin is not None:
            yield self._origin
            return
        for blocks in self._columns:
            yield from blocks

    def _made_of(self, *sources: "Grid") -> "Grid":
        """Return this table; it has no gaps if those that it was made of are known to have none."""
        if all(each.__dict__.get("has_gaps") is False for each in sources):
            self.has_gaps = False
        return self

    @property
    def joined(self) -> Matrix:
        """The whole table as one contiguous, read-only matrix; assembled once.

        Two threads that need it at once both assemble it. A cached_property of Python 3.11 would
        let one wait for the other, and the window for a run that joins quite another table.
        """
        if self._origin is not None:
            return self._origin
        if self._joined is None:
            self._joined = self._assembled()
        return self._joined

    def _assembled(self) -> Matrix:
        matrix = np.empty(self.shape)
        for b, (start, end) in enumerate(pairwise(self._starts)):
            check_cancelled()
            for k, blocks in enumerate(self._columns):
                matrix[start:end, k] = blocks[b]
        matrix.setflags(write=False)
        return matrix

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.joined, dtype=dtype, copy=copy)

    def tolist(self) -> list[list[float]]:
        """Return the rows as lists of numbers."""
        rows: list[list[float]] = self.joined.tolist()
        return rows

    def value(self, row: int, column: int) -> float:
        """Return one cell."""
        b = bisect_right(self._starts, row) - 1
        return float(self._columns[column][b][row - self._starts[b]])

    def column(self, column: int, rows: Lines = slice(None)) -> Matrix:
        """Return some rows of a column, (n,), in the given order; all of them by default."""
        wanted = range(*rows.indices(len(self))) if isinstance(rows, slice) else rows
        if isinstance(wanted, range) and wanted.step == 1:
            return self._span(column, wanted.start, wanted.stop)
        return self._taken(np.asarray(wanted, int), range(column, column + 1))[:, 0]

    def rows(self, rows: Lines) -> Matrix:
        """Return some rows (n, columns)."""
        if isinstance(rows, slice):
            rows = range(*rows.indices(len(self)))
            if rows.step == 1:
                return self.block(rows.start, 0, len(rows), self.shape[1])
        return self._taken(np.asarray(rows, int), range(self.shape[1]))

    def _taken(self, numbers: NDArray[np.intp], columns: range) -> Matrix:
        """Return the rows of these numbers, of some columns that are side by side."""
        if self._origin is not None:
            taken: Matrix = self._origin[numbers, columns.start : columns.stop]
            return taken
        which = np.searchsorted(self._starts, numbers, side="right") - 1
        found = np.empty((len(columns), len(numbers)))
        for b in set(which.tolist()):
            places = np.flatnonzero(which == b)
            within = numbers[places] - self._starts[b]
            for place, k in enumerate(columns):
                found[place, places] = self._columns[k][b][within]
        return np.ascontiguousarray(found.T)

    def block(self, row: int, column: int, height: int, width: int) -> Matrix:
        """Return a block of cells, given its top left corner."""
        columns = range(column, column + width)
        return np.stack([self._span(k, row, row + height) for k in columns], axis=1)

    def with_block(self, row: int, column: int, values: Matrix) -> "Grid":
        """Return a table with values (n, m) written at a cell; they must fit."""
        if values.shape == self.shape:
            return Grid.of(values)
        end, values, has_gaps = row + len(values), sealed(values), bool(np.isnan(values).any())
        columns = list(self._columns)
        for k, new in enumerate(values.T, start=column):
            columns[k] = tuple(
                overwritten(block, start, row, end, new)
                for block, start in zip(_checked(columns[k]), self._starts, strict=False)
            )
        grid = Grid(columns, self._starts)
        if not has_gaps and self.__dict__.get("has_gaps") is False:
            grid.has_gaps = False
        return grid

    def with_rows(self, at: int, rows: "Grid") -> "Grid":
        """Return a table with the rows of another one, equally wide, inserted before row ``at``."""
        b = min(bisect_right(self._starts, at) - 1, len(self._starts) - 2)
        within = at - self._starts[b]
        new = [
            (*blocks[:b], *put_in(blocks[b], within, more), *blocks[b + 1 :])
            for blocks, more in zip(self._columns, rows._columns, strict=True)
        ]
        return Grid(new, starts_of(new[0]))._made_of(self, rows)

    def without_rows(self, rows: Lines) -> "Grid":
        """Return a table without some rows; at least one must remain."""
        kept = np.ones(len(self), bool)
        kept[rows] = False
        masks = [kept[a:b] for a, b in pairwise(self._starts)]
        new = [
            tuple(
                block if mask.all() else sealed(block[mask])
                for block, mask in zip(_checked(blocks), masks, strict=True)
                if mask.any()
            )
            for blocks in self._columns
        ]
        return Grid(new, starts_of(new[0]))._made_of(self)

    def with_columns(self, at: int, columns: "Grid") -> "Grid":
        """Return a table with the columns of another one, equally long, inserted before ``at``."""
        new = [columns._cut(k, self._starts) for k in range(columns.shape[1])]
        grid = Grid([*self._columns[:at], *new, *self._columns[at:]], self._starts)
        return grid._made_of(self, columns)

    def without_columns(self, columns: Sequence[int]) -> "Grid":
        """Return a table without some columns; at least one must remain."""
        left = set(range(self.shape[1])) - set(columns)
        return Grid([self._columns[k] for k in sorted(left)], self._starts)._made_of(self)

    def mapped(self, change: Callable[[int, Matrix], Matrix], columns: Sequence[int]) -> "Grid":
        """Return a table with ``change`` applied to each block of some columns."""
        new = list(self._columns)
        for k in columns:
            new[k] = tuple(sealed(change(k, block)) for block in _checked(new[k]))
        return Grid(new, self._starts)._made_of(self)

    def block_identities(self, columns: Sequence[int]) -> list[tuple[int, ...]]:
        """Return for each block of rows the identities of the blocks of some columns.

        They tell equal blocks while this table exists, as no block ever changes.
        """
        return list(zip(*(map(id, self._columns[k]) for k in columns), strict=True))

    def with_blocks(
        self,
        column: int,
        sources: Sequence[int],
        compute: Callable[[int, int, list[Matrix]], Matrix | None],
    ) -> "Grid":
        """Return a table with blocks of a column computed from those of others.

        ``compute`` takes the number of a block, its first row, and the blocks of the sources; None
        leaves the block as it is.
        """
        blocks, is_other = [], False
        for b, block in enumerate(_checked(self._columns[column])):
            given = [self._columns[k][b] for k in sources]
            found = compute(b, self._starts[b], given)
            is_other |= found is not None
            blocks.append(block if found is None else sealed(found))
        if not is_other:
            return self
        new = list(self._columns)
        new[column] = tuple(blocks)
        return Grid(new, self._starts)

    def changed_columns(self, before: "Grid") -> list[int]:
        """Return the columns that an edit of a table of this shape has replaced."""
        pairs = zip(self._columns, before._columns, strict=True)
        return [k for k, (now, then) in enumerate(pairs) if now is not then]

    def _cut(self, column: int, starts: Sequence[int]) -> Blocks:
        """Return a column cut into blocks that start elsewhere."""
        if tuple(starts) == self._starts:
            return self._columns[column]
        return tuple(sealed(self._span(column, a, b)) for a, b in pairwise(starts))

    def _span(self, column: int, start: int, end: int) -> Matrix:
        if self._origin is not None:
            return self._origin[start:end, column]
        pieces = list(self._pieces(column, start, end)) or [np.empty(0)]
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)

    def _pieces(self, column: int, start: int, end: int) -> Iterator[Matrix]:
        first = bisect_right(self._starts, start) - 1
        for b in range(first, len(self._starts) - 1):
            if self._starts[b] >= end:
                return
            top = self._starts[b]
            yield self._columns[column][b][max(start - top, 0) : end - top]


def _checked(blocks: Blocks) -> Iterator[Matrix]:
    """Pass blocks on until the task that changes them is cancelled."""
    for block in blocks:
        check_cancelled()
        yield block
