from dataclasses import replace
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest

from engine import (
    Optimum,
    Problem,
    Settings,
    learning_rate_limit,
    optimum,
    stability,
    triangle_of,
)
from engine.examples import published
from gui.document import Experiment, Grid, TableName, changes
from gui.run import prepared_rows as prepared_rows_module
from gui.run.prepared_rows import PreparedRows, limit_key, limit_of, tells_least

EXPERIMENT = Experiment.of(published().problem, published().settings)


@pytest.mark.parametrize("reduced", [False, True])
def test_limit_is_of_descended_problem(reduced: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem([[1.0, 2e3], [4.0, 5e3], [7.0, 8e3]], [1, 2, 3])
    prepared_rows = PreparedRows(Experiment.of(problem, Settings()))
    if reduced:
        prepared_rows.reduce(lambda: False)
    limit, scaled = (prepared_rows.limit(scale_columns) for scale_columns in (False, True))
    assert limit == pytest.approx(learning_rate_limit(problem))
    lengths = np.sqrt(np.square(problem.A).sum(axis=0))
    unit = Problem(problem.A / lengths, problem.Y)
    assert scaled == pytest.approx(learning_rate_limit(unit))
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", 0)
    assert (prepared_rows.limit(False) is None) is not reduced


def test_rows_are_reduced_once() -> None:
    prepared_rows = PreparedRows(EXPERIMENT)
    assert prepared_rows.progress is None
    triangle = prepared_rows.reduce(lambda: False)
    assert triangle is not None
    assert prepared_rows.reduce(lambda: True) is triangle
    assert prepared_rows.progress is None
    assert prepared_rows.matches(replace(EXPERIMENT, W=Grid.of(np.zeros((3, 1)))))
    assert not prepared_rows.matches(
        changes.set_block(EXPERIMENT, TableName.A, 0, 0, np.zeros((1, 1)))
    )


def test_reduction_reports_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared_rows_module, "NOTICED_SECONDS", 0.0)
    problem = Problem(np.ones((5000, 3)), np.ones(5000))
    prepared_rows = PreparedRows(Experiment.of(problem, Settings()))
    shares: list[float | None] = []

    def look() -> bool:
        shares.append(prepared_rows.progress)
        return False

    prepared_rows.reduce(look)
    known = [share for share in shares if share is not None]
    assert len(known) > 1
    assert known == sorted(known)
    assert 0 <= known[0] < known[-1] < 1
    assert prepared_rows.progress is None


def test_cancelled_reduction_starts_again() -> None:
    prepared_rows = PreparedRows(EXPERIMENT)
    assert prepared_rows.reduce(lambda: True) is None
    assert (prepared_rows.triangle, prepared_rows.progress) == (None, None)
    assert prepared_rows.reduce(lambda: False) is not None


def never() -> bool:
    return False


def prepared(rows: int, weights: int, copies: int = 0) -> PreparedRows:
    """Draw rows whose last columns repeat the first."""
    draw = np.random.default_rng(rows)
    A = draw.normal(size=(rows, weights))
    A = np.hstack((A, A[:, :copies]))
    return PreparedRows(Experiment.of(Problem(A, draw.normal(size=rows)), Settings()))


@pytest.mark.parametrize(
    ("rows", "is_reduced", "is_exact"),
    [(100, False, True), (100, True, True), (2000, False, False), (2000, True, False)],
)
def test_optimum_is_exact_when_cheap(rows: int, is_reduced: bool, is_exact: bool) -> None:
    prepared_rows = prepared(rows, 6)
    if is_reduced:
        prepared_rows.reduce(never)
    found = prepared_rows.optimum(np.zeros((6, 1)), never)
    assert found is not None
    assert bool(found.digits.min() > 15.5) is is_exact
    assert (prepared_rows.triangle is not None) is is_reduced


def test_large_rows_are_reduced_for_optimum() -> None:
    prepared_rows = prepared(60_000, 2)
    assert prepared_rows.optimum(np.zeros((2, 1)), lambda: True) is None
    found = prepared_rows.optimum(np.zeros((2, 1)), never)
    assert found is not None
    assert prepared_rows.triangle is not None


def test_optimum_is_found_once() -> None:
    prepared_rows = prepared(60_000, 2)
    found = prepared_rows.optimum(np.zeros((2, 1)), never)
    assert prepared_rows.optimum(np.ones((2, 1)), lambda: True) is found


def test_dependent_optimum_is_nearest_start() -> None:
    prepared_rows = prepared(40, 3, copies=1)
    problem = prepared_rows.optimum(np.zeros((4, 1)), never)
    assert problem is not None
    start = np.array([[5.0], [0.0], [0.0], [1.0]])
    found = prepared_rows.optimum(start, never)
    assert found is not None
    assert found.W[0, 0] - found.W[3, 0] == pytest.approx(4.0)
    assert found.W[0, 0] + found.W[3, 0] == pytest.approx(2 * problem.W[0, 0])
    assert prepared_rows.optimum(start.copy(), never) is found


