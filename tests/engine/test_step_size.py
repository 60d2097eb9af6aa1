import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem, Settings, StopReason, fit, gradient, suggest_h
from engine.stability import learning_rate_limit, safe_learning_rate

from .problems import TABLES, analytic_gradient, certified, problems, random_problem


@given(problems(), st.integers(-60, 60), st.integers(-60, 60))
def test_h_follows_scale_in_powers(problem: Problem, inputs: int, outputs: int) -> None:
    start = Problem(problem.A, problem.Y)
    scaled = Problem(problem.A * 10.0**inputs, problem.Y * 10.0**outputs)
    power = math.log10(suggest_h(scaled)) - math.log10(suggest_h(start))
    assert round(power) == pytest.approx(power)
    assert power == pytest.approx(outputs - inputs, abs=1.01)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("difference", "digits"), [("central", 9), ("forward", 1.5)])
def test_gradient_has_digits_at_h(name: str, difference: str, digits: float) -> None:
    problem = certified(name).problem
    exact = analytic_gradient(problem, problem.W)
    found = gradient(problem, h=suggest_h(problem, difference), difference=difference)
    assert np.linalg.norm(found - exact) <= 10.0**-digits * np.linalg.norm(exact)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("difference", Difference)
def test_one_sided_descent_falls(name: str, difference: Difference) -> None:
    known = certified(name)
    h = suggest_h(known.problem, difference)
    result = fit(known.problem, Settings(100, known.learning_rate, h, difference))
    assert result.loss == pytest.approx(known.losses[100], rel=1e-2)


@pytest.mark.parametrize("difference", Difference)
def test_single_precision_has_own_h(difference: Difference) -> None:
    problem = random_problem(4, 30, 3)
    rate = safe_learning_rate(learning_rate_limit(problem))
    h = suggest_h(problem, difference, "float32")
    single = fit(problem, Settings(100, rate, h, difference, precision="float32"))
    double = fit(problem, Settings(100, rate, 0.1))
    assert single.loss == pytest.approx(double.loss, rel=1e-2)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("largest", [1.0, 1e10, 1e300])
def test_h_moves_initial_weights(largest: float, precision: str) -> None:
    """If Y fits so well that the loss asks for a tiny h, h must still move W."""
    problem = Problem([[1.0], [1.0]], [largest, largest], [largest])
    h = suggest_h(problem, precision=precision)
    assert (
        fit(problem, Settings(1, 0.1, h, precision="float64")).stop is not StopReason.STEP_VANISHED
    )
    if largest < 1e30:
        moved = np.float32(largest) + np.float32(h)
        assert precision == "float64" or moved > np.float32(largest)


@pytest.mark.parametrize("weight", [1e10, 3e10, 7.7e12, 9.9e15])
def test_h_moves_weights_by_three_digits(weight: float) -> None:
    """Y is one rounding away from W, so the loss alone asks for an h that hardly moves W."""
    output = np.nextafter(weight, np.inf)
    problem = Problem([[1.0], [1.0]], [weight, output], [weight])
    h = suggest_h(problem)
    assert h < 1e-9 * weight
    assert (weight + h) - (weight - h) == pytest.approx(2 * h, rel=1e-3)


@pytest.mark.parametrize(
    "problem",
    [
        Problem([[0.0]], [0.0]),
        Problem([[0.0]], [1.0]),
        Problem([[1e200]], [1.0], [1e200]),
        Problem([[1e200, 1.0]], [1e200], [1.0, 1.0]),
        Problem([[1e-200]], [1.0]),
        Problem([[1e-320]], [1e300]),
        Problem([[1.0]], [1e300]),
    ],
)
def test_h_is_valid_for_extreme_problems(problem: Problem) -> None:
    assert Settings(h=suggest_h(problem)).h > 0
