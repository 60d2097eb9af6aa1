"""Points of the twelve losses from which the limit is looked at."""

from functools import cache

import numpy as np

from engine import Matrix, Precision, Problem, Settings
from engine.formula.formula import Formula
from engine.limit.loss_point import LossPoint
from engine.limit.loss_table import LossTable

from ..formula.losses import LOSSES

SMOOTH = ("log-cosh", "log of cosh", "Poisson", "logistic")
"""Those without a kink that are no parabola."""
KINKED = ("mean absolute", "Huber", "quantile", "power 1.5", "lasso", "Tukey")


def problem_of(name: str, rows: int = 60, size: float = 1.0) -> tuple[Problem, Matrix]:
    """Return a table for a loss with columns of this size, and a W (j, 1)."""
    random = np.random.default_rng(3)
    A, W = random.standard_normal((rows, 4)), random.standard_normal((4, 1))
    Y = A @ W + random.standard_normal((rows, 1))
    if name == "Poisson":
        Y = random.poisson(np.exp(A @ W)).astype(float)
    if name == "logistic":
        Y = (random.random((rows, 1)) < 1 / (1 + np.exp(-A @ W))).astype(float)
    return Problem(A * size, Y), W / size


@cache
def loss_place(name: str, precision: Precision = Precision.DOUBLE, size: float = 1.0) -> LossPoint:
    """Return the point of a loss on its table."""
    problem, W = problem_of(name, size=size)
    settings = Settings(precision=precision)
    return LossPoint.at(LossTable.of_rows(problem, settings, Formula.of(LOSSES[name])), W)


def one_row(loss: str, y: float, w: float) -> LossPoint:
    """Return the point of a loss on one row of 1."""
    problem = Problem([[1.0]], [y])
    return LossPoint.at(LossTable.of_rows(problem, Settings(), Formula.of(loss)), np.array([[w]]))
