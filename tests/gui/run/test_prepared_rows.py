from dataclasses import replace

import numpy as np
import pytest

from engine import Problem, Settings, learning_rate_limit, stability
from engine.examples import published
from gui.document import Experiment, Grid, TableName, changes
from gui.run import prepared_rows as reduction_module
from gui.run.prepared_rows import PreparedRows

EXPERIMENT = Experiment.of(published().problem, published().settings)


@pytest.mark.parametrize("reduced", [False, True])
def test_limit_is_of_descended_problem(reduced: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = Problem([[1.0, 2e3], [4.0, 5e3], [7.0, 8e3]], [1, 2, 3])
    reduction = PreparedRows(Experiment.of(problem, Settings()))
    if reduced:
        reduction.reduce(lambda: False)
    limit, scaled = (reduction.limit(scale_columns) for scale_columns in (False, True))
    assert limit == pytest.approx(learning_rate_limit(problem))
    lengths = np.sqrt(np.square(problem.A).sum(axis=0))
    unit = Problem(problem.A / lengths, problem.Y)
    assert scaled == pytest.approx(learning_rate_limit(unit))
    monkeypatch.setattr(stability, "PRODUCTS_IN_THREAD", 0)
    assert (reduction.limit(False) is None) is not reduced


def test_rows_are_reduced_once() -> None:
    reduction = PreparedRows(EXPERIMENT)
    assert reduction.progress is None
    triangle = reduction.reduce(lambda: False)
    assert triangle is not None
    assert reduction.reduce(lambda: True) is triangle
    assert reduction.progress is None
    assert reduction.matches(replace(EXPERIMENT, W=Grid.of(np.zeros((3, 1)))))
    assert not reduction.matches(changes.set_block(EXPERIMENT, TableName.A, 0, 0, np.zeros((1, 1))))


def test_reduction_reports_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction_module, "NOTICED_SECONDS", 0.0)
    problem = Problem(np.ones((5000, 3)), np.ones(5000))
    reduction = PreparedRows(Experiment.of(problem, Settings()))
    shares: list[float | None] = []

    def look() -> bool:
        shares.append(reduction.progress)
        return False

    reduction.reduce(look)
    known = [share for share in shares if share is not None]
    assert len(known) > 1
    assert known == sorted(known)
    assert 0 <= known[0] < known[-1] < 1
    assert reduction.progress is None


def test_cancelled_reduction_starts_again() -> None:
    reduction = PreparedRows(EXPERIMENT)
    assert reduction.reduce(lambda: True) is None
    assert (reduction.triangle, reduction.progress) == (None, None)
    assert reduction.reduce(lambda: False) is not None
