"""η's limit for every optimiser: above which learning rate a run diverges."""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import BadSetting, WrongArgument
from ..language.sentence import marked
from ..matrix import Matrix, as_column, as_matrix
from ..optimisers.kinds import LIMITLESS
from ..optimisers.limits import most_overshoot
from ..problem import Problem, check_problem
from ..settings import Settings, check_settings
from ..stability import learning_rate_limit
from ..unit_columns import on_unit_columns


def stability_limit(problem: Problem, settings: Settings, roots: ArrayLike | None = None) -> float:
    """Return the learning rate η above which a run diverges under its optimiser.

    Parameters
    ----------
    problem : Problem
        A (N, j) decides the limit; Y and W do not matter.
    settings : Settings
        The optimiser, its numbers, and whether columns are scaled. Of a schedule, the η of the
        moment counts.
    roots : array, shape (j,), optional
        √v̂ of each weight where "rmsprop", "adam", "adamw" or "adagrad" is, without ε: the limit is
        that of steps divided so, and changes with them. The others need none.

    Returns
    -------
    float
        2/λmax of plain descent, 2(1+β)/((1−τ)·λmax) of heavy ball, 2(1+β)/((1+2β)·λmax) of
        Nesterov; inf if A is zero. For the others, λmax is that of D^-½·H·D^-½ with D = √v̂ + ε,
        and the limit 2(1+β₁)/((1−β₁)·λmax) for Adam, and 2/λmax for RMSProp and Adagrad.

    Raises
    ------
    BadSetting
        If the loss is not the mean square.
    WrongArgument
        If the optimiser divides by roots, and none are given.

    Notes
    -----
    Heavy ball: Polyak, USSR Comput. Math. 4, 1964. Adam: Cohen et al., Adaptive gradient methods at
    the edge of stability, arXiv:2207.14484.

    Examples
    --------
    >>> stability_limit(Problem([[2.0]], [1.0]), Settings(optimiser="heavy ball", momentum=0.5))
    0.375
    """
    check_problem(problem, "stability_limit")
    check_settings(settings, "stability_limit")
    if settings.formula is not None:
        raise BadSetting("loss", settings.loss, marked("engine", "the mean square here"))
    if settings.scale_columns:
        problem = on_unit_columns(problem)
    if settings.optimiser in LIMITLESS:
        problem = Problem(problem.A / np.sqrt(_divisors(problem, settings, roots)), problem.Y)
    return learning_rate_limit(problem) * (most_overshoot(settings) / 2)


def _divisors(problem: Problem, settings: Settings, roots: ArrayLike | None) -> Matrix:
    """Return √v̂ + ε, shape (j,)."""
    found = None if roots is None else as_matrix("roots", as_column(roots, "roots"))
    if found is None or found.shape != problem.W.shape or (found < 0).any():
        advice = marked("engine", "give √v̂ of each weight, by which this optimiser divides")
        raise WrongArgument("stability_limit", "roots", roots, advice)
    divisors: Matrix = found[:, 0] + settings.epsilon
    return divisors
