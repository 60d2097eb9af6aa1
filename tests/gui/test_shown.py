import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.shown import MOST, shown


@pytest.mark.parametrize("name", ["a.secant", "ünï – 数 & <b>", " ", "x" * MOST])
def test_usual_name_stays(name: str) -> None:
    assert shown(name) == name


def test_line_breaks_become_spaces() -> None:
    assert shown("new\nline\there") == "new line here"


def test_long_name_keeps_both_ends() -> None:
    name = shown("begin" + "x" * 300 + ".secant")
    assert name.startswith("beginx")
    assert "x…x" in name
    assert name.endswith("x.secant")


@given(st.text())
def test_any_name_fits_line(name: str) -> None:
    assert len(shown(name)) <= MOST
    assert shown(name).isprintable()
