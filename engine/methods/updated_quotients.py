"""The quotients of a table of many columns: one residual, updated for each weight that is moved.

The definition holds every other weight while w_k is moved. So A·(W ± h·e_k) − Y is A·W − Y with
(w_k ± h) − w_k times the column A_k added, which costs N multiplications instead of N·j: at 54×1067
a gradient takes 0.3 ms instead of 20. The losses are still those at every w_k ± h, and the divisor
is still the step taken. They are rounded a little less than in ``Quotients``, because the products
of the weights that are held are the same in both losses.
"""

from collections.abc import Iterator

import numpy as np

from ..cancelling import Cancelled, IsCancelled
from ..difference import Difference, StepSizes
from ..matrix import Matrix
from ..quotients import Quotients, Slope, WrittenOut, steps_of, steps_taken

# 512 KiB of float64: the moved residuals are still in the cache when they are squared.
RESIDUALS_IN_CACHE = 2**16
# Of a longer column, so many rows at a time: four columns of them fill the cache.
ROWS_AT_A_TIME = 2**14
# Columns are copied, to be contiguous, once for 64 MiB of them, and of more at each evaluation.
CELLS_KEPT = 2**23
# What an evaluation costs for each cell, in the multiplications of a product of matrices: with 16,
# tables take as long as others of the same count (54×1067 to 999×5000 measured).
PRODUCTS_OF_A_CELL = 16
# Columns. One product for all quotients takes as long at 16 (1000×16 and 100,000×20 measured), and
# at 64 five times as long as the updates; it is kept for as many as a person types.
FEW_COLUMNS = 32


def is_updated(weights: int) -> bool:
    """Return whether a table of so many columns has its quotients from updates of one residual."""
    return weights > FEW_COLUMNS


def quotients_of(
    A: Matrix,
    Y: Matrix,
    h: StepSizes,
    difference: Difference,
    cancelled: IsCancelled = lambda: False,
) -> "Quotients | UpdatedQuotients":
    """Return what evaluates the quotients of a table fast, as every path does it.

    Parameters
    ----------
    A : ndarray, shape (N, j)
    Y : ndarray, shape (N, 1)
    h : float or ndarray, shape (j,)
    difference : Difference
    cancelled : callable, optional
        Asked for each block.
    """
    evaluation = UpdatedQuotients if is_updated(A.shape[1]) else Quotients
    return evaluation(A, Y, h, difference, cancelled)


class UpdatedQuotients:
    """The loss at every w_k ± h, from one residual and one update of it for each."""

    def __init__(
        self,
        A: Matrix,
        Y: Matrix,
        h: StepSizes,
        difference: Difference,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._A, self._y = A, Y[:, 0]
        self._difference, self._cancelled = difference, cancelled
        rows, weights = A.shape
        self.products = PRODUCTS_OF_A_CELL * A.size
        """What an evaluation costs, in multiplications."""
        self._h = steps_of(h, weights)
        with np.errstate(over="ignore"):  # too large for single precision is infinite there
            self._moves = [(side * self._h).astype(A.dtype) for side in difference.sides]
        height = min(rows, ROWS_AT_A_TIME)
        self._width = max(1, min(weights, RESIDUALS_IN_CACHE // height))
        self._blocks = [slice(i, min(i + height, rows)) for i in range(0, rows, height)]
        self._room = np.empty((self._width, height), dtype=A.dtype)
        self._kept = None
        if A.size <= CELLS_KEPT:
            self._kept = [list(self._columns(block)) for block in self._blocks]

    def at(self, W: Matrix) -> Slope:
        """Return the loss and its gradient at W (j, 1).

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        loss, written = self._evaluated(W)
        return Slope(loss, written.gradient.reshape(-1, 1))

    def written_out(self, W: Matrix) -> WrittenOut:
        """Return what ``at`` makes of W (j, 1) with the losses and the steps, to the same bits.

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        return self._evaluated(W)[1]

    def _evaluated(self, W: Matrix) -> tuple[float, WrittenOut]:
        held = W.ravel()
        moved = [held + move for move in self._moves]
        ahead, behind = self._difference.ends(moved, held)
        step = steps_taken(ahead, behind, held, self._h)
        loss, losses = self._losses(held, [each - held for each in moved])
        at_w = np.broadcast_to(loss, held.shape)
        of_ahead, of_behind = self._difference.ends(losses, at_w)
        slopes: Matrix = (of_ahead - of_behind) / step
        return float(loss[0]), WrittenOut(of_ahead, of_behind, step, slopes)

    def _losses(self, held: Matrix, moves: list[Matrix]) -> tuple[Matrix, list[Matrix]]:
        """Return the loss at W, (1,), and with each weight moved alone, (j,) for each side."""
        total: Matrix = np.zeros_like(held[:1])
        sums: list[Matrix] = [np.zeros_like(held) for _ in moves]
        for i, block in enumerate(self._blocks):
            residual = self._A[block] @ held - self._y[block]
            total += np.vecdot(residual, residual)
            for span, columns in self._columns(block) if self._kept is None else self._kept[i]:
                if self._cancelled():
                    raise Cancelled
                room = self._room[: len(columns), : len(residual)]
                for move, of_moved in zip(moves, sums, strict=True):
                    np.multiply(columns, move[span, np.newaxis], out=room)
                    room += residual
                    of_moved[span] += np.vecdot(room, room)
        rows = len(self._y)
        return total / rows, [of_moved / rows for of_moved in sums]

    def _columns(self, block: slice) -> Iterator[tuple[slice, Matrix]]:
        """Yield some columns of a block of rows at a time, each contiguous."""
        weights = self._A.shape[1]
        for k in range(0, weights, self._width):
            span = slice(k, min(k + self._width, weights))
            yield span, np.ascontiguousarray(self._A[block, span].T)
