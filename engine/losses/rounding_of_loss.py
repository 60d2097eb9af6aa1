"""How large the rounding error of a loss is that has no theory: it is looked at.

The loss is evaluated at a few points so near W that it is linear between them. What is left of the
losses beside the exact slope is their rounding, of whatever steps the formula has.
"""

import math

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..formula.formula import Formula
from ..formula.losses import losses_at
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings

# The median of so many is within a factor of 2 of the typical error.
POINTS = 16
# Of a weight's natural size: the bend of the loss is then ε^1.5 of it.
POWER_MOVED = 0.75
# Of a weight, or of 1: up to here the bend of what the formula has of W itself is below rounding.
MOST_OF_WEIGHT = 30.0
# A sum of N terms is rounded by at least so much of an ε of itself.
LEAST = 0.25
# A loss of half or twice the size is rounded by half or twice as much.
ALIKE = 2.0


class LossRounding:
    """The rounding errors of one formula's quotients, on one problem under one set of settings."""

    def __init__(
        self,
        formula: Formula,
        problem: Problem,
        settings: Settings,
        cancelled: IsCancelled = lambda: False,
    ) -> None:
        self._formula, self._problem, self._cancelled = formula, problem, cancelled
        dtype = np.dtype(settings.precision.value)
        self._epsilon = float(np.finfo(dtype).eps)
        with np.errstate(over="ignore"):
            self._A, self._Y = problem.A.astype(dtype), problem.Y.astype(dtype)
        is_central = settings.difference is Difference.CENTRAL
        h = np.asarray(settings.step_h, float).reshape(-1, 1)
        with np.errstate(over="ignore"):  # an infinite share hides every slope
            self.share: Matrix = math.sqrt(2) / (h * (2 if is_central else 1))
        """The error of each slope for that of a loss, (j, 1) or (1, 1).

        Two losses are rounded independently: √2, and a central quotient divides by 2h.
        """
        self._known: tuple[float, float] | None = None

    def of_loss(self, W: Matrix, loss: float) -> float:
        """Return the typical rounding error of the loss at W (j, 1)."""
        if self._known is not None and self._known[0] / ALIKE < loss < self._known[0] * ALIKE:
            return self._known[1]
        error = self._looked_at(W.astype(np.float64), loss)
        self._known = loss, error
        return error

    def of_quotient_at(self, W: Matrix, loss: float) -> float | Matrix:
        """Return the typical error of each slope at W (j, 1): a number, or (j, 1) for each."""
        with np.errstate(over="ignore", invalid="ignore"):
            errors = self.of_loss(W, loss) * self.share
        return float(errors[0, 0]) if errors.size == 1 else errors

    def _looked_at(self, W: Matrix, loss: float) -> float:
        sizes = sizes_beside(self._formula, self._problem, W)
        moved = self._epsilon**POWER_MOVED * sizes
        draws = np.random.default_rng(0).uniform(-1, 1, (POINTS, len(W)))
        least = LEAST * self._epsilon * abs(loss)
        with np.errstate(all="ignore"):
            points = np.vstack((W[:, 0], W[:, 0] + draws * moved)).astype(self._A.dtype)
            exact = self._formula.slope(self._problem, np.nan_to_num(W), self._cancelled)
            losses = losses_at(self._formula.program, self._A, self._Y, points, self._cancelled)
            risen = (losses[1:] - losses[0]).astype(np.float64)
            way = points[1:].astype(np.float64) - points[0]
            on_line = way @ exact.gradient[:, 0]
            off = np.abs(risen - on_line) / math.sqrt(2)
        found = float(np.median(off[np.isfinite(off)])) if np.isfinite(off).any() else 0.0
        return max(found, least)


def sizes_beside(formula: Formula, problem: Problem, W: Matrix) -> Matrix:
    """Return how far each weight goes before the loss is another one, (j,), seen from W (j, 1).

    It is the natural size of the weight, or the weight itself if that is larger. If the formula is
    a penalty, it is not much more than the weight or 1: of a column of almost 0 the natural size is
    huge, as its predictions hardly move, but Σ W² grows all the same. The smallest |W| does not.
    """
    own, natural = np.abs(W[:, 0]).astype(np.float64), natural_sizes_of(problem)
    program = formula.program
    if program.uses_weights:
        from .penalty import is_penalty  # loaded on use: few losses have W

        if is_penalty(formula, len(own)):
            one = 1.0 if program.units is None else program.units
            natural = np.minimum(natural, MOST_OF_WEIGHT * np.maximum(own, one))
    found: Matrix = np.maximum(own, natural)
    return found


def natural_sizes_of(problem: Problem) -> Matrix:
    """Return √(mean(Y²)/mean(A_k²)), (j,): each weight if its column alone made up Y.

    Where Y or a column is 0, 1 takes the place of its size.
    """
    with np.errstate(all="ignore"):
        observed = math.sqrt(float(np.mean(np.square(problem.Y))))
        columns = np.sqrt(problem.mean_squares)
        sizes = (observed or 1.0) / np.where(columns > 0, columns, 1.0)
    found: Matrix = np.where(np.isfinite(sizes) & (sizes > 0), sizes, 1.0)
    return found
