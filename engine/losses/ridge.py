"""Mean square + c·sum(W²) as the mean square of a longer table.

A row √(cN)·e_k with Y = 0 adds c·N·w_k² to the sum of squares. N + j rows are divided by their own
number in a mean, so that all of them are multiplied by √((N + j)/N): then the loss is the same
number at every W. Of the optimum, whose digits are counted, the rows of A stay as they are.
"""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..formula.formula import Formula
from ..formula.quadratic import Quadratic, TableSize
from ..matrix import Matrix
from ..problem import Problem
from ..settings import MEAN_SQUARE, Settings
from ..unit_columns import LARGEST

# The rows of a ridge on so many columns are 32 MiB of float64, nearly all of them zeros.
MOST_WEIGHTS = 2048


class Size(NamedTuple):
    """The size of a table that need not be assembled to be asked about."""

    rows: int
    weights: int


def ridge_of(table: TableSize, formula: Formula | None) -> Quadratic | None:
    """Return a loss as mean square with a ridge; None if it is not one that has a least."""
    if formula is None or table.weights > MOST_WEIGHTS:
        return None
    found = formula.quadratic(table)
    if found is None or not (found.mean_square > 0 and found.squares >= 0 and found.constant == 0):
        return None
    ratio = found.squares / found.mean_square
    share = (table.rows + table.weights) / table.rows
    is_finite = math.isfinite(ratio * table.rows) and math.isfinite(found.mean_square * share)
    return found if is_finite else None


def with_ridge_rows(problem: Problem, formula: Formula | None) -> Problem | None:
    """Return a problem whose mean square is a loss at every W; None if no rows make it that.

    Parameters
    ----------
    problem : Problem
        A (N, j), Y (N, 1) and W (j, 1), as descended on.
    formula : Formula or None
        The loss on these columns.

    Returns
    -------
    Problem or None
        N + j rows.
    """
    ridge = ridge_of(problem, formula)
    if ridge is None or formula is None:
        return None
    rows, weights = problem.A.shape
    factor = math.sqrt(ridge.mean_square) * math.sqrt((rows + weights) / rows)
    return _stacked(problem, formula, ridge, factor)


def ridge_rows_alone(problem: Problem, formula: Formula | None) -> tuple[Problem, float] | None:
    """Return the same without rounding a cell: the loss is then a multiple of its mean square."""
    ridge = ridge_of(problem, formula)
    if ridge is None or formula is None:
        return None
    factor = ridge.mean_square * ((problem.rows + problem.weights) / problem.rows)
    return _stacked(problem, formula, ridge, 1.0), factor


def as_plain(settings: Settings) -> Settings:
    """Return settings of a descent on the mean square of the columns as they are."""
    return replace(settings, loss=MEAN_SQUARE, delta=1.0, quantile=0.5, scale_columns=False)


def _stacked(problem: Problem, formula: Formula, ridge: Quadratic, factor: float) -> Problem:
    rows, weights = problem.A.shape
    whole: Matrix = np.zeros((rows + weights, weights + 1))
    whole[:rows, :-1], whole[:rows, -1:] = problem.A, problem.Y
    size = math.sqrt(ridge.squares / ridge.mean_square) * math.sqrt(rows)
    units = np.ones(weights) if formula.units is None else formula.units
    with np.errstate(over="ignore"):
        whole[range(rows, rows + weights), range(weights)] = np.minimum(size / units, LARGEST)
    if factor != 1:
        with np.errstate(over="ignore"):
            whole *= factor
        np.nan_to_num(whole, copy=False)
    return Problem(whole[:, :-1], whole[:, -1:], problem.W)
