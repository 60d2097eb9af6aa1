"""The step h that fits a problem's scale."""

import math
import sys

import numpy as np
from numpy.typing import NDArray

from .difference import Difference
from .loss import mean_squared_error
from .problem import Problem
from .settings import Precision

DIGITS_TO_MOVE = 3


def suggest_h(
    problem: Problem,
    difference: str = Difference.CENTRAL,
    precision: str = Precision.DOUBLE,
) -> float:
    """A power of ten for h at which the quotients are about as exact as they get, for all weights.

    A quotient loses the digits by which the losses at w_k ± h exceed their difference. That is
    least where moving w_k by h changes the loss by about the loss itself, at √(loss / mean(A_k²));
    one h for all weights is the geometric mean of the smallest and the largest of these. One-sided
    quotients are also off by h·mean(A_k²), which balances the rounding ε at √ε times that h.
    """
    epsilon = float(np.finfo(Precision(precision).value).eps)
    steps = _steps(problem)
    exponent = -1.0
    if len(steps):
        exponent = float(np.mean(np.log10([steps.min(), steps.max()])))
    if Difference(difference) is not Difference.CENTRAL:
        exponent += np.log10(epsilon) / 2
    return float(10.0 ** max(round(exponent), _least_exponent(problem, epsilon)))


def _steps(problem: Problem) -> NDArray[np.float64]:
    """√(loss / mean(A_k²)) for each weight for which it is a number."""
    with np.errstate(all="ignore"):
        loss = mean_squared_error(problem.A, problem.W, problem.Y) or float(np.mean(problem.Y**2))
        steps: NDArray[np.float64] = np.sqrt(loss or 1.0) / np.sqrt(problem.mean_squares)
    return steps[np.isfinite(steps) & (steps > 0)]


def _least_exponent(problem: Problem, epsilon: float) -> int:
    """Of the least power of ten that moves the largest weight by some digits."""
    largest = max(float(np.abs(problem.W).max()), sys.float_info.min)
    return math.ceil(math.log10(largest * epsilon)) + DIGITS_TO_MOVE
