"""A few rows that stand for all rows of a table: their losses, means and correlations are the same.

With [1 | A | Y] = Q·R, the loss of all N rows is that of the m = j + 2 rows of √(m/N)·R, for every
W. A reflection of these changes no loss, and one of them turns their first column back into ones.
Then the other columns have the means, the spreads and the correlations of all rows: a column can be
shifted or scaled, and an intercept be added, as in the table itself. Only how many observations
there are is not in these rows; a ``ReducedProblem`` knows it.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..errors import BadTable
from ..language.sentence import marked
from ..matrix import Matrix, frozen
from ..problem import ReducedProblem
from ..triangle import Triangle, triangle_below
from .part import Part

# What is left of a constant column beside its mean is rounding: 4e-15 of it were measured in 1e7
# rows. No column of data varies by so little.
CONSTANT = 1e-12
# The mean of a constant column is off by about as much; its value has fewer digits than this.
DIGITS_OF_CONSTANT = 12


@dataclass(frozen=True, eq=False)
class CondensedTable:
    """Rows of [A | Y] that stand for more.

    Attributes
    ----------
    A : ndarray, shape (j + 2, j)
    Y : ndarray, shape (j + 2, 1)
    observations : int
        N, how many rows they stand for.
    """

    A: Matrix
    Y: Matrix
    observations: int

    @classmethod
    def of(cls, part: Part) -> "CondensedTable":
        """Return the rows that stand for a part whose first column is of ones.

        Examples
        --------
        >>> rows = np.array([[1.0, 2.0, 7.0], [1.0, 4.0, 5.0], [1.0, 6.0, 9.0], [1.0, 8.0, 1.0]])
        >>> found = CondensedTable.of(Part(np.linalg.qr(rows, mode="r"), 4))
        >>> found.A.mean().round(12), found.Y.mean().round(12), found.A.std().round(12)
        (np.float64(5.0), np.float64(5.5), np.float64(2.236067977))
        """
        count = len(part.R)
        # The reflection that turns (√m, 0, …, 0) into ones.
        across = -np.ones((count, 1))
        across[0] += math.sqrt(count)
        with np.errstate(over="ignore", invalid="ignore"):
            R = part.R * math.sqrt(count / part.rows)
            if R[0, 0] < 0:
                R = -R
            rows = R - across @ ((2 / (across.T @ across)) * (across.T @ R))
        for k in np.flatnonzero(_are_constant(R)):
            rows[:, k] = float(f"{R[0, k] / math.sqrt(count):.{DIGITS_OF_CONSTANT}g}")
        if not np.isfinite(rows).all():
            raise BadTable(
                marked("engine", "the table"),
                marked("engine", "the numbers are too large to reduce the rows. Scale them down."),
            )
        return cls(frozen(rows[:, 1:-1].copy()), frozen(rows[:, -1:].copy()), part.rows)

    def problem(self, *, has_ones: bool = False) -> ReducedProblem:
        """Return the problem of these rows, with a first column of ones if ``has_ones``."""
        A = np.insert(self.A, 0, 1.0, axis=1) if has_ones else self.A
        return ReducedProblem(A, self.Y, None, self.observations)


def triangle_for(problem: ReducedProblem) -> Triangle:
    """Return the triangle of all rows that the rows of a problem stand for."""
    rows = np.concatenate((problem.A, problem.Y), axis=1)
    n = rows.shape[1]
    R = np.zeros((n, n))
    found = triangle_below(rows[:0], rows)
    R[: len(found)] = found * math.sqrt(problem.observations / problem.rows)
    return Triangle(R, problem.observations)


def _are_constant(R: Matrix) -> Matrix:
    """Return which columns of the table are constant, by the triangle with ones at the left."""
    with np.errstate(over="ignore", invalid="ignore"):
        found: Matrix = np.linalg.norm(R[1:], axis=0) <= CONSTANT * np.abs(R[0])
    return found
