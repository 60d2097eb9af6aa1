import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formula.arithmetic import folded
from engine.formula.errors import BadFormula, Mistake
from engine.formula.parser import MOST_DEEP, parse
from engine.formula.tokens import MOST_CHARACTERS, MOST_PARTS
from engine.formula.tree import Node, Operation, Operator, Spread, Symbol, Variable

from .losses import LOSSES


def refused(text: str) -> BadFormula:
    with pytest.raises(BadFormula) as raised:
        parse(text)
    return raised.value


@pytest.mark.parametrize("text", LOSSES.values(), ids=LOSSES)
def test_known_losses_are_read(text: str) -> None:
    assert parse(text).spread is Spread.NUMBER


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2^3^2", 512),
        ("2**3**2", 512),
        ("-2^2", -4),
        ("−2²", -4),
        ("(−2)²", 4),
        ("2^-1", 0.5),
        ("2⁻¹", 0.5),
        ("2^-1^2", 0.5),
        ("2^3²", 512),
        ("2²^3", 64),
        ("2¹⁰", 1024),
        ("2 ²", 4),
        ("7 − 2 − 1", 4),
        ("8/4/2", 1),
        ("8÷4×2", 4),
        ("2 + 3·4", 14),
        ("−2·3", -6),
        ("2·−3", -6),
        ("+2", 2),
        ("||1 − 3| − 5|", 3),
        ("|2·|−3||", 6),
        ("√9", 3),
        ("√√16 + 1", 3),
        ("max(1, 3, 2) − min(1, 3, 2)", 2),
        ("maximum(1, 2)·minimum(3, 4)", 6),
        ("ln(exp(2))", 2),
        ("where(1 < 2, 3, 4)", 3),
        ("where((2 ≤ 1), 3, 4)", 4),
        ("where(2>=2, 3, 4)", 3),
        ("1e3", 1000),
        (".5", 0.5),
        ("5.", 5),
        ("1\u202f234.5", 1234.5),
        ("10^10^10", math.inf),
        ("log(−1)", math.nan),
        ("1/0", math.inf),
        ("max(2,1.5)", 2),
        ("max(1,2,3)", 3),
        ("2 \n· 3", 6),
    ],
)
def test_numbers_as_on_paper(text: str, value: float) -> None:
    found = folded(parse(text))
    assert found == pytest.approx(value, nan_ok=True)


def symbols(node: Node) -> list[Symbol]:
    if isinstance(node, Variable):
        assert isinstance(node.symbol, Symbol)
        return [node.symbol]
    return [each for part in getattr(node, "parts", ()) for each in symbols(part)]


def test_prediction_has_two_names() -> None:
    composed, apart = parse("mean(Ŷ − Y)"), parse("mean(Y\u0302 − Y)")
    assert composed == apart == parse("mean(P − Y)")
    assert symbols(apart) == [Symbol.P, Symbol.Y]
    assert isinstance(apart, Operation)
    assert (apart.parts[0].start, apart.parts[0].end) == (5, 11)  # as typed, with the hat apart


