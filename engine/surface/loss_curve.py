"""Any loss of a single weight, evaluated at points of a line."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..problem import Problem

if TYPE_CHECKING:
    from ..formula.formula import Formula

POINTS = 601
"""One for each pixel or two of a usual plot; 1,000,000 rows take a thread some seconds."""
FEWEST = 101
LOSSES_AT_ONCE = 2**26
"""Of all rows."""


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The losses at ascending values x (n,) of the one weight; NaN if there is none."""

    x: Matrix
    heights: Matrix

    def places(self, W: Matrix) -> Matrix:
        """Return the weight of each W (n, 1), (n,)."""
        return W[:, 0]

    def W_at(self, place: float) -> Matrix:
        """Return the W (1, 1) of a place."""
        return np.array([[place]])

    def losses(self, places: Matrix) -> Matrix:
        """Return the loss at each of the places (n,); NaN beyond the line."""
        found: Matrix = np.interp(places, self.x, self.heights, left=np.nan, right=np.nan)
        return found


def curve_of(
    problem: Problem,
    formula: "Formula",
    ends: tuple[float, float],
    cancelled: IsCancelled = lambda: False,
) -> LossCurve:
    """Evaluate a loss of one weight between two values of it.

    Raises Cancelled if ``cancelled`` returned True.
    """
    x = np.linspace(*ends, min(max(LOSSES_AT_ONCE // problem.rows, FEWEST), POINTS))
    return LossCurve(x, formula.losses(problem, x[:, np.newaxis], cancelled).astype(np.float64))
