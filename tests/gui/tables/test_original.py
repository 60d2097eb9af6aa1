"""Weights in original units."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix, Problem, Settings, predict
from gui.document import Experiment, Input
from gui.tables.original import original_weights

INPUTS = (Input(), Input("a", 3.0, 2.0), Input("b", -1.0, 0.5))
W = np.array([[1.0], [4.0], [-2.0]])
numbers = st.floats(-100, 100)


def experiment(A: Matrix) -> Experiment:
    return replace(Experiment.of(Problem(A, np.ones(len(A))), Settings()), inputs=INPUTS)


TWOS, WITH_ONES = experiment(np.full((2, 3), 2.0)), experiment(np.array([[1.0, 2.0, 3.0]]))


def stored(raw: list[list[float]]) -> np.ndarray:
    table = np.array(raw)
    return (table - [each.shift for each in INPUTS]) / [each.scale for each in INPUTS]


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=5))
def test_original_weights_predict_the_same(raw: list[list[float]]) -> None:
    found = original_weights(W, TWOS)
    of_original = predict(np.array(raw), found.weights[:, np.newaxis]) + found.constant
    assert of_original == pytest.approx(predict(stored(raw), W), abs=1e-9)


def test_intercept_weight_takes_the_constant() -> None:
    found = original_weights(W, WITH_ONES)
    assert found.constant == 0.0
    assert found.weights.tolist() == [1.0 - 4.0 * 3.0 / 2.0 - 2.0 * 1.0 / 0.5, 2.0, -4.0]


@pytest.mark.parametrize("known", [None, np.zeros((2, 1))])
def test_unknown_weights_give_nan(known: np.ndarray | None) -> None:
    found = original_weights(known, TWOS)
    assert np.isnan(found.weights).all()
    assert np.isnan(found.constant)
