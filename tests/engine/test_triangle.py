from itertools import count, pairwise, repeat

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import (
    Matrix,
    Problem,
    Settings,
    Triangle,
    fit,
    gradient,
    mean_squared_error,
    triangle_of,
)
from engine import triangle as module
from engine.cancelling import Cancelled
from engine.methods.modes import Modes
from engine.triangle import block_height, reduce_blocks, triangle_below
from engine.unit_columns import column_norms

from .problems import TABLES, analytic_gradient, certified, problems, random_problem, rounding

EPSILON = np.finfo(float).eps
seeds = st.integers(0, 2**32 - 1)


def inputs(problem: Problem) -> Matrix:
    """Return [A | Y]."""
    return np.concatenate((problem.A, problem.Y), axis=1)


def without_signs(R: Matrix) -> Matrix:
    """Return R with a positive diagonal: its rows are unique up to their signs."""
    signs = np.where(np.diag(R) < 0, -1.0, 1.0)
    return signs[:, np.newaxis] * R


def products(R: Matrix) -> Matrix:
    """Return RᵀR, which is [A | Y]ᵀ[A | Y] however the rows were reduced."""
    return R.T @ R


def near(found: Matrix, expected: Matrix, problem: Problem) -> bool:
    """Return whether two products [A | Y]ᵀ[A | Y] agree up to rounding."""
    lengths = np.linalg.norm(inputs(problem), axis=0)
    allowed = 20 * problem.rows * EPSILON * np.outer(lengths, lengths)
    return bool((np.abs(found - expected) <= allowed).all())


@given(problems(40, 6))
def test_triangle_of_rows(problem: Problem) -> None:
    triangle = triangle_of(problem)
    assert triangle.R.shape == (problem.weights + 1, problem.weights + 1)
    assert (triangle.rows, triangle.weights) == (problem.rows, problem.weights)
    assert np.array_equal(triangle.R, np.triu(triangle.R))
    assert near(products(triangle.R), products(inputs(problem)), problem)


@given(problems(40, 6), seeds, st.floats(-6, 6))
def test_triangle_has_loss_and_gradient(problem: Problem, seed: int, exponent: float) -> None:
    """W may be near the start, far away, or at the optimum."""
    triangle = triangle_of(problem)
    optimum = np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0]
    far = np.random.default_rng(seed).normal(size=problem.W.shape) * 10.0**exponent
    for W in (problem.W, far, optimum):
        reduced = triangle.problem(W)
        assert reduced.W.tolist() == W.tolist()
        h = max(0.1, float(np.abs(W).max()))
        allowed = rounding(problem, W, h)
        loss = mean_squared_error(reduced.A, W, reduced.Y)
        assert abs(loss - mean_squared_error(problem.A, W, problem.Y)) <= allowed * h
        exact = analytic_gradient(problem, W)
        assert np.abs(analytic_gradient(reduced, W) - exact).max() <= allowed
        assert np.abs(gradient(reduced, W, h) - exact).max() <= allowed


@pytest.mark.parametrize("name", TABLES)
def test_losses_of_certified_tables(name: str) -> None:
    known = certified(name)
    triangle = triangle_of(known.problem)
    for epoch, W in known.weights.items():
        reduced = triangle.problem(W)
        loss = mean_squared_error(reduced.A, W, reduced.Y)
        assert loss == pytest.approx(known.losses[epoch], rel=1e-9)


@given(problems(60, 4), st.lists(st.integers(0, 60), max_size=8))
def test_cuts_change_only_signs(problem: Problem, cuts: list[int]) -> None:
    whole = inputs(problem)
    edges = [0, *sorted(min(cut, problem.rows) for cut in cuts), problem.rows]
    blocks = [whole[a:b] for a, b in pairwise(edges)]
    cut = reduce_blocks(blocks, problem.weights + 1)
    once = reduce_blocks([whole], problem.weights + 1)
    assert cut.rows == once.rows == problem.rows
    assert near(products(cut.R), products(once.R), problem)
    if problem.rows > problem.weights and np.linalg.cond(whole) < 1e3:
        off = np.abs(without_signs(cut.R) - without_signs(once.R)).max()
        assert off <= 1e-10 * np.abs(once.R).max()


