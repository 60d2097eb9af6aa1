"""The root of (AᵀA)⁻¹, from which follows how sure anything is that is linear in the weights.

A triangle of A, inverted, is such a root. Rounding leaves it κ·ε of its size wrong, which costs all
digits of some tables. So the rows of a small table are multiplied by that inverse with twice the
digits of float64: what comes out is nearly orthonormal, and its own products correct it.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from ..cancelling import IsCancelled, check
from ..exact.extended import (
    CELLS_AT_A_TIME,
    exponents,
    pair_sum,
    scaled_by_powers,
    two_product,
)
from ..exact.scaled_table import Powers, is_small
from ..exact.triangular import triangle_inverse
from ..matrix import Matrix, frozen
from ..optimum import Optimum
from ..problem import Problem
from ..triangle import Triangle, triangle_below, usable
from ..unit_columns import column_norms

# Rounding leaves κ·ε of the root wrong. Up to so many products, which take 1, 20 and more ms, the
# root is refined if the condition is beyond so much.
REFINED_BEYOND = ((50_000, 0.0), (1_000_000, 1e3), (math.inf, 1e5))


@dataclass(frozen=True, eq=False)
class CovarianceRoot:
    """V with V·Vᵀ = (BᵀB)⁻¹, of the independent columns of A divided by powers of two.

    Attributes
    ----------
    chosen : list of int
        The independent columns, from 0.
    powers : ndarray of int, shape (rank,)
        The powers of two, of about their lengths: dividing by them rounds nothing.
    lengths : ndarray, shape (rank,)
        The lengths of the columns of B.
    inverse : ndarray, shape (rank, rank)
        V, or what V is of before its correction.
    correction : ndarray, shape (rank, rank), or None
        C near to the identity, so that V is ``inverse``·C. The two are kept apart: their product,
        rounded, is orthonormal no longer. None of a table that is large, or well-conditioned.
    """

    chosen: list[int]
    powers: Powers
    lengths: Matrix
    inverse: Matrix
    correction: Matrix | None = None

    @classmethod
    def of(
        cls,
        best: Optimum,
        problem: Problem,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> Self:
        """Return the root for a problem.

        Parameters
        ----------
        best : Optimum
            The optimum of the problem.
        problem : Problem
            A (N, j) and Y (N, 1).
        triangle : Triangle, optional
            The rows reduced, if the caller has that already: it saves a pass over A.
        cancelled : callable, optional
            Asked for each block of rows whether to stop.

        Notes
        -----
        With B = Q·R, (BᵀB)⁻¹ is R⁻¹·R⁻ᵀ: Golub and Van Loan, *Matrix Computations*, fourth edition,
        section 5.3.9. If X is nearly R⁻¹, then Q = B·X is nearly orthonormal. With QᵀQ = L·Lᵀ,
        X·L⁻ᵀ is a root as well: the preconditioning of Rump, *Inversion of extremely
        ill-conditioned matrices in floating-point*, Japan J. Indust. Appl. Math. 26, 2009, with the
        Cholesky QR of Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, ETNA 44, 2015.
        """
        depending = {k for k, _ in best.dependent}
        chosen = [k for k in range(len(best.W)) if k not in depending]
        if not chosen:
            none = np.zeros(0)
            return cls(chosen, np.zeros(0, np.int32), none, np.zeros((0, 0)))
        triangle = usable(triangle)
        norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
        powers: Powers = np.frexp(norms[chosen, 0])[1].astype(np.int32)
        lengths = scaled_by_powers(norms[chosen, 0], -powers)
        columns = best.unit_columns[:, chosen]
        T = triangle_below(columns[:0], columns, cancelled)[: len(chosen)]
        if len(T) < len(chosen) or not T.diagonal().all():
            nothing = np.full((len(chosen), len(chosen)), np.nan)
            return cls(chosen, powers, lengths, nothing)
        inverse = triangle_inverse(T)
        size = float(np.linalg.norm(inverse))
        inverse /= lengths[:, np.newaxis]
        found = cls(chosen, powers, lengths, frozen(inverse))
        products = problem.rows * len(chosen) ** 2
        beyond = next(least for most, least in REFINED_BEYOND if products <= most)
        if is_small(problem) and beyond < size < math.inf:
            return found._refined(problem.A, cancelled)
        return found

    def turned(self, rows: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return rows of A (n, j) times V, (n, rank): each of them has the length √h."""
        with np.errstate(over="ignore", invalid="ignore"):
            if self.correction is None:
                found: Matrix = self._scaled(rows) @ self.inverse
            else:
                high, low = _accurate_product(self._scaled(rows), self.inverse, cancelled)
                found = (high + low) @ self.correction
        return found

    def lengths_of(self, rows: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return √(a·(AᵀA)⁻¹·aᵀ) of each row a of (n, j)."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = np.linalg.norm(self.turned(rows, cancelled), axis=1)
        return found

    def explained(self, A: Matrix, high: Matrix, low: Matrix) -> float:
        """Return the sum of squares of that part of a column that A explains.

        Parameters
        ----------
        A : ndarray, shape (N, j)
            All rows of the table.
        high, low : ndarray, shape (N,)
            The column with twice the digits: their sum, ``low`` the smaller one.
        """
        if self.correction is None:
            along = self.turned(A).T @ high
        else:
            Q, rest = _accurate_product(self._scaled(A), self.inverse)
            sums = pair_sum(*two_product(Q, high[:, np.newaxis]))
            along = self.correction.T @ (sum(sums) + rest.T @ high + Q.T @ low)
        return float(along @ along)

    def errors(self, residual_sd: float) -> Matrix:
        """Return the standard errors of the independent weights, in the table's units, (rank,)."""
        return scaled_by_powers(residual_sd * np.sqrt(self.variances), -self.powers)

    @property
    def variances(self) -> Matrix:
        """The diagonal of (BᵀB)⁻¹, (rank,)."""
        V = self.inverse if self.correction is None else self.inverse @ self.correction
        found: Matrix = np.einsum("ij,ij->i", V, V)
        return found

    def _scaled(self, rows: Matrix) -> Matrix:
        return scaled_by_powers(rows[:, self.chosen], -self.powers)

    def _refined(self, A: Matrix, cancelled: IsCancelled) -> Self:
        high, low = _accurate_product(self._scaled(A), self.inverse, cancelled)
        Q = high + low
        try:
            correction = np.linalg.inv(np.linalg.cholesky(Q.T @ Q)).T
        except np.linalg.LinAlgError:
            return self
        return replace(self, correction=frozen(correction))


def _accurate_product(
    B: Matrix, V: Matrix, cancelled: IsCancelled = lambda: False
) -> tuple[Matrix, Matrix]:
    """Return B·V with twice the digits of float64, high and low; V is an upper triangle."""
    high, low = (np.empty((len(B), V.shape[1])) for _ in range(2))
    height = max(CELLS_AT_A_TIME // max(len(V), 1), 1)
    for start in range(0, len(B), height):
        check(cancelled)
        part = slice(start, start + height)
        columns = np.ascontiguousarray(B[part].T)
        for k in range(V.shape[1]):
            # Powers of two keep what is multiplied within the range of the halves.
            power = int(exponents(V[: k + 1, k : k + 1])[0])
            factors = scaled_by_powers(V[: k + 1, k : k + 1], -power)
            found = pair_sum(*two_product(columns[: k + 1], factors))
            high[part, k], low[part, k] = (scaled_by_powers(each, power) for each in found)
    return high, low
