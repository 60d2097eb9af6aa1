"""The step h that fits a problem's scale."""

import numpy as np

from .loss import mean_squared_error
from .problem import Problem


def fitting_h(problem: Problem) -> float:
    """A power of ten for h at which rounding in the central quotients is about least for all weights.

    A quotient loses the digits by which the losses at w_k ± h exceed their difference. That is
    least where moving w_k by h changes the loss by about the loss itself, at √(loss / mean(A_k²)); one
    h for all weights is the geometric mean of the smallest and the largest of these.
    """
    with np.errstate(over="ignore", under="ignore"):
        squares = np.einsum("ij,ij->j", problem.A, problem.A) / problem.rows
        loss = mean_squared_error(problem.A, problem.W, problem.Y) or float(np.mean(problem.Y**2))
        steps = np.sqrt(loss or 1.0) / np.sqrt(squares[squares > 0])
    steps = steps[np.isfinite(steps) & (steps > 0)]
    if len(steps) == 0:
        return 0.1
    return float(10.0 ** round(np.mean(np.log10([steps.min(), steps.max()]))))
