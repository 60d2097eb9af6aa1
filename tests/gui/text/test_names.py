import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.text.names import MOST, elide_name, shown_path


@pytest.mark.parametrize("name", ["a.secant", "ünï – 数 & <b>", " ", "x" * MOST])
def test_usual_name_stays(name: str) -> None:
    assert elide_name(name) == name


def test_line_breaks_become_spaces() -> None:
    assert elide_name("new\nline\there") == "new line here"


def test_long_name_keeps_both_ends() -> None:
    name = elide_name("begin" + "x" * 300 + ".secant")
    assert name.startswith("beginx")
    assert "x…x" in name
    assert name.endswith("x.secant")


@given(st.text())
def test_any_name_fits_line(name: str) -> None:
    assert len(elide_name(name)) <= MOST
    assert elide_name(name).isprintable()


@pytest.mark.parametrize("mark", [*"\n\r\t\0\a\x1b\x9c", "\u2028"])
def test_path_is_one_printable_line(mark: str) -> None:
    assert shown_path(f"/folder/a{mark}b.csv") == "/folder/a b.csv"


def test_usual_path_stays() -> None:
    assert shown_path("/my  folder/ünï.csv") == "/my  folder/ünï.csv"
