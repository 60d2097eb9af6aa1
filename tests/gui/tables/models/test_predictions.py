"""Blocks of Ŷ."""

import numpy as np
import pytest

from engine import Matrix, Problem, Settings, predict
from gui.document import Document, TableName
from gui.tables.models import predictions
from gui.tables.models.predictions import Predictions


@pytest.fixture
def long() -> Document:
    """A document with a thousand rows that count up."""
    problem = Problem(np.arange(1000.0).reshape(1000, 1), np.zeros(1000))
    return Document(problem, Settings(1, 0.1, 0.1), "long")


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Records how many rows each prediction computes."""
    row_counts: list[int] = []

    def counting(A: Matrix, W: Matrix) -> Matrix:
        row_counts.append(len(A))
        return predict(A, W)

    monkeypatch.setattr(predictions, "predict", counting)
    return row_counts


def test_block_is_predicted_once(long: Document, sizes: list[int]) -> None:
    predicted = Predictions(long)
    predicted.set_weights(np.array([[2.0]]))
    assert [predicted.value(row) for row in (300, 301, 511)] == [600.0, 602.0, 1022.0]
    assert sizes == [256]
    assert predicted.value(999) == 1998.0
    assert sizes == [256, 1000 - 3 * 256]


def test_new_weights_are_predicted_again(long: Document) -> None:
    predicted = Predictions(long)
    predicted.set_weights(np.array([[2.0]]))
    assert predicted.value(3) == 6.0
    predicted.set_weights(np.array([[3.0]]))
    assert predicted.value(3) == 9.0


def test_invalidated_rows_are_predicted_again(long: Document) -> None:
    predicted = Predictions(long)
    predicted.set_weights(np.array([[2.0]]))
    assert predicted.value(3) == 6.0
    long.set_block(TableName.A, 3, 0, np.array([[5.0]]))
    predicted.invalidate()
    assert predicted.value(3) == 10.0


@pytest.mark.parametrize("W", [None, np.zeros((2, 1))])
def test_wrong_weights_predict_nan(long: Document, W: Matrix | None) -> None:
    predicted = Predictions(long)
    predicted.set_weights(W)
    assert np.isnan(predicted.value(3))
    assert np.isnan(predicted.values([1, 2])).all()


def test_chosen_rows_are_predicted(long: Document) -> None:
    predicted = Predictions(long)
    predicted.set_weights(np.array([[2.0]]))
    assert predicted.values([5, 900]).tolist() == [10.0, 1800.0]
    assert predicted.values(range(5, 7)).tolist() == [10.0, 12.0]