@pytest.mark.parametrize(
    ("text", "mistake", "start", "end"),
    [
        ("", Mistake.EMPTY, 0, 0),
        (" \n ", Mistake.EMPTY, 0, 3),
        ("mean(Y − W)", Mistake.ROWS_AND_WEIGHTS, 5, 10),
        ("sum(where(W < 1, Y, 1))", Mistake.ROWS_AND_WEIGHTS, 10, 21),
        ("(Y−P)²", Mistake.VALUE_A_ROW, 0, 6),
        ("0.1·W²", Mistake.VALUE_A_WEIGHT, 0, 6),
        ("mean(3)", Mistake.OF_ONE_NUMBER, 0, 7),
        ("max(N)", Mistake.OF_ONE_NUMBER, 0, 6),
        ("mean(Y − Q)", Mistake.UNKNOWN_NAME, 9, 10),
        ("mean(A)", Mistake.INPUTS, 5, 6),
        ("median(Y)", Mistake.UNKNOWN_FUNCTION, 0, 6),
        ("mean", Mistake.WITHOUT_VALUE, 0, 4),
        ("mean(Y, P)", Mistake.TAKES_ONE, 0, 10),
        ("logaddexp(1)", Mistake.TAKES_TWO, 0, 12),
        ("where(1 < 2, 1)", Mistake.TAKES_THREE, 0, 15),
        ("where(N, 1, 2)", Mistake.NOT_COMPARED, 6, 7),
        ("mean(Y < P)", Mistake.COMPARED, 5, 10),
        ("1 < 2", Mistake.COMPARED, 0, 5),
        ("+(1 < 2)", Mistake.COMPARED, 1, 8),
        ("1 < 2 < 3", Mistake.COMPARED, 6, 7),
        ("mean(Y − P", Mistake.NEVER_CLOSED, 4, 5),
        ("mean(|Y − P)", Mistake.CLOSES_NOTHING, 11, 12),
        ("mean(|Y − P", Mistake.NEVER_CLOSED, 5, 6),
        ("1)", Mistake.CLOSES_NOTHING, 1, 2),
        ("1, 2", Mistake.COMMA_ALONE, 1, 2),
        ("(1, 2)", Mistake.COMMA_ALONE, 2, 3),
        ("1 +", Mistake.ENDS_EARLY, 3, 3),
        ("mean()", Mistake.VALUE_MISSING, 5, 6),
        ("* 2", Mistake.VALUE_MISSING, 0, 1),
        ("mean(Y P)", Mistake.OPERATOR_MISSING, 7, 8),
        ("2(3)", Mistake.OPERATOR_MISSING, 1, 2),
        ("2√4", Mistake.OPERATOR_MISSING, 1, 2),
        ("1 234", Mistake.OPERATOR_MISSING, 2, 5),
        ("0,5·sum(W)", Mistake.COMMA_IN_NUMBER, 0, 3),
        ("max(1,234.5)", Mistake.COMMA_IN_NUMBER, 4, 11),
        ("1e400", Mistake.TOO_LARGE, 0, 5),
        ("0.1e-400", Mistake.TOO_SMALL, 0, 8),
        ("Y.__class__", Mistake.CHARACTER, 1, 2),
        ("Y[0]", Mistake.CHARACTER, 1, 2),
        ("mean('Y')", Mistake.CHARACTER, 5, 6),
        ("[y for y in Y]", Mistake.CHARACTER, 0, 1),
        ("__import__(1)", Mistake.CHARACTER, 0, 1),
        ("lambda: 0", Mistake.CHARACTER, 6, 7),
        ("x = 1", Mistake.CHARACTER, 2, 3),
        ("exec(1)", Mistake.UNKNOWN_FUNCTION, 0, 4),
        ("２·N", Mistake.CHARACTER, 0, 1),
        ("1\x00", Mistake.CHARACTER, 1, 2),
        ("\ud800", Mistake.CHARACTER, 0, 1),
    ],
)
def test_mistake_has_its_place(text: str, mistake: Mistake, start: int, end: int) -> None:
    error = refused(text)
    assert error.mistake is mistake
    assert (error.start, error.end) == (start, end)


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("(Y−P)²", "mean((Y−P)²)"),
        (" W² ", "sum(W²)"),
        ("mean(Y − P", "mean(Y − P)"),
        ("mean(|Y", "mean(|Y|)"),
        ("(y-p)", "mean((Y-P))"),
        ("Mean(LOG(1 + (y-p)^2)) + SUM(w²)", "mean(log(1 + (Y-P)^2)) + sum(W²)"),
        ("log(1 + (y−P)²", "mean(log(1 + (Y−P)²))"),
        ("mean(y − P)", "mean(Y − P)"),
        ("Mean(Y)", "mean(Y)"),
        ("mean(abss(Y))", "mean(abs(Y))"),
        ("mean(Y P)", "mean(Y·P)"),
        ("mean((Y P)^2)", "mean((Y − P)^2)"),
        ("(P Y)²", "mean((P − Y)²)"),
        ("mean(|Y Ŷ|)", "mean(|Y − Ŷ|)"),
        ("mean(abs(Y P) + log(cosh(Y P)))", "mean(abs(Y − P) + log(cosh(Y − P)))"),
        ("2 mean((Y P)(Y P)", "2·mean((Y − P)·(Y − P))"),
        ("mean(exp(P) − Y P)", "mean(exp(P) − Y·P)"),
        ("mean(max(0, 1 − Y P))", "mean(max(0, 1 − Y·P))"),
        ("mean(exp(Y P))", "mean(exp(Y·P))"),
        ("mean((Y Y)²)", "mean((Y·Y)²)"),
        ("mean((Y P + 1)²)", "mean((Y·P + 1)²)"),
        ("mean((Y W)²)", "mean((Y·W)²)"),
        ("mean((y ŷ)²)", "mean((Y − Ŷ)²)"),
        ("Y P", "mean(Y·P)"),
        ("(Y P", "mean((Y·P))"),
        ("2 (3)", "2·(3)"),
        ("0,5·sum(W)", "0.5·sum(W)"),
        ("max(1,234.5)", "max(1234.5)"),
        ("1,234,567", "1234567"),
        ("mean(Q)", ""),
    ],
)
def test_mistake_offers_what_was_meant(text: str, offer: str) -> None:
    assert refused(text).offer == offer


