import numpy as np
import pytest

from engine import Settings
from engine.errors import WrongArgument
from engine.formula.errors import BadFormula
from engine.formula.formula import Formula
from tests.engine.problems import random_problem

from .losses import LOSSES, UNUSUAL


def test_formula_keeps_what_was_typed() -> None:
    formula = Formula.of(" mean(abs(Y-P)**1.5) ")
    assert formula.text == " mean(abs(Y-P)**1.5) "
    assert formula.written == "mean(|Y − P|^1.5)"
    assert formula.latex.startswith(r"\operatorname{mean}")
    assert formula == Formula.of("mean(|Y − P|^1.5)")
    assert hash(formula) == hash(Formula.of("mean(|Y − P|^1.5)"))


@pytest.mark.parametrize("value", [3, None, np.mean, b"mean(Y)"])
def test_formula_is_a_text(value: object) -> None:
    with pytest.raises(WrongArgument, match="give the formula of a loss as text"):
        Formula.of(value)  # type: ignore[arg-type]


def test_name_of_no_loss_is_refused() -> None:
    with pytest.raises(BadFormula):
        Formula.of("mean squared")


@pytest.mark.parametrize("name", [*LOSSES, *UNUSUAL])
def test_numpy_computes_the_same(name: str) -> None:
    """The expression that is copied is a program's text; here its names are looked up instead."""
    problem, formula = random_problem(2, 20, 3), Formula.of((LOSSES | UNUSUAL)[name])
    namespace = {"np": np, "Y": problem.Y, "W": problem.W, "P": problem.A @ problem.W}
    namespace["N"] = np.float64(problem.rows)
    found = eval(formula.numpy, namespace)
    assert float(found) == pytest.approx(formula.losses(problem, problem.W.T)[0], rel=1e-12)


@pytest.mark.parametrize("text", ["5", "sum(Y)", "mean(Y²)/N", "mean(|Y − mean(Y)|)"])
def test_loss_without_weights_is_refused(text: str) -> None:
    with pytest.raises(BadFormula, match="A loss depends on P or W") as refused:
        Settings(loss=f" {text} ")
    assert (refused.value.start, refused.value.end) == (1, 1 + len(text))


@pytest.mark.parametrize("text", ["mean(P)", "sum(|W|)", "mean(Y·P)/N"])
def test_loss_of_weights_is_taken(text: str) -> None:
    assert Settings(loss=text).loss == text


@pytest.mark.parametrize(
    "text",
    [
        *("0·mean(P)", "mean(P)·0", "mean(P) − mean(P)", "mean(|P|/|P|)", "0/sum(W)", "mean(P)^0"),
        *("1^sum(W)", "mean(where(P < Y, 2, 2))", "log(2 − 1)·sum(|W|)", "mean(Y) + 0·sum(W)"),
    ],
)
def test_loss_that_nothing_changes_is_refused(text: str) -> None:
    with pytest.raises(BadFormula, match="No weight changes this one"):
        Settings(loss=text)


@pytest.mark.parametrize(
    "text",
    ["0.1·mean(P)", "mean(P − Y)", "mean(P)/mean(Y)", "where(sum(W) < 0, 1, 2)", "mean(2^P)"],
)
def test_loss_that_may_change_is_taken(text: str) -> None:
    assert Settings(loss=text).loss == text


@pytest.mark.parametrize(
    ("text", "uses"), [("mean(|P|)", True), ("min(|W|)", False), ("sum(W²) + 0·mean(P)", False)]
)
def test_loss_of_weights_alone_is_known(text: str, uses: bool) -> None:
    assert Formula.of(text).uses_predictions is uses


@pytest.mark.parametrize(
    ("typed", "offer"),
    [
        ("loss = mean((Y-P)^2)", "mean((Y − P)²)"),
        ("np.mean(np.abs(Y - P)**1.5)", "mean(|Y − P|^1.5)"),
        ("mean\u202e((Y−P)²)", "mean((Y−P)²)"),
        ("me\u200ban((Y−P)²)", "mean((Y − P)²)"),
    ],
)
def test_what_was_pasted_is_offered(typed: str, offer: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert refused.value.offer == offer


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("mean(\u202eP)", "“U+202E, right-to-left override”"),
        ("mean(P\x07)", "“U+0007”"),
        ("mean(P)\u00ad", "“U+00AD, soft hyphen”"),
    ],
)
def test_invisible_character_is_named(typed: str, named: str) -> None:
    with pytest.raises(BadFormula) as refused:
        Formula.of(typed)
    assert str(refused.value).startswith(named)
    assert refused.value.short.startswith(named)
