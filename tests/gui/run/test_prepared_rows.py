from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, learning_rate_limit, stability
from engine.examples import published
from gui.document import Experiment, Grid, TableName, changes
from gui.run import prepared_rows as prepared_rows_module
from gui.run.prepared_rows import PreparedRows

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
