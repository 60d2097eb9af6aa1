from collections.abc import Callable
from itertools import repeat
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Matrix, Problem, gradient, mean_squared_error
from engine.errors import BadSetting, NotFinite, StepVanishes
from engine.quotients import Interrupted, Quotients

from .problems import analytic_gradient, mean_squares, problems, random_problem

differences = st.sampled_from(Difference)
steps = st.sampled_from([1.0, 0.1, 1e-2, 1e-4])
FORMS: tuple[Literal["literal", "vectorised"], ...] = ("literal", "vectorised")
BIAS = {Difference.CENTRAL: 0.0, Difference.FORWARD: 1.0, Difference.BACKWARD: -1.0}


def rounding(problem: Problem, W: Matrix, h: float) -> float:
    """Bound what rounding does to a quotient: some ε of the largest loss, divided by the step."""
    farthest = np.abs(problem.A).sum(axis=1) * (np.abs(W).max() + h) + np.abs(problem.Y[:, 0])
    return float(100 * np.finfo(float).eps * np.mean(farthest**2) / h)


@given(problems(), differences, steps)
def test_both_forms_agree(problem: Problem, difference: Difference, h: float) -> None:
    literal = gradient(problem, None, h, difference, form="literal")
    vectorised = gradient(problem, None, h, difference, form="vectorised")
    assert literal.shape == vectorised.shape == problem.W.shape
    assert np.abs(literal - vectorised).max() <= rounding(problem, problem.W, h)


@given(problems(), differences, steps, st.sampled_from(FORMS))
def test_quotients_are_the_analytic_gradient_and_a_known_bias(
    problem: Problem, difference: Difference, h: float, form: Literal["literal", "vectorised"]
) -> None:
    """Central: exact at any h. One-sided: off by ±h·mean(A_k²), no more and no less."""
    expected = analytic_gradient(problem, problem.W) + BIAS[difference] * h * mean_squares(problem)
    found = gradient(problem, problem.W, h, difference, form)
    assert np.abs(found - expected).max() <= rounding(problem, problem.W, h)


@given(problems(), st.integers(0, 2**32 - 1))
def test_the_gradient_is_the_slope_along_any_direction(problem: Problem, seed: int) -> None:
    direction = np.random.default_rng(seed).normal(size=problem.W.shape)
    ahead = mean_squared_error(problem.A, problem.W + direction, problem.Y)
    behind = mean_squared_error(problem.A, problem.W - direction, problem.Y)
    slope = float((gradient(problem).T @ direction).item())
    assert slope == pytest.approx((ahead - behind) / 2, rel=1e-9, abs=1e-9 * (ahead + behind))


@given(problems(), differences)
def test_the_quotient_divides_by_the_step_really_taken(
    problem: Problem, difference: Difference
) -> None:
    """At W = 1/3, w + 1e-12 is off by up to 1e-4 of the step: 2h would show."""
    W = np.full_like(problem.W, 1 / 3)
    h = 1e-12
    for k, found in enumerate(gradient(problem, W, h, difference, form="literal").ravel()):
        ends = {
            Difference.CENTRAL: (1 / 3 + h, 1 / 3 - h),
            Difference.FORWARD: (1 / 3 + h, 1 / 3),
            Difference.BACKWARD: (1 / 3, 1 / 3 - h),
        }[difference]
        moved = [W.copy(), W.copy()]
        moved[0][k], moved[1][k] = ends
        losses = [mean_squared_error(problem.A, each, problem.Y) for each in moved]
        assert found == (losses[0] - losses[1]) / (ends[0] - ends[1])


def test_the_step_taken_matters_where_the_weight_is_large() -> None:
    """w + h rounds to a step of 2/3 of h: the slope at w = 2⁵³/2 must not be 2/3 of itself."""
    w = 2.0**52
    problem = Problem([[1.0]], [0.0], [w])
    assert gradient(problem, h=1.5, difference="forward").item() == pytest.approx(2 * w)


