import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Problem,
    Settings,
    descend,
    exact_gradient,
    fit,
    on_unit_columns,
    optimum,
    safe_learning_rate,
    suggest_h,
    triangle_of,
)
from engine.cancelling import Cancelled
from engine.errors import WrongArgument
from engine.exact.gradient import ExactGradient
from engine.limit.slope_check import SlopeAgreement, agreeing_digits
from engine.stability import learning_rate_limit

from ..least_squares import exact_slopes, random_table, table_problem, true_digits
from ..problems import problems, random_problem

seeds = st.integers(0, 2**32 - 1)
PLAIN, SCALED = Settings(), Settings(scale_columns=True)


@given(problems(30, 6), seeds, st.sampled_from([PLAIN, SCALED]))
def test_prepared_gradient_is_the_same(problem: Problem, seed: int, settings: Settings) -> None:
    W = np.random.default_rng(seed).normal(size=problem.W.shape)
    found = ExactGradient(problem, settings).at(W)
    assert found == pytest.approx(exact_gradient(problem, W, settings), rel=1e-15)


@pytest.mark.parametrize("seed", range(20))
def test_small_gradients_keep_their_digits(seed: int) -> None:
    problem = random_table(seed)
    W = optimum(problem).W
    exact = exact_slopes(problem, [Fraction(w) for w in W[:, 0].tolist()])
    assert true_digits(ExactGradient(problem, PLAIN).at(W), exact).min() >= 8


@given(seeds)
def test_scaled_gradient_is_that_of_unit_columns(seed: int) -> None:
    problem = random_problem(seed, 15, 3)
    problem = Problem(problem.A * [1.0, 1e3, 1e-5], problem.Y, problem.W)
    unit = on_unit_columns(problem)
    expected = exact_gradient(unit, unit.W)
    size = np.abs(expected).max()
    assert exact_gradient(problem, problem.W, SCALED) == pytest.approx(expected, abs=1e-14 * size)


@pytest.mark.parametrize("settings", [PLAIN, SCALED])
def test_gradient_is_in_the_frame_units(settings: Settings) -> None:
    problem = table_problem("Longley")
    frame = next(descend(problem, settings))
    found = exact_gradient(problem, frame.W, settings)
    assert agreeing_digits(frame.gradient, found).worst is SlopeAgreement.AGREES


def test_precision_is_always_double() -> None:
    problem = random_problem(8, 10, 2)
    single = Settings(precision="float32")
    assert ExactGradient(problem, single).at(problem.W).dtype == np.float64
    assert (
        ExactGradient(problem, single).at(problem.W) == exact_gradient(problem, problem.W)
    ).all()


@pytest.mark.parametrize("rows", [40, 100_000])
@pytest.mark.parametrize("settings", [PLAIN, SCALED])
def test_triangle_stands_for_the_rows(rows: int, settings: Settings) -> None:
    problem = random_problem(9, rows, 4)
    reduced = ExactGradient(problem, settings, triangle_of(problem))
    for W in (problem.W, optimum(problem).W):
        exact = exact_gradient(problem, W, settings)
        assert (np.abs(reduced.at(W) - exact) <= reduced.floor(W)).all()
    assert reduced.at(problem.W) == pytest.approx(exact_gradient(problem, problem.W, settings))


@given(seeds, st.sampled_from([PLAIN, SCALED]), st.integers(1, 12))
def test_floor_covers_a_rounded_optimum(seed: int, settings: Settings, weights: int) -> None:
    problem = random_problem(seed, 20, weights)
    W = optimum(problem).W
    gradient = ExactGradient(problem, settings)
    assert (np.abs(gradient.at(W)) <= gradient.floor(W)).all()
    assert (gradient.floor(W) < 1e-9 * (1 + np.abs(gradient.at(W + 1)))).all()


@pytest.mark.parametrize("seed", range(12))
def test_converged_run_is_only_rounded(seed: int) -> None:
    problem = random_problem(seed, 25, 3)
    rate = safe_learning_rate(learning_rate_limit(problem))
    settings = Settings(learning_rate=rate, h=suggest_h(problem), until_converged=True)
    end = fit(problem, settings).end
    gradient = ExactGradient(problem, settings)
    check = agreeing_digits(end.gradient, gradient.at(end.W), gradient.floor(end.W))
    assert SlopeAgreement.WRONG not in check.verdicts


def test_lost_step_is_wrong_in_spite_of_the_floor() -> None:
    problem = random_problem(3, 25, 3)
    frame = next(descend(problem, Settings(h=3e-15)))
    gradient = ExactGradient(problem, Settings(h=3e-15))
    check = agreeing_digits(frame.gradient, gradient.at(frame.W), gradient.floor(frame.W))
    assert check.worst is SlopeAgreement.WRONG
    assert check.worst_digits is not None
    assert check.worst_digits < 3


def test_extreme_cells_do_not_overflow() -> None:
    huge = Problem([[1e300], [1e300]], [1e300, -1e300])
    assert ExactGradient(huge, PLAIN).at(np.array([[1.0]])).tolist() == [[math.inf]]
    found = ExactGradient(huge, SCALED).at(np.array([[1.0]]))
    assert found == pytest.approx(np.array([[math.sqrt(2) * 1e300]]))
    assert exact_gradient(huge, [1.0], SCALED) == pytest.approx(found, rel=1e-15)
    zeros = Problem([[0.0, 2.0], [0.0, 0.0]], [2.0, 0.0])  # a length that divides exactly
    at = np.array([[1e300], [1.0]])
    assert ExactGradient(zeros, SCALED).at(at).tolist() == [[0.0], [0.0]]


def test_preparing_can_be_cancelled() -> None:
    with pytest.raises(Cancelled):
        ExactGradient(random_problem(1, 10, 2), SCALED, cancelled=lambda: True)


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(WrongArgument):
        exact_gradient(random_problem(1, 10, 2), [1.0, 2.0], {"h": 1.0})  # type: ignore[arg-type]
