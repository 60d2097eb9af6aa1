import numpy as np
import pytest

from engine import (
    Difference,
    Matrix,
    Precision,
    Problem,
    Settings,
    optimum,
    suggest_each_h,
)
from engine.examples import published
from engine.limit.curves import digits_right, measure, steps_between
from engine.limit.each_step import digits_gained
from engine.limit.point import LimitPoint
from engine.limit.table import LimitTable

from ..least_squares import table_problem
from .places import STARTS, TABLES, start

# The worst of these points is 0.64 digits off: rounding scatters (measured).
OFF = 0.8
H_100 = np.array([100.0, 10.0])


def measured_gain(problem: Problem, settings: Settings, each: tuple[float, ...]) -> float:
    """Return the digits that the worst weight gains at W, as its quotients show it."""
    point = LimitPoint.at(LimitTable.of_rows(problem, settings), problem.W)
    shared = steps_between(max(each), min(each), 2)
    found = []
    for k, own in enumerate(each):
        theory = point.theory(k)
        if theory.is_hidden:
            continue
        errors = []
        for h in (*shared, own):
            around = measure(point, k, np.geomspace(1.8 * h, h / 1.8, 9))
            near = around.errors(settings.difference)
            is_there = np.isfinite(near)
            errors.append(near[is_there].mean() if is_there.any() else np.inf)
        found.append(digits_right(np.array(errors), theory.slope, settings.precision))
    worst = np.min(found, axis=0)
    return float(worst[-1] - worst[:-1].max())


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("difference", [Difference.CENTRAL, Difference.FORWARD])
@pytest.mark.parametrize("where", STARTS)
@pytest.mark.parametrize("name", [name for name in TABLES if not name.startswith("Wampler")])
def test_foretold_gain_is_measured(
    name: str, where: str, difference: Difference, precision: Precision
) -> None:
    zeros = table_problem(name)
    problem = zeros.starting_from(start(name, where))
    settings = Settings(difference=difference, precision=precision)
    each = suggest_each_h(problem, difference, precision)
    measured = measured_gain(problem, settings, each)
    if where == "ones":  # a descent comes to losses as small as that of zeros
        measured = max(measured, measured_gain(zeros, settings, each))
    assert digits_gained(problem, settings, each) == pytest.approx(measured, abs=OFF)


def test_end_of_descent_counts() -> None:
    """The start, of a loss a million times as large, would be served by one step."""
    A = published().problem.A * [1.0, 1.0, 1e3]
    problem = Problem(A, published().problem.Y, published().problem.W)
    each = suggest_each_h(problem)
    assert 1 < digits_gained(problem, Settings(), each) < 2
    near = problem.starting_from(optimum(problem).W * 1.001)
    assert digits_gained(near, Settings(), each) < digits_gained(problem, Settings(), each)


def test_columns_of_one_size_gain_nothing() -> None:
    problem = table_problem("diabetes_raw")
    A = problem.A / np.linalg.norm(problem.A, axis=0)
    problem = Problem(A, problem.Y)
    each = suggest_each_h(problem)
    assert digits_gained(problem, Settings(), each) == pytest.approx(0, abs=0.1)


def test_bad_steps_lose_digits() -> None:
    problem = table_problem("Norris")
    exchanged = suggest_each_h(problem)[::-1]
    assert digits_gained(problem, Settings(), exchanged) < -1


def test_quotients_gain_differently() -> None:
    """Twentyfold columns: the one-sided quotient gains as its error has two branches."""
    problem = table_problem("fit_ages")
    settings = [Settings(difference=each) for each in (Difference.CENTRAL, Difference.FORWARD)]
    found = [
        digits_gained(problem, each, suggest_each_h(problem, each.difference)) for each in settings
    ]
    assert all(0.5 < gain < 1 for gain in found)


def test_hidden_slopes_have_none_to_gain() -> None:
    problem = table_problem("Wampler1")
    fitted = problem.starting_from(np.ones_like(problem.W))  # ones fit it: each slope is 0
    assert digits_gained(fitted, Settings(), suggest_each_h(fitted)) == 0


def test_numbers_beyond_precision_gain_nothing() -> None:
    problem = Problem([[1e200, 1.0]], [1.0], [1.0, 1.0])
    settings = Settings(precision="float32")
    assert digits_gained(problem, settings, (1e-200, 1.0)) == 0


def test_lucky_digits_do_not_last() -> None:
    """At W = 0 Longley's whole numbers make h = 100 exact; beside the start it loses two digits."""
    problem, each = table_problem("Longley"), suggest_each_h(table_problem("Longley"))

    def worst(W: Matrix) -> tuple[float, float]:
        point = LimitPoint.at(LimitTable.of_rows(problem, Settings()), W)
        found = []
        for k, own in enumerate(each):
            h = np.array([[100.0, 100 / 1.1, 100 / 1.2], [own, own / 1.1, own / 1.2]])
            errors = measure(point, k, h.ravel()).errors(Difference.CENTRAL).reshape(2, 3)
            slope = float(point.slopes[k])
            found.append(digits_right(errors.mean(axis=1), slope, Precision.DOUBLE))
        shared, own_digits = np.min(found, axis=0)
        return float(shared), float(own_digits)

    shared, own = worst(0.01 * optimum(problem).W)
    assert own > shared + 1
    lucky = measure(LimitPoint.at(LimitTable.of_rows(problem, Settings()), problem.W), 0, H_100)
    assert lucky.errors(Difference.CENTRAL)[0] == 0
    assert digits_gained(problem, Settings(), each) > 1
