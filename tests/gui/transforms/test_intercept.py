import numpy as np
import pytest
from hypothesis import given

from engine import Problem, Settings
from gui.document import Column, Document, Experiment, TableName
from gui.transforms.errors import HasIntercept, NoIntercept, OnlyColumn
from gui.transforms.intercept import with_intercept, without_intercept

from .experiments import experiments, made, predictions


@given(experiments(intercept=False))
def test_intercept_keeps_data_and_predictions(experiment: Experiment) -> None:
    if experiment.intercept is not None:
        return
    after = with_intercept(experiment)
    assert after.intercept == 0
    assert after.inputs == (Column("1"), *experiment.inputs)
    assert after.A.joined[:, 1:].tobytes() == experiment.A.joined.tobytes()
    assert after.W.tolist() == [[0.0], *experiment.W.tolist()]
    assert np.allclose(predictions(after), predictions(experiment), rtol=1e-12)
    assert (after.Y, after.note) == (experiment.Y, "")


@given(experiments(intercept=True))
def test_second_intercept_is_refused(experiment: Experiment) -> None:
    with pytest.raises(HasIntercept, match="every value of"):
        with_intercept(experiment)


def test_intercept_can_be_undone() -> None:
    document = Document(Problem([[2.0], [3.0]], [4.0, 5.0], [6.0]), Settings(), "Test")
    before = document.experiment
    document.change("Add Intercept Column", with_intercept)
    assert document.table(TableName.A).tolist() == [[1, 2], [1, 3]]
    document.undo_stack.undo()
    assert document.experiment is before


def test_intercept_can_be_removed() -> None:
    experiment = made([[1.0, 2.0], [1.0, 4.0]], [1, 2], [7, 3], ("1", "x"))
    after = without_intercept(experiment)
    assert (after.A.tolist(), after.W.tolist()) == ([[2], [4]], [[3]])
    with pytest.raises(NoIntercept):
        without_intercept(after)
    with pytest.raises(OnlyColumn):
        without_intercept(made([[1.0], [1.0]], [1, 2], [0]))
