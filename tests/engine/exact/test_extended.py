from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Problem, exact_gradient, gradient, optimum
from engine.cancelling import Cancelled
from engine.errors import NotFinite, ShapesDisagree
from engine.exact import extended
from engine.exact.extended import ExactProducts, exponents, float_of, whole_of

from ..least_squares import exact_slopes, fractions, random_table, table_problem, true_digits
from ..problems import problems, random_problem

seeds = st.integers(0, 2**32 - 1)


@given(seeds, st.integers(1, 300), st.integers(1, 5), st.integers(0, 20))
def test_products_have_no_rounding(seed: int, rows: int, columns: int, decades: int) -> None:
    draw = np.random.default_rng(seed)
    table = draw.uniform(-1, 1, size=(rows, columns))
    table *= 10.0 ** -draw.integers(0, decades, size=table.shape, endpoint=True)
    products = ExactProducts.of([table], rows)
    assert products.cut == 0
    exact = list(zip(*fractions(table), strict=True))
    for i, one in enumerate(exact):
        for k, other in enumerate(exact):
            expected = sum((a * b for a, b in zip(one, other, strict=True)), Fraction(0))
            assert Fraction(products.values[i, k]) == expected * 2**products.bits


@pytest.mark.parametrize("columns", [2, 40])
def test_blocks_add_up(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.random.default_rng(columns).uniform(-1, 1, size=(700, columns))
    whole = ExactProducts.of([table], 700)
    monkeypatch.setattr(extended, "ROWS_OF_SLICES", 16)
    monkeypatch.setattr(extended, "BLOCKS_OF_INT64", 3)
    cut = ExactProducts.of([table[:123], table[123:]], 700)
    shift = cut.bits - whole.bits
    assert (
        (whole.values << shift if shift > 0 else whole.values)
        == (cut.values if shift > 0 else cut.values << -shift)
    ).all()


def test_fewer_bits_leave_a_known_rest() -> None:
    table = np.random.default_rng(1).uniform(-1, 1, size=(50, 3))
    exact, short = ExactProducts.of([table], 50), ExactProducts.of([table], 50, 30)
    assert 0 < short.cut < 2.0**-30
    off = [
        float_of(a, exact.bits) - float_of(b, short.bits)
        for a, b in zip(exact.values.ravel(), short.values.ravel(), strict=True)
    ]
    assert 0 < np.abs(off).max() <= 101 * short.cut


def test_exponents_of_largest_cells() -> None:
    table = np.array([[1.0, 0, -3e-310, 1e308], [-5, 0, 1e-320, 2]])
    expected = np.frexp([5, 0, 3e-310, 1e308])[1]
    assert exponents(table).tolist() == expected.tolist()
    assert exponents(np.tile(table, (50, 1))).tolist() == expected.tolist()


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 1200))
def test_whole_numbers_and_back(value: float, bits: int) -> None:
    number = whole_of(value, bits)
    assert 0 <= Fraction(value) * 2**bits - number < 1
    assert float_of(number, bits) == pytest.approx(value, abs=2.0**-bits, rel=1e-15)


@pytest.mark.parametrize("seed", range(30))
def test_gradient_is_right_at_the_optimum(seed: int) -> None:
    problem = random_table(seed)
    W = optimum(problem).W
    exact = exact_slopes(problem, [Fraction(w) for w in W[:, 0].tolist()])
    # The terms of the gradient cancel to their rounding and the residual to its own.
    assert true_digits(exact_gradient(problem, W), exact).min() >= 8


@given(problems(30, 6), seeds)
def test_gradient_is_exact_anywhere(problem: Problem, seed: int) -> None:
    W = np.random.default_rng(seed).normal(size=problem.W.shape)
    exact = exact_slopes(problem, [Fraction(w) for w in W[:, 0].tolist()])
    assert true_digits(exact_gradient(problem, W), exact).min() >= 15.5


def test_gradient_agrees_with_the_limit() -> None:
    problem = random_problem(0, 40, 3)
    assert exact_gradient(problem, problem.W) == pytest.approx(gradient(problem, problem.W))


def test_gradient_of_many_rows() -> None:
    problem = random_problem(2, 90_000, 3)
    W = optimum(problem).W
    expected = problem.A.T @ (problem.A @ W - problem.Y) * 2 / problem.rows
    assert exact_gradient(problem, W) == pytest.approx(expected, abs=1e-15)
    with pytest.raises(Cancelled):
        exact_gradient(problem, W, cancelled=lambda: True)


def test_gradient_of_extreme_cells() -> None:
    assert exact_gradient(Problem([[1e300]], [1e300]), [0.0]).tolist() == [[-np.inf]]
    assert exact_gradient(Problem([[1e-310]], [1.0]), [0.0]).tolist() == [[-2e-310]]
    assert exact_gradient(Problem([[1e200], [1e-200]], [1.0, 0]), [0.0]).tolist() == [[-1e200]]


def test_gradient_takes_a_row_of_weights() -> None:
    problem = table_problem("fit_rent")
    assert exact_gradient(problem, [1, 2, 3, 4]).shape == (4, 1)
    with pytest.raises(ShapesDisagree):
        exact_gradient(problem, [1, 2])
    with pytest.raises(NotFinite):
        exact_gradient(problem, [1, 2, 3, np.nan])
