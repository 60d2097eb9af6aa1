"""The table whose mean square is a loss: what a parabola has is known of that table."""

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..optimum import Optimum, optimum
from ..problem import Problem
from ..settings import Settings
from ..unit_columns import column_norms, scaled


def equal_rows(
    problem: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
) -> Problem | None:
    """Return the problem whose mean square is the loss of a descent; None if there is none.

    Parameters
    ----------
    problem : Problem
        A, Y and W in the units of the table.
    settings : Settings
        Their loss, and whether the descent is on scaled columns.
    cancelled : callable, optional
        Asked for each block of rows.

    Returns
    -------
    Problem or None
        As descended on: the columns scaled if they are, and with more rows for a ridge.
    """
    formula = settings.formula
    norms: Matrix | None = None
    if settings.scale_columns:
        norms = column_norms(problem.A, cancelled)
        problem = scaled(problem, norms, cancelled)
    if formula is None:
        return problem
    from .ridge import with_ridge_rows  # loaded on use, as the formula itself

    return with_ridge_rows(problem, formula if norms is None else formula.on_scaled(norms))


def least_of(
    problem: Problem, settings: Settings, cancelled: IsCancelled = lambda: False
) -> Optimum | None:
    """Return the optimum of a loss with a formula; None if no formula tells its least.

    Parameters
    ----------
    problem : Problem
        A, Y and W in the units of the table.
    settings : Settings
        Their loss.
    cancelled : callable, optional
        Asked before each decomposition.
    """
    from .ridge import ridge_of

    if settings.formula is None or ridge_of(problem, settings.formula) is None:
        return None
    return optimum(problem, loss=settings.loss, cancelled=cancelled)
