"""What each row does to a fit: its leverage, its studentised residual, and Cook's distance."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from ..cancelling import IsCancelled, check
from ..matrix import Matrix, frozen
from ..optimum import Optimum
from ..problem import Problem
from .covariance import covariance_root

# Rows at a time: their products stay in the processor's cache, and 1,000,000×10 gives way often.
ROWS_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class Influence:
    """What each row of a table does to its fit.

    Attributes
    ----------
    leverage : ndarray, shape (N,)
        h, the weight of the row's own Y in its Ŷ: from 0 to 1. They sum up to the rank.
    residuals : ndarray, shape (N,)
        Y − Ŷ, at the optimum.
    studentised : ndarray, shape (N,)
        The residual over s·√(1 − h), which it varies by (internally studentised); NaN if the row
        determines its own Ŷ, so that h is 1, or if there are no degrees of freedom.
    cook : ndarray, shape (N,)
        Cook's distance: how far all Ŷ move without the row, in units of rank·s²; NaN likewise.

    Notes
    -----
    Belsley, Kuh and Welsch, *Regression Diagnostics*, 1980, chapter 2; Cook, Technometrics 19,
    1977. The leverage of a row a is the squared length of a·R⁻¹.
    """

    leverage: Matrix
    residuals: Matrix
    studentised: Matrix
    cook: Matrix

    @classmethod
    def of(
        cls, problem: Problem, best: Optimum, residual_sd: float, cancelled: IsCancelled
    ) -> Self:
        """Pass over the rows once; raise Cancelled when cancelled."""
        root = covariance_root(best, problem, cancelled=cancelled)
        leverage, residuals = np.empty(problem.rows), np.empty(problem.rows)
        with np.errstate(all="ignore"):
            for start in range(0, problem.rows, ROWS_AT_ONCE):
                check(cancelled)
                rows = slice(start, start + ROWS_AT_ONCE)
                A = problem.A[rows]
                leverage[rows] = np.square(root.turned(A)).sum(axis=1)
                residuals[rows] = problem.Y[rows, 0] - A @ best.W[:, 0]
            return cls._finished(leverage, residuals, best.rank, residual_sd)

    @classmethod
    def _finished(cls, leverage: Matrix, residuals: Matrix, rank: int, sd: float) -> Self:
        np.clip(leverage, 0.0, 1.0, out=leverage)
        # Of less, nothing is left of 1 − h but the rounding of a leverage.
        least = 64 * np.finfo(float).eps * max(rank, 1)
        left = np.where(1 - leverage > least, 1 - leverage, np.nan)
        spread = sd if sd > 0 else math.nan
        studentised = residuals / (spread * np.sqrt(left))
        cook = np.square(studentised) * leverage / (left * max(rank, 1))
        return cls(*(frozen(each) for each in (leverage, residuals, studentised, cook)))
