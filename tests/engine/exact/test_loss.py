from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Settings, fit, optimum
from engine.cancelling import Cancelled
from engine.exact.loss import ExactLoss

from ..least_squares import exact_residual, exact_slopes, random_table, table_problem
from ..problems import published_problem, random_problem

# Twice the digits of float64, but for some of the last.
DIGITS = Fraction(1, 10**28)


@given(st.integers(0, 2**32 - 1))
def test_loss_has_twice_the_digits(seed: int) -> None:
    problem = random_table(seed)
    W = np.random.default_rng(seed).normal(size=problem.W.shape)
    exact = exact_residual(problem, [Fraction(w) for w in W[:, 0].tolist()])
    true = sum((r * r for r in exact), Fraction(0)) / problem.rows
    assert abs(ExactLoss(problem.A, problem.Y).at(W).loss - true) <= DIGITS * true


@pytest.mark.parametrize("name", ["Longley", "Filip", "Wampler4"])
def test_loss_at_the_optimum(name: str) -> None:
    problem = table_problem(name)
    W = optimum(problem).W
    exact = exact_residual(problem, [Fraction(w) for w in W[:, 0].tolist()])
    true = sum((r * r for r in exact), Fraction(0)) / problem.rows
    assert abs(ExactLoss(problem.A, problem.Y).at(W).loss - true) <= Fraction(1, 10**14) * true


@pytest.mark.parametrize("h", [0.1, 1e-3, 1.0])
def test_loss_without_digits_is_exact(h: float) -> None:
    """Where a run of an exact fit has converged, nearly all of each residual cancels."""
    problem = published_problem()
    W = fit(problem, Settings(learning_rate=0.01, h=h, until_converged=True)).W
    exact = exact_residual(problem, [Fraction(w) for w in W[:, 0].tolist()])
    true = sum((r * r for r in exact), Fraction(0)) / problem.rows
    found = ExactLoss(problem.A, problem.Y).at(W).loss
    assert 0 < true < Fraction(1, 10**28)
    assert abs(found - true) <= Fraction(1, 10**14) * true


@pytest.mark.parametrize("seed", range(60))
def test_known_digits_of_slopes_are_right(seed: int) -> None:
    problem = random_table(seed)
    for W in (optimum(problem).W, np.ones_like(problem.W), np.zeros_like(problem.W)):
        values = ExactLoss(problem.A, problem.Y).at(W)
        exact = exact_slopes(problem, [Fraction(w) for w in W[:, 0].tolist()])
        for found, true, digits in zip(values.slopes, exact, values.digits, strict=True):
            assert abs(found - true) <= abs(true) / Fraction(10) ** int(digits)


def test_many_rows_keep_their_digits() -> None:
    problem = random_problem(5, 30_000, 2)
    W = optimum(problem).W
    values = ExactLoss(problem.A, problem.Y).at(W)
    exact = exact_slopes(problem, [Fraction(w) for w in W[:, 0].tolist()])
    for found, true, digits in zip(values.slopes, exact, values.digits, strict=True):
        assert digits > 8
        assert abs(found - true) <= abs(true) / Fraction(10) ** int(digits)


def test_single_precision_is_taken_as_it_is() -> None:
    problem = random_problem(3, 50, 4)
    A, Y = problem.A.astype(np.float32), problem.Y.astype(np.float32)
    double = ExactLoss(A.astype(np.float64), Y.astype(np.float64))
    found = ExactLoss(A, Y).at(problem.W)
    assert found.loss == double.at(problem.W).loss
    assert found.slopes == double.at(problem.W).slopes


def test_exact_fits_have_no_loss() -> None:
    problem = table_problem("Wampler1")
    values = ExactLoss(problem.A, problem.Y).at(np.ones((6, 1)))
    assert values.loss == 0
    assert set(values.slopes) == {0}
    assert set(values.digits) == {0}


def test_extreme_sizes_lose_nothing() -> None:
    problem = random_problem(1, 9, 2)
    plain = ExactLoss(problem.A, problem.Y).at(problem.W).loss
    scaled = ExactLoss(problem.A * 2.0**-400, problem.Y * 2.0**300)
    assert scaled.at(problem.W * 2.0**700).loss == plain * Fraction(2) ** 600


def test_loss_is_cancelled() -> None:
    problem = random_problem(1, 9, 2)
    with pytest.raises(Cancelled):
        ExactLoss(problem.A, problem.Y, lambda: True).at(problem.W)


@pytest.mark.parametrize("size", [1e-200, 1e-100, 1.0, 1e100, 1e200])
@pytest.mark.parametrize("is_zero", [False, True])
def test_unused_columns_cost_no_digits(size: float, is_zero: bool) -> None:
    A = np.random.default_rng(2).normal(size=(20, 3))
    Y = np.zeros((20, 1)) if is_zero else A[:, 1:2].copy()
    W = np.array([[0.0], [1.5 if is_zero else 0.0], [0.0]])
    wide = A * [1.0, 1.0, size]
    expected, found = ExactLoss(A, Y).at(W), ExactLoss(wide, Y).at(W)
    assert abs(found.loss - expected.loss) <= DIGITS * expected.loss
    assert found.loss > 0


def test_small_columns_without_output_are_exact() -> None:
    A = np.array([[1e-200], [2e-200]])
    found = ExactLoss(A, np.zeros((2, 1))).at(np.ones((1, 1)))
    true = sum((Fraction(a) ** 2 for a in A[:, 0].tolist()), Fraction(0)) / 2
    assert abs(found.loss - true) <= DIGITS * true
