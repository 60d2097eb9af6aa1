"""What each row does to a fit: its leverage, its studentised residual, and Cook's distance."""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np

from ..cancelling import IsCancelled, check
from ..exact.extended import exponents, pair_sum, scaled_by_powers, two_product
from ..exact.scaled_table import is_small
from ..matrix import Matrix, frozen
from ..optimum import Optimum
from ..problem import Problem
from ..triangle import Progress
from .covariance import CovarianceRoot
from .missing import MissingFigure

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
    without_spread : MissingFigure or None
        Why no row at all is studentised; None if some are.

    Notes
    -----
    Belsley, Kuh and Welsch, *Regression Diagnostics*, 1980, chapter 2; Cook, Technometrics 19,
    1977. The leverage of a row a is the squared length of a·R⁻¹.
    """

    leverage: Matrix
    residuals: Matrix
    studentised: Matrix
    cook: Matrix
    without_spread: MissingFigure | None

    @classmethod
    def of(
        cls,
        problem: Problem,
        best: Optimum,
        root: CovarianceRoot,
        residual_sd: float,
        cancelled: IsCancelled = lambda: False,
        progress: Progress = lambda _: None,
    ) -> Self:
        """Pass over the rows once.

        Parameters
        ----------
        problem : Problem
            A (N, j) and Y (N, 1).
        best : Optimum
            Its optimum.
        root : CovarianceRoot
            The root of (AᵀA)⁻¹.
        residual_sd : float
            s; NaN if there are no degrees of freedom, 0 if the fit is exact.
        cancelled : callable, optional
            Asked for each block of rows whether to stop.
        progress : callable, optional
            Called with the fraction of rows done, from 0 to 1, after each block.

        Raises
        ------
        Cancelled
            If ``cancelled`` returned True.
        """
        leverage, residuals = np.empty(problem.rows), np.empty(problem.rows)
        parts = [
            slice(start, min(start + ROWS_AT_ONCE, problem.rows))
            for start in range(0, problem.rows, ROWS_AT_ONCE)
        ]
        turned: list[Matrix] = []
        with np.errstate(all="ignore"):
            for part in parts:
                check(cancelled)
                A, Y = problem.A[part], problem.Y[part, 0]
                rows = root.turned(A, cancelled)
                np.einsum("ij,ij->i", rows, rows, out=leverage[part])
                if is_small(problem):
                    residuals[part] = _accurate_rest(A, best.W[:, 0], Y)
                    turned.append(rows)
                else:
                    residuals[part] = Y - A @ best.W[:, 0]
                progress(part.stop / problem.rows)
            if turned:
                # The weights are rounded. What that leaves of Ŷ in the residuals is taken out.
                along = sum(rows.T @ residuals[p] for rows, p in zip(turned, parts, strict=True))
                for rows, part in zip(turned, parts, strict=True):
                    residuals[part] -= rows @ along
            return cls._finished(leverage, residuals, best.rank, residual_sd)

    def missing(self, row: int) -> MissingFigure | None:
        """Return why a row, from 0, has no studentised residual; None if it has one."""
        if self.without_spread is not None or not math.isnan(self.studentised[row]):
            return self.without_spread
        return MissingFigure.FULL_LEVERAGE

    @classmethod
    def _finished(cls, leverage: Matrix, residuals: Matrix, rank: int, sd: float) -> Self:
        np.clip(leverage, 0.0, 1.0, out=leverage)
        # Of less, nothing is left of 1 − h but the rounding of a leverage.
        least = 64 * np.finfo(float).eps * max(rank, 1)
        left = np.where(1 - leverage > least, 1 - leverage, np.nan)
        spread = sd if sd > 0 else math.nan
        studentised = residuals / (spread * np.sqrt(left))
        cook = np.square(studentised) * leverage / (left * max(rank, 1))
        why = None
        if math.isnan(spread):
            why = MissingFigure.EXACT_FIT if sd == 0 else MissingFigure.NO_DEGREES
        return cls(frozen(leverage), frozen(residuals), frozen(studentised), frozen(cook), why)


def _accurate_rest(A: Matrix, W: Matrix, Y: Matrix) -> Matrix:
    """Return Y − A·W, each sum with twice the digits of float64."""
    powers = exponents(A)
    factors = scaled_by_powers(W, powers)
    power = max(int(exponents(factors[:, np.newaxis])[0]), int(exponents(Y[:, np.newaxis])[0]))
    columns = np.ascontiguousarray(scaled_by_powers(A, -powers).T)
    products, errors = two_product(columns, -scaled_by_powers(factors, -power)[:, np.newaxis])
    whole = np.concatenate((products, scaled_by_powers(Y, -power)[np.newaxis]))
    high, low = pair_sum(whole, np.concatenate((errors, np.zeros((1, len(Y))))))
    return scaled_by_powers(high + low, power)
