import math

import pytest

from engine.terms import (
    BadTerm,
    CategoryTerm,
    FormulaTerm,
    LogarithmTerm,
    PowerTerm,
    ProductTerm,
    Term,
    term_name,
    written_term,
)
from engine.terms.errors import TermMistake
from engine.terms.grammar import parse_columns
from engine.terms.term import MOST_FACTORS, MOST_LEVELS, MOST_NAME

REGION = CategoryTerm("region", "north", ("east", "north", "south"), "east")


@pytest.mark.parametrize(
    ("term", "text", "sources"),
    [
        (PowerTerm("age", 2.0), "age²", ("age",)),
        (PowerTerm("age", -0.5), "age^(−0.5)", ("age",)),
        (ProductTerm(("age", "bmi")), "age·bmi", ("age", "bmi")),
        (ProductTerm(("age", "age")), "age·age", ("age",)),
        (LogarithmTerm("dose"), "ln(dose)", ("dose",)),
        (LogarithmTerm("dose", 10.0), "log10(dose)", ("dose",)),
        (LogarithmTerm("body mass", 3.0), "log(`body mass`)/log(3)", ("body mass",)),
        (REGION, "region = north", ()),
    ],
)
def test_terms_are_written(term: Term, text: str, sources: tuple[str, ...]) -> None:
    assert (written_term(term), term.sources) == (text, sources)
    assert term_name(term) == text.replace("`", "")


@pytest.mark.parametrize("exponent", [0.0, 1.0, math.inf, math.nan])
def test_power_needs_an_exponent(exponent: float) -> None:
    with pytest.raises(BadTerm) as raised:
        PowerTerm("age", exponent)
    assert raised.value.mistake is TermMistake.EXPONENT


@pytest.mark.parametrize("base", [0.0, 1.0, -2.0, math.inf, math.nan])
def test_logarithm_needs_a_base(base: float) -> None:
    with pytest.raises(BadTerm) as raised:
        LogarithmTerm("age", base)
    assert raised.value.mistake is TermMistake.BASE


@pytest.mark.parametrize("count", [0, 1, MOST_FACTORS + 1])
def test_product_needs_two_columns(count: int) -> None:
    with pytest.raises(BadTerm) as raised:
        ProductTerm(("age",) * count)
    assert raised.value.mistake is TermMistake.FACTORS


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        ("", TermMistake.NAME),
        ("a`b", TermMistake.NAME),
        ("a" * (MOST_NAME + 1), TermMistake.LONG_NAME),
    ],
)
def test_sources_need_names(name: str, mistake: TermMistake) -> None:
    for make in (lambda: PowerTerm(name, 2.0), lambda: ProductTerm(("x", name))):
        with pytest.raises(BadTerm) as raised:
            make()
        assert raised.value.mistake is mistake


@pytest.mark.parametrize(
    ("level", "levels", "left_out", "mistake"),
    [
        ("a", ("a",), "a", TermMistake.LEVELS),
        ("a", ("a", "b", "b"), "b", TermMistake.LEVELS),
        ("a", tuple(map(str, range(MOST_LEVELS + 1))), "1", TermMistake.LEVELS),
        ("a", ("a", "b"), "a", TermMistake.LEVEL),
        ("c", ("a", "b"), "a", TermMistake.LEVEL),
        ("a", ("a", "b"), "c", TermMistake.LEVEL),
        ("a", ("a", "b" * (MOST_NAME + 1)), "a", TermMistake.LONG_NAME),
    ],
)
def test_category_has_its_levels(
    level: str, levels: tuple[str, ...], left_out: str, mistake: TermMistake
) -> None:
    with pytest.raises(BadTerm) as raised:
        CategoryTerm("c", level, levels, left_out)
    assert raised.value.mistake is mistake


def test_category_knows_its_columns() -> None:
    south = CategoryTerm("region", "south", REGION.levels, "east")
    assert REGION.is_of(south)
    assert not REGION.is_of(CategoryTerm("county", "north", REGION.levels, "east"))
    assert not REGION.is_of(PowerTerm("region", 2.0))


def test_sources_are_renamed() -> None:
    names = {"age": "years", "bmi": "body mass"}
    formula = FormulaTerm(parse_columns("age + 2·bmi", ("age", "bmi")))
    assert PowerTerm("age", 2.0).renamed(names) == PowerTerm("years", 2.0)
    assert ProductTerm(("x", "age")).renamed(names) == ProductTerm(("x", "years"))
    assert LogarithmTerm("age", 2.0).renamed(names) == LogarithmTerm("years", 2.0)
    assert written_term(formula.renamed(names)) == "years + 2·`body mass`"
    assert REGION.renamed(names) is REGION
