import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.formula.errors import BadFormula, Mistake
from engine.formula.printing import text_of
from engine.formula.tokens import MOST_PARTS
from engine.formula.tree import ColumnName, Node
from engine.terms.grammar import (
    can_be_named,
    columns_in,
    parse_columns,
    quoted,
    split_name,
    with_columns,
)

from .drawn import NAMES

AGE = ("age", "bmi", "body mass", "log", "x")


def refused(text: str, names: tuple[str, ...] = AGE) -> BadFormula:
    with pytest.raises(BadFormula) as raised:
        parse_columns(text, names)
    return raised.value


def parsed(text: str) -> Node | BadFormula:
    try:
        return parse_columns(text, AGE)
    except BadFormula as error:
        return error


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("age^2", "age²"),
        ("2*age - bmi/3", "2·age − bmi/3"),
        ("`body mass`**2", "`body mass`²"),
        ("ln(age)", "log(age)"),
        ("log10(age) + log2(bmi)", "log10(age) + log2(bmi)"),
        ("log(log)", "log(log)"),
        ("where(age >= 50, 1, 0)", "where(age ≥ 50, 1, 0)"),
        ("max(age, bmi, x)", "max(age, bmi, x)"),
        ("|age − 3|", "|age − 3|"),
        ("`age`·x", "age·x"),
    ],
)
def test_formulas_of_columns_are_read(text: str, written: str) -> None:
    tree = parse_columns(text, AGE)
    assert text_of(tree) == written
    assert parse_columns(written, AGE) == tree


@pytest.mark.parametrize(
    ("text", "mistake", "place"),
    [
        ("", Mistake.EMPTY_COLUMN, (0, 0)),
        ("2 + 3", Mistake.WITHOUT_COLUMN, (0, 5)),
        ("age + size", Mistake.UNKNOWN_COLUMN, (6, 10)),
        ("Y·age", Mistake.UNKNOWN_COLUMN, (0, 1)),
        ("2·mean(age)", Mistake.OF_ALL_ROWS, (2, 11)),
        ("max(age)", Mistake.OF_ALL_ROWS, (0, 8)),
        ("age < 3", Mistake.COMPARED, (0, 7)),
        ("age + lg(x)", Mistake.UNKNOWN_FUNCTION, (6, 8)),
        ("age ? x", Mistake.UNQUOTED, (4, 5)),
        ("x + `body", Mistake.NEVER_CLOSED, (4, 5)),
        ("x + `other`", Mistake.UNKNOWN_COLUMN, (4, 11)),
        ("`body mass` ? x", Mistake.UNQUOTED, (12, 13)),
        ("age bmi", Mistake.OPERATOR_MISSING, (4, 7)),
    ],
)
def test_mistakes_have_their_place(text: str, mistake: Mistake, place: tuple[int, int]) -> None:
    error = refused(text)
    assert (error.mistake, error.start, error.end) == (mistake, *place)
    assert len(error.short) <= 72


def test_double_names_are_refused() -> None:
    error = refused("2·x", ("x", "y", "x"))
    assert error.mistake is Mistake.AMBIGUOUS_COLUMN
    assert str(error) == "Several columns are named “x”. Rename one of them first."


def test_long_formulas_are_refused() -> None:
    assert refused("+".join(["`x`"] * MOST_PARTS)).mistake is Mistake.TOO_MANY_PARTS
    assert refused("+".join(["x"] * MOST_PARTS)).mistake is Mistake.TOO_MANY_PARTS
    assert refused("x" * 3000).mistake is Mistake.TOO_LONG


@given(st.text(max_size=30))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    found = parsed(text)
    if isinstance(found, BadFormula):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        assert set(columns_in(found)) <= set(AGE)


@given(st.text(min_size=1, max_size=12).filter(can_be_named))
def test_any_name_can_be_quoted(name: str) -> None:
    assert columns_in(parse_columns(f"2·{quoted(name)}", [name])) == (name,)


@pytest.mark.parametrize("name", NAMES)
def test_plain_names_need_no_quotes(name: str) -> None:
    is_plain = name in ("age", "x", "log", "größe")
    assert (quoted(name) == name) is is_plain


def test_columns_are_renamed() -> None:
    tree = parse_columns("age·bmi + age", AGE)
    renamed = with_columns(tree, {"age": ColumnName("years", "years")})
    assert columns_in(renamed) == ("years", "bmi")
    assert text_of(renamed) == "years·bmi + years"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("age2 = age^2", ("age2", "age^2")),
        ("age^2", ("", "age^2")),
        ("where(a >= 2, 1, 0)", ("", "where(a >= 2, 1, 0)")),
        ("`a = b`²", ("", "`a = b`²")),
        ("`a = b` = x", ("a = b", "x")),
    ],
)
def test_name_stands_before_its_formula(text: str, parts: tuple[str, str]) -> None:
    assert split_name(text) == parts
