"""The losses of a formula at any points: P = A·W by one product for each block of rows."""

import numpy as np

from ..cancelling import IsCancelled
from ..loss import as_table
from ..matrix import Matrix
from ..quotients import PRODUCTS_OF_ONE_THREAD
from .evaluation import CELLS_IN_CACHE, PointEvaluation, cells_of, height_for, heights_of
from .program import LossProgram
from .tree import Symbol

# More points at once gain nothing.
MOST_POINTS = 64


def losses_at(
    program: LossProgram,
    A: Matrix,
    Y: Matrix,
    points: Matrix,
    cancelled: IsCancelled = lambda: False,
) -> Matrix:
    """Return the loss at each of some points W.

    Parameters
    ----------
    program : LossProgram
        The formula.
    A : ndarray, shape (N, j)
    Y : ndarray, shape (N, 1)
    points : ndarray, shape (m, j)
        One W a row.
    cancelled : callable, optional
        Asked for each block of rows, and for each group of points.

    Returns
    -------
    ndarray, shape (m,)
        inf or NaN, without a warning, if the loss overflows or is not defined.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    A, Y = as_table("A", A), as_table("Y", Y)
    return PointLosses(program, A, Y, len(points), cancelled).at(points)


class PointLosses:
    """The losses of a formula on one table, prepared for so many points at a time."""

    def __init__(
        self,
        program: LossProgram,
        A: Matrix,
        Y: Matrix,
        points: int,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        rows, weights = A.shape
        self._program, self._A, self._y, self._cancelled = program, A, Y[:, 0], cancelled
        self._group = max(1, min(points, MOST_POINTS, CELLS_IN_CACHE // weights))
        of_one_thread = max(1, PRODUCTS_OF_ONE_THREAD // (weights * self._group))
        self._height = min(height_for(rows, self._group, cells_of(program)), of_one_thread)
        self._heights = heights_of(rows, self._height)
        self._evaluation = PointEvaluation(program, self._group, self._height, rows, A.dtype)
        self._is_of_residual = program.index(Symbol.RESIDUAL) is not None
        self._points: Matrix = np.empty((0, weights), A.dtype)

    def at(self, points: Matrix) -> Matrix:
        """Return the loss at each of some points (m, j), (m,); raises Cancelled when cancelled."""
        found = np.empty(len(points), self._A.dtype)
        with np.errstate(all="ignore"):
            for start in range(0, len(points), self._group):
                own = slice(start, start + self._group)
                self._points = points[own].astype(self._A.dtype, copy=False)
                found[own] = self._evaluation.losses(
                    len(self._points),
                    self._heights,
                    self._fill,
                    self._points if self._program.uses_weights else None,
                    self._cancelled,
                )
        return found

    def _fill(self, block: int, room: Matrix) -> Matrix:
        own = slice(block * self._height, block * self._height + room.shape[1])
        np.matmul(self._points, self._A[own].T, out=room)
        if self._is_of_residual:
            np.subtract(self._y[own], room, out=room)
        return self._y[np.newaxis, own]
