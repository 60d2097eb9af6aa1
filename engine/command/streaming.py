"""Reduce a table too large for memory to its triangle while it is read."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..errors import BadTable
from ..loss import predict
from ..matrix import Matrix
from ..reading.blocks import TableBlocks
from ..triangle import Triangle, block_height, reduce_blocks


@dataclass(frozen=True, eq=False)
class StreamedTable:
    """The triangle of [A | Y], and the first and last few rows of the table for display."""

    triangle: Triangle
    first: Matrix
    last: Matrix


def reduce_table(blocks: TableBlocks, intercept: bool, shown: int) -> StreamedTable:
    """Read a table once; its last column is Y. Raises BadTable."""
    ends = _EndRows(shown)
    columns = blocks.width + intercept
    triangle = reduce_blocks(ends.collect(_split(blocks, intercept)), columns)
    if not triangle.is_finite:
        raise BadTable(
            blocks.name, "the numbers are too large to reduce the rows. Scale them down."
        )
    return StreamedTable(triangle, ends.first, ends.last)


def predict_table(blocks: TableBlocks, intercept: bool, W: Matrix) -> tuple[Matrix, Matrix]:
    """Read a table again and return Y and Ŷ of all its rows, both (N, 1)."""
    observed, predicted = [], []
    for block in blocks:
        values = with_intercept(block.values, intercept)
        observed.append(values[:, -1:].copy())
        predicted.append(predict(values[:, :-1], W))
    return np.concatenate(observed), np.concatenate(predicted)


def with_intercept(values: Matrix, intercept: bool) -> Matrix:
    """Insert a first column of ones if ``intercept``; otherwise return the values unchanged."""
    return np.insert(values, 0, 1.0, axis=1) if intercept else values


def _split(blocks: TableBlocks, intercept: bool) -> Iterator[Matrix]:
    """Yield [A | Y] in blocks of the height that the triangle reduces at once."""
    height = block_height(blocks.width + intercept)
    for block in blocks:
        values = with_intercept(block.values, intercept)
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
