import pytest
from hypothesis import assume, given

from engine.formula.parser import parse
from engine.formula.printing import text_of
from engine.formula.tokens import MOST_CHARACTERS
from engine.formula.tree import Node

from .losses import trees


@given(trees())
def test_text_parses_to_the_same(node: Node) -> None:
    text = text_of(node)
    assume(len(text) <= MOST_CHARACTERS)
    again = parse(text)
    assert again == node
    assert text_of(again) == text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mean(abs(Y-P)**1.5)+0.1*sum(W**2)", "mean(|Y − P|^1.5) + 0.1·sum(W²)"),
        ("mean((Ŷ-Y)^2)", "mean((P − Y)²)"),
        ("2^3^2", "2^3²"),
        ("(2^3)^2", "(2³)²"),
        ("2^100", "2^100"),
        ("2^-N", "2^(−N)"),
        ("2^(-N/2)", "2^(−N/2)"),
        ("-(-N)", "−(−N)"),
        ("1-(-N)", "1 − (−N)"),
        ("1-(2-3)", "1 − (2 − 3)"),
        ("1/(2/3)/4", "1/(2/3)/4"),
        ("(1+2)*N", "(1 + 2)·N"),
        ("(-2)^2", "(−2)²"),
        ("max(1, 2, max(3, N))", "max(1, 2, max(3, N))"),
        ("where((N<=2), 1, -1)", "where(N ≤ 2, 1, −1)"),
        ("√(N+1)", "sqrt(N + 1)"),
        ("1e-7·1e300", "1e-07·1e+300"),
        ("||N|-1|", "||N| − 1|"),
    ],
)
def test_formula_is_written_one_way(typed: str, written: str) -> None:
    assert text_of(parse(typed)) == written
