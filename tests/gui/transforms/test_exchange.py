import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rescaling import Rescaling
from gui.document import Column, Experiment
from gui.transforms.errors import NoSuchColumn, NotOneColumn, OnlyColumn
from gui.transforms.exchange import (
    is_output_empty,
    use_column_as_output,
    use_last_as_output,
    use_mean,
)
from gui.transforms.scaling import scale_columns

from .experiments import experiments, made


@given(experiments(), st.data())
def test_column_changes_places_with_y(experiment: Experiment, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, experiment.columns - 1))
    if is_output_empty(experiment):
        return
    once = use_column_as_output(experiment, column)
    assert once.Y.joined[:, 0].tobytes() == experiment.A.column(column).tobytes()
    assert once.A.column(column).tobytes() == experiment.Y.joined.tobytes()
    assert (once.output, once.inputs[column].name) == (
        experiment.inputs[column].name,
        experiment.output,
    )
    expected = experiment.W.joined.copy()
    expected[column] = 0
    assert once.W.joined.tobytes() == expected.tobytes()
    if is_output_empty(once):
        return
    twice = use_column_as_output(once, column)
    for grid, before in ((twice.A, experiment.A), (twice.Y, experiment.Y)):
        assert grid.joined.tobytes() == before.joined.tobytes()
    assert (twice.inputs, twice.output) == (experiment.inputs, experiment.output)


def test_empty_y_is_dropped() -> None:
    experiment = made([[1.0, 10.0], [1.0, 30.0]], [0, 0], [3, 2], ("1", "x"))
    after = use_column_as_output(experiment, 1)
    assert (after.A.tolist(), after.Y.tolist()) == ([[1], [1]], [[10], [30]])
    assert (after.W.tolist(), after.inputs, after.output) == ([[3]], (Column("1"),), "x")
    with pytest.raises(OnlyColumn):
        use_column_as_output(made([[1.0], [2.0]], [0, 0], [0]), 0)


def test_used_column_has_original_units() -> None:
    experiment = made([[1.0, 10.0], [1.0, 30.0]], [5, 6], [0, 2], ("1", "x"))
    after = use_column_as_output(scale_columns(experiment, [1], Rescaling.STANDARDISE), 1)
    assert after.Y.tolist() == [[10], [30]]
    assert (after.output, after.inputs) == ("x", (Column("1"), Column("")))
    assert after.A.tolist() == [[1, 5], [1, 6]]
    # The constant of the standardised column stays with the ones; the new column starts from 0.
    assert after.W.tolist() == [[0], [0]]


@given(experiments())
def test_last_column_replaces_y(experiment: Experiment) -> None:
    last = experiment.columns - 1
    if not last:
        with pytest.raises(OnlyColumn):
            use_last_as_output(experiment)
        return
    after = use_last_as_output(experiment)
    assert after.Y.joined[:, 0].tobytes() == experiment.A.column(last).tobytes()
    assert after.A.joined.tobytes() == experiment.A.joined[:, :last].tobytes()
    assert after.W.joined.tobytes() == experiment.W.joined[:last].tobytes()
    assert (after.output, after.inputs) == (
        experiment.inputs[last].name,
        experiment.inputs[:last],
    )


def test_last_column_restores_original_units() -> None:
    experiment = made([[1.0, 10.0], [1.0, 30.0]], [5, 6], [0, 2], ("1", "x"))
    after = use_last_as_output(scale_columns(experiment, [1], Rescaling.STANDARDISE))
    assert (after.Y.tolist(), after.output) == ([[10], [30]], "x")


def test_missing_column_cannot_be_used() -> None:
    with pytest.raises(NoSuchColumn):
        use_column_as_output(made([[1.0]], [1], [0]), 1)


def test_mean_is_best_constant() -> None:
    after = use_mean(made([[2.0], [4.0], [9.0]], [0, 0, 0], [7], ("price",)))
    best = np.linalg.lstsq(after.A.joined, after.Y.joined)[0]
    assert best[0, 0] == pytest.approx(5.0)
    assert (after.output, after.inputs, after.W.tolist()) == ("price", (Column("1"),), [[0]])
    with pytest.raises(NotOneColumn):
        use_mean(made([[1.0, 2.0]], [1], [0, 0]))
