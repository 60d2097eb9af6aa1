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
def test_formula_gets_an_apostrophe(text: str, cell: str) -> None:
    assert guarded(text) == cell


@given(st.text("'=+-@\t\ra1", max_size=6))
def test_escaping_is_reversible(text: str) -> None:
    assert unguarded(guarded(text)) == text
