import math
import sys
import warnings
from fractions import Fraction
from functools import partial

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import ArrayLike

from engine import (
    Matrix,
    Optimum,
    Problem,
    mean_squared_error,
    optimum,
    predict,
    triangle_of,
)
from engine.cancelling import Cancelled
from engine.exact.scaled_table import CELLS_OF_ROWS
from engine.optimum import MOST_EXACT

from .least_squares import (
    CERTIFIED,
    exact_loss,
    exact_optimum,
    exact_residual,
    nearest_of_rows,
    random_table,
    table_problem,
    true_digits,
)
from .problems import problems, published_problem, random_problem

FITS = ("ages", "excel_serial", "large_y", "photoelectric", "powers", "rent", "ticks")
TABLES = (*CERTIFIED, "diabetes_raw", *(f"fit_{name}" for name in FITS))
# Half of ε is 15.95 digits: a weight that is rounded to float64 has no fewer.
ROUNDED = 15.9
# The package has the function by this name.
MODULE = sys.modules["engine.optimum"]
seeds = st.integers(0, 2**32 - 1)


def is_honest(best: Optimum, problem: Problem) -> bool:
    """Return whether the digits that are stated are near those that are right."""
    beside = best.digits - true_digits(best.W, exact_optimum(problem))
    return bool((beside <= 0.3).all() and (beside >= -3).all())


def combinations(best: Optimum) -> list[tuple[int, dict[int, float]]]:
    """Return the dependent columns, each with the coefficients of the others."""
    return [(column, dict(combination)) for column, combination in best.dependent]


def columns(*values: ArrayLike) -> Matrix:
    return np.column_stack([np.asarray(value, dtype=float) for value in values])


def large(seed: int, rows: int, weights: int) -> Problem:
    """Draw a problem with more cells than are multiplied exactly."""
    problem = random_problem(seed, rows, weights)
    assert problem.A.size > CELLS_OF_ROWS
    return problem


def exact_fit(seed: int) -> Problem:
    """Draw a table that weights of one decimal digit fit to the rounding of its cells."""
    problem = random_problem(seed, 40, 5)
    W = np.random.default_rng(seed).normal(size=5).round(1)
    return Problem(problem.A, problem.A @ W)


@pytest.mark.parametrize("name", TABLES)
def test_known_tables_are_solved_to_rounding(name: str) -> None:
    problem = table_problem(name)
    exact = exact_optimum(problem)
    best = optimum(problem)
    assert true_digits(best.W, exact).min() >= ROUNDED
    assert best.digits.min() >= ROUNDED
    assert best.loss == pytest.approx(exact_loss(problem, exact), rel=1e-14)
    assert (best.rank, best.dependent) == (problem.weights, ())
    off = [abs(Fraction(w) - x) for w, x in zip(best.W[:, 0].tolist(), exact, strict=True)]
    assert all(off <= Fraction(bound) for off, bound in zip(off, best.error.tolist(), strict=True))


@pytest.mark.parametrize("seed", range(100))
def test_stated_digits_are_the_true_ones(seed: int) -> None:
    problem = random_table(seed)
    best = optimum(problem)
    assert best.dependent == ()
    assert is_honest(best, problem)


@pytest.mark.parametrize("seed", range(40))
def test_near_dependence_is_solved_or_named(seed: int) -> None:
    problem = random_table(seed, 16.5)
    best = optimum(problem)
    if best.dependent:
        unit = problem.A / np.linalg.norm(problem.A, axis=0)
        assert np.linalg.cond(unit) > 1e13
    else:
        assert is_honest(best, problem)


def test_collinear_columns_are_named() -> None:
    problem = table_problem("fit_collinear")
    best = optimum(problem)
    assert best.rank == 2
    assert combinations(best) == [(2, {0: 1.0, 1: 1.0})]
    assert best.condition == math.inf
    assert np.isnan(best.digits).all()
    assert np.isnan(best.error).all()
    two = Problem(problem.A[:, :2], problem.Y)
    exact = exact_optimum(two)
    assert best.loss == pytest.approx(exact_loss(two, exact), rel=1e-12)
    fitted = predict(two.A, np.array([[float(w)] for w in exact]))
    assert predict(problem.A, best.W) == pytest.approx(fitted, rel=1e-13)
    # The nearest to zeros: orthogonal to what changes no prediction.
    assert float(best.W[:, 0] @ [1, 1, -1]) == pytest.approx(0, abs=1e-14)


