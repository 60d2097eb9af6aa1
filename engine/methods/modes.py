"""The modes of a problem: directions of W along which the gradient shrinks independently."""

import sys

import numpy as np

from ..matrix import Matrix
from ..settings import Settings
from ..triangle import Triangle
from .decay import Decay

# Even if W can reproduce all of Y, rounding Y alone keeps ‖A·W − Y‖ at about ε/4 of ‖Y‖.
ROUNDING_OF_Y = sys.float_info.epsilon / 4
# Up to 3.1ε was measured in flat directions, over 4,500 tables of identical columns.
ROUNDING_LEFT = 16 * sys.float_info.epsilon


class Modes:
    """The right singular vectors of a triangle, as the columns of ``vectors`` (j, j).

    ``sizes`` (j,) are the singular values s, largest first; 0 along directions that A does not
    determine. The curvatures are λ = 2s²/N. ``unreachable`` is the sum of squares that no W
    removes.
    """

    def __init__(self, triangle: Triangle) -> None:
        """Raise numpy's LinAlgError if the singular values cannot be computed."""
        R = triangle.R
        U, sizes, Vt = np.linalg.svd(R[:-1, :-1])
        sizes[sizes <= sys.float_info.epsilon * len(R) * sizes[0]] = 0.0
        self.rows = triangle.rows
        self.sizes: Matrix = sizes
        self.vectors: Matrix = Vt.T
        self._residuals: Matrix = U.T
        self._R = R
        rounding = ROUNDING_OF_Y * np.linalg.norm(R[:, -1])
        self.unreachable = float(np.square(max(abs(R[-1, -1]), rounding)))
        self.curvatures: Matrix = 2 * sizes * sizes / self.rows
        self._squares: Matrix = np.square(R[:, :-1]).sum(axis=0) / self.rows

    @property
    def weights(self) -> int:
        """j, the number of weights."""
        return len(self.sizes)

    @property
    def rank(self) -> int:
        """How many directions of W the table determines."""
        return int(np.count_nonzero(self.sizes))

    def residual(self, W: Matrix) -> Matrix:
        """Return the residual at W (j, 1) along the modes, (j,).

        Computed before rotating into the mode basis, or one large weight would spread its rounding
        over all modes.
        """
        R = self._R[:-1]
        coordinates: Matrix = self._residuals @ (R[:, :-1] @ W[:, 0] - R[:, -1])
        return coordinates

    def bias(self, settings: Settings) -> Matrix:
        """Return the constant error of the quotient along the modes, (j,).

        It is ±h·mean(A_k²) for a one-sided quotient and 0 for the central one. Coordinates that
        are only rounding are set to 0, because a closed form would follow them for ever.
        """
        side = sum(settings.difference.sides)  # 0 for the central quotient
        bias: Matrix = self.vectors.T @ (side * settings.h * self._squares)
        bias[np.abs(bias) <= ROUNDING_LEFT * np.linalg.norm(bias)] = 0.0
        return bias


class Recurrence:
    """What one epoch does along the modes, under one set of settings."""

    def __init__(self, modes: Modes, settings: Settings) -> None:
        self.modes = modes
        self.decay = Decay(modes.curvatures, settings.fixed_learning_rate)
        self.bias = modes.bias(settings)
        self.pull: Matrix = modes.sizes * self.bias
