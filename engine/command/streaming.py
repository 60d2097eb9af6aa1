"""Reduce a table too large for memory to its triangle while it is read."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import BadTable
from ..loss import predict
from ..matrix import Matrix
from ..reading.blocks import TableBlocks
from ..triangle import Triangle, block_height, reduce_blocks
from .terms import AddedTerm, with_terms


@dataclass(frozen=True, eq=False)
class StreamedTable:
    """The triangle of [A | Y], and the first and last few rows of the table for display."""

    triangle: Triangle
    first: Matrix
    last: Matrix


def reduce_table(
    blocks: TableBlocks,
    intercept: bool,
    shown: int,
    names: Sequence[str] = (),
    terms: Sequence[AddedTerm] = (),
) -> StreamedTable:
    """Read a table once; its last column is Y. Raises BadTable, and a TermFault for a row.

    ``names`` are those of the columns of A, by which ``terms`` that are added know them.
    """
    ends = _EndRows(shown)
    columns = blocks.width + intercept + len(terms)
    rows = _split(blocks, intercept, names, terms)
    triangle = reduce_blocks(ends.collect(rows), columns)
    if not triangle.is_finite:
        raise BadTable(
            blocks.name, "the numbers are too large to reduce the rows. Scale them down."
        )
    return StreamedTable(triangle, ends.first, ends.last)


def predict_table(
    blocks: TableBlocks,
    intercept: bool,
    W: Matrix,
    names: Sequence[str] = (),
    terms: Sequence[AddedTerm] = (),
) -> tuple[Matrix, Matrix]:
    """Read a table again and return Y and Ŷ of all its rows, both (N, 1)."""
    observed, predicted = [], []
    row = 1
    for block in blocks:
        values = _with_all(block.values, intercept, names, terms, row)
        row += len(values)
        observed.append(values[:, -1:].copy())
        predicted.append(predict(values[:, :-1], W))
    return np.concatenate(observed), np.concatenate(predicted)


def with_intercept(values: Matrix, intercept: bool) -> Matrix:
    """Insert a first column of ones if ``intercept``; otherwise return the values unchanged."""
    return np.insert(values, 0, 1.0, axis=1) if intercept else values


def _with_all(
    values: Matrix, intercept: bool, names: Sequence[str], terms: Sequence[AddedTerm], row: int
) -> Matrix:
    """Return rows of [A | Y] with the columns that are added to A; ``row`` is the first one."""
    if terms:
        A = with_terms(values[:, :-1], names, terms, row)
        values = np.column_stack([A, values[:, -1:]])
    return with_intercept(values, intercept)


def _split(
    blocks: TableBlocks, intercept: bool, names: Sequence[str], terms: Sequence[AddedTerm]
) -> Iterator[Matrix]:
    """Yield [A | Y] in blocks of the height that the triangle reduces at once."""
    height = block_height(blocks.width + intercept + len(terms))
    row = 1
    for block in blocks:
        values = _with_all(block.values, intercept, names, terms, row)
        row += len(values)
        yield from (values[k : k + height] for k in range(0, len(values), height))


class _EndRows:
    """Keeps the first and last rows of the blocks that pass through it."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.first: Matrix = np.empty((0, 0))
        self.last: Matrix = np.empty((0, 0))

    def collect(self, blocks: Iterator[Matrix]) -> Iterator[Matrix]:
        start = next(blocks)
        self.first = self.last = start[:0].copy()
        for block in itertools.chain([start], blocks):
            if len(self.first) < self._rows:
                self.first = np.concatenate((self.first, block))[: self._rows]
            self.last = np.concatenate((self.last, block))[-self._rows :]
            yield block