@pytest.mark.parametrize("form", FORMS)
def test_the_gradient_at_given_weights(form: Literal["literal", "vectorised"]) -> None:
    problem = Problem([[1, 2], [3, 4]], [5, 6], [9, 9])
    found = gradient(problem, [0, 0], form=form)
    assert found == pytest.approx(np.array([[-23.0], [-34.0]]), rel=1e-12)
    assert gradient(problem, [[0], [0]], form=form).tolist() == found.tolist()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("difference", Difference)
def test_a_step_that_moves_no_weight_is_named(
    form: Literal["literal", "vectorised"], difference: Difference
) -> None:
    problem = Problem([[1, 1, 1]], [1], [0, 1.0, 1e9])
    with pytest.raises(StepVanishes) as refused:
        gradient(problem, h=1e-8, difference=difference, form=form)
    assert (refused.value.weight, refused.value.value, refused.value.h) == (3, 1e9, 1e-8)


@pytest.mark.parametrize("form", FORMS)
def test_infinite_weights_are_refused(form: Literal["literal", "vectorised"]) -> None:
    with pytest.raises(NotFinite, match="W, row 1, column 1"):
        gradient(Problem([[1]], [1]), [np.inf], form=form)


def test_an_unknown_difference_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadSetting, match="central, forward or backward"):
        gradient(Problem([[1]], [1]), difference="sideways")


@given(problems(300, 9), differences, st.integers(1, 2000), st.integers(1, 20))
def test_blocks_of_rows_and_spans_of_weights_change_nothing(
    problem: Problem, difference: Difference, residuals: int, coordinates: int
) -> None:
    whole = Quotients(problem.A, problem.Y, 0.1, difference).at(problem.W)

    class Small(Quotients):
        RESIDUALS_IN_CACHE = residuals
        COORDINATES_IN_MEMORY = coordinates

    small = Small(problem.A, problem.Y, 0.1, difference).at(problem.W)
    assert small.loss == pytest.approx(whole.loss, rel=1e-12)
    assert np.abs(small.gradient - whole.gradient).max() <= rounding(problem, problem.W, 0.1)


@pytest.mark.parametrize("rows", [63, 64, 65, 128, 129])
def test_no_row_is_lost_between_blocks(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotients, "RESIDUALS_IN_CACHE", 1)  # blocks of 64 rows
    problem = random_problem(0, rows, 2)
    loss = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL).at(problem.W).loss
    assert loss == pytest.approx(mean_squared_error(problem.A, problem.W, problem.Y), rel=1e-12)


def test_many_rows_and_weights_go_through_several_blocks_and_spans() -> None:
    problem = random_problem(3, 70_000, 3)
    loss, slopes = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL).at(problem.W)
    assert loss == pytest.approx(mean_squared_error(problem.A, problem.W, problem.Y), rel=1e-12)
    assert slopes == pytest.approx(analytic_gradient(problem, problem.W), rel=1e-9, abs=1e-12)


def test_the_vanishing_weight_is_counted_across_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Quotients, "COORDINATES_IN_MEMORY", 1)
    with pytest.raises(StepVanishes, match="w5 = "):
        gradient(Problem([[1] * 6], [1], [0, 0, 0, 0, 1e9, 0]), h=1e-9)


def calls(count: int) -> Callable[[], bool]:
    """Say False so many times, and then True."""
    answers = iter([*repeat(False, count), True])
    return lambda: next(answers)


def test_the_evaluation_can_be_interrupted_between_blocks_of_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Quotients, "RESIDUALS_IN_CACHE", 1)
    problem = random_problem(0, 200, 2)  # four blocks of at most 64 rows
    Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL, calls(4)).at(problem.W)
    with pytest.raises(Interrupted):
        Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL, calls(3)).at(problem.W)


def test_the_same_quotients_give_the_same_bits_again() -> None:
    problem = random_problem(1, 100, 4)
    quotients = Quotients(problem.A, problem.Y, 0.1, Difference.CENTRAL)
    first = quotients.at(problem.W)
    quotients.at(problem.W + 1)
    again = quotients.at(problem.W)
    assert first.loss == again.loss
    assert np.array_equal(first.gradient, again.gradient)
