"""The epoch at which the loss of a run overflows, without walking there.

Beyond η's limit the residual along a mode grows by a constant factor an epoch, so the loss
overflows for certain, however slowly it grows: at 1.000001 times the limit, plain descent takes 10⁸
epochs.
"""

import math
import sys

import numpy as np
from numpy.typing import NDArray

from ..methods.decay import Times
from ..problem import Problem, check_problem
from ..settings import Settings, check_settings
from ..triangle import Triangle
from .closed_form import MomentumForm
from .weights import weights_of_run

# Powers of two that are tried; growth by 64ε an epoch overflows before the 60th.
DOUBLINGS = 100
# The interval is cut into so many parts at a time: 60 doublings are told apart in 10 looks.
LOOKED_AT = 64


def overflow_epoch(problem: Problem, settings: Settings, triangle: Triangle | None = None) -> float:
    """Return the epoch at which the loss of a run overflows if η is above its limit.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        What it runs under: plain descent, heavy ball or Nesterov, at a constant η.
    triangle : Triangle, optional
        The triangle of this problem, if it is known already.

    Returns
    -------
    float
        The first epoch whose squares add up to more than the largest number of the precision; inf
        if none does. That is in exact arithmetic: a run on quotients stops earlier, at a loss that
        hides them. NaN if the modes cannot be computed, as those of more than a thousand rows and
        columns are not.

    Raises
    ------
    BadSetting
        If the run is under another optimiser, a schedule, or a loss other than the mean square.

    Examples
    --------
    >>> overflow_epoch(Problem([[1.0]], [1.0]), Settings(learning_rate=1.25))
    876.0
    """
    check_problem(problem, "overflow_epoch")
    check_settings(settings, "overflow_epoch")
    run = weights_of_run(problem, settings, triangle)
    if run is None:
        return math.nan
    return epochs_to_exceed(run.form, largest_of(settings), rounding_of_residual(problem))


def largest_of(settings: Settings) -> float:
    """Return the largest number of a run's precision."""
    return float(np.finfo(settings.precision.value).max)


def epochs_to_exceed(form: MomentumForm, most: float, least: float = 0.0) -> float:
    """Return the first number of epochs after which the squares add up to more than ``most``.

    Parameters
    ----------
    form : MomentumForm
        The epochs that follow a point.
    most : float
        A bound of the sum of the squared residuals.
    least : float
        The rounding of a residual, of which a mode that grows has at least as much.

    Returns
    -------
    float
        inf if no mode grows for certain, or none does from 0.
    """
    form = form.growing_from(least)
    if not form.grows:
        return math.inf
    doubled = np.concatenate(([0.0], np.exp2(np.arange(DOUBLINGS, dtype=np.float64))))
    first = int(np.argmax(_exceeds(form, doubled, most)))
    if first == 0:
        return 0.0
    low, high = float(doubled[first - 1]), float(doubled[first])
    while True:
        times = np.unique(np.linspace(low, high, LOOKED_AT + 1).round())
        times = times[(times > low) & (times < high)]
        if not len(times):
            return high
        exceeding = np.flatnonzero(_exceeds(form, times, most))
        first = int(exceeding[0]) if len(exceeding) else len(times)
        bounds = np.concatenate(([low], times, [high]))
        low, high = float(bounds[first]), float(bounds[first + 1])


def _exceeds(form: MomentumForm, times: Times, most: float) -> NDArray[np.bool_]:
    """Return whether the sum of squares is above a bound at each time; NaN is beyond all."""
    with np.errstate(over="ignore", invalid="ignore"):
        sums = form.squares(times)
    return np.asarray(~(sums <= most))


def rounding_of_residual(problem: Problem, rows: int | None = None) -> float:
    """Return about the rounding of the length of all residuals at the initial W.

    ``rows`` is how many there are, if the problem is only that of their triangle.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        predicted = float(np.dot(problem.mean_squares, np.square(problem.W[:, 0])))
        observed = float(np.mean(np.square(problem.Y)))
        return sys.float_info.epsilon * math.sqrt((rows or problem.rows) * (predicted + observed))
