"""How much less is known of a weight because other columns tell nearly the same."""

import numpy as np

from ..exact.extended import scaled_by_powers
from ..exact.scaled_table import is_small
from ..matrix import Matrix
from ..optimum import Optimum
from ..problem import Problem
from .covariance import CovarianceRoot

# Of a column less its mean, the triangle keeps all but four digits if the squares are such a share.
CENTRED = 1e-8


def inflation(
    problem: Problem, best: Optimum, root: CovarianceRoot, intercept: int | None
) -> Matrix:
    """Return the variance inflation factors.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    best : Optimum
        Its optimum.
    root : CovarianceRoot
        The root of (AᵀA)⁻¹.
    intercept : int or None
        The column that is constant; None if there is none.

    Returns
    -------
    ndarray, shape (j,)
        1/(1 − R²) of each column on all others: 1 if no other tells anything about it. R² is about
        the mean if there is an intercept, else about 0. NaN of the intercept itself, and of columns
        of zeros; inf of columns that others determine.

    Notes
    -----
    Belsley, Kuh and Welsch, *Regression Diagnostics*, 1980, section 3.2. What the others leave of a
    column has the squared length 1/(AᵀA)⁻¹_kk.
    """
    found = np.full(problem.weights, np.nan)
    squares = _squares(problem, best, root, intercept)
    with np.errstate(over="ignore"):
        factors = squares * root.variances
    found[root.chosen] = np.maximum(factors, 1.0)
    tied = [k for i, terms in best.dependent if terms for k in (i, *terms)]
    found[tied] = np.inf
    if intercept is not None:
        found[intercept] = np.nan
    return found


def _squares(
    problem: Problem, best: Optimum, root: CovarianceRoot, intercept: int | None
) -> Matrix:
    """Return the squares of each independent column, less its mean if there is an intercept."""
    lengths = np.square(root.lengths)
    if intercept is None:
        return lengths
    if not is_small(problem):
        U = best.unit_columns
        ones = U[:, intercept]
        left = U[:, root.chosen] - np.outer(ones, ones @ U[:, root.chosen])
        left -= np.outer(ones, ones @ left)
        shares = np.square(left).sum(axis=0)
        others = np.array(root.chosen) != intercept
        if (shares[others] > CENTRED).all():
            return np.asarray(shares * lengths)
    found = np.empty(len(root.chosen))
    for i, (k, power) in enumerate(zip(root.chosen, root.powers.tolist(), strict=True)):
        column = scaled_by_powers(problem.A[:, k], -power)
        left = column - column.mean()
        # The mean is rounded, as in engine/statistics.py.
        found[i] = np.square(left).sum() - len(left) * np.square(left.mean())
    return found
