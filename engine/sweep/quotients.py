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
    """The loss of many W at every w_k ± h.

    The runs are the last axis of all arrays: numpy goes through 64 of them in one stretch, which
    takes 0.6 times as long as the rows of a triangle, of which there are 11.
    """

    def __init__(
        self, A: Matrix, Y: Matrix, difference: Difference, cancelled: IsCancelled
    ) -> None:
        """Take A (m, j) and Y (m, 1)."""
        self._A, self._Y = A, Y
        self._columns: Matrix = np.ascontiguousarray(A.T)[:, :, np.newaxis]
        self._difference, self._cancelled = difference, cancelled
        self._room = np.empty(0)

    def at(self, W: Matrix, h: Matrix) -> SlopesOfAll:
        """Return the slopes at W (n, j) with the steps h (n, j); raise Cancelled when cancelled."""
        here, h = np.ascontiguousarray(W.T), h.T
        residuals = self._A @ here - self._Y
        losses: Numbers = np.add.reduce(residuals * residuals, axis=0) / len(self._Y)
        moved = [here + side * h for side in self._difference.sides]
        ahead, behind = self._difference.ends(moved, here)
        step = ahead - behind
        unmoved = np.broadcast_to(losses, here.shape)
        sides = [self._losses(residuals, each - here) for each in moved]
        of_ahead, of_behind = self._difference.ends(sides, unmoved)
        with np.errstate(divide="ignore", invalid="ignore"):
            slopes: Matrix = np.ascontiguousarray(((of_ahead - of_behind) / step).T)
        return SlopesOfAll(losses, slopes, (step != 0).all(axis=0))

    def _losses(self, residuals: Matrix, moves: Matrix) -> Matrix:
        """Return the loss of each run with each weight moved alone, (j, n)."""
        rows, runs = residuals.shape
        weights = len(moves)
        losses = np.empty_like(moves)
        width = min(weights, max(1, RESIDUALS_IN_CACHE // (runs * rows)))
        if len(self._room) < width * rows * runs:
            self._room = np.empty(width * rows * runs)
        for start in range(0, weights, width):
            check(self._cancelled)
            span = slice(start, min(start + width, weights))
            count = span.stop - start
            room = self._room[: count * rows * runs].reshape(count, rows, runs)
            np.multiply(moves[span, np.newaxis], self._columns[span], room)
            np.add(room, residuals, room)
            np.multiply(room, room, room)
            np.add.reduce(room, axis=1, out=losses[span])
        losses /= rows
        return losses
