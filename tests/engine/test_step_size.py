import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Difference,
    Method,
    Precision,
    Problem,
    Settings,
    StopReason,
    descend,
    exact_gradient,
    fit,
    gradient,
    mean_squared_error,
    on_unit_columns,
    optimum,
    suggest_h,
)
from engine.methods.updated_quotients import quotients_of
from engine.quotients import Quotients
from engine.stability import learning_rate_limit, safe_learning_rate
from engine.step_size import lost_weights, suggest_each_h, with_fixed_steps

from .least_squares import CERTIFIED, table_problem
from .limit.places import FITS as FITTED
from .limit.places import STARTS, place, start
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
    assert Settings(h=suggest_h(problem)).fixed_h > 0


@pytest.mark.parametrize("scale", [1e-170, 1e-150, 1e150, 1e170])
def test_h_survives_overflowing_squares(scale: float) -> None:
    problem = random_problem(3, 20, 3)
    plain = math.log10(suggest_h(Problem(problem.A, problem.Y)))
    inputs = math.log10(suggest_h(Problem(problem.A * scale, problem.Y)))
    outputs = math.log10(suggest_h(Problem(problem.A, problem.Y * scale)))
    assert inputs + math.log10(scale) == pytest.approx(plain, abs=1e-6)
    assert outputs - math.log10(scale) == pytest.approx(plain, abs=1e-6)


@given(
    problems(),
    st.sampled_from(Difference),
    st.sampled_from(["float64", "float32"]),
    st.floats(-12, 12),
    st.floats(-3, 3),
    st.floats(-6, 12),
)
def test_first_quotients_have_digits(
    drawn: Problem, difference: Difference, precision: str, size: float, unit: float, start: float
) -> None:
    """Whatever the units, and however far the start is, the start keeps its leading digits."""
    A, Y = drawn.A * 10.0**unit, drawn.Y * 10.0**size
    problem = Problem(A, Y, drawn.W * 10.0 ** (size - unit + start))
    exact = np.asarray(exact_gradient(problem, problem.W)).reshape(-1, 1)
    lengths = np.sqrt(problem.mean_squares).reshape(-1, 1)
    h = suggest_h(problem, difference, precision)
    cells = (problem.A.astype(precision), problem.Y.astype(precision), problem.W.astype(precision))
    found = Quotients(cells[0], cells[1], h, difference).at(cells[2]).gradient
    used = lengths[:, 0] > 0
    loss = mean_squared_error(problem.A, problem.W, problem.Y)
    largest = 2 * lengths[used] * math.sqrt(loss)
    allowed = 1e-2 if precision == "float32" else 1e-3
    # Where a residual is a difference of nearly equal numbers, its rounding limits every h.
    terms = float(lengths[:, 0] @ np.abs(problem.W[:, 0])) + np.sqrt(np.mean(problem.Y**2))
    floor = 30 * float(np.finfo(precision).eps) * lengths[used] * terms
    spread = lengths[used].max() / lengths[used].min() if used.any() else 1.0
    assert (np.abs(found - exact)[used] <= allowed * spread * largest + floor * spread).all()


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("difference", Difference)
def test_h_moves_weights_at_optimum(difference: Difference, precision: str) -> None:
    """Two columns differ by 1e-6, so W grows from 0 to 1e6 times what Y and A suggest."""
    apart = {"float64": 1e-9, "float32": 1e-4}[precision]
    x = np.random.default_rng(1).normal(size=(30, 2))
    A = np.column_stack((x[:, 0], x[:, 0] + apart * x[:, 1]))
    problem = Problem(A, x[:, 1])
    h = suggest_h(problem, difference, precision)
    W = optimum(problem).W.astype(precision)
    assert np.abs(W).min() > 0.5 / apart
    assert (W + np.dtype(precision).type(h) != W).all()
    assert h < 1e-2 or difference is Difference.CENTRAL


@pytest.mark.parametrize("start", [1e6, 1e9, 1e12])
def test_far_start_leaves_end_exact(start: float) -> None:
    """An h for the loss at the start alone would round W to 1e-16 of the start."""
    problem = random_problem(5, 40, 3).starting_from([start, -start, start])
    result = fit(problem, Settings(learning_rate="safe", until_converged=True))
    best = optimum(problem).W
    assert np.abs(result.W - best).max() <= 1e-11 * np.abs(best).max()


def test_both_steps_become_numbers() -> None:
    problem = Problem([[1e-6], [2e-6]], [1.0, 3.0])
    settings = Settings(7, "safe", difference="forward")
    fixed = with_fixed_steps(settings, problem)
    assert fixed.fixed_learning_rate == learning_rate_limit(problem) / 2
    assert fixed.fixed_h == suggest_h(problem, "forward")
    assert (fixed.epochs, fixed.difference) == (7, "forward")
    assert with_fixed_steps(fixed, problem) is fixed


def descended_on(problem: Problem, settings: Settings) -> Problem:
    return on_unit_columns(problem) if settings.scale_columns else problem


