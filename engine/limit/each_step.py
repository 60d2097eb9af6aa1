"""How many digits the worst weight gains if each weight has a step of its own."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..difference import Difference
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Settings
from .curves import digits_right, steps_between
from .point import LimitPoint, PointTooLarge
from .table import LimitTable

# Of the shared steps that are tried: with more, the best has up to 0.12 digits more (measured).
STEPS_A_DECADE = 4


def digits_gained(problem: Problem, settings: Settings, each: Sequence[float]) -> float:
    """Return by how many digits the worst weight is better off than with the best shared step.

    The theory foretells the digits, for the quotient and the precision of the settings. Weights
    whose slope is 0 to rounding have none to gain. If the loss is more than that of W = 0, which a
    descent falls below, the digits of whichever of the two W gains more are those that count.

    Parameters
    ----------
    problem : Problem
        As descended on, at the W at which the quotients are evaluated.
    settings : Settings
        The quotient and the precision; its h does not matter.
    each : sequence of float
        The step of each weight, more than zero.

    Returns
    -------
    float
        Less than 0 if the steps lose digits; 0 if the numbers are beyond the precision.
    """
    table = LimitTable.of_rows(problem, replace(settings, scale_columns=False))
    try:
        start = LimitPoint.at(table, problem.W)
        end = LimitPoint.at(table, np.zeros_like(problem.W)) if problem.W.any() else start
    except PointTooLarge:
        return 0.0
    points = (start, end) if end.loss < start.loss else (start,)
    return max(_gained_at(point, settings.difference, each) for point in points)


def _gained_at(point: LimitPoint, difference: Difference, each: Sequence[float]) -> float:
    shared = steps_between(max(each), min(each), STEPS_A_DECADE)
    found: list[Matrix] = []
    for k, own in enumerate(each):
        theory = point.theory(k)
        if not theory.is_hidden:
            errors = theory.errors(np.append(shared, own), difference)
            found.append(digits_right(errors, theory.slope, theory.precision))
    if not found:
        return 0.0
    worst = np.nan_to_num(found).min(axis=0)  # no step gives no digit
    return float(worst[-1] - worst[:-1].max())
