import numpy as np
import pytest

from engine import Problem, Settings
from engine.examples import published
from gui.document import Experiment
from gui.files.secant_document import empty_experiment
from gui.run import outlook
from gui.run.outlook import TableOutlook


def of(experiment: Experiment, *, is_example: bool = False) -> TableOutlook:
    return TableOutlook.of(experiment, 0.5, is_example=is_example)


def test_table_is_looked_at() -> None:
    found = of(Experiment.of(published().problem, Settings(1000, 0.01, 0.1)))
    assert (found.rows, found.weights, found.limit) == (3, 3, 0.5)
    assert not found.is_empty
    assert found.ahead is not None
    assert found.ahead.loss == pytest.approx(340.381, rel=1e-6)


def test_new_document_is_empty() -> None:
    assert of(empty_experiment()).is_empty
    filled = Experiment.of(Problem(np.zeros((3, 2)), np.ones(3)), Settings())
    assert not of(filled).is_empty


def test_only_own_table_needs_ones() -> None:
    without = Experiment.of(Problem([[2.0], [3.0]], [1.0, 2.0]), Settings())
    assert of(without).lacks_intercept
    assert not of(without, is_example=True).lacks_intercept
    with_ones = Experiment.of(Problem([[1.0], [1.0]], [1.0, 2.0]), Settings())
    assert not of(with_ones).lacks_intercept
    assert not of(empty_experiment()).lacks_intercept


def test_large_table_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook, "MOST_CELLS", 8)
    assert of(Experiment.of(published().problem, Settings())).ahead is None


def test_run_that_goes_on_is_where_it_is() -> None:
    experiment = Experiment.of(published().problem, Settings(1000, 0.01, 1e-17))
    there = np.array([[5.0], [0.0], [0.0]])
    found = TableOutlook.of(experiment, 0.5, is_example=True, W=there)
    assert found.ahead is not None
    assert found.ahead.lost is not None
    assert found.ahead.lost.number == 1


def test_least_loss_is_found_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = Experiment.of(Problem([[1.0], [1.0]], [1.0, 3.0]), Settings())
    best = outlook.optimum_at_once(experiment)
    assert best is not None
    assert best.loss == 1
    assert outlook.optimum_at_once(empty_experiment()) is None
    monkeypatch.setattr(outlook, "MOST_PRODUCTS", 1)
    assert outlook.optimum_at_once(experiment) is None


def test_table_has_statistics_for_any_loss() -> None:
    plain = Experiment.of(published().problem, Settings(loss="mean square"))
    other = Experiment.of(published().problem, Settings(loss="log-cosh"))
    found, same = map(outlook.table_statistics_at_once, (other, plain))
    assert found is not None
    assert same is not None
    assert (found.rank, found.condition) == (same.rank, same.condition)
    assert outlook.table_statistics_at_once(empty_experiment()) is None
