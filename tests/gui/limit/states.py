"""States of the view "The limit" on tables whose numbers are known."""

from dataclasses import replace

import numpy as np

from engine import Difference, Problem, Settings, triangle_of
from engine.examples import published
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable
from engine.settings import Precision
from gui.limit.limit_state import Curve, LimitState


def point_of(problem: Problem, precision: Precision = Precision.DOUBLE) -> LimitPoint:
    """Return the start of a problem."""
    table = LimitTable.of_rows(problem, Settings(precision=precision))
    return LimitPoint.at(table, problem.W)


def published_state(
    h: float,
    difference: Difference = Difference.CENTRAL,
    precision: Precision = Precision.DOUBLE,
) -> LimitState:
    """Return the first weight of the published example at its start."""
    return LimitState(point_of(published().problem, precision), 0, "w1", h, difference)


def scaled_state(h: float) -> LimitState:
    """Return the first weight of the published example, of a column that is scaled."""
    problem = published().problem
    table = LimitTable.of_rows(problem, Settings(scale_columns=True))
    return LimitState(LimitPoint.at(table, problem.W), 0, "time", h, Difference.CENTRAL)


def triangle_state(h: float, *, is_scaled: bool = False) -> LimitState:
    """Return the first weight of the published example, of the reduced rows."""
    problem = published().problem
    settings = Settings(scale_columns=is_scaled)
    table = LimitTable.of_triangle(triangle_of(problem), settings, Precision.DOUBLE)
    return LimitState(LimitPoint.at(table, problem.W), 0, "time", h, Difference.CENTRAL)


def less_tangent(state: LimitState) -> LimitState:
    """Return the state with the tangent subtracted."""
    return replace(state, curve=Curve.LOSS_LESS_TANGENT)


def huge_state() -> LimitState:
    """Return a weight whose losses are beyond float64."""
    return LimitState(point_of(Problem([[1e200]], [1.0], [1.0])), 0, "w1", 1.0, Difference.CENTRAL)


def flat_state() -> LimitState:
    """Return a weight at its optimum, of a loss that rounds to nothing there."""
    problem = Problem(np.array([[1.0], [1.0]]), [1.0, 3.0], [2.0])
    return LimitState(point_of(problem), 0, "w1", 0.5, Difference.CENTRAL)


def alike_state() -> LimitState:
    """Return a weight at 0 and an h so small that both losses are the same number."""
    problem = Problem(np.array([[1.0], [1.0]]), [1.0, 3.0], [0.0])
    return LimitState(point_of(problem), 0, "w1", 1e-20, Difference.CENTRAL)
