"""Any loss through two weights, evaluated at the points of a grid: the others as they are now.

A contour is made of one straight piece for each cell of the grid that it crosses, whose ends are
interpolated along the cell's edges: marching squares, Lorensen and Cline, SIGGRAPH 1987, in two
dimensions.
"""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..problem import Problem
from .contours import View

if TYPE_CHECKING:
    from ..formula.formula import Formula

LOSSES_AT_ONCE = 2**22
"""Of all rows: 442 rows of 10 columns at 61×61 points take a thread 0.1 s."""
POINTS, FEWEST = 61, 21
"""Along each axis, of small tables and of large ones."""
LEVELS = 10
"""In the middle of the grid, which is what is seen of it at first."""


@dataclass(frozen=True, eq=False)
class LossGrid:
    """The losses on a grid.

    Attributes
    ----------
    x, y : ndarray, shape (n,)
        The values of the two weights.
    losses : ndarray, shape (n, n)
        One row for each y; NaN if the loss is not defined there.
    """

    x: Matrix
    y: Matrix
    losses: Matrix

    def levels(self) -> list[float]:
        """Return about ten losses to draw a line at, at round steps, by the middle of the grid."""
        n = len(self.x) // 4
        middle = self.losses[n : len(self.y) - n, n : len(self.x) - n]
        finite = middle[np.isfinite(middle)]
        if len(finite) == 0 or not 0 < float(np.ptp(finite)) < math.inf:
            return []
        step = _round_step(float(np.ptp(finite)) / LEVELS)
        seen = self.losses[np.isfinite(self.losses)]
        lowest = max(float(seen.min()), float(finite.min()) - LEVELS * step)
        highest = min(float(seen.max()), float(finite.max()) + LEVELS * step)
        first, last = math.floor(lowest / step) + 1, math.ceil(highest / step) - 1
        return [k * step for k in range(first, last + 1)]

    def contour(self, level: float) -> Matrix:
        """Return the pieces of the line at a loss, (m, 2, 2)."""
        return pieces_at(self.x, self.y, self.losses, level)


def _round_step(least: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that is at least ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(digit * power for digit in (1, 2, 5, 10) if digit * power >= least)


def grid_of(
    problem: Problem,
    formula: "Formula",
    W: Matrix,
    pair: tuple[int, int],
    view: View,
    cancelled: IsCancelled = lambda: False,
) -> LossGrid:
    """Evaluate a loss at the points of a grid.

    Parameters
    ----------
    problem : Problem
        A and Y in the units of the table.
    formula : Formula
        The loss on these.
    W : ndarray, shape (j, 1)
        Where the other weights are.
    pair : tuple of int
        The weights along x and y, from 0.
    view : pair of ranges
        Of the two.
    cancelled : callable, optional
        Asked while the losses are evaluated.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    n = min(max(math.isqrt(LOSSES_AT_ONCE // problem.rows), FEWEST), POINTS)
    x, y = (np.linspace(*ends, n) for ends in view)
    points = np.repeat(W.T, n * n, axis=0)
    points[:, pair[0]], points[:, pair[1]] = np.tile(x, n), np.repeat(y, n)
    losses = formula.losses(problem, points, cancelled).astype(np.float64).reshape(n, n)
    return LossGrid(x, y, losses)


def pieces_at(x: Matrix, y: Matrix, heights: Matrix, level: float) -> Matrix:
    """Return the straight pieces (m, 2, 2) of the line at a level of heights (len(y), len(x))."""
    above: NDArray[np.bool_] = heights > level
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        along = (level - heights[:, :-1]) / np.diff(heights, axis=1)
        up = (level - heights[:-1]) / np.diff(heights, axis=0)
        # Places that rounding cannot tell apart are 0 from each other, also infinitely far along.
        on_x = np.where(above[:, 1:] != above[:, :-1], x[:-1] + np.diff(x) * along, np.nan)
        on_y = np.where(above[1:] != above[:-1], y[:-1, None] + np.diff(y)[:, None] * up, np.nan)
    rows, columns = heights.shape[0] - 1, heights.shape[1] - 1
    crossings = np.full((4, rows, columns, 2), np.nan)
    crossings[0, ..., 0], crossings[0, ..., 1] = on_x[:-1], y[:-1, None]
    crossings[1, ..., 0], crossings[1, ..., 1] = on_x[1:], y[1:, None]
    crossings[2, ..., 0], crossings[2, ..., 1] = x[:-1], on_y[:, :-1]
    crossings[3, ..., 0], crossings[3, ..., 1] = x[1:], on_y[:, 1:]
    is_there: NDArray[np.bool_] = np.isfinite(crossings[..., 0]) & np.isfinite(crossings[..., 1])
    count = is_there.sum(axis=0)
    found, there = crossings[:, count == 2], is_there[:, count == 2]
    ends = np.argsort(~there, axis=0, kind="stable")[:2]
    single = found[ends, np.arange(found.shape[1])].transpose(1, 0, 2)
    # A saddle: the line passes it twice, by the lower left and the upper right corner.
    saddles = crossings[:, count == 4]
    twice = (saddles[[0, 2]].transpose(1, 0, 2), saddles[[1, 3]].transpose(1, 0, 2))
    pieces: Matrix = np.concatenate((single, *twice))
    return pieces
