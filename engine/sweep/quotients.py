"""The quotients of many runs at once, on the few rows of a triangle.

As in ``methods/updated_quotients.py``, A·(W ± h·e_k) − Y is A·W − Y with ((w_k ± h) − w_k)·A_k
added: of j + 1 rows, all losses of one run cost 2j(j + 1) multiplications.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..cancelling import IsCancelled, check
from ..difference import Difference
from ..matrix import Matrix
from .result import Numbers

# 512 KiB of float64, so that the residuals are still in the cache when they are squared.
RESIDUALS_IN_CACHE = 2**16


class SlopesOfAll(NamedTuple):
    """The loss of each run (n,), its slopes (n, j), and whether h moves each of its weights."""

    losses: Numbers
    slopes: Matrix
    is_moved: NDArray[np.bool_]


class QuotientsOfAll:
    """The loss of many W at every w_k ± h."""

    def __init__(
        self, A: Matrix, Y: Matrix, difference: Difference, cancelled: IsCancelled
    ) -> None:
        """Take A (m, j) and Y (m, 1)."""
        self._columns: Matrix = np.ascontiguousarray(A.T)
        self._y = Y[:, 0]
        self._difference, self._cancelled = difference, cancelled

    def at(self, W: Matrix, h: Matrix) -> SlopesOfAll:
        """Return the slopes at W (n, j) with the steps h (n, j); raise Cancelled when cancelled."""
        residuals = W @ self._columns - self._y
        rows = len(self._y)
        losses: Numbers = np.vecdot(residuals, residuals) / rows
        moved = [W + side * h for side in self._difference.sides]
        ahead, behind = self._difference.ends(moved, W)
        step = ahead - behind
        here = np.broadcast_to(losses[:, np.newaxis], W.shape)
        sides = [self._losses(residuals, each - W) for each in moved]
        of_ahead, of_behind = self._difference.ends(sides, here)
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes: Matrix = (of_ahead - of_behind) / step
        return SlopesOfAll(losses, slopes, (step != 0).all(axis=1))

    def _losses(self, residuals: Matrix, moves: Matrix) -> Matrix:
        """Return the loss of each run with each weight moved alone, (n, j)."""
        runs, rows = residuals.shape
        losses = np.empty_like(moves)
        width = max(1, RESIDUALS_IN_CACHE // (runs * rows))
        for start in range(0, moves.shape[1], width):
            check(self._cancelled)
            span = slice(start, start + width)
            moved = moves[:, span, np.newaxis] * self._columns[span]
            moved += residuals[:, np.newaxis]
            losses[:, span] = np.vecdot(moved, moved)
        losses /= rows
        return losses
