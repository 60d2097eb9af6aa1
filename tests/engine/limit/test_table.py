import numpy as np
import pytest

import engine.limit.table
from engine import (
    Precision,
    Problem,
    Settings,
    descend,
    mean_squared_error,
    on_unit_columns,
    triangle_of,
)
from engine.cancelling import Cancelled
from engine.limit.table import LimitTable, LossSource

from ..problems import published_problem, random_problem

SCALED = Settings(scale_columns=True)


@pytest.mark.parametrize("weights", [4, 40])
def test_losses_are_those_of_the_moved_weight(weights: int) -> None:
    problem = random_problem(1, 300, weights)
    table = LimitTable.of_rows(problem, Settings())
    points = np.linspace(-2, 2, 9)
    found = table.losses(table.weights_of(problem.W), 2, points)
    for point, loss in zip(points, found, strict=True):
        W = problem.W.copy()
        W[2] = point
        assert loss == pytest.approx(mean_squared_error(problem.A, W, problem.Y), rel=1e-14)


def test_many_points_are_evaluated_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.limit.table, "COORDINATES_IN_MEMORY", 1000)
    problem = random_problem(1, 30, 9)
    table = LimitTable.of_rows(problem, Settings())
    points = np.linspace(-2, 2, 1500)
    found = table.losses(table.weights_of(problem.W), 7, points)
    again = table.losses(table.weights_of(problem.W), 7, points[1400:])
    assert found[1400:] == pytest.approx(again, rel=1e-12)


def test_triangle_has_the_losses_of_rows() -> None:
    problem = random_problem(2, 500, 3)
    rows = LimitTable.of_rows(problem, Settings())
    triangle = LimitTable.of_triangle(triangle_of(problem), Settings())
    points = np.linspace(-2, 2, 9)
    w = rows.weights_of(problem.W)
    assert triangle.losses(w, 0, points) == pytest.approx(rows.losses(w, 0, points), rel=1e-13)
    assert (rows.source, triangle.source) == (LossSource.ROWS, LossSource.TRIANGLE)
    assert (rows.rows, triangle.rows, len(triangle.A)) == (500, 500, 4)


def test_scaled_columns_are_those_descended_on() -> None:
    problem = published_problem()
    unit = on_unit_columns(problem)
    table = LimitTable.of_rows(problem, SCALED)
    assert table.A.tolist() == unit.A.tolist()
    assert table.weights_of(problem.W).tolist() == unit.W[:, 0].tolist()
    by_triangle = LimitTable.of_triangle(triangle_of(problem), SCALED)
    assert by_triangle.norms == pytest.approx(table.norms)


def test_single_precision_is_rounded_once() -> None:
    table = LimitTable.of_rows(published_problem(), Settings(precision="float32"))
    assert table.A.dtype == table.weights_of(published_problem().W).dtype == np.float32
    assert table.problem.A.dtype == np.float64
    other = LimitTable.of_rows(published_problem(), Settings(), Precision.SINGLE)
    assert other.precision is Precision.SINGLE


def test_large_numbers_leave_single_precision() -> None:
    problem = Problem([[1e39], [1.0]], [1.0, 2.0])
    assert LimitTable.of_rows(problem, Settings()).is_finite
    assert not LimitTable.of_rows(problem, Settings(), Precision.SINGLE).is_finite


def test_losses_are_cancelled() -> None:
    table = LimitTable.of_rows(published_problem(), Settings())
    with pytest.raises(Cancelled):
        table.losses(np.zeros(3), 0, np.ones(2), lambda: True)


def test_weights_descended_on_are_taken() -> None:
    """W/|a|·|a| may be a last digit off, and the losses beside it others than those of the run."""
    settings, off = Settings(20, 0.1, 0.1, scale_columns=True, method="literal"), 0
    for seed in range(20):
        random = np.random.default_rng(seed)
        problem = Problem(random.normal(size=(9, 3)) * [1.0, 70.0, 0.3], random.normal(size=9))
        *_, frame = descend(problem, settings)
        table = LimitTable.of_rows(problem, settings)
        assert frame.W_scaled is not None
        assert table.weights_of(frame.W, frame.W_scaled).tolist() == frame.W_scaled[:, 0].tolist()
        off += table.weights_of(frame.W).tolist() != frame.W_scaled[:, 0].tolist()
        assert np.array_equal(
            table.weights_of(2 * frame.W, frame.W_scaled), table.weights_of(2 * frame.W)
        )
    assert off