@given(problems(60, 4), seeds)
def test_row_order_does_not_matter(problem: Problem, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(problem.rows)
    shuffled = triangle_of(Problem(problem.A[order], problem.Y[order]))
    assert near(products(shuffled.R), products(triangle_of(problem).R), problem)


def test_many_rows_in_many_blocks() -> None:
    problem = random_problem(0, 20_000, 3)
    assert problem.rows > 9 * block_height(4)
    triangle = triangle_of(problem)
    assert near(products(triangle.R), products(inputs(problem)), problem)
    once = np.asarray(np.linalg.qr(inputs(problem), mode="r"))
    assert without_signs(triangle.R) == pytest.approx(without_signs(once), rel=1e-10, abs=1e-10)


@pytest.mark.parametrize("columns", [1, 2, 5, 50, 500, 5000])
def test_block_is_higher_than_triangle(columns: int) -> None:
    height = block_height(columns)
    # Panels skip the zeros of the triangle, so they need no more rows than it has.
    assert height >= (1 if module.is_by_panels(height + columns, columns) else 4) * columns
    if height > 4 * columns:  # together with the triangle it stays in one thread
        assert (height + columns) * columns <= 2**13


@pytest.mark.parametrize("rows", [1, 3, 100, 5000, 8187, 8188])
def test_progress_rises_to_1(rows: int) -> None:
    reported: list[float] = []
    triangle_of(random_problem(0, rows, 4), reported.append)
    assert reported[-1] == 1.0
    assert reported == sorted(reported)
    assert len(reported) == -(-rows // block_height(5))
    assert all(0 < done <= 1 for done in reported)


def test_reduction_can_be_cancelled_anywhere() -> None:
    problem = random_problem(0, 20_000, 3)
    blocks = -(-problem.rows // block_height(4))
    for calls in (0, 1, blocks - 1):
        answers, reported = iter([*repeat(False, calls), True]), count()
        with pytest.raises(Cancelled):
            triangle_of(problem, lambda _, n=reported: next(n), lambda a=answers: next(a))  # type: ignore[misc]
        assert next(reported) == calls
    done = iter(repeat(False, blocks))
    assert triangle_of(problem, cancelled=lambda: next(done)).rows == problem.rows


@given(problems(30, 5))
def test_column_norms_of_table(problem: Problem) -> None:
    triangle = triangle_of(problem)
    assert triangle.column_norms.shape == (problem.weights, 1)
    assert triangle.column_norms == pytest.approx(column_norms(problem.A), rel=1e-12)


@given(problems(30, 5), seeds)
def test_dividing_columns_of_triangle(problem: Problem, seed: int) -> None:
    norms = np.exp(np.random.default_rng(seed).normal(size=(problem.weights, 1)) * 10)
    divided = triangle_of(problem).divided_by(norms)
    table = Problem(problem.A / norms.T, problem.Y)
    assert divided.rows == problem.rows
    assert near(products(divided.R), products(inputs(table)), table)


def test_few_rows_leave_zero_rows() -> None:
    triangle = triangle_of(Problem([[3.0, 4.0, 0.0]], [5.0]))
    assert np.abs(triangle.R[0]).tolist() == [3, 4, 0, 5]
    assert not triangle.R[1:].any()
    assert triangle.problem(np.zeros((3, 1))).rows == 4


def test_no_rows_give_zero_triangle() -> None:
    triangle = reduce_blocks([], 3)
    assert (triangle.rows, triangle.weights) == (0, 2)
    assert not triangle.R.any()


def test_zero_and_identical_columns_are_kept() -> None:
    problem = random_problem(1, 30, 2)
    a, b = problem.A.T
    table = Problem(np.column_stack((a, 0 * a, b, a)), problem.Y)
    triangle = triangle_of(table)
    assert near(products(triangle.R), products(inputs(table)), table)
    assert triangle.column_norms.ravel().tolist()[1] == 1.0
    assert not triangle.R[:, 1].any()


@pytest.mark.parametrize("scale", [1e-150, 1e150])
def test_extreme_tables_keep_digits(scale: float) -> None:
    problem = random_problem(2, 50, 3)
    plain = triangle_of(problem)
    scaled = triangle_of(Problem(problem.A * scale, problem.Y * scale))
    assert scaled.is_finite
    assert without_signs(scaled.R) / scale == pytest.approx(
        without_signs(plain.R), rel=1e-12, abs=1e-12
    )


def test_overflowing_triangle_is_not_finite() -> None:
    problem = Problem(np.full((50, 2), 1.7e308), np.ones(50))
    assert not triangle_of(problem).is_finite
    assert triangle_of(random_problem(0, 5, 2)).is_finite


def test_overflow_in_reduced_problem_is_known() -> None:
    few = Problem([[1e308, 1.0, 2.0]], [3.0])
    assert np.isfinite(triangle_of(few).R).all()
    assert not triangle_of(few).is_finite
    assert fit(few, Settings(5, 1e-3)).W.shape == (3, 1)


def test_triangle_knows_its_row_count() -> None:
    """The loss is a mean over N rows, although the triangle itself has j + 1."""
    reduced = Triangle(np.eye(3), 7).problem(np.zeros((2, 1)))
    assert pytest.approx(np.eye(3)[:, :2] * np.sqrt(3 / 7)) == reduced.A
    assert mean_squared_error(reduced.A, reduced.W, reduced.Y) == pytest.approx(1 / 7)


def decimal_places_moved(stacked: Matrix, R: Matrix) -> float:
    """Return how far RᵀR is from the exact products, beside the columns' lengths, in ε."""
    exact = stacked.astype(np.longdouble)
    lengths = np.sqrt(np.square(exact).sum(axis=0))
    lengths[lengths == 0] = 1
    found = R.astype(np.longdouble)
    off = (found.T @ found - exact.T @ exact) / lengths / lengths[:, np.newaxis]
    return float(np.abs(off).max()) / EPSILON


@given(
    seed=seeds,
    columns=st.integers(1, 40),
    above=st.sampled_from([0.0, 0.5, 1.0]),
    rows=st.integers(1, 90),
    panel=st.integers(1, 12),
    powers=st.integers(0, 60),
)
def test_panels_are_as_accurate_as_lapack(
    seed: int, columns: int, above: float, rows: int, panel: int, powers: int
) -> None:
    rng = np.random.default_rng(seed)
    R = np.triu(rng.normal(size=(round(above * columns), columns)))
    block = rng.normal(size=(rows, columns)) * 2.0 ** rng.integers(-powers, powers + 1, columns)
    block[:, rng.random(columns) < 0.1] = 0
    block[:, -1] = block[:, 0]
    stacked = np.concatenate((R, block))
    with pytest.MonkeyPatch.context() as small:
        small.setattr(module, "PANEL_COLUMNS", panel)
        small.setattr(module, "OPERATIONS_AT_ONCE", 4 * len(stacked) * panel)
        found = module._triangle_by_panels(stacked.copy(), len(R), lambda: False)
    assert (np.tril(found, -1) == 0).all()
    assert found.shape == (min(len(stacked), columns), columns)
    lapack = np.asarray(np.linalg.qr(stacked, mode="r"))
    limit = max(2 * decimal_places_moved(stacked, lapack), 4 * np.sqrt(len(stacked)))
    assert decimal_places_moved(stacked, found) <= limit


def test_few_columns_are_reduced_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_triangle_by_panels", lambda *_: pytest.fail("panels"))
    rng = np.random.default_rng(1)
    R, block = np.triu(rng.normal(size=(200, 200))), rng.normal(size=(800, 200))
    expected = np.linalg.qr(np.concatenate((R, block)), mode="r")
    np.testing.assert_array_equal(triangle_below(R, block), expected)


def test_many_columns_give_way_often() -> None:
    rng = np.random.default_rng(1)
    A, asked = rng.normal(size=(1200, 600)), count()
    problem = Problem(A, A[:, :1])
    triangle_of(problem, cancelled=lambda: next(asked) < 0)
    # About 2·N·j² operations, in pieces of OPERATIONS_AT_ONCE at most.
    assert next(asked) >= 2 * A.size * 600 / module.OPERATIONS_AT_ONCE
    asked = count()
    with pytest.raises(Cancelled):
        triangle_of(problem, cancelled=lambda: next(asked) == 4)
    assert next(asked) == 5


def test_singular_values_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    triangle = triangle_of(random_problem(1, 30, 3))
    sizes = triangle.singular_values.sizes.copy()
    monkeypatch.setattr(np.linalg, "svd", None)
    assert Modes(triangle).sizes.tolist() == sizes.tolist()
    assert Modes(triangle.divided_by(np.ones((3, 1)))).sizes.tolist() == sizes.tolist()


def test_divided_triangle_is_kept() -> None:
    triangle, norms = triangle_of(random_problem(1, 30, 3)), np.array([[2.0], [3.0], [4.0]])
    divided = triangle.divided_by(norms)
    assert triangle.divided_by(norms.copy()) is divided
    assert triangle.divided_by(2 * norms) is not divided
    np.testing.assert_array_equal(divided.R[:, :3] * norms.T, triangle.R[:, :3])
