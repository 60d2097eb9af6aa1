"""One-sided quotients push W where the table does not see it: the literal path says so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Cancelled, Matrix, Problem, Settings, StopReason, fit, learning_rate_limit
from engine.examples import published
from engine.methods.path import Descent
from engine.methods.push import FEWEST_EPOCHS, Push
from engine.methods.standstill import PUSHED
from engine.verdict.verdict import Outcome

from ..problems import random_problem


def settings_of(difference: str, **others: object) -> Settings:
    given = {"h": 0.1, "learning_rate": "safe", "until_converged": True, "precision": "float32"}
    return Settings(difference=difference, **{**given, **others})  # type: ignore[arg-type]


@pytest.mark.parametrize("difference", ["forward", "backward"])
@pytest.mark.parametrize("h", [1e3, 1e5, 1e7])
def test_pushed_weights_never_settle(difference: str, h: float) -> None:
    """They walked for minutes, until a step was lost beside W."""
    result = fit(published().problem, settings_of(difference, h=h))
    assert (result.stop, result.detail) == (StopReason.ENDLESS, PUSHED)
    assert result.epochs < 40_000
    assert result.verdict.kind is Outcome.PUSHED


@pytest.mark.parametrize("shape", [(3, 9), (6, 7), (2, 5)])
@pytest.mark.parametrize("scale_columns", [False, True])
def test_wide_tables_are_pushed(shape: tuple[int, int], scale_columns: bool) -> None:
    settings = settings_of("forward", h=10.0, scale_columns=scale_columns)
    assert fit(random_problem(1, *shape), settings).detail == PUSHED


@pytest.mark.parametrize("difference", ["central", "forward"])
def test_settled_weights_are_not_pushed(difference: str) -> None:
    for problem in (random_problem(1, 20, 3), published().problem):
        if difference == "forward" and problem.weights == published().problem.weights:
            problem = Problem(problem.A[:, :2], problem.Y)  # without the column that depends
        result = fit(problem, settings_of(difference))
        assert result.stop is StopReason.CONVERGED


def watched(problem: Problem, epochs: int, settings: Settings) -> bool:
    """Follow exact slopes with a forward quotient's error; return whether a push is seen."""
    rate = settings.fixed_learning_rate
    push, W = Push(Descent.of(problem, settings)), problem.W
    push.begin(W)
    error = settings.fixed_h * problem.mean_squares.reshape(-1, 1)
    for _ in range(epochs):
        slopes = 2 * problem.A.T @ (problem.A @ W - problem.Y) / problem.rows
        W = W - rate * (slopes + error)
        if push.is_seen(W):
            return True
    return False


@given(st.integers(0, 2**32 - 1), st.floats(0, 12), st.booleans())
def test_only_blind_directions_are_pushed(seed: int, decades: float, is_blind: bool) -> None:
    """A direction that the table determines holds W at last, however slow it is."""
    draw = np.random.default_rng(seed)
    j = int(draw.integers(2, 5))
    sizes = np.logspace(0, -decades if not is_blind else -0.5, j)
    A: Matrix = np.linalg.qr(draw.normal(size=(12, j)))[0] * sizes
    A = A @ np.linalg.qr(draw.normal(size=(j, j)))[0]
    if is_blind:
        A = np.column_stack((A, 2 * A[:, 0]))
    problem = Problem(A, draw.normal(size=12))
    rate = learning_rate_limit(problem) / 2
    settings = settings_of("forward", h=10.0, learning_rate=rate)
    # A push is seen once what else moves W has faded beside it.
    assert watched(problem, 20_000 if is_blind else 2_100, settings) is is_blind


def test_equal_push_is_seen_by_table() -> None:
    """The error of equal columns of one row changes the prediction: W is held."""
    assert fit(Problem([[1.0, 1.0, 0.0]], [1.0]), settings_of("forward")).detail != PUSHED


def test_way_is_first_looked_at_late() -> None:
    problem, settings = random_problem(1, 300, 2), settings_of("forward", learning_rate=0.1)
    push = Push(Descent.of(problem, settings, cancelled=lambda: True))
    push.begin(problem.W)
    for _ in range(1, FEWEST_EPOCHS):
        assert not push.is_seen(problem.W)
    with pytest.raises(Cancelled):
        push.is_seen(problem.W)
