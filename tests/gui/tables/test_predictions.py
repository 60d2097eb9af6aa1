"""Blocks of Ŷ."""

import numpy as np
import pytest

from engine import Matrix, Problem, Settings, predict
from gui.document import Document, Part
from gui.tables import predictions
from gui.tables.predictions import Predictions


@pytest.fixture
def long() -> Document:
    """A thousand rows counting up."""
    problem = Problem(np.arange(1000.0).reshape(1000, 1), np.zeros(1000))
    return Document(problem, Settings(1, 0.1, 0.1), "long")


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were predicted at a time."""
    asked: list[int] = []

    def counting(A: Matrix, W: Matrix) -> Matrix:
        asked.append(len(A))
        return predict(A, W)

    monkeypatch.setattr(predictions, "predict", counting)
    return asked


def test_a_block_is_predicted_once_for_all_its_rows(long: Document, sizes: list[int]) -> None:
    predictions_of = Predictions(long)
    predictions_of.set_weights(np.array([[2.0]]))
    assert [predictions_of.value(row) for row in (300, 301, 511)] == [600.0, 602.0, 1022.0]
    assert sizes == [256]
    assert predictions_of.value(999) == 1998.0
    assert sizes == [256, 1000 - 3 * 256]


def test_other_weights_are_predicted_anew(long: Document) -> None:
    predictions_of = Predictions(long)
    predictions_of.set_weights(np.array([[2.0]]))
    assert predictions_of.value(3) == 6.0
    predictions_of.set_weights(np.array([[3.0]]))
    assert predictions_of.value(3) == 9.0


def test_changed_inputs_are_predicted_anew_once_forgotten(long: Document) -> None:
    predictions_of = Predictions(long)
    predictions_of.set_weights(np.array([[2.0]]))
    assert predictions_of.value(3) == 6.0
    long.set_block(Part.A, 3, 0, np.array([[5.0]]))
    predictions_of.invalidate()
    assert predictions_of.value(3) == 10.0


@pytest.mark.parametrize("W", [None, np.zeros((2, 1))])
def test_without_fitting_weights_nothing_is_known(long: Document, W: Matrix | None) -> None:
    predictions_of = Predictions(long)
    predictions_of.set_weights(W)
    assert np.isnan(predictions_of.value(3))
    assert np.isnan(predictions_of.values([1, 2])).all()


def test_rows_may_be_picked(long: Document) -> None:
    predictions_of = Predictions(long)
    predictions_of.set_weights(np.array([[2.0]]))
    assert predictions_of.values([5, 900]).tolist() == [10.0, 1800.0]
    assert predictions_of.values(range(5, 7)).tolist() == [10.0, 12.0]
