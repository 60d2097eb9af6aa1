"""The quotients of a wide table: one residual, updated for each weight that is moved.

The definition holds every other weight while w_k is moved. So A·(W ± h·e_k) − Y is A·W − Y with
(w_k ± h) − w_k times the column A_k added, which costs N multiplications instead of N·j: at 54×1067
a gradient takes 0.3 ms instead of 20. The losses are still those at every w_k ± h, and the divisor
is still the step taken. They are rounded a little less than in ``Quotients``, because the products
of the weights that are held are the same in both losses.
"""

import numpy as np

from ..cancelling import Cancelled, IsCancelled
from ..difference import Difference
from ..errors import StepVanishes
from ..matrix import Matrix
from ..quotients import Slope

# 512 KiB of float64: the moved residuals are still in the cache when they are squared.
RESIDUALS_IN_CACHE = 2**16
# What an evaluation costs for each cell, in the multiplications of a product of matrices: with 16,
# tables take as long as others of the same count (54×1067 to 999×5000 measured).
PRODUCTS_OF_A_CELL = 16


class UpdatedQuotients:
    """The loss at every w_k ± h, from one residual and one update of it for each."""

    def __init__(
        self,
        A: Matrix,
        Y: Matrix,
        h: float,
        difference: Difference,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._A, self._y = A, Y[:, 0]
        self._h, self._difference, self._cancelled = h, difference, cancelled
        rows, weights = A.shape
        self.products = PRODUCTS_OF_A_CELL * A.size
        """What an evaluation costs, in multiplications."""
        width = max(1, min(weights, RESIDUALS_IN_CACHE // rows))
        self._columns = [
            (slice(k, k + width), np.ascontiguousarray(A[:, k : k + width].T))
            for k in range(0, weights, width)
        ]
        self._room = np.empty((width, rows), dtype=A.dtype)

    def at(self, W: Matrix) -> Slope:
        """Return the loss and its gradient at W (j, 1).

        Raises StepVanishes if h does not move a weight, and Cancelled when cancelled.
        """
        held = W.ravel()
        moved = [held + held.dtype.type(side * self._h) for side in self._difference.sides]
        ahead, behind = self._difference.ends(moved, held)
        step = ahead - behind
        if np.count_nonzero(step) < len(step):
            k = int(np.argmin(step != 0))
            raise StepVanishes(k + 1, float(held[k]), self._h)
        residual = self._A @ held - self._y
        loss = np.vecdot(residual, residual) / len(residual)
        losses = [self._losses(residual, each - held) for each in moved]
        of_ahead, of_behind = self._difference.ends(losses, loss)
        slopes: Matrix = (of_ahead - of_behind) / step
        return Slope(float(loss), slopes.reshape(-1, 1))

    def _losses(self, residual: Matrix, moves: Matrix) -> Matrix:
        """Return the loss with each weight moved alone, (j,)."""
        losses = np.empty_like(moves)
        for span, columns in self._columns:
            if self._cancelled():
                raise Cancelled
            room = self._room[: len(columns)]
            np.multiply(columns, moves[span, np.newaxis], out=room)
            room += residual
            np.vecdot(room, room, out=losses[span])
        losses /= len(residual)
        return losses
