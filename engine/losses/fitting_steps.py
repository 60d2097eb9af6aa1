"""The step h that fits a loss, from its derivatives along each weight at the start.

A quotient errs by what it cuts of the curve, and by the rounding E of its two losses over its step.
A central one is off by h²·|L‴|/6 + E/h, least at h = ∛(3E/|L‴|), and a one-sided one by
h·|L″|/2 + 2E/h, least at h = √(4E/|L″|): see Gill, Murray and Wright, *Practical Optimization*,
1981, section 8.6. Where these derivatives vanish, the next ones decide, and h is a small part of
the natural size of a weight.

No formula holds across a kink, so that h stays below the nearest one on the sides that the quotient
takes, or where rounding hides the slopes so near: the few rows that lie between then count with the
mean of both sides.
"""

import math
import sys

import numpy as np

from ..cancelling import IsCancelled
from ..difference import Difference
from ..formula.formula import Formula
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Precision, Settings
from .rounding_of_loss import LossRounding, natural_sizes_of

# Powers of ε, of a weight's natural size. The fifth derivative decides where the third vanishes,
# and the second where a kink keeps h small. With the last one, rounding leaves 8 digits.
WITHOUT_BEND = {Difference.CENTRAL: 1 / 5, Difference.FORWARD: 1 / 3, Difference.BACKWARD: 1 / 3}
BESIDE_KINK = 1 / 2
# Of the distance to the nearest kink.
SHARE_OF_KINK = 0.5
# Of the last digit of a weight, as for the mean square.
DIGITS_MOVED = 1e3


def fitting_steps(
    formula: Formula,
    problem: Problem,
    difference: Difference = Difference.CENTRAL,
    precision: Precision = Precision.DOUBLE,
    cancelled: IsCancelled = lambda: False,
) -> tuple[float, ...]:
    """Return for each weight the h at which its quotient is about as exact as it can be.

    Parameters
    ----------
    formula : Formula
    problem : Problem
        A, Y and the W at which the quotients are evaluated.
    difference : Difference
    precision : Precision
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    epsilon = float(np.finfo(precision.value).eps)
    settings = Settings(h=1.0, difference=difference, precision=precision)
    rounding = LossRounding(formula, problem, settings, cancelled)
    natural = natural_sizes_of(problem)
    loss = float(formula.losses(problem, problem.W.T, cancelled)[0])
    error = rounding.of_loss(problem.W, loss) if math.isfinite(loss) else 0.0
    found = []
    each = formula.along_each(problem, problem.W, cancelled)
    for k, (size, along) in enumerate(zip(natural.tolist(), each, strict=True)):
        if difference is Difference.CENTRAL:
            best = _root(3 * error, along.third, 1 / 3)
        else:
            best = _root(4 * error, along.curvature, 1 / 2)
        best = min(best or math.inf, size * epsilon ** WITHOUT_BEND[difference])
        kink = along.nearest_kink_of(difference)
        if kink < math.inf:
            best = min(best, max(SHARE_OF_KINK * kink, size * epsilon**BESIDE_KINK))
        least = DIGITS_MOVED * epsilon * abs(float(problem.W[k, 0]))
        found.append(min(max(best, least, sys.float_info.min), 1e308))
    return tuple(found)


def fitting_step(steps: tuple[float, ...], W: Matrix, precision: Precision) -> float:
    """Return one h for all weights: a power of ten between the smallest and the largest step.

    At least so large that it moves every weight of W (j, 1).
    """
    middle = np.mean(np.log10([min(steps), max(steps)]))
    least = DIGITS_MOVED * float(np.finfo(precision.value).eps) * float(np.abs(W).max())
    exponent = math.floor(middle)
    if least > 0:
        exponent = max(exponent, math.ceil(math.log10(max(least, sys.float_info.min))))
    power = int(np.clip(exponent, -307, 308))
    return float(f"1e{power}")  # 10.0**power of numpy is off by a last digit, as of 1e-5


def _root(above: float, below: float, power: float) -> float | None:
    """Return a root of a ratio; None if it is neither zero nor infinite nor a number."""
    if not (above > 0 and 0 < abs(below) < math.inf):
        return None
    found = (above / abs(below)) ** power
    return found if 0 < found < math.inf else None
