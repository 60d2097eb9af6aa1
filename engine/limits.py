"""The definition of the derivative, as textbooks state it.

    δw_k = lim h→0 [loss(w_k + h) − loss(w_k − h)] / 2h        (central)

with every other weight held. The divisor is the step taken in floating point, (w + h) − (w − h), as
in scipy's ``optimize/_numdiff.py``: w + h is rounded, so this is not always 2h. The mean squared
error of a linear model is quadratic, so the central quotient is exact at any h. The one-sided
quotients have a constant error of ±h·mean(A_k²).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from .difference import Difference, Form, StepSizes
from .errors import StepVanishes
from .loss import mean_squared_error
from .matrix import Matrix
from .methods.updated_quotients import quotients_of
from .problem import Problem, check_problem
from .quotients import steps_of
from .settings import Settings
from .step_size import check_each_h


def gradient(
    problem: Problem,
    W: ArrayLike | None = None,
    h: float | Sequence[float] | Matrix = 0.1,
    difference: str = Difference.CENTRAL,
    form: str = Form.VECTORISED,
) -> Matrix:
    """Return δW, the gradient of the loss by difference quotients.

    Parameters
    ----------
    problem : Problem
        A (N, j) and Y (N, 1).
    W : array_like, shape (j, 1) or (j,), optional
        The weights; the problem's initial W if not given.
    h : float or array_like, shape (j,)
        The step, in the units of the weights; more than zero. An array has one for each weight.
    difference : {"central", "forward", "backward"}
        The difference quotient. The one-sided ones are off by ±h·mean(A_k²).
    form : {"vectorised", "literal"}
        Whether to evaluate all weights at once, or one after another as the definition reads.
        Both give the same quotients up to rounding. Of more than 32 columns, the vectorised form
        evaluates A·W − Y once and adds each column to it.

    Returns
    -------
    ndarray, shape (j, 1)
        One slope per weight, in units of loss per unit of the weight.

    Raises
    ------
    StepVanishes
        If h is too small to move a weight.
    EngineError
        If an argument is unusable.

    Notes
    -----
    The quotient divides by the step taken in floating point, as scipy's ``_numdiff`` does.

    Examples
    --------
    >>> gradient(Problem([[1.0]], [1.0]), [0.0])
    array([[-2.]])
    """
    check_problem(problem, "gradient")
    start = problem if W is None else problem.starting_from(W)
    settings = Settings(h=_steps(h), difference=difference)
    check_each_h(settings, problem)
    if Form(form if isinstance(form, str) else str(form)) is Form.LITERAL:
        return literal_gradient(problem, start.W, settings.step_h, settings.difference)
    with np.errstate(over="ignore", invalid="ignore"):
        quotients = quotients_of(problem.A, problem.Y, settings.step_h, settings.difference)
        return quotients.at(start.W).gradient


def _steps(h: float | Sequence[float] | Matrix) -> float | tuple[float, ...]:
    """Return one step as it is, for the settings to check, and several as a tuple."""
    is_vector = isinstance(h, (list, tuple)) or (isinstance(h, np.ndarray) and h.ndim > 0)
    return tuple(np.ravel(h).tolist()) if is_vector else h  # type: ignore[return-value]


def literal_gradient(problem: Problem, W: Matrix, h: StepSizes, difference: Difference) -> Matrix:
    """Evaluate the definition readably: one weight at a time, two losses, one division."""
    slopes = np.empty_like(W)
    for k, h_k in enumerate(steps_of(h, len(W)).tolist()):
        moved = [_moved(W, k, side * h_k) for side in difference.sides]
        ahead, behind = difference.ends(moved, W)
        step = ahead[k] - behind[k]
        if step == 0:
            raise StepVanishes(k + 1, float(W[k, 0]), h_k)
        loss_ahead = mean_squared_error(problem.A, ahead, problem.Y)
        loss_behind = mean_squared_error(problem.A, behind, problem.Y)
        slopes[k] = (loss_ahead - loss_behind) / step
    return slopes


def _moved(W: Matrix, k: int, by: float) -> Matrix:
    moved = W.copy()
    moved[k] += by
    return moved