def test_stamps_beyond_float64_are_told() -> None:
    best = optimum(table_problem("fit_ns_time"))
    assert combinations(best) == [(1, {0: 1.677651099587e18})]
    assert np.isnan(best.digits).all()


def test_published_example_has_two_directions() -> None:
    best = optimum(published_problem())
    assert best.rank == 2
    assert combinations(best) == [(2, {0: -1.0, 1: 2.0})]
    assert best.loss == 0
    assert best.W[:, 0] == pytest.approx([1.32374599, 1.35250803, 3.32374598], rel=1e-8)


def test_combinations_are_written_with_few_digits() -> None:
    x = np.arange(1.0, 9)
    z = x**2 / 7
    A = columns(np.ones(8), x, x * 2.54, z, 32 + 1.8 * x, 0 * x, z / 3 - 5e6 * x)
    best = optimum(Problem(A, np.sin(x)))
    assert best.rank == 3
    assert combinations(best)[:3] == [(2, {1: 2.54}), (4, {0: 32.0, 1: 1.8}), (5, {})]
    ((column, combination),) = best.dependent[3:]
    assert column == 6
    assert dict(combination) == {1: -5e6, 3: pytest.approx(1 / 3, rel=1e-7)}


def test_determined_weights_keep_their_digits() -> None:
    x = np.arange(9.0)
    best = optimum(Problem(columns(x, np.ones(9), 5 * np.ones(9)), 3 * x + 1))
    assert best.W[0] == 3
    assert best.W[:, 0] @ [0, 1, 5] == pytest.approx(1)
    assert best.W[2] == pytest.approx(5 / 26)
    assert best.digits[0] >= ROUNDED
    assert np.isnan(best.digits[1:]).all()


@given(seeds, st.integers(1, 5), st.integers(1, 4))
def test_dependent_weights_are_nearest_start(seed: int, independent: int, dependent: int) -> None:
    draw = np.random.default_rng(seed)
    A = draw.integers(-9, 10, size=(12, independent)) @ draw.integers(
        -3, 4, size=(independent, independent + dependent)
    )
    start = draw.normal(size=(independent + dependent, 1)) * 10
    problem = Problem(A, draw.normal(size=12), start)
    best = optimum(problem)
    assert best.rank == np.linalg.matrix_rank(A)
    nearest = start + np.linalg.pinv(A) @ (problem.Y - A @ start)
    assert pytest.approx(nearest, rel=1e-9, abs=1e-9) == best.W
    for column, combination in best.dependent:
        made = sum((value * A[:, k] for k, value in combination.items()), np.zeros(12))
        assert made == pytest.approx(A[:, column], abs=1e-9)
        assert all(k < column for k in combination)


@given(seeds, st.integers(1, 5), st.integers(1, 8))
def test_fewer_rows_than_weights(seed: int, rows: int, more: int) -> None:
    draw = np.random.default_rng(seed)
    shape = (rows, rows + more)
    problem = Problem(
        draw.normal(size=shape), draw.normal(size=rows), draw.normal(size=(shape[1], 1))
    )
    best = optimum(problem)
    assert best.rank == rows
    assert [column for column, _ in best.dependent] == list(range(rows, rows + more))
    assert best.loss == 0
    step = np.linalg.pinv(problem.A) @ (problem.Y - problem.A @ problem.W)
    assert pytest.approx(problem.W + step, rel=1e-6, abs=1e-6) == best.W


@pytest.mark.parametrize("tiny", [1e-310, 1e-250])
def test_dependent_columns_of_any_size(tiny: float) -> None:
    x = np.arange(1.0, 6)
    problem = Problem(columns(x * tiny, 3 * x, x * 2.0**900), 6 * x, [5, 1, 0])
    best = optimum(problem)
    assert best.rank == 1
    assert predict(problem.A, best.W) == pytest.approx(problem.Y)
    # Only the largest column need move.
    assert best.W[:2, 0] == pytest.approx([5, 1])


