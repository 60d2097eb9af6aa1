import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.shortening import LONGEST_QUOTE, elide_middle, one_line, printable_line, repair_name


@given(st.text(), st.integers(1, 20))
def test_only_long_text_is_cut(text: str, longest: int) -> None:
    line, short = one_line(text), one_line(text, longest)
    assert len(short) <= longest
    assert short == line if len(line) <= longest else line.startswith(short.removesuffix("…"))


def test_cut_end_is_marked() -> None:
    assert one_line("x" * (LONGEST_QUOTE + 1), LONGEST_QUOTE) == "x" * (LONGEST_QUOTE - 1) + "…"


@given(st.text())
def test_line_breaks_become_single_spaces(text: str) -> None:
    line = one_line(text)
    assert line.split(" ") == (text.split() or [""])
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("name", ["a.secant", "ünï – 数 & <b>", " ", "x" * 9])
def test_short_name_is_kept(name: str) -> None:
    assert elide_middle(name, 13) == name


def test_line_break_in_name_becomes_space() -> None:
    assert elide_middle("new\nline\there", 13) == "new line here"


def test_long_name_keeps_both_ends() -> None:
    assert elide_middle("begin" + "x" * 300 + ".secant", 21) == "beginxxxxx…xxx.secant"


@given(st.text(), st.integers(3, 20))
def test_elided_name_is_printable_and_short(name: str, most: int) -> None:
    assert len(elide_middle(name, most)) <= most
    assert elide_middle(name, most).isprintable()


@pytest.mark.parametrize(
    ("name", "repaired"),
    [
        ("größe in m", "größe in m"),
        ("a\x07b", "a b"),
        ("\0", ""),
        ("\x1b[1mbold", "[1mbold"),
        ("a\x85b\u2028c\ud800", "a b c"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        (" spaces ", " spaces "),
    ],
)
def test_names_are_repaired(name: str, repaired: str) -> None:
    assert repair_name(name) == repaired
    assert repair_name(repaired) == repaired


@given(st.text(st.characters()))
def test_repaired_names_can_be_written(name: str) -> None:
    assert "\0" not in repair_name(name)
    assert repair_name(name).encode().decode() == repair_name(name)
    assert "\n" not in printable_line(name)
