"""How much the rounding of the losses leaves of a quotient."""

import numpy as np

from ..difference import Difference
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings

SPREAD = 3.0
"""So many times its root mean square is as much as rounding is likely to come to."""


class Rounding:
    """The rounding of the quotients of one problem under one set of settings.

    A loss is rounded by about ε times itself, and its residuals by ε times what they are the
    difference of; a quotient divides the rounding of two losses by its step. Measured over shapes
    from 1×1 to 100000×20, the error of a quotient has this size as its root mean square.
    """

    def __init__(self, problem: Problem, settings: Settings, rows: int | None = None) -> None:
        """Take a problem, which may stand for one of more rows."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._squares = problem.mean_squares
            self._observed = float(np.mean(problem.Y**2))
            self._risen_by_h = float(np.square(settings.h) * self._squares.max())
        self._rows = rows or problem.rows
        central = settings.difference is Difference.CENTRAL
        epsilon = float(np.finfo(settings.precision.value).eps)
        self._epsilon = epsilon
        self._unit = (0.5 if central else 1.0) * epsilon / settings.h

    def of_quotient(self, W: Matrix, loss: Matrix) -> Matrix:
        """Return the error in each component of δW at n points W (j, n), of such losses; (n,)."""
        with np.errstate(over="ignore", invalid="ignore"):
            predicted = self._squares @ np.square(W)
            moved = loss + self._risen_by_h
            cancelled = moved * (predicted + self._observed + self._risen_by_h) / self._rows
            errors: Matrix = self._unit * (moved + np.sqrt(cancelled))
        return errors

    def of_residual(self, W: Matrix) -> float:
        """Return the error of a residual at W (j, 1), as a root mean square."""
        with np.errstate(over="ignore", invalid="ignore"):
            predicted = float(self._squares @ np.square(W[:, 0]))
            return float(self._epsilon * np.sqrt(predicted + self._observed))

    def of_slope(self, W: Matrix) -> float:
        """Return the error that rounding puts into each component of 2Aᵀ(A·W − Y)/N, about."""
        largest = float(np.sqrt(self._squares.max()))
        with np.errstate(over="ignore", invalid="ignore"):
            terms = np.sqrt(self._squares) @ np.abs(W[:, 0]) + np.sqrt(self._observed)
            scale = float(terms + np.sqrt(self._risen_by_h))
        return 2 * len(W) * self._epsilon * largest * scale
