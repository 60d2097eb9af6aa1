"""What is known of a descent before its first epoch, to warn of one that would be in vain."""

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..frame import State
from ..loss import mean_squared_error
from ..methods.lost_step import LostStep
from ..problem import Problem, check_problem
from ..settings import FITS, Method, Settings, check_settings
from ..step_size import lost_weights, risen_by, sizes_of_columns, suggest_h, with_fixed_steps
from ..unit_columns import on_unit_columns

if TYPE_CHECKING:
    from .verdict import Verdict

# The optimum of so many cells near the ends of float64 takes some 30 ms, and is asked at each edit.
MOST_CELLS_JUDGED = 10_000


@dataclass(frozen=True)
class LostWeight:
    """A weight of the start that h cannot move, by its number from 1, and an h that can."""

    number: int
    fitting_h: float


@dataclass(frozen=True)
class StepTooFar:
    """A step h whose losses overflow or only differ by rounding, by the h that would fit."""

    fitting_h: float


@dataclass(frozen=True)
class Outlook:
    """A problem before it is descended on.

    Attributes
    ----------
    loss : float
        The loss at the start; inf if it overflows, and NaN if a formula is not defined there.
    spread : float
        How many times as large as the smallest column the largest is, by their lengths; at least 1.
        Columns of zeros have no size.
    lost : LostWeight or None
        The first weight that h cannot move, if there is one. On scaled columns it is not looked
        for.
    too_far : StepTooFar or None
        Whether h is so large that no slope is left at the start. It is not looked for on another
        loss than the mean square.
    fault : Verdict or None
        What a run would end with at once, as its loss at the start overflows or is not defined.
    """

    loss: float
    spread: float
    lost: LostWeight | None = None
    too_far: StepTooFar | None = None
    fault: "Verdict | None" = None


def outlook(problem: Problem, settings: Settings) -> Outlook:
    """Return what is known of a descent before it starts.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and the initial W (j, 1).
    settings : Settings
        What it would run under. An h that is yet to fit the problem is not lost.

    Returns
    -------
    Outlook

    Notes
    -----
    It takes two products with A, and a third if h is lost or too large; on scaled columns, a
    copy of A as well.

    Examples
    --------
    >>> outlook(Problem([[1.0, 1e6]], [2.0]), Settings(h=0.1)).spread
    1000000.0
    """
    check_problem(problem, "outlook")
    check_settings(settings, "outlook")
    sizes = sizes_of_columns(problem)
    sizes = sizes[(sizes > 0) & np.isfinite(sizes)]
    with np.errstate(over="ignore"):  # infinite is a spread, and a loss, that can be told
        spread = float(sizes.max() / sizes.min()) if len(sizes) else 1.0
        loss = mean_squared_error(problem.A, problem.W, problem.Y)
    if settings.formula is not None:
        loss = float(settings.formula.losses(problem, problem.W.T)[0])
    # What overflows in single precision only is told by its h, see ``_too_far``.
    if not math.isfinite(loss):
        return Outlook(loss, spread, fault=_fault(problem, settings))
    if settings.formula is not None:
        return Outlook(loss, spread, _lost_weight(problem, settings))
    return Outlook(loss, spread, _lost_weight(problem, settings), _too_far(problem, settings, loss))


def _fault(problem: Problem, settings: Settings) -> "Verdict | None":
    """Return the verdict on a run that ends at its start; None if it does not."""
    if settings.formula is None and problem.A.size > MOST_CELLS_JUDGED:
        return None
    from ..descent import descend  # loaded on use: few runs end so
    from .judge import judge
    from .rule import optimum_to_compare

    tried = replace(settings, learning_rate=1.0)  # none is too large for the first frame
    frame = next(descend(problem, replace(tried, method=Method.LITERAL)))
    if frame.stop is None:
        return None
    best = None if settings.formula is not None else optimum_to_compare(problem)
    return judge(problem, tried, frame, best)


def _lost_weight(problem: Problem, settings: Settings) -> LostWeight | None:
    if settings.scale_columns or isinstance(settings.h, str):
        return None
    lost = lost_weights(problem.W[:, 0], settings)
    if not lost.any():
        return None
    fitting = with_fixed_steps(replace(settings, h=FITS, learning_rate=1.0), problem).fixed_h
    return LostWeight(int(np.argmax(lost)) + 1, fitting)


def _too_far(problem: Problem, settings: Settings, loss: float) -> StepTooFar | None:
    if isinstance(settings.h, str) or not math.isfinite(loss):  # the latter is what a run tells
        return None
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    most = float(np.finfo(settings.precision.value).max)
    if not risen_by(settings.step_h, problem) > most:
        start = State(0, problem.W, loss, np.zeros_like(problem.W))
        if not LostStep(problem, settings).is_too_large_at(start):
            return None
    return StepTooFar(suggest_h(problem, settings.difference, settings.precision))
