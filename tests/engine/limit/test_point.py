import math
from fractions import Fraction

import numpy as np
import pytest

from engine import Precision, Problem, Settings, exact_gradient, optimum
from engine.exact.gradient import ExactGradient
from engine.limit.point import LimitPoint, PointTooLarge, root_of
from engine.limit.table import LimitTable, LossSource

from ..least_squares import digits_of, exact_loss, exact_slopes
from ..problems import published_problem, random_problem
from .places import NEAR, STARTS, TABLES, place


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", [*STARTS, NEAR])
@pytest.mark.parametrize("name", [name for name in TABLES if name != "plant"])
def test_slopes_are_exact(name: str, where: str, precision: Precision) -> None:
    point = place(name, where, precision)
    W = [Fraction(float(w)) for w in point.w]
    exact = exact_slopes(point.table.problem, W)
    digits = [digits_of(found, true) for found, true in zip(point.slopes, exact, strict=True)]
    assert min(digits) >= 15.9
    assert point.digits.min() > 12 or not any(exact)
    assert float(point.loss) == pytest.approx(exact_loss(point.table.problem, W), rel=1e-15)


def test_theory_takes_the_numbers_of_its_weight() -> None:
    problem = published_problem()
    theory = LimitPoint.at(LimitTable.of_rows(problem, Settings()), problem.W).theory(1)
    squares = np.mean(np.square(problem.A), axis=0)
    size = float(squares @ np.square(problem.W[:, 0]) + np.mean(np.square(problem.Y)))
    assert theory.weight == 1
    assert theory.w == problem.W[1, 0]
    assert theory.loss == pytest.approx(340.381080443314)
    assert theory.bend == pytest.approx(float(squares[1]))
    assert theory.root_size == pytest.approx(math.sqrt(size))


@pytest.mark.parametrize(
    ("size", "weight", "precision"),
    [(1e39, 0.0, "float32"), (1.0, 1e39, "float32"), (1e200, 1e300, "float64"), (1e290, 1.0, None)],
)
def test_numbers_too_large_are_refused(size: float, weight: float, precision: str | None) -> None:
    problem = Problem([[size], [1.0]], [1.0, 2.0], [weight])
    settings = Settings(h=0.1, precision=precision or "float64")
    table = LimitTable.of_rows(problem, settings)
    if precision is None:  # a loss of 1e580 has no float, but a root that has
        assert LimitPoint.at(table, problem.W).theory(0).loss == np.inf
        return
    with pytest.raises(PointTooLarge, match=precision):
        LimitPoint.at(table, problem.W)


def test_roots_reach_beyond_float64() -> None:
    assert root_of(Fraction(0)) == 0
    assert root_of(Fraction(2)) == pytest.approx(math.sqrt(2))
    assert root_of(Fraction(10) ** 500) == pytest.approx(1e250)
    assert root_of(Fraction(1, 10**500)) == pytest.approx(1e-250)


def test_scaled_slopes_are_the_gradient() -> None:
    problem, settings = random_problem(3, 40, 3), Settings(scale_columns=True)
    W = optimum(problem).W
    point = LimitPoint.at(LimitTable.of_rows(problem, settings), W)
    expected = point.slopes.reshape(-1, 1)
    assert ExactGradient(problem, settings).at(W) == pytest.approx(expected, rel=1e-12, abs=0)
    assert exact_gradient(problem, W, settings) == pytest.approx(expected, rel=1e-12, abs=0)


@pytest.mark.parametrize("precision", Precision)
@pytest.mark.parametrize("where", [*STARTS, NEAR])
@pytest.mark.parametrize("name", ["Filip", "Longley", "Norris", "diabetes_raw"])
def test_triangle_promises_digits_of_rows(name: str, where: str, precision: Precision) -> None:
    point = place(name, where, precision, LossSource.TRIANGLE)
    rows = place(name, where, precision)
    for found, known, true in zip(point.exact_slopes, point.digits, rows.exact_slopes, strict=True):
        assert known < 16
        assert abs(found - true) <= abs(true) * Fraction(10) ** -math.floor(known)


def test_tiny_slopes_are_not_flat() -> None:
    problem = Problem([[1e-300], [2e-300]], [1e-300, 5e-300])
    theory = LimitPoint.at(LimitTable.of_rows(problem, Settings()), problem.W).theory(0)
    assert (theory.slope, theory.is_tiny, theory.is_hidden) == (0, True, True)
    none = Problem([[0.0], [0.0]], [1.0, 2.0])
    assert not LimitPoint.at(LimitTable.of_rows(none, Settings()), none.W).theory(0).is_tiny
