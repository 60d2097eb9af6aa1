"""Ŷ for the rows that are looked at: a million rows cost no more than a screenful."""

from collections.abc import Sequence

import numpy as np

from engine import Matrix, predict

from ...document import Document, Grid, TableName

# A few screenfuls of rows, so that scrolling rarely computes; with 1,000 columns a block takes
# about 0.2 ms.
_BLOCK = 256


class Predictions:
    """Computes rows of Ŷ = A·W in blocks on demand, and caches them until A or W changes."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks: dict[int, Matrix] = {}
        self.W: Matrix | None = None

    def set_weights(self, W: Matrix | None) -> None:
        """Predict with other weights; None removes the predictions."""
        self.W = W
        self.invalidate()

    def invalidate(self) -> None:
        """Drop the cached rows, because A changed."""
        self._blocks.clear()

    def value(self, row: int) -> float:
        """Return Ŷ of one row, NaN if it is unknown."""
        number, within = divmod(row, _BLOCK)
        if number not in self._blocks:
            start = number * _BLOCK
            end = min(start + _BLOCK, self._document.rows)
            self._blocks[number] = self.values(range(start, end))
        return float(self._blocks[number][within])

    def values(self, rows: Sequence[int]) -> Matrix:
        """Return Ŷ of some rows, NaN if it is unknown."""
        return predict_rows(self._document.table(TableName.A), self.W, rows)


def is_same(one: Matrix | None, other: Matrix | None) -> bool:
    """Return whether two sets of weights are equal, so that there is nothing new to show."""
    if one is None or other is None:
        return one is other
    return one is other or np.array_equal(one, other)


def predict_rows(A: Grid, W: Matrix | None, rows: Sequence[int]) -> Matrix:
    """Return Ŷ of some rows (n,), NaN without weights that fit A."""
    if W is None or len(W) != A.shape[1]:
        return np.full(len(rows), np.nan)
    return predict(A.rows(rows), W)[:, 0]
