import math

import numpy as np
import pytest

from engine.cancelling import Cancelled
from engine.formula.formula import Formula
from engine.frame import State
from engine.losses.loss_bounds import LossBounds

from .tables import with_outlier


def test_growth_and_fall_are_bounded() -> None:
    bounds = LossBounds(Formula.of("mean(P) − 3"), with_outlier().starting_from(np.zeros(3)))
    assert not bounds.reached(3e29)
    assert not bounds.reached(-3e29)
    assert bounds.reached(4e30)
    assert bounds.reached(-math.inf)
    assert not bounds.reached(math.nan)


def test_loss_at_any_weights() -> None:
    problem = with_outlier()
    bounds = LossBounds(Formula.of("mean(|Y − P|)"), problem)
    W = np.array([[1.0], [2.0], [3.0]])
    assert bounds.loss_at(W) == pytest.approx(float(np.abs(problem.Y - problem.A @ W).mean()))
    assert bounds.after_step_failed(1e3)
    assert not bounds.after_step_failed(0.0)
    assert bounds.step_is_lost(math.nan)
    assert not bounds.step_is_lost(1e300)


def test_uphill_rest_of_quotients_stands() -> None:
    problem = with_outlier().starting_from(np.zeros(3))
    formula = Formula.of("log-cosh")
    bounds = LossBounds(formula, problem)
    W = np.full((3, 1), 9.0)
    loss, exact = formula.slope(problem, W)
    assert bounds.is_held_up(State(7, W, loss, exact))
    assert not bounds.is_held_up(State(7, W, loss, 0 * exact))
    assert not bounds.is_held_up(State(7, W, bounds.loss_at(problem.W), exact))


def test_bounds_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        LossBounds(Formula.of("log-cosh"), with_outlier(), lambda: True)
