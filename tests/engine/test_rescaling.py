import math
import statistics
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from engine import Matrix, Problem, fit, predict
from engine.cancelling import Cancelled
from engine.errors import BadSetting
from engine.rescaling import (
    CELLS_AT_A_TIME,
    Rescaling,
    column_scales,
    composed,
    in_original_units,
    rescaled,
)
from engine.settings import Settings

from .archives import FINITE
from .problems import problems

HOWS = st.sampled_from(Rescaling)
EPSILON = sys.float_info.epsilon
LARGEST = sys.float_info.max


def tables(elements: st.SearchStrategy[float]) -> st.SearchStrategy[Matrix]:
    shapes = array_shapes(min_dims=2, max_dims=2, max_side=6)
    return arrays(np.float64, shapes, elements=elements)


MODERATE = st.floats(-1e100, 1e100).filter(lambda x: x == 0 or abs(x) > 1e-100)


@given(tables(FINITE))
def test_standardise_uses_mean_and_deviation(
    A: Matrix,
) -> None:
    shift, scale = column_scales(A, "standardise")
    for column, mean, deviation in zip(A.T.tolist(), shift, scale, strict=True):
        if min(column) == max(column):
            assert (mean, deviation) == (0, 1)
            continue
        size = max(map(abs, column))
        assert mean == pytest.approx(statistics.mean(column), abs=4 * EPSILON * size + 5e-324)
        exact = statistics.pstdev(column)
        assert deviation == pytest.approx(exact, rel=1e-13, abs=5e-324)
        assert deviation > 0


@given(tables(FINITE))
def test_scale_is_the_length(A: Matrix) -> None:
    shift, scale = column_scales(A, "scale")
    assert not shift.any()
    for column, divisor in zip(A.T.tolist(), scale, strict=True):
        if min(column) == max(column):
            assert divisor == 1
            continue
        assert divisor == pytest.approx(min(math.hypot(*column), LARGEST), rel=1e-13, abs=5e-324)
        assert divisor > 0


def squares(stored: Matrix, how: Rescaling) -> Matrix:
    """Return the mean square of standardised columns, and the squared length of scaled ones."""
    total: Matrix = np.square(stored).sum(axis=0)
    return total / len(stored) if how is Rescaling.STANDARDISE else total


@given(tables(FINITE), HOWS)
def test_stored_numbers_are_about_1(A: Matrix, how: Rescaling) -> None:
    shift, scale = column_scales(A, how)
    varies = A.min(axis=0) < A.max(axis=0)
    assume((scale[varies] > 1e-300).all())  # a smaller scale has only a few digits
    stored = rescaled(A, shift, scale)[:, varies]
    assert np.isfinite(stored).all()
    assert (np.abs(stored) <= math.sqrt(len(A)) * (1 + 1e-12)).all()
    assume((scale < LARGEST).all())  # a longer column is divided by the largest number
    assert squares(stored, how) == pytest.approx(1, rel=0.1)


@given(tables(MODERATE), HOWS)
def test_rescaling_is_reversible(A: Matrix, how: Rescaling) -> None:
    shift, scale = column_scales(A, how)
    again = rescaled(A, shift, scale) * scale + shift
    assert (np.abs(again - A) <= 4 * EPSILON * np.abs(A).max(axis=0)).all()


@given(problems(most_rows=30), HOWS)
def test_stored_columns_have_unit_size(problem: Problem, how: Rescaling) -> None:
    assume(problem.rows > 1)
    stored = rescaled(problem.A, *column_scales(problem.A, how))
    assert squares(stored, how) == pytest.approx(1, rel=1e-13)
    if how is Rescaling.STANDARDISE:
        assert np.mean(stored, axis=0) == pytest.approx(0, abs=1e-13)


@pytest.mark.parametrize("how", Rescaling)
@pytest.mark.parametrize("size", [5e-324, 1e-310, 1e-200, 1e200, LARGEST])
def test_rescaling_of_extreme_numbers(how: Rescaling, size: float) -> None:
    A = np.array([[size, -size], [-size, 0.0], [size, size], [-size, 0.0]])
    shift, scale = column_scales(A, how)
    assert (np.abs(shift) <= size).all()
    stored = rescaled(A, shift, scale)
    is_of_length_2 = how is Rescaling.SCALE and size < LARGEST  # a length beyond is cut off
    each = 0.5 if is_of_length_2 else 1.0
    assert stored[:, 0] == pytest.approx([each, -each, each, -each], rel=1e-12)


def test_mean_near_largest_number() -> None:
    A = np.array([[LARGEST], *[[-LARGEST]] * 9])
    stored = rescaled(A, *column_scales(A, "standardise"))
    assert stored.ravel() == pytest.approx([3, *[-1 / 3] * 9], rel=1e-12)


@pytest.mark.parametrize("shift", [1.1e292, 1e300, 1e308])
def test_large_shift_does_not_overflow(shift: float) -> None:
    """Half a unit in the last place of the largest number, 1e292, is enough to overflow."""
    stored = rescaled(np.array([[-LARGEST]]), [shift], [1e308])
    assert stored[0, 0] == pytest.approx(-LARGEST / 1e308 - shift / 1e308, rel=1e-15)