def test_too_many_columns_have_no_optimum() -> None:
    assert prepared(2, 1001).optimum(np.zeros((1001, 1)), never) is None


def test_threads_share_one_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared_rows, calls = prepared(40, 3), 0
    begun, go_on = Event(), Event()

    def slow(problem: Problem, *options: object) -> Optimum:
        nonlocal calls
        calls += 1
        begun.set()
        assert go_on.wait(10)
        return optimum(problem)

    monkeypatch.setattr(prepared_rows_module, "optimum_to_compare", slow)
    found: list[Optimum | None] = []

    def find() -> None:
        found.append(prepared_rows.optimum(np.zeros((3, 1)), never))

    threads = [Thread(target=find) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert begun.wait(10)
    go_on.set()
    for thread in threads:
        thread.join()
    assert calls == 1
    assert found[0] is found[1] is found[2] is not None


def test_statistics_are_computed_once() -> None:
    prepared_rows = PreparedRows(EXPERIMENT)
    best = prepared_rows.optimum(EXPERIMENT.problem.W, lambda: False)
    assert best is not None
    found = prepared_rows.statistics(best, lambda: False)
    assert found is not None
    assert prepared_rows.statistics(best, lambda: True) is found
    assert found.rank == best.rank
    assert PreparedRows(EXPERIMENT).statistics(best, lambda: True) is None
    other = optimum(Problem(EXPERIMENT.problem.A, EXPERIMENT.problem.Y + 1))
    assert prepared_rows.statistics(other, lambda: False) is not found


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({}, 1.0),
        ({"optimiser": "heavy ball", "momentum": 0.0}, 1.0),
        ({"optimiser": "heavy ball", "momentum": 0.5, "dampening": 0.25}, 2.0),
        ({"optimiser": "nesterov", "momentum": 0.5}, 0.75),
        ({"optimiser": "adam"}, None),
        ({"schedule": "cosine"}, None),
        ({"optimiser": "nesterov", "schedule": "step"}, None),
    ],
)
def test_optimiser_has_its_limit(changes: dict[str, Any], limit: float | None) -> None:
    settings = Settings(**changes)
    assert limit_of(settings, 1.0) == limit
    assert limit_of(settings, None) is None
    assert (limit_key(settings) == limit_key(Settings())) is (not changes)


def test_other_settings_leave_the_limit() -> None:
    assert limit_key(Settings(7, 0.3, beta1=0.5, alpha=0.1)) == limit_key(Settings())
    assert limit_key(Settings(scale_columns=True)) != limit_key(Settings())


@pytest.mark.parametrize(
    ("loss", "tells"), [("mean((Y − P)²) + 0.1·sum(W²)", True), ("mean(|Y − P|)", False)]
)
def test_least_is_told_without_joining(
    monkeypatch: pytest.MonkeyPatch, loss: str, tells: bool
) -> None:
    """The window asks at each edit, and a million rows take a quarter of a second to join."""
    experiment = Experiment.of(published().problem, Settings(loss=loss))
    edited = changes.set_block(experiment, TableName.A, 0, 0, np.array([[5.0]]))
    monkeypatch.setattr(Grid, "joined", property(lambda _: pytest.fail("the table was joined")))
    assert tells_least(edited) is tells


def test_other_rows_follow_from_the_triangle(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(2)
    problem = Problem(random.normal(size=(60, 4)), random.normal(size=60))
    whole = changes.begin_row(Experiment.of(problem, Settings()))
    rows = PreparedRows(whole)
    assert rows.reduce(lambda: False) is not None
    monkeypatch.setattr(
        prepared_rows_module, "triangle_of", lambda *_: pytest.fail("it was reduced again")
    )
    for left_out in ([7], [7, 20], [20], []):
        experiment = changes.leave_out(whole, left_out)
        rows = rows.of_rows_of(experiment)
        triangle = rows.reduce(lambda: False)
        assert triangle is not None
        R, fresh = triangle.R, triangle_of(experiment.problem).R
        assert triangle.rows == 60 - len(left_out)
        assert np.allclose(R.T @ R, fresh.T @ fresh, rtol=1e-10, atol=1e-10)
        assert rows.of_rows_of(experiment) is rows


def test_other_tables_are_reduced_again() -> None:
    rows = PreparedRows(EXPERIMENT)
    rows.reduce(lambda: False)
    other = changes.set_block(EXPERIMENT, TableName.A, 0, 0, np.array([[5.0]]))
    found = rows.of_rows_of(other).reduce(lambda: False)
    assert found is not None
    assert np.array_equal(found.R, triangle_of(other.problem).R)
