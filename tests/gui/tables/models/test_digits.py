"""How many digits W, the predictions and the residuals have."""

import numpy as np
import pytest

from engine import Matrix
from gui.document import Document
from gui.tables import OutputsModel, RunNumbers, WeightsModel
from gui.tables.models.digits import EVERY_DIGIT, Digits
from gui.tables.models.weight_rows import WeightRow

from .test_weights import texts

THIRDS = np.array([[1 / 3], [20 / 3], [-1 / 7]])


@pytest.mark.parametrize(("usual", "expected"), [(6, [6, 9]), (4, [4, 7]), (3, [3, 6])])
def test_kinds_keep_their_difference(usual: int, expected: list[int]) -> None:
    assert [Digits.SIX.of(usual), Digits.NINE.of(usual)] == expected
    assert Digits.ALL.of(usual) == EVERY_DIGIT


def test_unknown_choice_is_six() -> None:
    assert [Digits("9"), Digits("twelve")] == [Digits.NINE, Digits.SIX]


@pytest.fixture
def weights(document: Document) -> WeightsModel:
    model = WeightsModel(document)
    model.show(RunNumbers(THIRDS, 1e-5 * THIRDS))
    return model


@pytest.mark.parametrize(
    ("digits", "now", "gradient"),
    [
        (Digits.SIX, "0.333333", "3.33333e−6"),
        (Digits.NINE, "0.333333333", "3.33333333e−6"),
        (Digits.ALL, "0.3333333333333333", "3.3333333333333333e−6"),
    ],
)
def test_weights_have_chosen_digits(
    weights: WeightsModel, digits: Digits, now: str, gradient: str
) -> None:
    weights.show_digits(digits)
    assert texts(weights, WeightRow.NOW)[0] == now
    assert texts(weights, WeightRow.GRADIENT)[0][:12] == gradient[:12]
    is_marked = texts(weights, WeightRow.START)[0].endswith("…")
    assert (is_marked, weights.shows_cuts(0)) == (digits is not Digits.ALL,) * 2


@pytest.mark.parametrize(
    ("digits", "prediction", "residual"),
    [
        (Digits.SIX, "13.2381", "0.7619"),
        (Digits.NINE, "13.2380952", "0.7619048"),
        (Digits.ALL, "13.238095238095239", "0.761904761904761"),
    ],
)
def test_predictions_have_chosen_digits(
    document: Document, digits: Digits, prediction: str, residual: str
) -> None:
    model = OutputsModel(document)
    model.show_weights(THIRDS)
    model.show_digits(digits)
    shown = [model.index(0, column).data() for column in range(3)]
    assert shown == ["14", prediction, residual]
    assert len(model.longest_text(1)) >= len(prediction)


def test_predictions_follow_later_weights(document: Document, fitted: Matrix) -> None:
    model = OutputsModel(document)
    model.show_digits(Digits.ALL)
    model.show_weights(fitted / 3)
    assert float(model.index(0, 1).data()) == model.computed_value(0, 1)