def test_offers_lead_to_a_formula() -> None:
    text = "2 mean(|Y − P"
    for _ in range(4):
        try:
            parse(text)
        except BadFormula as error:
            text = error.offer
    assert text == "2·mean(|Y − P|)"


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("1" * (MOST_CHARACTERS + 1), Mistake.TOO_LONG),
        ("1+" * MOST_PARTS + "1", Mistake.TOO_MANY_PARTS),
        ("(" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("−" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("√" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("|" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("2^" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("exp(" * (MOST_DEEP + 1) + "1", Mistake.TOO_DEEP),
        ("(" * 100_000, Mistake.TOO_LONG),
    ],
)
def test_size_is_limited(text: str, mistake: Mistake) -> None:
    began = time.perf_counter()
    assert refused(text).mistake is mistake
    assert time.perf_counter() - began < 1


def test_limits_can_be_reached() -> None:
    deep = MOST_DEEP
    assert folded(parse("(" * deep + "1" + ")" * deep)) == 1
    assert folded(parse("1" + "+1" * (MOST_PARTS // 2 - 1))) == MOST_PARTS // 2
    assert folded(parse("1" + " " * (MOST_CHARACTERS - 1))) == 1
    assert folded(parse("2^" * deep + "1")) == math.inf


@given(st.text("YPWNŶ01.,+-−*·/^²|()<> meanumxwhresq\u0302'[]_=", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    error = None
    try:
        assert parse(text).spread is Spread.NUMBER
    except BadFormula as refusal:
        error = refusal
    if error is not None:
        assert 0 <= error.start <= error.end <= len(text)
        assert str(error).endswith(".")
        assert not error.offer or error.offer != text


def test_place_reaches_over_brackets() -> None:
    error = refused("(Y) − (W)")
    assert (error.start, error.end) == (0, 9)
    assert refused("mean(Y) + (2·W)").start == 0
    assert refused("mean((3))").mistake is Mistake.OF_ONE_NUMBER


def test_max_of_one_is_over_all() -> None:
    of_all, of_two = parse("max(|Y|)"), parse("mean(max(Y, 1))")
    assert isinstance(of_all, Operation)
    assert of_all.operator is Operator.LARGEST
    assert isinstance(of_two, Operation)
    assert isinstance(of_two.parts[0], Operation)
    assert of_two.parts[0].operator is Operator.LARGER
