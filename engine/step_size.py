"""The step h that fits the scale of a problem."""

import math
import sys

import numpy as np
from numpy.typing import NDArray

from .difference import Difference
from .loss import mean_squared_error
from .problem import Problem
from .settings import Precision

# Decimal digits of w + h that the step must change: fewer, and rounding h costs over 0.1 % of it.
DIGITS_TO_MOVE = 3


def suggest_h(
    problem: Problem,
    difference: str = Difference.CENTRAL,
    precision: str = Precision.DOUBLE,
) -> float:
    """Return the h, a power of ten, at which the quotients are about as exact as they can be.

    Parameters
    ----------
    problem : Problem
        A, Y and the W at which the quotients are evaluated.
    difference : {"central", "forward", "backward"}
    precision : {"float64", "float32"}

    Returns
    -------
    float
        The step h, in the units of the weights.

    Raises
    ------
    BadSetting
        If a name is unknown.

    Notes
    -----
    Subtracting two nearly equal losses loses digits. The fewest are lost if moving w_k by h changes
    the loss by about the loss itself: h = √(loss / mean(A_k²)). The one h for all weights is the
    geometric mean of the smallest and the largest of these. One-sided quotients also have an error
    of h·mean(A_k²), which equals the rounding error ε at √ε times that h. The result always moves
    the largest weight by at least three digits.

    Examples
    --------
    >>> suggest_h(Problem([[1.0], [2.0]], [3.0, 5.0]))
    1.0
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
    """Return √(loss / mean(A_k²)) for each weight for which it is finite and positive."""
    with np.errstate(all="ignore"):
        loss = mean_squared_error(problem.A, problem.W, problem.Y) or float(np.mean(problem.Y**2))
        steps: NDArray[np.float64] = np.sqrt(loss or 1.0) / np.sqrt(problem.mean_squares)
    return steps[np.isfinite(steps) & (steps > 0)]


def _least_exponent(problem: Problem, epsilon: float) -> int:
    """Return the smallest exponent of ten that moves the largest weight by some digits."""
    largest = max(float(np.abs(problem.W).max()), sys.float_info.min)
    return math.ceil(math.log10(largest * epsilon)) + DIGITS_TO_MOVE
