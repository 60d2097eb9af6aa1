import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.text.names import MOST, elide_name


@pytest.mark.parametrize("name", ["a.secant", "ünï – 数 & <b>", " ", "x" * MOST])
def test_a_usual_name_stays_as_it_is(name: str) -> None:
    assert elide_name(name) == name


def test_what_would_break_the_line_is_a_space() -> None:
    assert elide_name("new\nline\there") == "new line here"


def test_of_a_long_name_both_ends_are_seen() -> None:
    name = elide_name("begin" + "x" * 300 + ".secant")
    assert name.startswith("beginx")
    assert "x…x" in name
    assert name.endswith("x.secant")


@given(st.text())
def test_any_name_fits_a_line(name: str) -> None:
    assert len(elide_name(name)) <= MOST
    assert elide_name(name).isprintable()
