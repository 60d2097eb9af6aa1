import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rescaling import Rescaling
from gui.document import Column, Experiment
from gui.transforms.errors import NoSuchColumn, OnlyColumn
from gui.transforms.exchange import exchange_with_output, use_last_as_output
from gui.transforms.scaling import scale_columns

from .experiments import experiments, made


@given(experiments(), st.data())
def test_exchanging_twice_restores_everything(experiment: Experiment, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, experiment.columns - 1))
    once = exchange_with_output(experiment, column)
    assert once.Y.joined[:, 0].tobytes() == experiment.A.column(column).tobytes()
    assert once.A.column(column).tobytes() == experiment.Y.joined.tobytes()
    assert (once.output, once.inputs[column].name) == (
        experiment.inputs[column].name,
        experiment.output,
    )
    twice = exchange_with_output(once, column)
    for grid, before in ((twice.A, experiment.A), (twice.Y, experiment.Y)):
        assert grid.joined.tobytes() == before.joined.tobytes()
    assert (twice.inputs, twice.output, twice.W) == (
        experiment.inputs,
        experiment.output,
        experiment.W,
    )


def test_exchange_restores_original_units() -> None:
    experiment = made([[1.0, 10.0], [1.0, 30.0]], [5, 6], [0, 2], ("1", "x"))
    after = exchange_with_output(scale_columns(experiment, [1], Rescaling.STANDARDISE), 1)
    assert after.Y.tolist() == [[10], [30]]
    assert (after.output, after.inputs) == ("x", (Column("1"), Column("")))
    assert after.A.tolist() == [[1, 5], [1, 6]]
    assert after.W.tolist() == [[0], [2]]


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


def test_exchanging_a_missing_column_is_refused() -> None:
    with pytest.raises(NoSuchColumn):
        exchange_with_output(made([[1.0]], [1], [0]), 1)
