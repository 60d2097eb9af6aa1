import math

import numpy as np
import pytest

from engine import EngineError, Problem, Settings, forecast, learning_rate_limit, optimum
from engine.momentum.forecast import LOOKED_AT
from engine.momentum.rule import MomentumRule

from ..problems import analytic_gradient, random_problem
from .reference import next_epoch
from .test_weights import settings_of

RULES = [
    MomentumRule(),
    MomentumRule(0.5),
    MomentumRule(0.99),
    MomentumRule(0.9, 0.6),
    MomentumRule(0.9, is_nesterov=True),
    MomentumRule(0.99, is_nesterov=True),
]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("rule", RULES)
def test_forecast_is_exact(rule: MomentumRule, seed: int) -> None:
    draw = np.random.default_rng(seed)
    problem = random_problem(seed, 12, 3).starting_from(np.zeros(3))
    settings = settings_of(problem, rule, float(draw.uniform(0.05, 0.95)))
    least, start = optimum(problem).loss, float(np.mean(problem.Y**2))
    share = 10 ** draw.uniform(-9, -1)
    gap = share * (start - least)
    tolerance = share * float(np.linalg.norm(analytic_gradient(problem, problem.W)))
    goals = {"gap": forecast(problem, settings, gap=gap)}
    goals["tolerance"] = forecast(problem, settings, tolerance=tolerance)
    W, buffer, epoch = problem.W, np.zeros_like(problem.W), 0
    reached: dict[str, float] = {}
    while len(reached) < 2:
        if float(np.mean(np.square(problem.A @ W - problem.Y))) - least <= gap:
            reached.setdefault("gap", epoch)
        if float(np.linalg.norm(analytic_gradient(problem, W))) <= tolerance:
            reached.setdefault("tolerance", epoch)
        rate, is_first = settings.fixed_learning_rate, epoch == 0
        W, buffer = next_epoch(problem, rule, rate, W, buffer, is_first=is_first)
        epoch += 1
    assert goals == reached


def test_slow_goal_is_foreseen() -> None:
    """Along the slow direction, plain descent multiplies a distance of 1 by 1 − 1e−12."""
    problem = Problem(np.diag([1.0, 1e-6]), [1.0, 1e-6])
    epochs = forecast(problem, Settings(learning_rate=1.0), tolerance=1e-20)
    assert epochs == pytest.approx(math.log(1e-12 / 1e-20) / 1e-12, rel=1e-6)


def test_oscillating_goal_is_first_crossing() -> None:
    problem, rule = Problem([[1.0]], [1.0]), MomentumRule(0.999)
    settings = settings_of(problem, rule, 1e-7)
    first = forecast(problem, settings, gap=1e-3)
    W, buffer = problem.W, np.zeros_like(problem.W)
    for epoch in range(int(first) + 1):
        is_reached = (1 - W.item()) ** 2 <= 1e-3
        assert is_reached == (epoch == first)
        rate = settings.fixed_learning_rate
        W, buffer = next_epoch(problem, rule, rate, W, buffer, is_first=epoch == 0)
    assert first > LOOKED_AT


def test_start_may_be_there_already() -> None:
    assert forecast(Problem([[1.0]], [1.0], [1.0]), Settings(), gap=1e-9) == 0


@pytest.mark.parametrize("share", [1 + 1e-9, 1.01])
def test_unstable_run_never_arrives(share: float) -> None:
    problem = random_problem(1, 9, 2)
    settings = Settings(learning_rate=share * learning_rate_limit(problem))
    assert forecast(problem, settings, tolerance=1e-6) == math.inf


def test_bias_stops_descent_beside_the_optimum() -> None:
    """A forward quotient at h = 0.1 leads to W = 0.95, whose loss is 0.0025 above the least."""
    settings = Settings(learning_rate=0.25, h=0.1, difference="forward")
    problem = Problem([[1.0]], [1.0])
    assert forecast(problem, settings, gap=0.0026) < 20
    assert forecast(problem, settings, gap=0.0024) == math.inf
    assert forecast(problem, settings, tolerance=1e-9) < 40


def test_bias_leads_past_the_optimum() -> None:
    """From 3, each epoch halves the distance from 0.95: W is 1.014 after five, and 0.982 then."""
    problem = Problem([[1.0]], [1.0], [3.0])
    settings = Settings(learning_rate=0.25, h=0.1, difference="forward")
    assert forecast(problem, settings, gap=0.00025) == 5


def test_undetermined_direction_has_no_gap() -> None:
    problem = Problem([[1.0, 1.0], [2.0, 2.0]], [1.0, 2.0])
    assert forecast(problem, Settings(learning_rate=0.1), gap=1e-6) < 100


@pytest.mark.parametrize("goals", [{}, {"gap": 1.0, "tolerance": 1.0}])
def test_one_goal_is_wanted(goals: dict[str, float]) -> None:
    with pytest.raises(EngineError, match="give either a gap or a tolerance"):
        forecast(
            random_problem(0, 4, 2),
            Settings(),
            gap=goals.get("gap"),
            tolerance=goals.get("tolerance"),
        )


@pytest.mark.parametrize("goals", [{"gap": 0.0}, {"tolerance": -1.0}, {"gap": math.nan}])
def test_goals_are_above_zero(goals: dict[str, float]) -> None:
    with pytest.raises(EngineError, match="more than zero"):
        forecast(
            random_problem(0, 4, 2),
            Settings(),
            gap=goals.get("gap"),
            tolerance=goals.get("tolerance"),
        )


def test_unknown_modes_are_not_foreseen() -> None:
    wide = Problem(np.eye(1001), np.ones(1001))
    assert math.isnan(forecast(wide, Settings(h=0.1), gap=0.1))