CASES = st.builds(
    Settings,
    epochs=st.just(90),
    learning_rate=st.just("safe"),
    h=st.just("fits"),
    difference=st.sampled_from(Difference),
    precision=st.sampled_from(["float64", "float32"]),
    method=st.sampled_from(["automatic", "literal", "triangle"]),
    scale_columns=st.booleans(),
)


@given(problems(), CASES)
def test_fitting_h_is_suggested_h(problem: Problem, settings: Settings) -> None:
    h = suggest_h(descended_on(problem, settings), settings.difference, settings.precision)
    found, given_h = fit(problem, settings), fit(problem, replace(settings, h=h))
    assert found.W.tobytes() == given_h.W.tobytes()
    assert (found.loss, found.stop) == (given_h.loss, given_h.stop)


@given(problems(), CASES, st.integers(0, 89))
def test_continued_run_keeps_its_h(problem: Problem, settings: Settings, cut: int) -> None:
    settings = replace(settings, method=Method.LITERAL)
    first = list(descend(problem, replace(settings, epochs=cut)))[-1]
    *_, second = descend(problem, settings, after=first)
    *_, whole = descend(problem, settings)
    if not settings.scale_columns:  # else W passes through the units of the table between the two
        assert second.W.tobytes() == whole.W.tobytes()
        assert second.loss == whole.loss
    assert second.loss == pytest.approx(whole.loss, rel=1e-3, abs=1e-12)


@pytest.mark.parametrize(
    ("W", "h", "difference", "precision", "lost"),
    [
        ([0.0, 1.0, -3.0], 1e-17, "central", "float64", [False, True, True]),
        ([0.0, 1.0, -3.0], 1e-9, "central", "float64", [False, False, False]),
        ([0.0, 1.0, -3.0], 1e-9, "central", "float32", [False, True, True]),
        ([1.0], 1e-16, "forward", "float64", [True]),
        ([1.0], 1e-16, "backward", "float64", [False]),
    ],
)
def test_lost_weights_are_not_moved(
    W: list[float], h: float, difference: str, precision: str, lost: list[bool]
) -> None:
    settings = Settings(h=h, difference=difference, precision=precision)
    assert lost_weights(np.array(W), settings).tolist() == lost


def test_weights_beyond_single_precision_are_quiet() -> None:
    with np.errstate(all="raise"):
        lost_weights(np.array([1e200, 1.0]), Settings(h=0.1, precision="float32"))


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", STARTS)
@pytest.mark.parametrize("name", [*CERTIFIED, "diabetes_raw", "plant", *FITTED])
def test_each_step_gives_the_worst_weight_digits(
    name: str, where: str, precision: Precision
) -> None:
    problem = table_problem(name).starting_from(start(name, where))
    point = place(name, where, precision)
    table = point.table
    steps = np.array(suggest_each_h(problem, precision=precision))
    found = quotients_of(table.A, table.Y, steps, Difference.CENTRAL).at(point.w.reshape(-1, 1))
    shown = [not point.theory(k).is_hidden for k in range(table.weights)]
    errors = np.abs(found.gradient[:, 0].astype(float) - point.slopes)[shown]
    least = {Precision.DOUBLE: 12.5, Precision.SINGLE: 4.5}[precision]
    assert (errors <= 10.0**-least * np.abs(point.slopes[shown])).all()
    # Ones fit the Wampler tables, so that every slope is 0.
    assert any(shown) is not (where == "ones" and name.startswith("Wampler"))


@pytest.mark.parametrize("difference", Difference)
def test_each_step_follows_its_column(difference: Difference) -> None:
    problem = random_problem(3, 30, 3)
    scales = np.array([1e-9, 1.0, 1e12])
    scaled = Problem(problem.A * scales, problem.Y)
    steps = np.array(suggest_each_h(Problem(problem.A, problem.Y), difference))
    assert np.array(suggest_each_h(scaled, difference)) * scales == pytest.approx(steps, rel=1e-6)


def test_each_step_moves_its_weight() -> None:
    problem = Problem([[1.0, 1e3], [1.0, -1e3]], [3.0, 5.0], [1e18, -1e-18])
    steps = np.array(suggest_each_h(problem))
    assert not lost_weights(problem.W, Settings(h=tuple(steps))).any()
    assert lost_weights(problem.W, Settings(h=(1e-3, 1e-3)))[:, 0].tolist() == [True, False]


def test_zero_and_overflowing_columns_have_steps() -> None:
    assert suggest_each_h(Problem([[0.0, 1.0]], [1.0]))[0] == 1.0
    assert all(np.isfinite(suggest_each_h(Problem([[1e200, 1.0]], [1.0], [1e200, 1.0]))))


def test_each_step_is_fixed_with_the_settings() -> None:
    problem = random_problem(3, 30, 3)
    fixed = with_fixed_steps(Settings(h="fits each weight", difference="forward"), problem)
    assert fixed.h == suggest_each_h(problem, "forward")


@pytest.mark.parametrize("h", [1e39, (1e39, 1.0)])
@pytest.mark.parametrize("difference", list(Difference))
def test_step_beyond_single_precision_moves(
    h: float | tuple[float, ...], difference: Difference
) -> None:
    settings = Settings(h=h, precision="float32", difference=difference)
    assert not lost_weights(np.array([0.0, 1.0]), settings).any()
