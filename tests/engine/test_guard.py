import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.guard import escape_formula, unescape_formula


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        *((f"{character}1", f"'{character}1") for character in "=+-@\t\r"),
        ("'=1", "''=1"),
        ("a=1", "a=1"),
        ("'a'", "'a'"),
        ("", ""),
    ],
)
def test_formula_gets_apostrophe(text: str, cell: str) -> None:
    assert escape_formula(text) == cell


@given(st.text("'=+-@\t\ra1", max_size=6))
def test_unescaping_restores_any_text(text: str) -> None:
    assert unescape_formula(escape_formula(text)) == text