def test_rows_of_several_blocks_are_exact() -> None:
    draw = np.random.default_rng(0)
    A = draw.integers(-99, 100, size=(9_000, 3)) + np.array([0, 10**6, 0])
    best = optimum(Problem(A, A @ [1, -2, 3]))
    assert best.W[:, 0].tolist() == [1, -2, 3]


def test_weights_beyond_float64_are_told() -> None:
    for A in ([[1e-300], [2e-300]], [[1e-300, 1e-300], [2e-300, 2e-300]]):
        best = optimum(Problem(A, [1e300, 2e300]))
        assert np.unique(best.W).tolist() == [np.finfo(float).max]
        assert not best.digits.any()
        assert np.isinf(best.error).all()


def test_column_of_zeros_keeps_start() -> None:
    best = optimum(Problem([[0, 1, 1], [0, 2, 2]], [1e-300, 2e-300], [1e300, 0, 0]))
    assert best.W[:, 0] == pytest.approx([1e300, 5e-301, 5e-301])
    assert best.loss == 0


def test_table_of_zeros_keeps_the_start() -> None:
    best = optimum(Problem(np.zeros((2, 2)), [1, 2], [3, 4]))
    assert best.W.tolist() == [[3], [4]]
    assert (best.rank, combinations(best), best.loss) == (0, [(0, {}), (1, {})], 2.5)


@pytest.mark.parametrize(
    ("A", "Y", "W"),
    [
        ([[3.0]], [6.0], [2.0]),
        ([[1, 0], [1, 1], [1, 2]], [1, 3, 5], [1.0, 2.0]),
        ([[-1, 1], [0, 1], [1, 1]], [1, 0, 1], [0.0, 2 / 3]),
        ([[1, 1], [2, 4], [3, 9]], [2, 4, 6], [2.0, 0.0]),
        ([[1, 2], [3, 4], [5, 7]], [0, 0, 0], [0.0, 0.0]),
    ],
)
def test_small_numbers_are_exact(A: ArrayLike, Y: ArrayLike, W: list[float]) -> None:
    best = optimum(Problem(A, Y))
    assert best.W[:, 0].tolist() == W
    assert best.digits.min() >= ROUNDED


@given(seeds, st.integers(2, 30), st.integers(1, 6), st.floats(-12, 12))
def test_exact_fit_has_no_loss(seed: int, rows: int, weights: int, decades: float) -> None:
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(rows, weights)) * 10**decades + 10.0 ** (decades / 2)
    W = draw.normal(size=(weights, 1))
    assert optimum(Problem(A, A @ W)).loss == 0


@given(problems(12, 5))
def test_no_weights_near_have_less_loss(problem: Problem) -> None:
    best = optimum(problem)
    for step in (-1e-3, 1e-3):
        for k in range(problem.weights):
            W = best.W.copy()
            W[k] += step
            assert mean_squared_error(problem.A, W, problem.Y) >= best.loss * (1 - 1e-12)


@pytest.mark.parametrize("name", ["Longley", "Norris", "diabetes_raw"])
def test_condition_is_of_unit_columns(name: str) -> None:
    problem = table_problem(name)
    unit = problem.A / np.linalg.norm(problem.A, axis=0)
    assert optimum(problem).condition == pytest.approx(np.linalg.cond(unit), rel=1e-6)


@pytest.mark.parametrize("offset", [1e6, 1e9, 1e12, 1e15])
def test_offsets_cost_no_digits(offset: float) -> None:
    x = np.arange(6.0)
    best = optimum(Problem(columns(np.ones(6), offset + x), 2 * x + 1))
    assert best.W[:, 0].tolist() == [1 - 2 * offset, 2]
    assert best.dependent == ()


