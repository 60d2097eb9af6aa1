import doctest
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem, optimum, triangle_of
from engine.cancelling import Cancelled
from engine.errors import NoRowLeft
from engine.inference import leave_out as module
from engine.inference.leave_out import MOST_ERROR, KeptRows, TriangleUpdate, leave_out, take_back
from engine.statistics import statistics

from ..least_squares import table_problem
from ..problems import random_problem

KINDS = ("random", "offset", "powers", "hilbert", "outlier", "only one", "exact", "zeros")


def table(kind: str, seed: int) -> Problem:
    """Return a table of a kind, with a Y that it explains more or less well."""
    draw = np.random.default_rng(seed)
    rows, columns = int(draw.integers(4, 120)), int(draw.integers(1, 7))
    A = draw.normal(size=(rows, columns)) * 10.0 ** draw.uniform(-6, 6, columns)
    if kind == "offset":
        A[:, 0] = 1
        A[:, 1:] += 10.0 ** draw.uniform(0, 9)
    if kind == "powers":
        A = np.vander(np.linspace(0, 1, rows), columns)
    if kind == "hilbert":
        A = 1 / (np.arange(rows)[:, np.newaxis] + np.arange(columns) + 1.0)
    if kind == "outlier":
        A[2] *= 10.0 ** draw.uniform(0, 12)
    if kind == "only one":
        A[:, 0], A[2, 0] = 0, 1
    if kind == "zeros":
        A[:, -1] = 0
    Y = A @ draw.normal(size=columns)
    if kind != "exact":
        Y += 10.0 ** draw.uniform(-9, 1) * np.abs(Y).max() * draw.normal(size=rows)
    return Problem(A, Y)


def difference(found: Matrix, expected: Matrix) -> float:
    """Return how far two triangles differ at most, beside the lengths of their columns."""
    lengths = np.linalg.norm(expected, axis=0)
    lengths[lengths == 0] = 1.0
    signs = [np.where(R.diagonal() < 0, -1.0, 1.0)[:, np.newaxis] for R in (found, expected)]
    return float((np.abs(signs[0] * found - signs[1] * expected) / lengths).max())


@given(st.sampled_from(KINDS), st.integers(0, 2**32 - 1), st.data())
def test_triangle_is_that_of_reduction(kind: str, seed: int, data: st.DataObject) -> None:
    problem = table(kind, seed)
    rows = data.draw(st.lists(st.integers(0, problem.rows - 1), min_size=1, max_size=3))
    kept = leave_out(KeptRows.of(problem), rows)
    assert kept.triangle.rows == kept.problem.rows == problem.rows - len(set(rows))
    assert difference(kept.triangle.R, triangle_of(kept.problem).R) <= MOST_ERROR
    back = take_back(kept, rows[:1])
    assert difference(back.triangle.R, triangle_of(back.problem).R) <= MOST_ERROR


@pytest.mark.parametrize("kind", ["random", "offset", "powers", "hilbert"])
def test_most_tables_are_rotated(kind: str) -> None:
    updates = [leave_out(KeptRows.of(table(kind, seed)), [2]).update for seed in range(40)]
    assert updates.count(TriangleUpdate.ROTATED) >= 10


@pytest.mark.parametrize("kind", ["only one", "exact", "zeros"])
def test_nothing_left_is_reduced_afresh(kind: str) -> None:
    kept = leave_out(KeptRows.of(table(kind, 5)), [2])
    assert kept.update is TriangleUpdate.REDUCED
    assert (kept.triangle.R == triangle_of(kept.problem).R).all()


def test_dominating_row_leaves_no_trace() -> None:
    """Subtracted, its squares would leave 5 digits of those of the others."""
    problem = random_problem(3, 50, 3)
    A, Y = problem.A.copy(), problem.Y.copy()
    A[7], Y[7] = 1e6, -1e6
    kept = leave_out(KeptRows.of(Problem(A, Y)), [7])
    others = np.arange(50) != 7
    expected = optimum(Problem(problem.A[others], problem.Y[others]))
    assert pytest.approx(expected.W, rel=1e-14) == kept.best.W
    assert difference(kept.triangle.R, triangle_of(kept.problem).R) <= MOST_ERROR


@pytest.mark.parametrize("name", ["Longley", "Filip", "Norris", "diabetes_raw"])
def test_optimum_is_that_of_others(name: str) -> None:
    problem = table_problem(name)
    kept = leave_out(KeptRows.of(problem), [0, 4])
    others = np.setdiff1d(np.arange(problem.rows), [0, 4])
    expected = optimum(Problem(problem.A[others], problem.Y[others]))
    assert (kept.best.W == expected.W).all()
    assert kept.best.loss == expected.loss


def test_large_table_agrees_too() -> None:
    problem = random_problem(4, 60_000, 3)
    kept = leave_out(KeptRows.of(problem), [11, 59_999])
    assert kept.update is TriangleUpdate.ROTATED
    fresh = optimum(kept.problem, triangle=triangle_of(kept.problem))
    assert pytest.approx(fresh.W, rel=1e-10, abs=1e-14) == kept.best.W
    found = statistics(kept.problem, kept.best, kept.triangle).standard_errors
    assert found == pytest.approx(statistics(kept.problem, fresh).standard_errors, rel=1e-10)


def test_all_rows_back_are_the_first() -> None:
    kept = KeptRows.of(random_problem(5, 40, 3))
    without = leave_out(leave_out(kept, [3, 3]), [9])
    assert np.flatnonzero(without.is_left_out).tolist() == [3, 9]
    assert leave_out(without, [3]) is without
    back = take_back(without, [9, 3, 20])
    assert back.triangle is kept.of_all
    assert back.problem is kept.whole
    assert back.update is TriangleUpdate.WHOLE


def test_long_way_is_reduced_at_times() -> None:
    kept = KeptRows.of(random_problem(6, 400, 3))
    updates = set()
    for row in range(300):
        kept = leave_out(kept, [row])
        if row % 3 == 0:
            kept = take_back(kept, [row])
        updates.add(kept.update)
        assert kept.error <= MOST_ERROR
    assert difference(kept.triangle.R, triangle_of(kept.problem).R) <= MOST_ERROR


def test_many_rows_are_reduced_at_once() -> None:
    kept = leave_out(KeptRows.of(random_problem(7, 40, 2)), range(30))
    assert kept.update is TriangleUpdate.REDUCED


def test_last_row_stays() -> None:
    kept = KeptRows.of(random_problem(8, 3, 2))
    with pytest.raises(NoRowLeft):
        leave_out(kept, range(3))


def test_work_can_be_cancelled() -> None:
    kept = KeptRows.of(random_problem(9, 40, 2))
    for rows in ([1], range(30)):
        with pytest.raises(Cancelled):
            leave_out(kept, rows, cancelled=lambda: True)


def test_usual_table_takes_milliseconds() -> None:
    kept = KeptRows.of(random_problem(10, 1000, 10))
    times = []
    for row in range(5):
        began = perf_counter()
        found = leave_out(kept, [row])
        statistics(found.problem, found.best, found.triangle).influence()
        times.append(perf_counter() - began)
    # The pictures have 50 ms in all.
    assert min(times) < 0.03


def test_examples_hold() -> None:
    failed, tried = doctest.testmod(module)
    assert failed == 0 < tried
