"""Why a loss is infinite where a descent starts: the weights, Y, or the numbers in its formula."""

from typing import TYPE_CHECKING

import numpy as np

from ..cancelling import IsCancelled
from ..language.sentence import marked
from ..matrix import Matrix
from ..problem import Problem
from .only_mean_square import INFINITE_AT_ZERO, STARTS_INFINITE

if TYPE_CHECKING:
    from ..formula.formula import Formula

OUTPUT_TOO_LARGE = marked(
    "engine", "The squares of Y overflow, whatever the weights: divide Y by its size."
)
INFINITE_AT_BOTH = marked(
    "engine", "The loss is infinite here and where W is 0: change the numbers in it."
)
OF_FORMULA = (INFINITE_AT_ZERO, INFINITE_AT_BOTH)
"""Of which the numbers in the formula are the cause."""


def start_overflow(
    formula: "Formula", problem: Problem, W: Matrix, cancelled: IsCancelled = lambda: False
) -> str:
    """Return what is said of a formula's loss that is infinite at W.

    Parameters
    ----------
    formula : Formula
        The loss on these columns.
    problem : Problem
        The table, as descended on.
    W : ndarray, shape (j, 1)
    cancelled : callable, optional
        Asked for each block of rows.

    Raises
    ------
    Cancelled
        If ``cancelled`` returned True.
    """
    if squares_overflow(problem.Y):
        return OUTPUT_TOO_LARGE
    if not W.any():
        return INFINITE_AT_ZERO
    at_zero = formula.losses(problem, np.zeros((1, problem.weights)), cancelled)[0]
    return STARTS_INFINITE if np.isfinite(at_zero) else INFINITE_AT_BOTH


def squares_overflow(Y: Matrix) -> bool:
    """Return whether the mean of the squares is infinite, in the arithmetic of Y."""
    with np.errstate(over="ignore"):
        return not np.isfinite(np.mean(np.square(Y)))
