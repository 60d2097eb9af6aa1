"""The limit of any loss: which table it is looked at on, and from which point of it."""

from ..cancelling import IsCancelled
from ..matrix import Matrix
from ..problem import Problem
from ..settings import Precision, Settings
from .point import AnyPoint, LimitPoint
from .table import AnyTable, LimitTable


def table_of_rows(
    problem: Problem,
    settings: Settings,
    precision: Precision | None = None,
    cancelled: IsCancelled = lambda: False,
) -> AnyTable:
    """Return the rows of a problem as a descent on the loss of its settings has them.

    Parameters
    ----------
    problem : Problem
    settings : Settings
        The loss, whether columns are scaled, and the precision.
    precision : Precision, optional
        Another precision than that of the descent.
    cancelled : callable, optional
        Asked for each block of rows.

    Returns
    -------
    AnyTable
        That of the mean square for a ridge as well, which is the mean square of more rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    formula = settings.formula
    if formula is not None and not is_ridge(problem, settings):
        from .loss_table import LossTable  # 30 modules, which a mean square does without

        return LossTable.of_rows(problem, settings, formula, precision, cancelled)
    return LimitTable.of_rows(problem, settings, precision, cancelled=cancelled)


def is_ridge(problem: Problem, settings: Settings) -> bool:
    """Return whether the loss is a mean square of more rows, so that all of it is exact."""
    if settings.formula is None:
        return False
    from ..losses.ridge import ridge_of  # loaded on use, as the formula itself

    return ridge_of(problem, settings.formula) is not None


def point_at(
    table: AnyTable,
    W: Matrix,
    cancelled: IsCancelled = lambda: False,
    W_scaled: Matrix | None = None,
) -> AnyPoint:
    """Return the point at W (j, 1), in the units of the table.

    ``W_scaled`` is the same as descended on, if it is known. Raises Cancelled if ``cancelled``
    returned True, and PointTooLarge if the numbers there are beyond the arithmetic of the table.
    """
    if isinstance(table, LimitTable):
        return LimitPoint.at(table, W, cancelled, W_scaled)
    from .loss_point import LossPoint  # loaded on use, as the formula itself
    from .loss_table import LossTable

    assert isinstance(table, LossTable)
    return LossPoint.at(table, W, cancelled, W_scaled)
