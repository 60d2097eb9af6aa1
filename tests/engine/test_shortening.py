from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.numbers import parse_number
from engine.shortening import (
    COMMA,
    LONGEST_QUOTE,
    NARROW_SPACE,
    elide_middle,
    group_digits_by,
    grouped,
    in_quotes,
    in_quotes_if_text,
    one_line,
    printable_line,
    repair_name,
)
from engine.verdict.wording import count, number


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


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("oops", "“oops”"),
        ("it's", "“it's”"),
        ("C:\\data", "“C:\\data”"),
        ("two\nlines", "“two lines”"),
        ("1\u200b2", "“1\\u200b2”"),
        ("", "“”"),
        ("x" * 99, f"“{'x' * 39}…”"),
    ],
)
def test_typed_text_is_quoted(text: str, quoted: str) -> None:
    assert in_quotes(text) == quoted
    assert in_quotes(text).isprintable()


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("safe", "“safe”"),
        ("\n", "“\\n”"),
        (" ", "“ ”"),
        (5, "5"),
        (None, "None"),
        ([1, "a"], "[1, 'a']"),
        (b"ab", "b'ab'"),
    ],
)
def test_only_text_is_quoted(value: object, quoted: str) -> None:
    assert in_quotes_if_text(value) == quoted


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


@pytest.fixture
def blanks() -> Iterator[None]:
    """Group digits as the window does where a comma separates decimals."""
    group_digits_by(NARROW_SPACE)
    yield
    group_digits_by(COMMA)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (999, 0, "999"),
        (1000, 0, "1,000"),
        (-12345.6, 0, "-12,346"),
        (1234567.25, 2, "1,234,567.25"),
        (2**60 + 1, 0, "1,152,921,504,606,846,977"),
    ],
)
def test_digits_are_grouped(value: float, decimals: int, text: str) -> None:
    assert grouped(value, decimals) == text


def test_blanks_group_without_a_comma(blanks: None) -> None:
    assert grouped(1234567.5, 1) == "1\u202f234\u202f567.5"
    assert count(12_345) == "12\u202f345"
    assert number(17_565.0) == "17\u202f565"


@given(st.integers(0, 10**15))
def test_grouped_counts_are_read_back(value: int) -> None:
    group_digits_by(NARROW_SPACE)
    text = grouped(value)
    group_digits_by(COMMA)
    assert parse_number(text) == parse_number(text, decimal_comma=True) == value
