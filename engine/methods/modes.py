"""The modes of a problem: directions of W along which the gradient shrinks independently."""

import sys
from typing import Self

import numpy as np

from ..cancelling import IsCancelled
from ..difference import StepSizes
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from ..threads.caching import cached_property
from ..triangle import Triangle
from .decomposition import decompose

# Even if W can reproduce all of Y, rounding Y alone keeps ‖A·W − Y‖ at about ε/4 of ‖Y‖.
ROUNDING_OF_Y = sys.float_info.epsilon / 4
# Up to 3.1ε was measured in flat directions, over 4,500 tables of identical columns.
ROUNDING_LEFT = 16 * sys.float_info.epsilon


class Modes:
    """The right singular vectors of a triangle, as the columns of ``vectors`` (j, j).

    ``sizes`` (j,) are the singular values s, largest first; 0 along directions that A does not
    determine. The curvatures are λ = 2s²/N. ``unreachable`` is the sum of squares that no W
    removes.

    A wide table has at most N modes that change a prediction. ``of_rows`` finds these alone: a
    descent moves W along no other, unless the constant error of a one-sided quotient pushes it.
    That push is one more mode of size 0. ``hidden`` is how many modes are left out.
    """

    def __init__(self, triangle: Triangle) -> None:
        """Raise numpy's LinAlgError if the singular values cannot be computed."""
        R = triangle.R
        self._keep(triangle.singular_values, R[:-1, :-1], R[:-1, -1], triangle.rows)
        rounding = ROUNDING_OF_Y * np.linalg.norm(R[:, -1])
        self.unreachable = float(np.square(max(abs(R[-1, -1]), rounding)))
        self._squares: Matrix = np.square(R[:, :-1]).sum(axis=0) / self.rows

    @classmethod
    def of_rows(
        cls, problem: Problem, cancelled: IsCancelled = lambda: False, h: StepSizes = 1.0
    ) -> Self:
        """Return the modes of a table with fewer rows than columns.

        ``h`` are the steps of the quotients: if each weight has its own, they turn the push.
        Raises numpy's LinAlgError if the singular values cannot be computed, and Cancelled when
        cancelled.
        """
        modes = cls.__new__(cls)
        modes._keep(decompose(problem.A, cancelled), problem.A, problem.Y[:, 0], problem.rows)
        modes.unreachable = float(np.square(ROUNDING_OF_Y * np.linalg.norm(problem.Y)))
        modes._squares = problem.mean_squares
        modes._show_push(h * modes._squares)
        return modes

    def _keep(
        self, decomposition: tuple[Matrix, Matrix, Matrix], A: Matrix, y: Matrix, rows: int
    ) -> None:
        U, sizes, Vt = decomposition
        least = sys.float_info.epsilon * (A.shape[1] + 1) * sizes[0]
        sizes = np.where(sizes <= least, 0.0, sizes)
        self.rows = rows
        self.sizes: Matrix = sizes
        self.vectors: Matrix = Vt.T
        self._residuals: Matrix = U.T
        self._A, self._y = A, y
        self.curvatures: Matrix = 2 * sizes * sizes / rows

    def _show_push(self, errors: Matrix) -> None:
        """Add the direction in which a one-sided quotient pushes W across all other modes.

        ``errors`` (j,) are its constant errors, up to their sign.
        """
        length = np.linalg.norm(errors)
        if length == 0:  # they vanish, and so does what pushes W
            return
        push = errors / length
        for _ in range(2):  # the first time leaves some of the part along the modes to rounding
            push = push - self.vectors @ (self.vectors.T @ push)
        size = np.linalg.norm(push)
        if not size > ROUNDING_LEFT:
            return
        self.vectors = np.column_stack((self.vectors, push / size))
        self.sizes, self.curvatures = np.append(self.sizes, 0.0), np.append(self.curvatures, 0.0)
        self._residuals = np.concatenate((self._residuals, np.zeros((1, self.rows))))

    @cached_property
    def shares(self) -> Matrix:
        """|V|, how much of each mode each weight has at most, shape (j, j)."""
        return np.abs(self.vectors)

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.vectors)

    @property
    def hidden(self) -> int:
        """How many directions of W are no mode here, because a descent never moves W along them."""
        return self.weights - len(self.sizes)

    @property
    def rank(self) -> int:
        """How many directions of W the table determines."""
        return int(np.count_nonzero(self.sizes))

    def residual(self, W: Matrix) -> Matrix:
        """Return the residual at W (j, 1) along the modes, (j,).

        Computed before rotating into the mode basis, or one large weight would spread its rounding
        over all modes.
        """
        coordinates: Matrix = self._residuals @ (self._A @ W[:, 0] - self._y)
        return coordinates

    def residuals(self, W: Matrix) -> Matrix:
        """Return the residual at each W (n, j) along the modes, (j, n)."""
        coordinates: Matrix = self._residuals @ (self._A @ W.T - self._y[:, np.newaxis])
        return coordinates

    def bias(self, settings: Settings) -> Matrix:
        """Return the constant error of the quotient along the modes, (j,).

        It is ±h·mean(A_k²) for a one-sided quotient and 0 for the central one. Coordinates that
        are only rounding are set to 0, because a closed form would follow them for ever.
        """
        side = sum(settings.difference.sides)  # 0 for the central quotient
        bias: Matrix = self.vectors.T @ (side * settings.step_h * self._squares)
        bias[np.abs(bias) <= ROUNDING_LEFT * np.linalg.norm(bias)] = 0.0
        return bias
