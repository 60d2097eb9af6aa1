import math

import numpy as np
import pytest

from engine import Matrix, Problem, Settings, learning_rate_limit
from engine.momentum.overflow import overflow_epoch
from engine.momentum.rule import MomentumRule

from ..problems import random_problem
from .reference import next_epoch
from .test_weights import settings_of

BETAS = [0.0, 0.5, 0.9, 0.99, 0.999]
RULES = [MomentumRule(beta, is_nesterov=nesterov) for nesterov in (False, True) for beta in BETAS]


def table(seed: int) -> Problem:
    """Draw a table of columns and outputs of unequal sizes."""
    draw = np.random.default_rng(seed)
    rows, columns = int(draw.integers(3, 40)), int(draw.integers(1, 8))
    A = draw.normal(size=(rows, columns)) * 10 ** draw.uniform(-2, 2, columns)
    Y = draw.normal(size=(rows, 1)) * 10 ** draw.uniform(-2, 2)
    return Problem(A, Y, draw.normal(size=(columns, 1)))


def walked_to_overflow(problem: Problem, rule: MomentumRule, learning_rate: float) -> int:
    """Return the first epoch at which the loss is not finite, walked one by one."""
    W: Matrix = problem.W
    buffer, epoch = np.zeros_like(W), 0
    with np.errstate(over="ignore", invalid="ignore"):
        while np.isfinite(np.mean(np.square(problem.A @ W - problem.Y))):
            is_first = epoch == 0
            W, buffer = next_epoch(problem, rule, learning_rate, W, buffer, is_first=is_first)
            epoch += 1
    return epoch


@pytest.mark.parametrize("rule", RULES)
def test_overflow_is_where_a_loop_overflows(rule: MomentumRule) -> None:
    problem = table(RULES.index(rule))
    settings = settings_of(problem, rule, 1.05)
    walked = walked_to_overflow(problem, rule, settings.fixed_learning_rate)
    assert overflow_epoch(problem, settings) == pytest.approx(walked, rel=1e-3)


def test_dampened_overflow_is_found() -> None:
    problem, rule = random_problem(2, 9, 3), MomentumRule(0.7, 0.4)
    settings = settings_of(problem, rule, 1.1)
    walked = walked_to_overflow(problem, rule, settings.fixed_learning_rate)
    assert overflow_epoch(problem, settings) == pytest.approx(walked, rel=1e-3)


@pytest.mark.parametrize("seed", range(20))
def test_limit_divides_growth_from_rest(seed: int) -> None:
    problem = table(seed)
    for rule in RULES:
        assert overflow_epoch(problem, settings_of(problem, rule, 1 - 1e-6)) == math.inf
        assert 1e5 < overflow_epoch(problem, settings_of(problem, rule, 1 + 1e-6)) < 1e9


def test_slow_growth_agrees_with_recurrence() -> None:
    """One residual and its buffer, walked for 220,000 epochs at 1 + 1e-6 of the limit."""
    rule = MomentumRule(0.999)
    problem = Problem([[1.0]], [1.0])
    settings = settings_of(problem, rule, 1 + 1e-6)
    residual, buffer, epoch = -1.0, 0.0, 0
    while residual * residual <= 1.7976931348623157e308:
        buffer = rule.beta * buffer + 2 * residual
        residual -= settings.fixed_learning_rate * buffer
        epoch += 1
    assert epoch > 200_000
    assert overflow_epoch(problem, settings) == pytest.approx(epoch, rel=1e-3)


def test_single_precision_overflows_earlier() -> None:
    problem = random_problem(3, 8, 2)
    rate = 1.01 * learning_rate_limit(problem)
    double, single = (
        overflow_epoch(problem, Settings(learning_rate=rate, h=0.1, precision=precision))
        for precision in ("float64", "float32")
    )
    assert double / single == pytest.approx(1024 / 128, rel=0.05)


def test_start_may_overflow() -> None:
    assert overflow_epoch(Problem([[1.0]], [1e200]), Settings(learning_rate=2.0, h=1.0)) == 0


def test_nothing_grows_from_nothing() -> None:
    problem = Problem([[1.0], [2.0]], [0.0, 0.0])
    assert overflow_epoch(problem, Settings(learning_rate=5.0)) == math.inf


def test_rounding_at_optimum_grows() -> None:
    problem = Problem([[1.0], [2.0]], [1.0, 2.0], [1.0])
    settings = settings_of(problem, MomentumRule(), 1.1)
    from_afar = overflow_epoch(problem.starting_from([2.0]), settings)
    assert from_afar < overflow_epoch(problem, settings) < 1.2 * from_afar


def test_unknown_modes_give_no_number() -> None:
    wide = Problem(np.eye(1001), np.ones(1001))
    assert math.isnan(overflow_epoch(wide, Settings(h=0.1)))
