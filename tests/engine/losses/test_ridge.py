import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, Settings, fit, optimum
from engine.errors import BadSetting
from engine.formula.formula import Formula
from engine.losses.ridge import MOST_WEIGHTS, as_plain, ridge_of, ridge_rows_alone, with_ridge_rows
from engine.unit_columns import column_norms, scaled

from ..problems import random_problem
from .tables import with_outlier

RIDGE = "mean((Y−P)²) + 0.25·sum(W²)"


def solved(problem: Problem, c: Fraction) -> list[Fraction]:
    """Solve (AᵀA/N + c)·w = AᵀY/N by fractions, in Gauss's way."""
    A = [[Fraction(cell) for cell in row] for row in problem.A.tolist()]
    y = [Fraction(cell) for cell in problem.Y[:, 0].tolist()]
    n, j = len(A), len(A[0])
    M = [[sum((row[p] * row[q] for row in A), Fraction(0)) / n for q in range(j)] for p in range(j)]
    for p in range(j):
        M[p][p] += c
        moments = (row[p] * each for row, each in zip(A, y, strict=True))
        M[p].append(sum(moments, Fraction(0)) / n)
    for p in range(j):
        for q in range(j):
            if q != p:
                share = M[q][p] / M[p][p]
                M[q] = [left - share * right for left, right in zip(M[q], M[p], strict=True)]
    return [M[p][j] / M[p][p] for p in range(j)]


@given(
    seed=st.integers(0, 10**6),
    rows=st.integers(1, 9),
    weights=st.integers(1, 4),
    factor=st.sampled_from([1.0, 0.5, 3.0, 1e-3]),
    c=st.sampled_from([0.0, 0.1, 7.0, 1e-6]),
)
def test_rows_have_the_same_loss(
    seed: int, rows: int, weights: int, factor: float, c: float
) -> None:
    problem = random_problem(seed, rows, weights)
    formula = Formula.of(f"{factor!r}*mean((Y-P)^2) + {c!r}*sum(W^2)")
    longer = with_ridge_rows(problem, formula)
    assert longer is not None
    assert longer.rows == rows + weights
    (loss,) = formula.losses(problem, problem.W.T)
    left = longer.A @ problem.W - longer.Y
    assert float(np.mean(left**2)) == pytest.approx(float(loss), rel=1e-13)


def test_scaled_columns_keep_their_ridge() -> None:
    problem, formula = random_problem(4, 7, 3), Formula.of(RIDGE)
    norms = column_norms(problem.A)
    on_scaled = scaled(problem, norms)
    longer = with_ridge_rows(on_scaled, formula.on_scaled(norms))
    assert longer is not None
    (loss,) = formula.losses(problem, problem.W.T)
    assert float(np.mean((longer.A @ on_scaled.W - longer.Y) ** 2)) == pytest.approx(float(loss))


@pytest.mark.parametrize(
    "text",
    [
        "mean((Y−P)²) − 0.1·sum(W²)",
        "0.1·sum(W²)",
        "mean((Y−P)²) + 3",
        "−mean((Y−P)²)",
        "mean(|Y−P|)",
        "mean((Y−P)²) + 1e308·sum(W²)",
    ],
)
def test_other_losses_have_no_rows(text: str) -> None:
    formula = Formula.of(text)
    problem = random_problem(1, 5, 2)
    assert ridge_of(problem, formula) is None
    assert with_ridge_rows(problem, formula) is None
    assert ridge_rows_alone(problem, formula) is None


def test_very_wide_tables_have_no_rows() -> None:
    wide = Problem(np.ones((1, MOST_WEIGHTS + 1)), [1.0])
    assert with_ridge_rows(wide, Formula.of(RIDGE)) is None


@pytest.mark.parametrize("seed", range(5))
def test_optimum_is_that_of_fractions(seed: int) -> None:
    problem = random_problem(seed, 8, 3)
    best = optimum(problem, loss=RIDGE)
    exact = [float(each) for each in solved(problem, Fraction(1, 4))]
    np.testing.assert_allclose(best.W[:, 0], exact, rtol=4e-15)
    (loss,) = Formula.of(RIDGE).losses(problem, best.W.T)
    assert best.loss == pytest.approx(float(loss), rel=1e-13)


def test_optimum_of_sum_of_squares() -> None:
    problem = random_problem(2, 6, 2)
    plain, summed = optimum(problem), optimum(problem, loss="sum((Y-P)^2)")
    np.testing.assert_array_equal(summed.W, plain.W)
    assert summed.loss == pytest.approx(6 * plain.loss, rel=1e-14)


def test_other_losses_have_no_optimum() -> None:
    with pytest.raises(BadSetting, match="the loss is “huber”; it must be the mean square"):
        optimum(random_problem(1, 5, 2), loss="huber")


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_descent_reaches_the_optimum(scale_columns: bool, precision: str) -> None:
    problem = with_outlier()
    settings = Settings(
        learning_rate="safe",
        loss=RIDGE,
        scale_columns=scale_columns,
        precision=precision,
        until_converged=True,
    )
    result = fit(problem, settings)
    exact = np.array([float(each) for each in solved(problem, Fraction(1, 4))])
    is_double = precision == "float64"
    np.testing.assert_allclose(result.W[:, 0], exact, rtol=1e-9 if is_double else 1e-3)
    (loss,) = Formula.of(RIDGE).losses(problem, result.W.T)
    assert result.loss == pytest.approx(float(loss), rel=1e-12 if is_double else 1e-5)
    assert result.verdict.is_good or not is_double
    assert result.digits.shape == (3,)


def test_ridge_is_jumped_by_formula() -> None:
    result = fit(with_outlier(), Settings(10**9, "safe", loss=RIDGE))
    assert (result.method.value, result.fallback, result.epochs) == ("modes", "", 10**9)
    literal = fit(with_outlier(), Settings(500, 0.05, 0.5, loss=RIDGE, method="literal"))
    jumped = fit(with_outlier(), Settings(500, 0.05, 0.5, loss=RIDGE))
    np.testing.assert_allclose(jumped.W, literal.W, rtol=1e-12)


def test_plain_settings_keep_the_rest() -> None:
    given = Settings(7, 0.5, 0.25, "forward", loss=RIDGE, delta=2.0, scale_columns=True)
    assert as_plain(given) == Settings(7, 0.5, 0.25, "forward")


@pytest.mark.parametrize("factor", ["1e308·1e10", "1e308·1.7"])
def test_infinite_factor_is_no_ridge(factor: str) -> None:
    problem = with_outlier()
    formula = Formula.of(f"mean((Y−P)²)·{factor}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert with_ridge_rows(problem, formula) is None
        assert ridge_rows_alone(problem, formula) is None
