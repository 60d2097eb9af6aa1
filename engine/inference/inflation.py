"""How much less is known of a weight because other columns tell nearly the same."""

import numpy as np

from ..exact.triangular import triangle_inverse
from ..matrix import Matrix
from ..optimum import Optimum
from ..problem import Problem
from ..triangle import triangle_below


def inflation(problem: Problem, best: Optimum, intercept: int | None) -> Matrix:
    """Return the variance inflation factors.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    best : Optimum
        Its optimum.
    intercept : int or None
        The column that is constant; None if there is none.

    Returns
    -------
    ndarray, shape (j,)
        1/(1 − R²) of each column on all others: 1 if no other tells anything about it. R² is about
        the mean if there is an intercept, else about 0. NaN of the intercept itself; inf of columns
        that others determine.

    Notes
    -----
    Belsley, Kuh and Welsch, *Regression Diagnostics*, 1980, section 3.2. On columns of length 1 the
    factor is the squared length of a row of R⁻¹. With an intercept, that column comes first in the
    triangle, whose other rows are then those of the columns less their means.
    """
    found = np.full(problem.weights, np.nan)
    depending = {k for k, _ in best.dependent}
    tied = [k for i, terms in best.dependent for k in (i, *terms) if k != intercept]
    free = [k for k in range(problem.weights) if k not in depending]
    first = [intercept] if intercept in free else []
    others = [k for k in free if k != intercept]
    columns = best.unit_columns[:, [*first, *others]]
    T = triangle_below(columns[:0], columns)[len(first) :, len(first) :]
    lengths = np.linalg.norm(T, axis=0)
    with np.errstate(over="ignore", divide="ignore"):
        if len(T) >= len(others) and lengths.all():
            inverse = triangle_inverse(T[: len(others)] / lengths)
            found[others] = np.square(inverse).sum(axis=1)
        else:
            found[others] = np.inf
    found[tied] = np.inf
    return found
