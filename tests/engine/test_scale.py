import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem, Settings, StopReason, fit, fitting_h, gradient
from engine.stability import learning_rate_limit, safe_learning_rate

from .problems import TABLES, analytic_gradient, certified, problems, random_problem


@given(problems(), st.integers(-60, 60), st.integers(-60, 60))
def test_h_is_a_power_of_ten_that_follows_the_scale(
    problem: Problem, inputs: int, outputs: int
) -> None:
    start = Problem(problem.A, problem.Y)
    scaled = Problem(problem.A * 10.0**inputs, problem.Y * 10.0**outputs)
    power = math.log10(fitting_h(scaled)) - math.log10(fitting_h(start))
    assert round(power) == pytest.approx(power)
    assert power == pytest.approx(outputs - inputs, abs=1.01)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("difference", "digits"), [("central", 9), ("forward", 1.5)])
def test_the_gradient_has_digits_at_this_h(name: str, difference: str, digits: float) -> None:
    problem = certified(name).problem
    exact = analytic_gradient(problem, problem.W)
    found = gradient(problem, h=fitting_h(problem, difference), difference=difference)
    assert np.linalg.norm(found - exact) <= 10.0**-digits * np.linalg.norm(exact)


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("difference", Difference)
def test_a_one_sided_descent_falls_too(name: str, difference: Difference) -> None:
    known = certified(name)
    h = fitting_h(known.problem, difference)
    result = fit(known.problem, Settings(100, known.learning_rate, h, difference))
    assert result.loss == pytest.approx(known.losses[100], rel=1e-2)


@pytest.mark.parametrize("difference", Difference)
def test_single_precision_gets_an_h_of_its_own(difference: Difference) -> None:
    problem = random_problem(4, 30, 3)
    rate = safe_learning_rate(learning_rate_limit(problem))
    h = fitting_h(problem, difference, "float32")
    single = fit(problem, Settings(100, rate, h, difference, precision="float32"))
    double = fit(problem, Settings(100, rate, 0.1))
    assert single.loss == pytest.approx(double.loss, rel=1e-2)


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("largest", [1.0, 1e10, 1e300])
def test_h_always_moves_the_weights_at_the_start(largest: float, precision: str) -> None:
    """Where Y fits so well that only a tiny h suits the loss, h must still move W."""
    problem = Problem([[1.0], [1.0]], [largest, largest], [largest])
    h = fitting_h(problem, precision=precision)
    assert (
        fit(problem, Settings(1, 0.1, h, precision="float64")).stop is not StopReason.STEP_VANISHED
    )
    if largest < 1e30:
        moved = np.float32(largest) + np.float32(h)
        assert precision == "float64" or moved > np.float32(largest)


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
def test_whatever_the_problem_h_is_a_setting(problem: Problem) -> None:
    assert Settings(h=fitting_h(problem)).h > 0
