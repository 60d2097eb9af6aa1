import math

import numpy as np
import pytest

from engine import Problem
from engine.errors import BadSetting
from engine.formula.errors import BadFormula
from engine.formula.formula import Formula
from engine.formula.ready import ReadyLoss, meant_by, text_of_ready

R = np.array([-3.0, -0.5, 0.0, 0.2, 1.0, 4.0])
PROBLEM = Problem(np.zeros((6, 1)), R)
EXPECTED = {
    ReadyLoss.MEAN_SQUARE: np.mean(R**2),
    ReadyLoss.MEAN_ABSOLUTE: np.mean(np.abs(R)),
    ReadyLoss.HUBER: np.mean(np.where(np.abs(R) < 0.75, R**2 / 2, 0.75 * (np.abs(R) - 0.375))),
    ReadyLoss.LOG_COSH: np.mean(np.log(np.cosh(R))),
    ReadyLoss.QUANTILE: np.mean(np.where(R > 0, 0.9 * R, -0.1 * R)),
}


@pytest.mark.parametrize("name", ReadyLoss)
def test_ready_losses_are_formulas(name: ReadyLoss) -> None:
    formula = Formula.of(name.value, delta=0.75, quantile=0.9)
    assert formula.losses(PROBLEM, [[0.0]])[0] == pytest.approx(EXPECTED[name], rel=1e-14)
    assert Formula.of(formula.text) == formula
    assert formula.written == formula.text


@pytest.mark.parametrize("delta", [0.0, -1.0, math.inf, math.nan])
def test_delta_is_more_than_zero(delta: float) -> None:
    with pytest.raises(BadSetting, match="delta is"):
        text_of_ready(ReadyLoss.HUBER, delta=delta)
    assert text_of_ready(ReadyLoss.LOG_COSH, delta=delta)


@pytest.mark.parametrize("quantile", [0.0, 1.0, -0.5, math.nan])
def test_quantile_is_between(quantile: float) -> None:
    with pytest.raises(BadSetting, match="quantile is"):
        text_of_ready(ReadyLoss.QUANTILE, quantile=quantile)


def test_median_is_half_the_size() -> None:
    median = Formula.of("quantile").losses(PROBLEM, [[0.0]])[0]
    assert median == pytest.approx(Formula.of("mean absolute").losses(PROBLEM, [[0.0]])[0] / 2)


@pytest.mark.parametrize(
    ("typed", "loss"),
    [
        ("mae", ReadyLoss.MEAN_ABSOLUTE),
        (" MSE ", ReadyLoss.MEAN_SQUARE),
        ("Mean squared error", ReadyLoss.MEAN_SQUARE),
        ("hu", ReadyLoss.HUBER),
        ("hubr", ReadyLoss.HUBER),
        ("quantil", ReadyLoss.QUANTILE),
        ("log cosh", ReadyLoss.LOG_COSH),
        ("mean", None),
        ("m", None),
        ("max", None),
        ("mean(|Y − P|", None),
    ],
)
def test_other_names_are_understood(typed: str, loss: ReadyLoss | None) -> None:
    assert meant_by(typed) is loss


@pytest.mark.parametrize(("typed", "offer"), [("mae", "mean absolute"), ("MSE", "mean square")])
def test_other_name_offers_the_loss(typed: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == offer


@pytest.mark.parametrize(
    "typed", ["mean(y)", "Mean(Y)", "Y²", "mean(0,5·Y)", "sum(y", "w-y", "huber(1)", "if(Y<P,1,2)"]
)
def test_nothing_refused_is_offered(typed: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == ""


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("mean(where(Y<P,(Y-P)^2,2*(Y-P)^2))", "mean(where(Y<P,(Y-P)^2, 2*(Y-P)^2))"),
        ("mean(max(|Y-P|-1,0))", "mean(max(|Y-P|-1, 0))"),
        ("0,5·sum(W²)", "0.5·sum(W²)"),
        ("mean(min((Y-P)^2,1))", "mean(min((Y-P)^2, 1))"),
        ("mean((min(Y,P) - 1)^1,5)", "mean((min(Y,P) - 1)^1.5)"),
        ("min((Y-P)^2,1)", ""),  # as certainly the two values that are no loss
        ("max (|Y-P|^1,5)", ""),
    ],
)
def test_comma_is_offered_as_meant(typed: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == offer


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("mean(1_000*(Y-P)^2)", "mean(1000*(Y-P)^2)"),
        ("mean((Y-P)^2)/1_000_000", "mean((Y-P)^2)/1000000"),
        ("mean(|Y-P|^1_5)", ""),
        ("1_000*Y", ""),
    ],
)
def test_underscore_groups_digits(typed: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == offer


@pytest.mark.parametrize("minus", "−-‐‑–﹣－")
def test_copied_minus_is_read(minus: str) -> None:
    formula = Formula.of(f"\ufeffmean((Y\u200b {minus} P)²)\u2060")
    assert formula.written == Formula.of("mean((Y - P)²)").written
