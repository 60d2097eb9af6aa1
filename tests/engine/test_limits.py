from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Difference, Problem, gradient, mean_squared_error
from engine.errors import BadSetting, NotFinite, ShapesDisagree, StepVanishes

from .problems import analytic_gradient, mean_squares, problems, rounding

differences = st.sampled_from(Difference)
steps = st.sampled_from([1.0, 0.1, 1e-2, 1e-4])
FORMS: tuple[Literal["literal", "vectorised"], ...] = ("literal", "vectorised")
BIAS = {Difference.CENTRAL: 0.0, Difference.FORWARD: 1.0, Difference.BACKWARD: -1.0}


@given(problems(), differences, steps)
def test_both_forms_agree(problem: Problem, difference: Difference, h: float) -> None:
    literal = gradient(problem, None, h, difference, form="literal")
    vectorised = gradient(problem, None, h, difference, form="vectorised")
    assert literal.shape == vectorised.shape == problem.W.shape
    assert np.abs(literal - vectorised).max() <= rounding(problem, problem.W, h)


@given(problems(), differences, steps, st.sampled_from(FORMS))
def test_quotients_are_gradient_plus_bias(
    problem: Problem, difference: Difference, h: float, form: Literal["literal", "vectorised"]
) -> None:
    """The central quotient is exact at any h; one-sided ones are off by exactly ±h·mean(A_k²)."""
    expected = analytic_gradient(problem, problem.W) + BIAS[difference] * h * mean_squares(problem)
    found = gradient(problem, problem.W, h, difference, form)
    assert np.abs(found - expected).max() <= rounding(problem, problem.W, h)


@given(problems(), st.integers(0, 2**32 - 1))
def test_gradient_is_slope_in_any_direction(problem: Problem, seed: int) -> None:
    direction = np.random.default_rng(seed).normal(size=problem.W.shape)
    ahead = mean_squared_error(problem.A, problem.W + direction, problem.Y)
    behind = mean_squared_error(problem.A, problem.W - direction, problem.Y)
    slope = float((gradient(problem).T @ direction).item())
    assert slope == pytest.approx((ahead - behind) / 2, rel=1e-9, abs=1e-9 * (ahead + behind))


@given(problems(), differences)
def test_quotient_divides_by_step_taken(problem: Problem, difference: Difference) -> None:
    """At W = 1/3, w + 1e-12 is off by up to 1e-4 of the step, so dividing by 2h would show."""
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


def test_step_taken_matters_for_large_weights() -> None:
    """At w = 2⁵³/2, w + h rounds to a step of 2/3·h; the slope must not be 2/3 of itself."""
    w = 2.0**52
    problem = Problem([[1.0]], [0.0], [w])
    assert gradient(problem, h=1.5, difference="forward").item() == pytest.approx(2 * w)


@pytest.mark.parametrize("form", FORMS)
def test_gradient_at_given_weights(form: Literal["literal", "vectorised"]) -> None:
    problem = Problem([[1, 2], [3, 4]], [5, 6], [9, 9])
    found = gradient(problem, [0, 0], form=form)
    assert found == pytest.approx(np.array([[-23.0], [-34.0]]), rel=1e-12)
    assert gradient(problem, [[0], [0]], form=form).tolist() == found.tolist()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("difference", Difference)
def test_step_that_moves_nothing_is_named(
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


def test_unknown_difference_lists_names() -> None:
    with pytest.raises(BadSetting, match="central, forward or backward"):
        gradient(Problem([[1]], [1]), difference="sideways")


def test_gradient_refuses_wrong_shape() -> None:
    with pytest.raises(ShapesDisagree, match="A is 1×1 but W is 2×1"):
        gradient(Problem([[1]], [1]), [1, 2])


def test_unknown_form_lists_names() -> None:
    with pytest.raises(BadSetting, match="literal or vectorised"):
        gradient(Problem([[1]], [1]), form="litteral")


@pytest.mark.parametrize("h", [0.0, -0.1, np.nan, np.inf])
@pytest.mark.parametrize("form", FORMS)
def test_bad_step_is_refused(h: float, form: str) -> None:
    with pytest.raises(BadSetting, match="step h"):
        gradient(Problem([[1]], [1]), h=h, form=form)
