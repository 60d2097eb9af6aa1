"""The root of (AᵀA)⁻¹, from which follows how sure anything is that is linear in the weights."""

from dataclasses import dataclass

import numpy as np

from ..cancelling import IsCancelled
from ..exact.triangular import triangle_inverse
from ..matrix import Matrix
from ..optimum import Optimum
from ..problem import Problem
from ..triangle import Triangle, triangle_below, usable
from ..unit_columns import column_norms


@dataclass(frozen=True, eq=False)
class CovarianceRoot:
    """V with V·Vᵀ = (UᵀU)⁻¹, of the independent columns U of A on length 1.

    Attributes
    ----------
    chosen : list of int
        The independent columns, from 0.
    norms : ndarray, shape (rank,)
        Their lengths.
    inverse : ndarray, shape (rank, rank)
        V.
    """

    chosen: list[int]
    norms: Matrix
    inverse: Matrix

    def turned(self, rows: Matrix) -> Matrix:
        """Return rows of A (n, j) times V, (n, rank): each of them has the length √h."""
        with np.errstate(over="ignore", invalid="ignore"):
            found: Matrix = (rows[:, self.chosen] / self.norms) @ self.inverse
        return found

    def lengths_of(self, rows: Matrix) -> Matrix:
        """Return √(a·(AᵀA)⁻¹·aᵀ) of each row a of (n, j)."""
        found: Matrix = np.linalg.norm(self.turned(rows), axis=1)
        return found


def covariance_root(
    best: Optimum,
    problem: Problem,
    triangle: Triangle | None = None,
    cancelled: IsCancelled = lambda: False,
) -> CovarianceRoot:
    """Return the root of (AᵀA)⁻¹.

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

    Returns
    -------
    CovarianceRoot

    Notes
    -----
    With U = Q·R, (UᵀU)⁻¹ is R⁻¹·R⁻ᵀ: Golub and Van Loan, *Matrix Computations*, fourth edition,
    section 5.3.9.
    """
    depending = {k for k, _ in best.dependent}
    chosen = [k for k in range(len(best.W)) if k not in depending]
    triangle = usable(triangle)
    norms = triangle.column_norms if triangle else column_norms(problem.A, cancelled)
    columns = best.unit_columns[:, chosen]
    inverse = triangle_inverse(triangle_below(columns[:0], columns)[: len(chosen)])
    return CovarianceRoot(chosen, norms[chosen, 0], inverse)
