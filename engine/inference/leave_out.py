"""Rows are left out of a fit and taken back, without reducing all the others again.

The triangle R of [A | Y] without a row x has R'ᵀR' = RᵀR − xᵀx. It follows from R by j + 1
rotations, whatever the number of rows. Subtracting may lose digits: of a row that alone determines
a weight, nothing is left. So how far R' may be off is bounded before it is used, and the row itself
must come out of the rotations again; otherwise the rows that are left are reduced afresh.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ..cancelling import IsCancelled, check
from ..errors import NoRowLeft
from ..exact.triangular import triangle_inverse
from ..matrix import Matrix
from ..optimum import Optimum, optimum
from ..problem import Problem
from ..threads.caching import cached_property
from ..triangle import Progress, Triangle, triangle_below, triangle_of

Mask = NDArray[np.bool_]
EPSILON = float(np.finfo(float).eps)
# A triangle that may differ by more from that of a fresh reduction, beside the lengths of its
# columns, is not used; differences of up to 0.55 times the bound were measured.
MOST_ERROR = 1e-10


class TriangleUpdate(Enum):
    """How a triangle came about."""

    WHOLE = "all rows"
    ROTATED = "rotated"
    REDUCED = "reduced afresh"


@dataclass(frozen=True, eq=False)
class KeptRows:
    """A table of which some rows are left out of the fit.

    Attributes
    ----------
    whole : Problem
        All of its rows.
    of_all : Triangle
        Their triangle.
    is_left_out : ndarray of bool, shape (N,)
        Which rows are left out; at least one is kept.
    triangle : Triangle
        That of the rows that are kept.
    error : float
        How far a column of the triangle may be from that of a fresh reduction, as a share of its
        length.
    update : TriangleUpdate
        How the triangle came about.
    """

    whole: Problem
    of_all: Triangle
    is_left_out: Mask
    triangle: Triangle
    error: float
    update: TriangleUpdate

    @classmethod
    def of(
        cls,
        problem: Problem,
        triangle: Triangle | None = None,
        cancelled: IsCancelled = lambda: False,
    ) -> "KeptRows":
        """Return a table of which every row is kept.

        Parameters
        ----------
        problem : Problem
            A (N, j) and Y (N, 1).
        triangle : Triangle, optional
            The rows reduced, if the caller has that already.
        cancelled : callable, optional
            Asked for each block of rows whether to stop.
        """
        triangle = triangle or triangle_of(problem, cancelled=cancelled)
        nowhere = _frozen(np.zeros(problem.rows, dtype=np.bool_))
        return cls(problem, triangle, nowhere, triangle, 0.0, TriangleUpdate.WHOLE)

    @cached_property
    def problem(self) -> Problem:
        """The rows that are kept, in their order."""
        if not self.is_left_out.any():
            return self.whole
        A, Y = self.whole.A[~self.is_left_out], self.whole.Y[~self.is_left_out]
        for rows in (A, Y):
            rows.setflags(write=False)  # otherwise the problem would copy them
        return Problem(A, Y, self.whole.W)

    @cached_property
    def best(self) -> Optimum:
        """The optimum of the rows that are kept; of a small table it is computed without error."""
        return optimum(self.problem, triangle=self.triangle)


def leave_out(
    kept: KeptRows,
    rows: Iterable[int],
    *,
    cancelled: IsCancelled = lambda: False,
    progress: Progress = lambda _: None,
) -> KeptRows:
    """Return a table without some more of its rows.

    Parameters
    ----------
    kept : KeptRows
        The table with the rows that are kept so far.
    rows : iterable of int
        Which ones to leave out, from 0. Those that are left out already stay so.
    cancelled : callable, optional
        Asked for each row, and for each block of rows if they are reduced afresh.
    progress : callable, optional
        Called with the fraction of rows reduced, from 0 to 1, if they are reduced afresh.

    Returns
    -------
    KeptRows

    Raises
    ------
    NoRowLeft
        If none would be kept.
    Cancelled
        If ``cancelled`` returned True.

    Notes
    -----
    The rotations are those of LINPACK: Stewart, *The effects of rounding error on an algorithm for
    downdating a Cholesky factorization*, J. Inst. Maths Applics 23, 1979; Golub and Van Loan,
    *Matrix Computations*, fourth edition, section 6.5.4.

    Examples
    --------
    >>> kept = KeptRows.of(Problem([[1, 0], [1, 1], [1, 2], [1, 3]], [0, 1, 2, 9]))
    >>> leave_out(kept, [3]).best.W.round(9).tolist()
    [[0.0], [1.0]]
    """
    mask = kept.is_left_out.copy()
    chosen = [row for row in dict.fromkeys(rows) if not mask[row]]
    mask[chosen] = True
    return _updated(kept, mask, chosen, cancelled, progress, is_taken_back=False)


def take_back(
    kept: KeptRows,
    rows: Iterable[int],
    *,
    cancelled: IsCancelled = lambda: False,
    progress: Progress = lambda _: None,
) -> KeptRows:
    """Return a table with some of its rows again that were left out.

    Parameters
    ----------
    kept : KeptRows
        The table with the rows that are kept so far.
    rows : iterable of int
        Which ones to take back, from 0. Those that are kept already stay so.
    cancelled, progress : callable, optional
        As of ``leave_out``.

    Returns
    -------
    KeptRows
        With every row back, its triangle is that of all rows, bit for bit.
    """
    mask = kept.is_left_out.copy()
    chosen = [row for row in dict.fromkeys(rows) if mask[row]]
    mask[chosen] = False
    return _updated(kept, mask, chosen, cancelled, progress, is_taken_back=True)


def _updated(
    kept: KeptRows,
    mask: Mask,
    rows: list[int],
    cancelled: IsCancelled,
    progress: Progress,
    *,
    is_taken_back: bool,
) -> KeptRows:
    if mask.all():
        raise NoRowLeft
    if not rows:
        return kept
    following = replace(kept, is_left_out=_frozen(mask))
    if not mask.any():
        return replace(following, triangle=kept.of_all, error=0.0, update=TriangleUpdate.WHOLE)
    R, error = kept.triangle.R, kept.error
    # Rotating more rows than are left would take longer than reducing these.
    is_few = len(rows) * 2 < len(mask)
    for row in rows if is_few else ():
        check(cancelled)
        x = np.append(kept.whole.A[row], kept.whole.Y[row])
        found = _with_row(R, x) if is_taken_back else _without_row(R, x)
        if found is None:
            break
        R, error = found[0], error + found[1]
        if not error <= MOST_ERROR:
            break
    else:
        if is_few:
            triangle = Triangle(R, int((~mask).sum()))
            return replace(following, triangle=triangle, error=error, update=TriangleUpdate.ROTATED)
    fresh = triangle_of(following.problem, progress, cancelled)
    return replace(following, triangle=fresh, error=0.0, update=TriangleUpdate.REDUCED)


def _with_row(R: Matrix, x: Matrix) -> tuple[Matrix, float] | None:
    """Return the triangle with one more row, and how far it may be off."""
    found = triangle_below(R, x[np.newaxis])
    size = _condition(found)
    return (found, size * EPSILON) if math.isfinite(size) else None


def _without_row(R: Matrix, x: Matrix) -> tuple[Matrix, float] | None:
    """Return the triangle without a row, and how far it may be off; None if nothing is left."""
    n = len(R)
    p = np.zeros(n)
    with np.errstate(all="ignore"):
        for k in range(n):
            p[k] = (x[k] - R[:k, k] @ p[:k]) / R[k, k]
        left = 1.0 - float(p @ p)  # of the row beside all others: 1 less its leverage
    if not left > 0:  # nor NaN
        return None
    found = R.copy()
    carried, size = np.zeros(n), math.sqrt(left)
    for k in reversed(range(n)):
        longer = math.hypot(size, float(p[k]))
        c, s = size / longer, float(p[k]) / longer
        row = found[k].copy()
        found[k] = c * row - s * carried
        carried = c * carried + s * row
        size = longer
    lengths = np.linalg.norm(found, axis=0)
    condition = _condition(found)
    if not (math.isfinite(condition) and lengths.all()):
        return None
    # The rotations carry the row out of the triangle. What differs was lost to rounding.
    lost = float((np.abs(carried - x) / lengths).max())
    return found, condition * (EPSILON / left + lost)


def _condition(R: Matrix) -> float:
    """Return at least σmax/σmin of the columns on length 1; inf if they are dependent."""
    lengths = np.linalg.norm(R, axis=0)
    if not (np.isfinite(lengths).all() and R.diagonal().all()):
        return math.inf
    U = R / lengths
    if np.abs(U.diagonal()).min() <= EPSILON:
        return math.inf
    return math.sqrt(len(R)) * float(np.linalg.norm(triangle_inverse(U)))


def _frozen(mask: Mask) -> Mask:
    mask.setflags(write=False)
    return mask