def test_small_shift_keeps_subnormal_digits() -> None:
    A = 5e-324 * np.array([[1.0], [3.0]])
    assert rescaled(A, [2 * 5e-324], [5e-324]).tolist() == [[-1], [1]]


def test_nearly_constant_columns_keep_digits() -> None:
    A = np.full((100_000, 2), 1e9)
    A[::2, 0] += 1e-6
    A[7, 1] = math.nextafter(1e9, 2e9)
    shift, scale = column_scales(A, "standardise")
    assert scale[0] == pytest.approx(float(A[0, 0] - A[1, 0]) / 2, rel=1e-12)
    assert scale[1] == pytest.approx(math.ulp(1e9) * math.sqrt(1e-5 * (1 - 1e-5)), rel=1e-12)
    assert shift == pytest.approx(1e9, rel=1e-15)


def test_whole_numbers_have_exact_mean() -> None:
    A = np.array([[1.0, -5.0, 1.0], [2.0, 0.0, 1.0], [3.0, 2.0, 1.0]])
    shift, scale = column_scales(A, "standardise")
    assert shift.tolist() == [2, -1, 0]
    assert scale.tolist() == [math.sqrt(2 / 3), pytest.approx(math.sqrt(26 / 3), rel=1e-15), 1]


def test_rescaling_in_several_blocks() -> None:
    A = np.random.default_rng(0).normal(50, 3, (CELLS_AT_A_TIME, 3))
    shift, scale = column_scales(A, "standardise")
    assert shift == pytest.approx(A.mean(axis=0), rel=1e-14)
    assert scale == pytest.approx(A.std(axis=0), rel=1e-12)
    stored = rescaled(A, shift, scale)
    assert stored.tolist() == ((A - shift) / scale).tolist()
    assert not stored.flags.writeable


def test_unknown_rescaling_is_refused() -> None:
    with pytest.raises(BadSetting, match="rescaling is “normalise”; it must be standardise or sc"):
        column_scales(np.eye(2), "normalise")


@given(problems(), HOWS, st.floats(-3, 3), st.floats(0.01, 100))
def test_original_units_keep_predictions(
    problem: Problem, how: Rescaling, offset: float, factor: float
) -> None:
    A = problem.A * factor + offset
    shift, scale = column_scales(A, how)
    stored = rescaled(A, shift, scale)
    W, constant = in_original_units(problem.W, shift, scale)
    size = (np.abs(A) @ np.abs(W)).max() + abs(constant)
    assert predict(A, W) + constant == pytest.approx(
        predict(stored, problem.W), abs=100 * EPSILON * size
    )


@given(problems(), HOWS)
def test_intercept_takes_the_constant(problem: Problem, how: Rescaling) -> None:
    A = np.insert(problem.A, 1, 1.0, axis=1)
    W = np.append(problem.W, [[0.5]], axis=0)
    shift, scale = column_scales(A, how)
    original, constant = in_original_units(W, shift, scale, 1)
    apart, left = in_original_units(W, shift, scale)
    assert constant == 0
    assert original[1, 0] == apart[1, 0] + left
    size = (np.abs(A) @ np.abs(original)).max()
    assert predict(A, original) == pytest.approx(
        predict(rescaled(A, shift, scale), W), abs=100 * EPSILON * size
    )


@given(problems(), HOWS, HOWS)
def test_two_rescalings_compose(problem: Problem, first: Rescaling, then: Rescaling) -> None:
    once = column_scales(problem.A, first)
    stored = rescaled(problem.A, *once)
    twice = column_scales(stored, then)
    both = composed(*once, *twice)
    at_once = rescaled(problem.A, *both)
    size = np.abs(problem.A).max(axis=0) / both[1] + np.abs(both[0]) / both[1]
    assert (np.abs(rescaled(stored, *twice) - at_once) <= 20 * EPSILON * size).all()


def test_standardised_fit_in_original_units() -> None:
    x = np.random.default_rng(0).normal(50, 20, (100, 1))
    A = np.insert(x, 0, 1.0, axis=1)
    shift, scale = column_scales(A, "standardise")
    problem = Problem(rescaled(A, shift, scale), 3 + 2 * x)
    W, constant = in_original_units(fit(problem, Settings(5000, 0.1)).W, shift, scale, 0)
    assert W.ravel() == pytest.approx([3, 2], rel=1e-9)
    assert constant == 0


def test_overflowing_original_weights_are_inf() -> None:
    W, constant = in_original_units(np.array([[1e300], [1.0]]), [1.0, 0.0], [1e-300, 1.0])
    assert W.ravel().tolist() == [math.inf, 1]
    assert math.isnan(constant)


@pytest.mark.parametrize("how", Rescaling)
@pytest.mark.parametrize("blocks_before", [0, 1])
def test_column_scales_can_be_cancelled(how: Rescaling, blocks_before: int) -> None:
    answers = iter([False] * blocks_before + [True])
    A = np.arange(3.0 * CELLS_AT_A_TIME)[:, np.newaxis]
    with pytest.raises(Cancelled):
        column_scales(A, how, lambda: next(answers))
    assert list(answers) == []


def test_single_numbers_are_composed() -> None:
    shift, scale = composed(2.0, np.float64(10.0), 1, 3.0)
    assert (float(shift), float(scale)) == (12.0, 30.0)
