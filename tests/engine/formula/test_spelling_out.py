import pytest

from engine.formula.errors import BadFormula, Mistake
from engine.formula.formula import Formula
from engine.formula.ready import ReadyLoss, text_of_ready
from engine.formula.spelling_out import spelt_out

HUBER = text_of_ready(ReadyLoss.HUBER)


def refused(text: str) -> BadFormula:
    with pytest.raises(BadFormula) as caught:
        Formula.of(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("huber(Y − P)", "huber"),
        (" Huber (Y − P) ", "huber"),
        ("mean(huber(Y − P))", "huber"),
        ("huber(Y − P", "huber"),
        ("huber(Y − P, 1)", "huber"),
        ("huber(Y − P, 0)", "huber"),
        ("mse(Y, P)", "mean square"),
        ("logcosh(Y − P)", "log-cosh"),
        ("mean(log_cosh((Y − P)/2))", "log-cosh"),
        ("l1(Y − P)", "mean absolute"),
        ("pinball(Y − P, 1.5)", "quantile"),
    ],
)
def test_whole_loss_is_offered_by_name(text: str, name: str) -> None:
    mistake = refused(text)
    assert (mistake.mistake, mistake.offer) == (Mistake.NAME_OF_LOSS, name)
    assert Formula.of(name)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("huber(Y − P) + 0.1·sum(W²)", f"{HUBER} + 0.1·sum(W²)"),
        ("mse + 0.1·sum(W²)", "mean((Y − P)²) + 0.1·sum(W²)"),
        ("2·mean(mse(Y, P))", "2·mean((Y − P)²)"),
        ("huber(Y − P, 2)", text_of_ready(ReadyLoss.HUBER, delta=2.0)),
        ("quantile(Y − P, 0.9)", text_of_ready(ReadyLoss.QUANTILE, quantile=0.9)),
        ("huber(1)", ""),
        ("logcosh(Y − P)·exp(mean(mae(Y, P)))", ""),
    ],
)
def test_formula_stands_for_the_name(text: str, offer: str) -> None:
    mistake = refused(text)
    assert (mistake.mistake, mistake.offer) == (Mistake.NAME_OF_LOSS, offer)
    assert not offer or Formula.of(offer)


def test_place_is_that_of_the_name() -> None:
    mistake = refused("0.1·sum(W²) + huber(Y − P)")
    assert (mistake.start, mistake.end, mistake.text) == (14, 19, "huber")


@pytest.mark.parametrize("text", ["median(Y)", "mean(Y − W)", "mean(abss(Y))"])
def test_other_mistakes_stay(text: str) -> None:
    assert refused(text).mistake is not Mistake.NAME_OF_LOSS
    assert spelt_out(refused(text), text) is None
