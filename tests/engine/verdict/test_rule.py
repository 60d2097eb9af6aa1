import numpy as np
import pytest

from engine import Matrix, Problem, optimum
from engine.settings import Precision
from engine.verdict.rule import (
    column_sizes,
    compare,
    determined,
    has_least_loss,
    optimum_to_compare,
    right_digits,
    rounding_floor,
)

from ..least_squares import table_problem
from ..problems import published_problem, random_problem

LINE = Problem([[1, 0], [1, 1], [1, 2], [1, 3]], [1, 2.9, 5.2, 7])


def loss_of(problem: Problem, W: Matrix) -> float:
    return float(np.mean((problem.Y - problem.A @ W) ** 2))


@pytest.mark.parametrize("scale", [1e-12, 1e-6, 1.0, 1e6, 1e12])
def test_optimum_passes_at_any_scale(scale: float) -> None:
    problem = Problem(LINE.A * [1, scale], LINE.Y / scale)
    best = optimum(problem)
    assert compare(problem, best.W, loss_of(problem, best.W), best).is_optimum


@pytest.mark.parametrize("name", ["Longley", "Norris", "Wampler1", "fit_photoelectric"])
def test_optimum_of_real_table_passes(name: str) -> None:
    problem = table_problem(name)
    best = optimum(problem)
    assert compare(problem, best.W, loss_of(problem, best.W), best).is_optimum


def test_weight_off_by_two_millionths() -> None:
    best = optimum(LINE)
    for k in range(2):
        W = best.W.copy()
        W[k] *= 1 + 2e-6
        found = compare(LINE, W, loss_of(LINE, W), best)
        assert not found.is_optimum
        assert int(np.argmax(found.off)) == k
        assert 1 < found.off[k] < 3


def test_loss_above_the_least_fails() -> None:
    best = optimum(LINE)
    assert compare(LINE, best.W, best.loss * (1 + 0.9e-9), best).has_least_loss
    assert not compare(LINE, best.W, best.loss * (1 + 1.1e-9), best).has_least_loss
    assert not compare(LINE, best.W, np.nan, best).has_least_loss
    assert not compare(LINE, best.W, np.inf, best).has_least_loss


def test_true_weights_of_exact_fit_pass() -> None:
    problem = random_problem(3, 40, 3)
    W = np.array([[0.1], [1 / 3], [7e-3]])
    exact = Problem(problem.A, problem.A @ W)
    assert compare(exact, W, loss_of(exact, W), optimum(exact)).is_optimum


def test_weight_that_should_be_zero() -> None:
    problem = Problem([[1, 0], [1, 1], [1, 2]], [1, 1, 1])
    best = optimum(problem)
    for off, is_optimum in ((1e-16, True), (1e-8, False)):
        W = best.W + np.array([[0.0], [off]])
        assert compare(problem, W, 0.0, best).is_optimum is is_optimum


def test_infinite_weight_fails() -> None:
    best = optimum(LINE)
    for value in (np.inf, np.nan):
        W = best.W.copy()
        W[1] = value
        assert not compare(LINE, W, best.loss, best).is_optimum


def test_null_space_is_not_compared() -> None:
    problem = published_problem()
    best = optimum(problem)
    moved = best.W + 5 * np.array([[1.0], [-2.0], [1.0]])
    assert compare(problem, moved, 0.0, best).is_optimum
    away = best.W + 1e-3 * np.array([[1.0], [1.0], [1.0]])
    assert not compare(problem, away, 0.0, best).is_optimum


def test_dependent_weights_act_through_others() -> None:
    best = optimum(Problem([[1, 0, 1], [0, 1, 2], [1, 1, 3]], [1, 2, 3]))
    ((column, combination),) = best.dependent
    assert (column, dict(combination)) == (2, {0: 1.0, 1: 2.0})
    assert determined(np.array([1.0, 1.0, 10.0]), best).tolist() == [11.0, 21.0, 0.0]


def test_floor_is_wider_in_single_precision() -> None:
    W = optimum(LINE).W
    double = rounding_floor(LINE, W, 1.0)
    single = rounding_floor(LINE, W, 1.0, Precision.SINGLE)
    assert single == pytest.approx(double * 2.0**29, rel=1e-3)
    squares = float(np.mean(LINE.A**2, axis=0) @ W[:, 0] ** 2 + np.mean(LINE.Y**2))
    assert double == pytest.approx(2.0**-50 * (1 + np.sqrt(squares / 4)), rel=1e-9)
    assert rounding_floor(LINE, W, 0.0) == pytest.approx(2.0**-100 * squares, rel=1e-9)


def test_sizes_of_huge_and_tiny_columns() -> None:
    problem = Problem([[1e-200, 1e200, 0.0], [1e-200, 1e200, 0.0]], [1, 2])
    assert column_sizes(problem) == pytest.approx([1e-200, 1e200, 0.0])


def test_right_digits_of_weights() -> None:
    best = optimum(LINE)
    W = best.W * np.array([[1 + 1e-7], [1 - 1e-3]])
    assert right_digits(W, best) == pytest.approx([7, 3], abs=0.01)
    assert right_digits(best.W, best).min() > 15
    dependent = optimum(published_problem())
    assert np.isnan(right_digits(dependent.W, dependent)).all()


def test_blurred_triangle_gives_way_to_rows() -> None:
    draw = np.random.default_rng(0)
    plain = draw.normal(size=(3000, 3))
    near = np.column_stack((plain, plain[:, 0] + 1e-9 * draw.normal(size=3000)))
    for A, is_exact in ((plain, False), (near, True)):
        problem = Problem(A, draw.normal(size=3000))
        best = optimum_to_compare(problem)
        assert bool(best.digits.min() > 15.5) is is_exact
        assert (best.error <= 1e-7 * np.abs(best.W[:, 0])).all()


def test_least_loss_is_within_rounding() -> None:
    problem = Problem([[1.0], [2.0], [4.0]], [1.0, 2.0, 3.0])
    best = optimum(problem)
    for factor, is_least in ((1.0, True), (1 + 9e-10, True), (1 + 2e-9, False), (np.inf, False)):
        assert has_least_loss(problem, best.W, factor * best.loss, best) is is_least
    exact = Problem([[1.0], [2.0]], [3.0, 6.0])
    zero = optimum(exact)
    assert has_least_loss(exact, zero.W, 1e-31, zero)
    assert not has_least_loss(exact, zero.W, 1e-20, zero)
