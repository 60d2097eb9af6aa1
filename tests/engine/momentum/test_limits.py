import math

import numpy as np
import pytest

from engine import (
    EngineError,
    Problem,
    Settings,
    learning_rate_limit,
    on_unit_columns,
    stability_limit,
)

from ..problems import random_problem

PROBLEM = random_problem(3, 30, 4)
HESSIAN = 2 * PROBLEM.A.T @ PROBLEM.A / PROBLEM.rows
STEEPEST = float(np.linalg.eigvalsh(HESSIAN)[-1])
ROOTS = np.array([1e-3, 0.5, 2.0, 40.0])


def test_plain_limit_is_that_of_descent() -> None:
    assert stability_limit(PROBLEM, Settings()) == learning_rate_limit(PROBLEM)
    scaled = stability_limit(PROBLEM, Settings(scale_columns=True))
    assert scaled == learning_rate_limit(on_unit_columns(PROBLEM))


@pytest.mark.parametrize(
    ("settings", "most"),
    [
        (Settings(optimiser="heavy ball"), 3.8),
        (Settings(optimiser="heavy ball", dampening=0.5), 7.6),
        (Settings(optimiser="nesterov"), 3.8 / 2.8),
        (Settings(optimiser="nesterov", momentum=0.0), 2.0),
        (Settings(optimiser="nesterov", schedule="step"), 3.8 / 2.8),
    ],
)
def test_momentum_has_its_own_limit(settings: Settings, most: float) -> None:
    assert stability_limit(PROBLEM, settings) == pytest.approx(most / STEEPEST, rel=1e-12)


@pytest.mark.parametrize(
    ("optimiser", "most"), [("rmsprop", 2.0), ("adagrad", 2.0), ("adam", 38.0), ("adamw", 38.0)]
)
def test_divided_steps_have_divided_curvatures(optimiser: str, most: float) -> None:
    settings = Settings(optimiser=optimiser, epsilon=1e-3)
    divisors = np.diag(1 / np.sqrt(ROOTS + 1e-3))
    steepest = float(np.linalg.eigvalsh(divisors @ HESSIAN @ divisors)[-1])
    for roots in (ROOTS, ROOTS.reshape(-1, 1)):
        limit = stability_limit(PROBLEM, settings, roots)
        assert limit == pytest.approx(most / steepest, rel=1e-12)


@pytest.mark.parametrize("roots", [None, [1.0, 2.0], [-1.0, 1.0, 1.0, 1.0]])
def test_roots_of_each_weight_are_wanted(roots: list[float] | None) -> None:
    with pytest.raises(EngineError, match="give √v̂ of each weight"):
        stability_limit(PROBLEM, Settings(optimiser="adam"), roots)


def test_other_losses_have_no_such_limit() -> None:
    with pytest.raises(EngineError, match="the mean square here"):
        stability_limit(PROBLEM, Settings(loss="huber"))


def test_table_of_zeros_has_no_limit() -> None:
    assert stability_limit(Problem([[0.0]], [1.0]), Settings(optimiser="nesterov")) == math.inf
