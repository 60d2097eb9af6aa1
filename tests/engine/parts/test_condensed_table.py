from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings, fit, optimum, triangle_of
from engine.errors import BadTable
from engine.inference.new_rows import predict_rows
from engine.parts.condensed_table import CondensedTable, triangle_for
from engine.parts.part import Part, reduce_part
from engine.parts.shared_reading import SharedReading
from engine.problem import ReducedProblem
from engine.statistics import Statistics, statistics

from .tables import table, upright, write_csv

FIGURES = (
    *("standard_errors", "intervals", "t", "r_squared", "adjusted_r_squared", "residual_sd"),
    *("rmse", "f", "degrees_of_freedom", "rows", "rank", "condition"),
)


def reduced(values: Matrix) -> CondensedTable:
    rows = np.column_stack((np.ones(len(values)), values))
    n = rows.shape[1]
    R = np.zeros((n, n))
    found = np.linalg.qr(rows, mode="r")
    R[: len(found)] = found
    return CondensedTable.of(Part(R, len(rows)))


def figures(problem: Problem) -> Statistics:
    return statistics(problem, optimum(problem))


def whole(values: Matrix, *, has_ones: bool) -> Problem:
    A = values[:, :-1]
    return Problem(np.insert(A, 0, 1.0, axis=1) if has_ones else A, values[:, -1])


@pytest.mark.parametrize("has_ones", [True, False])
def test_statistics_are_those_of_all_rows(has_ones: bool) -> None:
    values = table(rows=400)
    expected = figures(whole(values, has_ones=has_ones))
    found = figures(reduced(values).problem(has_ones=has_ones))
    for name in FIGURES:
        assert getattr(found, name) == pytest.approx(getattr(expected, name), rel=1e-9), name
    assert found.p == pytest.approx(expected.p, rel=1e-9)
    assert found.vif == pytest.approx(expected.vif, rel=1e-9, nan_ok=True)
    assert found.r_squared_kind is expected.r_squared_kind
    assert pytest.approx(expected.best.W, rel=1e-9) == found.best.W


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
@hypothesis_settings(max_examples=60, deadline=None)
def test_losses_and_means_are_kept(seed: int, rows: int) -> None:
    values = table(seed, rows)
    found, W = reduced(values), np.random.default_rng(seed).normal(size=(3, 1))
    expected = np.mean(np.square(values[:, -1:] - values[:, :-1] @ W))
    assert np.mean(np.square(found.Y - found.A @ W)) == pytest.approx(expected, rel=1e-10)
    own = np.column_stack((found.A, found.Y))
    assert own.mean(axis=0) == pytest.approx(values.mean(axis=0), rel=1e-10, abs=1e-9)
    if rows > 1:
        assert own.std(axis=0) == pytest.approx(values.std(axis=0), rel=1e-8, abs=1e-8)
    assert found.observations == rows


def test_constant_column_stays_constant() -> None:
    values = table(rows=1000)
    values[:, 1] = 0.1
    found = reduced(values)
    assert (found.A[:, 1] == 0.1).all()
    assert found.problem().intercept == 1


def test_descent_reaches_optimum_of_rows() -> None:
    values = table(rows=400)
    settings = Settings(until_converged=True, scale_columns=True, learning_rate="safe", h="fits")
    problem = reduced(values).problem(has_ones=True)
    found = fit(problem, settings)
    apart = found.W - optimum(whole(values, has_ones=True)).W
    assert np.abs(apart).max() <= 1e-6
    assert found.statistics is not None
    assert found.statistics.rows == 400


def test_triangle_is_that_of_rows() -> None:
    values = table(rows=400)
    found = triangle_for(reduced(values).problem(has_ones=True))
    expected = triangle_of(whole(values, has_ones=True))
    assert found.rows == 400
    assert upright(found.R) == pytest.approx(upright(expected.R), rel=1e-9, abs=1e-9)


def test_new_rows_have_intervals_of_rows() -> None:
    values = table(rows=400)
    rows = np.array([[1.0, 40.0, 60.0, 50.0]])
    found = predict_rows(figures(reduced(values).problem(has_ones=True)), rows)
    expected = predict_rows(figures(whole(values, has_ones=True)), rows)
    assert found.values == pytest.approx(expected.values, rel=1e-9)
    assert found.standard_errors == pytest.approx(expected.standard_errors, rel=1e-9)
    assert found.prediction == pytest.approx(expected.prediction, rel=1e-9)


def test_other_start_keeps_observations() -> None:
    problem = reduced(table(rows=400)).problem()
    moved = problem.starting_from([[1.0], [2.0], [3.0]])
    assert isinstance(moved, ReducedProblem)
    assert moved.observations == 400


def test_file_is_reduced_with_ones(tmp_path: Path) -> None:
    values = table(rows=200)
    path = write_csv(tmp_path / "a.csv", values)
    part = reduce_part(path, SharedReading.of(path, has_ones=True))
    assert CondensedTable.of(part).Y.mean() == pytest.approx(values[:, -1].mean(), rel=1e-12)


def test_overflow_is_refused() -> None:
    R = np.triu(np.full((3, 3), 1e308))
    with pytest.raises(BadTable, match="too large"):
        CondensedTable.of(Part(R, 1))