@pytest.mark.parametrize("scale", [1e-310, 1e-300, 1e-150, 1e150, 1e300])
@pytest.mark.parametrize("output", [1e-310, 1.0, 1e300])
def test_extreme_cells_are_solved(scale: float, output: float) -> None:
    problem = random_problem(3, 9, 2)
    best = optimum(Problem(problem.A * [1.0, scale], problem.Y * output))
    assert np.isfinite(best.W).all()
    assert not np.isnan(best.digits).any()
    assert best.rank == 2
    plain = optimum(problem).W[:, 0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = plain * output / [1.0, scale]
    held = (np.abs(expected) > 1e-290) & np.isfinite(expected)
    assert best.W[held, 0] == pytest.approx(expected[held], rel=1e-3)
    assert (best.digits[np.isinf(expected)] == 0).all()


@given(seeds)
def test_cells_over_forty_decades(seed: int) -> None:
    draw = np.random.default_rng(seed)
    A = draw.normal(size=(9, 3)) * 10.0 ** draw.uniform(-20, 20, size=(9, 3))
    problem = Problem(A, draw.normal(size=9))
    best = optimum(problem)
    assert best.dependent or is_honest(best, problem)


@pytest.mark.parametrize(("rows", "weights"), [(60_000, 2), (4_000, 30), (1_500, 70)])
def test_refined_rows_are_solved_to_rounding(rows: int, weights: int) -> None:
    problem = large(rows, rows, weights)
    rough, fine = optimum(problem), optimum(problem, refine=True)
    assert fine.digits.min() >= 15.3
    off = np.abs(rough.W - fine.W)[:, 0]
    assert (off <= rough.error).all()
    assert 10 < rough.digits.min() < 15
    assert rough.loss == pytest.approx(fine.loss, rel=1e-12)


def test_refined_integers_are_exact() -> None:
    draw = np.random.default_rng(0)
    A = draw.integers(-999, 1000, size=(60_000, 2)) + np.array([0, 10**9])
    best = optimum(Problem(A, A @ [3, -7]), refine=True)
    assert best.W[:, 0].tolist() == [3, -7]
    assert best.loss == 0


def test_dependent_columns_of_many_rows() -> None:
    problem = large(7, 60_000, 2)
    A = columns(*problem.A.T, problem.A @ [1.0, 1.0])
    for refine in (False, True):
        best = optimum(Problem(A, problem.Y), refine)
        assert combinations(best) == [(2, {0: 1.0, 1: 1.0})]
        assert best.loss == pytest.approx(optimum(problem, refine).loss, rel=1e-12)


@pytest.mark.parametrize("scale", [1e-308, 1e306])
def test_extreme_cells_of_many_rows(scale: float) -> None:
    problem = large(8, 60_000, 2)
    table = Problem(problem.A * [1, scale], problem.Y)
    for refine in (False, True):
        best = optimum(table, refine)
        expected = optimum(problem, refine).W[:, 0] / [1, scale]
        assert best.W[:, 0] == pytest.approx(expected, rel=1e-9)


def test_more_weights_than_are_multiplied_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = random_problem(4, 90, MOST_EXACT + 6)
    best = optimum(problem)
    assert best.digits.min() >= ROUNDED
    monkeypatch.setattr(MODULE, "MOST_EXACT", problem.weights)
    monkeypatch.setattr(MODULE, "SIMPLE", 0)
    exact = optimum(problem)
    assert (np.abs(best.W - exact.W)[:, 0] <= best.error).all()
    assert best.loss == pytest.approx(exact.loss, rel=1e-13)


@pytest.mark.parametrize("seed", range(30))
def test_corrections_state_their_digits(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST_EXACT", 0)
    problem = random_table(seed, 8)
    assert is_honest(optimum(problem), problem)


def test_wide_table_is_not_reduced() -> None:
    problem = large(5, 3, 40_000)
    best = optimum(problem)
    assert best.rank == 3
    assert len(best.dependent) == 39_997
    assert predict(problem.A, best.W) == pytest.approx(problem.Y)


def test_given_triangle_is_used() -> None:
    problem = large(6, 60_000, 2)
    triangle = triangle_of(problem)
    assert optimum(problem, triangle=triangle).W.tolist() == optimum(problem).W.tolist()
    other = triangle_of(large(9, 60_000, 2))
    assert optimum(problem, triangle=other).W.tolist() != optimum(problem).W.tolist()


def keeps_its_bounds(best: Optimum, problem: Problem) -> bool:
    """Return whether weights and loss are as near to the exact ones as is stated."""
    exact = exact_optimum(problem)
    squares = sum((r * r for r in exact_residual(problem, exact)), Fraction(0))
    off = [abs(Fraction(w) - x) for w, x in zip(best.W[:, 0].tolist(), exact, strict=True)]
    bounds = [Fraction(bound) for bound in best.error.tolist()]
    return all(o <= bound for o, bound in zip(off, bounds, strict=True)) and (
        abs(Fraction(best.loss) - squares / problem.rows) <= Fraction(best.loss_error)
    )


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_bounds_of_triangle_and_rows(seed: int, exact: bool) -> None:
    for problem in (random_table(seed), random_problem(seed, 30, 8), exact_fit(seed)):
        best = optimum(problem, triangle=triangle_of(problem), exact=exact)
        assert best.dependent or keeps_its_bounds(best, problem)


@pytest.mark.parametrize("name", TABLES)
def test_bounds_of_known_tables(name: str) -> None:
    problem = table_problem(name)
    rough, best = optimum(problem, exact=False), optimum(problem)
    assert keeps_its_bounds(rough, problem)
    assert keeps_its_bounds(best, problem)
    assert best.loss_error <= 1e-13 * best.loss + 1e-40
    assert best.loss_error <= rough.loss_error < 1e-10 * np.square(problem.Y).mean()


def test_bounds_of_dependent_columns() -> None:
    problem = random_problem(3, 30, 4)
    A = columns(*problem.A.T, problem.A @ [1.0, 1.0, 0.0, 0.0])
    table = Problem(A, problem.Y)
    rough, best = optimum(table, exact=False), optimum(table)
    assert rough.dependent == best.dependent
    assert abs(rough.loss - best.loss) <= rough.loss_error < 1e-12 * best.loss
    assert np.isnan(rough.error).tolist() == [True, True, False, False, True]
    assert (np.abs(rough.W - best.W)[2:4, 0] <= rough.error[2:4]).all()


def test_triangle_alone_needs_no_rows() -> None:
    problem = random_problem(5, 1000, 30)
    triangle = triangle_of(problem)
    other = Problem(problem.A, problem.Y[::-1])
    alone = optimum(other, triangle=triangle, exact=False)
    assert (np.abs(alone.W - optimum(problem).W)[:, 0] <= alone.error).all()
    assert 11 < alone.digits.min() < alone.digits.max() < 15.5


@pytest.mark.parametrize("refine", [False, True])
def test_large_table_can_be_cancelled(refine: bool) -> None:
    problem = large(1, 60_000, 2)
    triangle = triangle_of(problem) if refine else None
    with pytest.raises(Cancelled):
        optimum(problem, refine, triangle=triangle, cancelled=lambda: True)


def test_arrays_are_read_only() -> None:
    best = optimum(published_problem())
    for array in (best.W, best.error, best.digits):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pytest.mark.parametrize("rows", [300, 3_000, 20_000])
@pytest.mark.parametrize("differing", [0, 1, 5])
def test_rows_filled_down_have_their_rank(rows: int, differing: int) -> None:
    """Roundings of rows that are all alike add up, beyond any tolerance for the triangle."""
    draw = np.random.default_rng(rows)
    A, Y = draw.normal(size=(rows, 10)), draw.normal(size=rows)
    A[differing:] = A[differing]
    found = optimum(Problem(A, Y), refine=True)
    assert found.rank == differing + 1
    assert found.loss == pytest.approx(Y[differing:].var() * (1 - differing / rows), rel=1e-12)


def test_rows_filled_down_of_many_weights() -> None:
    draw = np.random.default_rng(1)
    A, Y = np.tile(draw.normal(size=70), (3_000, 1)), draw.normal(size=3_000)
    assert optimum(Problem(A, Y), refine=True).loss == pytest.approx(Y.var(), rel=1e-9)


@st.composite
def wide_problems(draw: st.DrawFn) -> Problem:
    """Draw tables of independent rows and more columns: some alike, constant, zero or scaled."""
    random = np.random.default_rng(draw(seeds))
    rows = draw(st.integers(1, 8))
    weights = rows + draw(st.integers(1, 12))
    A: Matrix = random.normal(size=(rows, weights))
    if draw(st.booleans()):
        A *= 10.0 ** random.integers(-2, 3, size=weights)
    if draw(st.booleans()):
        A = np.rint(9 * A)
    if draw(st.booleans()):
        A[:, 0] = 0
    if draw(st.booleans()):
        A[:, -1] = A[:, weights // 2]
    if draw(st.booleans()):
        A[:, weights // 2] = 7
    sizes = np.linalg.svd(A, compute_uv=False)
    assume(sizes[-1] > 1e-4 * sizes[0])
    return Problem(A, random.normal(size=rows), random.normal(size=(weights, 1)))


@given(wide_problems())
def test_wide_optimum_is_exactly_nearest(problem: Problem) -> None:
    best = optimum(problem)
    exact = nearest_of_rows(problem.A, problem.Y[:, 0], problem.W[:, 0])
    off = max(abs(Fraction(w) - x) for w, x in zip(best.W[:, 0].tolist(), exact, strict=True))
    # A weight is off by what rounding changes of the combinations that the columns are.
    chosen = [k for k in range(problem.weights) if k not in dict(best.dependent)]
    basis = problem.A[:, chosen] / np.linalg.norm(problem.A[:, chosen], axis=0)
    assert off <= 1e-13 * np.linalg.cond(basis) * np.abs(best.W).max()
    assert (best.rank, best.loss) == (problem.rows, 0)
    for column, combination in best.dependent:
        made = problem.A[:, combination.columns] @ combination.coefficients
        assert made == pytest.approx(problem.A[:, column], rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("shape", [(54, 1067), (120, 300)])
def test_wide_optimum_leaves_nothing(shape: tuple[int, int]) -> None:
    problem = random_problem(2, *shape)
    problem = problem.starting_from(np.random.default_rng(1).normal(size=(shape[1], 1)))
    best = optimum(problem)
    A, rest = problem.A, problem.Y - problem.A @ problem.W
    nearest = problem.W + A.T @ np.linalg.solve(A @ A.T, rest)
    assert pytest.approx(nearest, rel=1e-9, abs=1e-11) == best.W
    assert (best.rank, len(best.dependent), best.loss) == (shape[0], shape[1] - shape[0], 0)


def test_wide_table_is_cancelled_anywhere() -> None:
    problem = random_problem(1, 12, 90)
    asked = 0

    def count(until: float) -> bool:
        nonlocal asked
        asked += 1
        return asked > until

    optimum(problem, cancelled=lambda: count(math.inf))
    every = asked
    # Each column that is chosen, and each part and correction of what the others are.
    assert every > problem.rows + 5
    for until in range(every):
        asked = 0
        with pytest.raises(Cancelled):
            optimum(problem, cancelled=partial(count, until))
        assert asked == until + 1


def beside_line(digits: int) -> Problem:
    """Return a table of a line whose third column is the second but for last digits of one cell."""
    line = np.arange(1000.0, 1005.0)
    beside = line.copy()
    beside[0] += digits * np.spacing(1000.0)
    return Problem(columns(np.ones(5), line, beside), [5, 1, 2, 3, 4.5])


@pytest.mark.parametrize("digits", [-2, -1, 1, 2])
def test_rounded_cell_leaves_columns_dependent(digits: int) -> None:
    best = optimum(beside_line(digits))
    assert [k for k, _ in best.dependent] == [2]
    assert best.loss == pytest.approx(2.22)


@pytest.mark.parametrize("digits", [-18, 4, 9, 18, 88, 880])
def test_cell_beyond_rounding_is_independent(digits: int) -> None:
    problem = beside_line(digits)
    best = optimum(problem)
    assert (best.rank, best.dependent) == (3, ())
    assert best.loss <= 0.015
    assert is_honest(best, problem)
    assert true_digits(best.W, exact_optimum(problem)).min() >= ROUNDED


@pytest.mark.parametrize("rows", [20, 300])
@pytest.mark.parametrize("weights", [2, 10, 19, 60])
@pytest.mark.parametrize("seed", range(5))
def test_computed_columns_are_dependent(rows: int, weights: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    A = 10.0 ** draw.uniform(-1, 1, size=(rows, min(weights, rows - 1)))
    total = np.add.accumulate(A, axis=1)[:, -1]
    mean, percent = A.mean(axis=1), 100 * A[:, 0] / 3
    best = optimum(Problem(columns(*A.T, total, mean, percent, A[:, 1]), draw.normal(size=rows)))
    assert best.rank == A.shape[1]
    assert [k for k, _ in best.dependent] == [A.shape[1] + i for i in range(4)]


def test_duplicate_of_nearly_dependent_column() -> None:
    problem = beside_line(18)
    best = optimum(Problem(columns(*problem.A.T, problem.A[:, 2]), problem.Y))
    assert combinations(best) == [(3, {2: 1.0})]
