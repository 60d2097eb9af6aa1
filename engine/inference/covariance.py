"""The root of (AᵀA)⁻¹, from which follows how sure anything is that is linear in the weights.

A triangle of A, inverted, is such a root. Rounding leaves it κ·ε of its size wrong, which costs all
digits of some tables. So the rows of a small table are multiplied by that inverse with twice the
digits of float64: what comes out is nearly orthonormal, and *its* triangle corrects the inverse.
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
from ..triangle import Triangle, block_height, reduce_blocks, triangle_below, usable
from ..unit_columns import column_norms

# Up to this condition rounding costs no more than the last four digits, κ·ε. Of a table that takes
# more than 20 ms to refine, six of them.
WELL_CONDITIONED = 1e3
HARDLY_CONDITIONED = 1e5
PRODUCTS_AT_ONCE = 1_000_000


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
        V.
    is_refined : bool
        Whether V is right to nearly all digits though the columns are ill-conditioned, so that rows
        have to be multiplied by it with twice the digits.
    """

    chosen: list[int]
    powers: Powers
    lengths: Matrix
    inverse: Matrix
    is_refined: bool

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
        section 5.3.9. If V is nearly R⁻¹, then B·V = Q₂·R₂ is nearly orthonormal, and V·R₂⁻¹ is a
        root of its own: the reorthogonalisation of Rump, *Inversion of extremely ill-conditioned
        matrices in floating-point*, Japan J. Indust. Appl. Math. 26, 2009.
        """
        depending = {k for k, _ in best.dependent}
        chosen = [k for k in range(len(best.W)) if k not in depending]
        if not chosen:
            none = np.zeros(0)
            return cls(chosen, np.zeros(0, np.int32), none, np.zeros((0, 0)), is_refined=False)
        triangle = usable(triangle)
        norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
        powers: Powers = np.frexp(norms[chosen, 0])[1].astype(np.int32)
        lengths = scaled_by_powers(norms[chosen, 0], -powers)
        columns = best.unit_columns[:, chosen]
        T = triangle_below(columns[:0], columns, cancelled)[: len(chosen)]
        if len(T) < len(chosen) or not T.diagonal().all():
            nothing = np.full((len(chosen), len(chosen)), np.nan)
            return cls(chosen, powers, lengths, nothing, is_refined=False)
        inverse = triangle_inverse(T)
        size = float(np.linalg.norm(inverse))
        inverse /= lengths[:, np.newaxis]
        found = cls(chosen, powers, lengths, frozen(inverse), is_refined=False)
        is_quick = problem.rows * len(chosen) ** 2 <= PRODUCTS_AT_ONCE
        most = WELL_CONDITIONED if is_quick else HARDLY_CONDITIONED
        if is_small(problem) and most < size < math.inf:
            return found._refined(problem.A, cancelled)
        return found

    def turned(self, rows: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return rows of A (n, j) times V, (n, rank): each of them has the length √h."""
        B = scaled_by_powers(rows[:, self.chosen], -self.powers)
        with np.errstate(over="ignore", invalid="ignore"):
            if self.is_refined:
                return _accurate_product(B, self.inverse, cancelled)
            found: Matrix = B @ self.inverse
        return found

    def lengths_of(self, rows: Matrix, cancelled: IsCancelled = lambda: False) -> Matrix:
        """Return √(a·(AᵀA)⁻¹·aᵀ) of each row a of (n, j)."""
        found: Matrix = np.linalg.norm(self.turned(rows, cancelled), axis=1)
        return found

    def errors(self, residual_sd: float) -> Matrix:
        """Return the standard errors of the independent weights, in the table's units, (rank,)."""
        lengths = residual_sd * np.linalg.norm(self.inverse, axis=1)
        return scaled_by_powers(lengths, -self.powers)

    def _refined(self, A: Matrix, cancelled: IsCancelled) -> Self:
        rows = replace(self, is_refined=True)
        columns = len(self.chosen)
        height = max(block_height(columns), columns)
        blocks = (rows.turned(A[i : i + height], cancelled) for i in range(0, len(A), height))
        R = reduce_blocks(blocks, columns, cancelled).R
        if len(R) < columns or not (np.isfinite(R).all() and R.diagonal().all()):
            return self
        with np.errstate(over="ignore", invalid="ignore"):
            inverse = self.inverse @ triangle_inverse(R[:columns])
        return replace(self, inverse=frozen(inverse), is_refined=True)


def _accurate_product(B: Matrix, V: Matrix, cancelled: IsCancelled) -> Matrix:
    """Return B·V, each sum with twice the digits of float64; V is an upper triangle."""
    found = np.empty((len(B), V.shape[1]))
    height = max(CELLS_AT_A_TIME // max(len(V), 1), 1)
    for start in range(0, len(B), height):
        check(cancelled)
        part = slice(start, start + height)
        columns = np.ascontiguousarray(B[part].T)
        for k in range(V.shape[1]):
            # Powers of two keep what is multiplied within the range of the halves.
            power = int(exponents(V[: k + 1, k : k + 1])[0])
            factors = scaled_by_powers(V[: k + 1, k : k + 1], -power)
            high, low = pair_sum(*two_product(columns[: k + 1], factors))
            found[part, k] = scaled_by_powers(high + low, power)
    return found
