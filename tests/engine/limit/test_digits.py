import math
from fractions import Fraction

import numpy as np
import pytest

from engine import Difference, Precision, Problem, Settings, triangle_of
from engine.cancelling import Cancelled
from engine.limit.digits import next_weight, quotient_digits, working_digits
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable
from engine.methods.step_working import StepWriter

from ..least_squares import exact_slopes
from ..problems import published_problem, random_problem
from .places import NEAR, TABLES, place, start

RUNS = [
    Settings(h=h, learning_rate=0.01, difference=difference, precision=precision, scale_columns=on)
    for h in (0.1, 1e-5)
    for difference in Difference
    for precision in Precision
    for on in (False, True)
]

# Of the last digit: a slope half-way between two of them may be taken for the other side of it.
TIE = Fraction(1, 10**9)


def point_of(problem: Problem, settings: Settings) -> LimitPoint:
    return LimitPoint.at(LimitTable.of_rows(problem, settings), problem.W)


@pytest.mark.parametrize("settings", RUNS)
@pytest.mark.parametrize(("rows", "weights"), [(3, 3), (60, 3), (3000, 3), (20, 40)])
def test_floats_are_those_of_the_run(settings: Settings, rows: int, weights: int) -> None:
    problem = random_problem(rows, rows, weights)
    working = StepWriter(problem, settings).at(problem.W)
    assert working is not None
    point = point_of(problem, settings)
    for k in range(3):
        step = working.of_weight(k)
        found = quotient_digits(point, k, settings.fixed_h, settings.difference)
        expected = (step.w, step.ahead, step.behind, step.step, step.slope)
        assert (found.w, found.ahead, found.behind, found.step, found.slope) == expected
        assert next_weight(found, 0.01) == step.w_next
        again = working_digits(step, settings.precision, float(point.slopes[k]))
        assert (again.w_ahead, again.w_behind) == (found.w_ahead, found.w_behind)
        assert (again.rise, again.slope) == (found.rise, found.slope)


def test_one_digit_is_left_at_tiny_steps() -> None:
    found = quotient_digits(point_of(published_problem(), Settings()), 0, 3e-15, Difference.FORWARD)
    assert (found.losses.cancelled, found.losses.left, found.losses.digits) == (15, 1, 16)
    assert found.slopes.second == "-170.8492428959828"
    assert found.digits_right == pytest.approx(1.15, abs=0.2)


def test_still_weights_have_no_slope() -> None:
    found = quotient_digits(point_of(published_problem(), Settings()), 0, 1e-17, Difference.CENTRAL)
    assert found.is_still
    assert math.isnan(found.slope)
    assert math.isnan(found.digits_right)
    assert found.losses.left == 0


def test_other_still_weights_do_not_matter() -> None:
    problem = Problem([[1.0, 2.0], [3.0, 5.0]], [1.0, 2.0], [1e9, 1e-9])
    found = quotient_digits(point_of(problem, Settings()), 1, 1e-12, Difference.CENTRAL)
    assert found.step == pytest.approx(2e-12)
    assert not found.is_still


def test_losses_may_overflow() -> None:
    problem = Problem([[1e200]], [1.0], [1.0])
    found = quotient_digits(point_of(problem, Settings()), 0, 1e-3, Difference.CENTRAL)
    assert not found.is_finite


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", ["ones", NEAR])
@pytest.mark.parametrize("name", [name for name in TABLES if name != "plant"])
def test_every_digit_shown_is_exact(name: str, where: str, precision: Precision) -> None:
    point = place(name, where, precision)
    weights = [Fraction(float(w)) for w in point.w]
    exact = exact_slopes(point.table.problem, weights)
    for k, true in enumerate(exact):
        found = quotient_digits(
            point, k, point.theory(k).best_h(Difference.CENTRAL), Difference.CENTRAL
        )
        number, _, power = found.slopes.second.strip().partition("e")
        last = Fraction(1, 10 ** len(number.partition(".")[2])) * Fraction(10) ** int(power or 0)
        off = abs(Fraction(found.slopes.second.strip()) - true)
        assert off <= last * (Fraction(1, 2) + TIE)


def test_digits_of_the_triangle_are_its_own() -> None:
    problem = random_problem(4, 500, 3)
    settings = Settings(method="triangle", h=0.1, learning_rate=0.01)
    triangle = triangle_of(problem)
    working = StepWriter(problem, settings, triangle).at(problem.W)
    assert working is not None
    point = LimitPoint.at(LimitTable.of_triangle(triangle, settings), problem.W)
    found = quotient_digits(point, 2, 0.1, settings.difference)
    assert (found.ahead, found.slope) == (working.of_weight(2).ahead, working.of_weight(2).slope)


def test_digits_are_cancelled() -> None:
    point = place("Norris", "ones")
    with pytest.raises(Cancelled):
        quotient_digits(point, 0, 0.1, Difference.CENTRAL, lambda: True)


def test_starts_have_the_shape_of_w() -> None:
    assert start("Norris", NEAR).shape == (2, 1)
    assert np.unique(start("Norris", "ones")).tolist() == [1.0]
