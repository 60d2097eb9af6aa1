from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import EngineError, Problem, Settings, learning_rate_limit, on_unit_columns, triangle_of
from engine.momentum.rule import MomentumRule
from engine.momentum.weights import MomentumWeights, weights_of_run

from ..problems import random_problem
from .drawn import rules
from .reference import next_epoch, walked

EPOCHS = 20_000


def settings_of(problem: Problem, rule: MomentumRule, share: float) -> Settings:
    """Return the settings of a rule, at a share of its limit of η."""
    kind = "nesterov" if rule.is_nesterov else "heavy ball"
    rate = share * learning_rate_limit(problem) / 2 * rule.most_overshoot
    return Settings(
        learning_rate=rate, optimiser=kind, momentum=rule.beta, dampening=rule.dampening
    )


def run_of(problem: Problem, settings: Settings) -> MomentumWeights:
    run = weights_of_run(problem, settings)
    assert run is not None
    return run


@hypothesis_settings(deadline=None, max_examples=30)
@given(rules(), st.integers(0, 2**32), st.integers(1, 6), st.floats(0.05, 0.98))
def test_first_epochs_are_those_walked(
    rule: MomentumRule, seed: int, columns: int, share: float
) -> None:
    problem = random_problem(seed, 12, columns)
    settings = settings_of(problem, rule, share)
    run, W, buffer = run_of(problem, settings), problem.W, np.zeros_like(problem.W)
    size = np.abs(W).max()
    for epoch in range(1, 100):
        rate, is_first = settings.fixed_learning_rate, epoch == 1
        W, buffer = next_epoch(problem, rule, rate, W, buffer, is_first=is_first)
        size = max(size, float(np.abs(W).max()))
        at = run.at(epoch)
        np.testing.assert_allclose(at.W, W, rtol=0, atol=1e-12 * size)
        scale = size * float(np.linalg.norm(problem.A)) ** 2
        np.testing.assert_allclose(at.buffer, buffer, rtol=0, atol=1e-11 * scale)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "rule",
    [
        MomentumRule(),
        MomentumRule(0.9),
        MomentumRule(0.99, 0.5),
        MomentumRule(0.5, is_nesterov=True),
        MomentumRule(0.99, is_nesterov=True),
    ],
)
def test_twenty_thousand_epochs_agree(rule: MomentumRule, seed: int) -> None:
    problem = random_problem(seed, 20, 4)
    settings = settings_of(problem, rule, [0.01, 0.5, 0.99][seed])
    W, _ = walked(problem, rule, settings.fixed_learning_rate, EPOCHS)
    run = run_of(problem, settings)
    np.testing.assert_allclose(run.at(EPOCHS).W, W, rtol=0, atol=1e-12 * np.abs(W).max())
    np.testing.assert_array_equal(run.weights(np.array([float(EPOCHS)])), run.at(EPOCHS).W)
    residual = problem.A @ W - problem.Y
    assert run.at(EPOCHS).loss == pytest.approx(float(np.mean(residual**2)), rel=1e-12)


def test_scaled_columns_have_their_own_slopes() -> None:
    problem = random_problem(5, 10, 3)
    settings = Settings(learning_rate="safe", optimiser="nesterov", scale_columns=True)
    scaled = run_of(on_unit_columns(problem), replace(settings, scale_columns=False))
    np.testing.assert_allclose(
        run_of(problem, settings).at(50).W, scaled.at(50).W, rtol=1e-10, atol=1e-12
    )
    by_triangle = weights_of_run(problem, settings, triangle_of(problem))
    assert by_triangle is not None
    np.testing.assert_allclose(by_triangle.at(50).W, scaled.at(50).W, rtol=1e-10, atol=1e-12)


def test_wide_table_has_modes_of_its_rows() -> None:
    problem, rule = random_problem(1, 3, 8), MomentumRule(0.8)
    settings = settings_of(problem, rule, 0.7)
    W, buffer = walked(problem, rule, settings.fixed_learning_rate, 60)
    at = run_of(problem, settings).at(60)
    np.testing.assert_allclose(at.W, W, rtol=0, atol=1e-12)
    np.testing.assert_allclose(at.buffer, buffer, rtol=0, atol=1e-12)


def test_too_many_modes_are_not_looked_for() -> None:
    wide = Problem(np.eye(1001), np.ones(1001))
    assert weights_of_run(wide, Settings(h=0.1)) is None


def test_table_beyond_numbers_has_no_modes() -> None:
    assert weights_of_run(Problem([[1.5e308, 1.0]] * 3, [1.0, 2.0, 3.0]), Settings(h=0.1)) is None


def test_other_losses_are_refused() -> None:
    with pytest.raises(EngineError, match="loss is “huber”; it must be the mean square here"):
        weights_of_run(random_problem(0, 4, 2), Settings(loss="huber"))
