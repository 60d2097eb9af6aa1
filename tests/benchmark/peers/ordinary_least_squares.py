"""Standard errors, residual deviation and R² as users of numpy and statsmodels get them."""

import math
from collections.abc import Callable

import numpy as np

from engine import Matrix, Problem

from ...figures_of_tables import Figures

Solve = Callable[[Problem], Figures]


def numpy_figures(problem: Problem) -> Figures:
    """Return them by ``numpy.linalg.lstsq`` and ``pinv``."""
    A, Y = problem.A, problem.Y
    W, _, rank, _ = np.linalg.lstsq(A, Y, rcond=None)
    squares = float(np.square(Y - A @ W).sum())
    middle = 0.0 if problem.intercept is None else float(Y.mean())
    sd = math.sqrt(squares / (problem.rows - int(rank)))
    errors: Matrix = sd * np.linalg.norm(np.linalg.pinv(A), axis=1)
    total = float(np.square(Y - middle).sum())
    return Figures(tuple(errors.tolist()), sd, 1 - squares / total)


def statsmodels_figures(method: str) -> Solve:
    """Return a function that gets them by ``statsmodels.api.OLS(…).fit(method=…)``."""
    from statsmodels.regression.linear_model import OLS

    def solve(problem: Problem) -> Figures:
        with np.errstate(all="ignore"):
            fit = OLS(problem.Y[:, 0], problem.A).fit(method=method)
            errors = tuple(float(each) for each in fit.bse)
            return Figures(errors, math.sqrt(fit.mse_resid), float(fit.rsquared))

    return solve
