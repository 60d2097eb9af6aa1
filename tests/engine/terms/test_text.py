import math

import pytest
from hypothesis import given

from engine.terms import (
    ComputedTerm,
    FormulaTerm,
    LogarithmTerm,
    PowerTerm,
    ProductTerm,
    term_of,
    written_term,
)
from engine.terms.text import plainest

from .drawn import NAMES, computed


@given(computed)
def test_written_terms_mean_the_same(term: ComputedTerm) -> None:
    again = term_of(written_term(term), NAMES)
    assert again.root == term.root
    assert again == plainest(term.root)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("age^2", PowerTerm("age", 2.0)),
        ("age²", PowerTerm("age", 2.0)),
        ("age^-1", PowerTerm("age", -1.0)),
        ("age·x", ProductTerm(("age", "x"))),
        ("age*x*age", ProductTerm(("age", "x", "age"))),
        ("ln(x)", LogarithmTerm("x", math.e)),
        ("log10(x)", LogarithmTerm("x", 10.0)),
        ("log2(x)", LogarithmTerm("x", 2.0)),
    ],
)
def test_plainest_term_is_found(text: str, term: ComputedTerm) -> None:
    assert term_of(text, NAMES) == term


@pytest.mark.parametrize("text", ["age", "age^1", "age^0", "2·age", "age·x + 1", "ln(age·x)"])
def test_other_formulas_stay_formulas(text: str) -> None:
    assert isinstance(term_of(text, NAMES), FormulaTerm)


def test_long_products_are_formulas() -> None:
    assert isinstance(term_of("·".join("x" * 8), NAMES), ProductTerm)
    assert isinstance(term_of("·".join("x" * 9), NAMES), FormulaTerm)
