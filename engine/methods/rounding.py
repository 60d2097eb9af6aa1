"""How large the rounding error of a quotient is."""

import math

import numpy as np

from ..difference import Difference
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from ..step_size import risen_by, sizes_of_columns
from ..threads.caching import cached_property

# Over shapes from 1×1 to 100000×20, errors beyond 3 times their root mean square are rare.
SPREAD = 3.0


class Rounding:
    """The rounding errors of one problem's quotients under one set of settings.

    A loss is rounded by about ε times itself, and each residual by ε times the numbers whose
    difference it is. A quotient divides the rounding of two losses by its step. Measured over
    shapes from 1×1 to 100000×20, this is the root mean square of a quotient's error.
    """

    def __init__(self, problem: Problem, settings: Settings, rows: int | None = None) -> None:
        """Take a problem, and the number of rows it was reduced from, if it was."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._squares = problem.mean_squares
            self._observed = float(np.mean(problem.Y**2))
            self._risen_by_h = risen_by(settings.step_h, problem)
        self._problem = problem
        self._rows = rows or problem.rows
        central = settings.difference is Difference.CENTRAL
        epsilon = float(np.finfo(settings.precision.value).eps)
        self._epsilon = epsilon
        self._share = (0.5 if central else 1.0) * epsilon
        self._h = settings.step_h
        self._unit = self._share / settings.largest_h

    def of_quotient(self, W: Matrix, loss: Matrix) -> Matrix:
        """Return the RMS error of each component of δW at n points W (j, n) with losses (n,).

        It is (n,) if one h makes it the same for all components, otherwise (j, n).
        """
        if isinstance(self._h, np.ndarray):
            return self._of_each(W, loss)
        with np.errstate(over="ignore", invalid="ignore"):
            predicted = self._predicted(W)
            moved = loss + self._risen_by_h
            size = predicted + self._observed + self._risen_by_h
            cancelled = np.sqrt(moved * size / self._rows)
            if not np.isfinite(cancelled).all():  # the product overflows before its root
                cancelled = np.sqrt(moved) * np.sqrt(size / self._rows)
            errors: Matrix = self._unit * (moved + cancelled)
        return errors

    def of_quotient_at(self, W: Matrix, loss: float) -> float | Matrix:
        """Return the same at one point W (j, 1), for a caller that lets numbers overflow.

        A number if one h makes it the same for all components, otherwise (j, 1).
        """
        if isinstance(self._h, np.ndarray):
            return self._of_each(W, np.array([loss]))
        predicted = float(np.dot(self._squares, np.square(W[:, 0])))
        if not math.isfinite(predicted):
            predicted = float(self._predicted(W)[0])
        moved = float(loss) + self._risen_by_h
        size = predicted + self._observed + self._risen_by_h
        cancelled = math.sqrt(moved * size / self._rows)
        if not math.isfinite(cancelled):
            cancelled = math.sqrt(moved) * math.sqrt(size / self._rows)
        return self._unit * (moved + cancelled)

    def norm_of_quotient_at(self, W: Matrix, loss: float) -> float:
        """Return the root of the sum of squares of the errors of δW at one point W (j, 1)."""
        noise = self.of_quotient_at(W, loss)
        if isinstance(noise, np.ndarray):
            return float(np.linalg.norm(noise))
        return noise * math.sqrt(len(W))

    def _of_each(self, W: Matrix, loss: Matrix) -> Matrix:
        """Return the RMS error of each component, (j, n), if each weight has its own h."""
        with np.errstate(over="ignore", invalid="ignore"):
            h = np.reshape(self._h, (-1, 1))
            risen = np.square(self._sizes[:, np.newaxis] * h)
            moved = loss + risen
            size = self._predicted(W) + self._observed + risen
            errors: Matrix = moved + np.sqrt(moved) * np.sqrt(size / self._rows)
            return self._share / h * errors

    def of_residual(self, W: Matrix) -> float:
        """Return the RMS error of a residual at W (j, 1)."""
        with np.errstate(over="ignore", invalid="ignore"):
            predicted = float(self._predicted(W)[0])
            return float(self._epsilon * np.sqrt(predicted + self._observed))

    def of_loss(self, W: Matrix, loss: float) -> float:
        """Return a bound of the rounding of the loss at W (j, 1)."""
        with np.errstate(over="ignore", invalid="ignore"):
            size = float(self._predicted(W)[0]) + self._observed
            cancelled = np.sqrt(loss * size / self._rows)
            if not np.isfinite(cancelled):
                cancelled = np.sqrt(loss) * np.sqrt(size / self._rows)
            of_residuals = 4 * self._epsilon * (loss + cancelled)
            return float(of_residuals + 16 * self._epsilon**2 * size)

    def of_slope(self, W: Matrix) -> float:
        """Return a bound of the error of each component of 2Aᵀ(A·W − Y)/N."""
        largest = float(np.sqrt(self._squares.max()))
        with np.errstate(over="ignore", invalid="ignore"):
            terms = np.sqrt(self._squares) @ np.abs(W[:, 0]) + np.sqrt(self._observed)
            scale = float(terms + np.sqrt(self._risen_by_h))
        return 2 * len(W) * self._epsilon * largest * scale

    def _predicted(self, W: Matrix) -> Matrix:
        """Return Σ mean(A_k²)·w_k² at n points W (j, n), also if w_k² overflows beside it."""
        predicted: Matrix = self._squares @ np.square(W)
        if not np.isfinite(predicted).all():
            predicted = np.square(self._sizes[:, np.newaxis] * W.astype(np.float64)).sum(axis=0)
        return predicted

    @cached_property
    def _sizes(self) -> Matrix:
        return sizes_of_columns(self._problem)
