import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadNumber
from engine.numbers import nearest_number, parse_count, parse_number

BLANK = "\u202f"
finite = st.floats(allow_nan=False, allow_infinity=False)


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


@given(finite)
def test_repr_round_trip(value: float) -> None:
    assert bits(parse_number(repr(value))) == bits(value)


@given(finite)
def test_decimal_comma_round_trip(value: float) -> None:
    assert bits(parse_number(repr(value).replace(".", ","), decimal_comma=True)) == bits(value)


@given(finite, st.sampled_from([" ", "\t", "\u00a0", "\n"]))
def test_spaces_and_minus_character(value: float, space: str) -> None:
    written = space + repr(value).replace("-", "−") + space
    assert bits(parse_number(written)) == bits(value)


@given(st.integers(-(10**15), 10**15))
def test_thousands_in_either_grouping(value: int) -> None:
    assert parse_number(f"{value:,}.5") == float(f"{value}.5")
    if abs(value) >= 10**6:
        assert parse_number(f"{value:,}") == value
        assert parse_number(f"{value:,}".replace(",", ".")) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5.0),
        ("+5.", 5.0),
        (".5", 0.5),
        ("-.5e-3", -0.0005),
        ("1E+5", 1e5),
        ("0,5", 0.5),
        ("0,123", 0.123),
        (",5", 0.5),
        ("1,5e-3", 0.0015),
        ("1,2345", 1.2345),
        ("1.234", 1.234),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234,567", 1234567.0),
        ("1.234.567", 1234567.0),
        ("1.234.567,89", 1234567.89),
        ("-12,345,678.9e2", -1234567890.0),
        ("4.9e-324", 5e-324),
        ("0e-400", 0.0),
        ("0," + "0" * 400, 0.0),
        ("0" * 400 + "1", 1.0),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["1e-400", "-1e-400", "−2,4E-324", "." + "0" * 400 + "1"])
def test_number_that_becomes_zero_is_refused(text: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_number(text)
    assert "begin at about 4.9e−324. Write a larger one, or 0." in str(refused.value)
    assert nearest_number(text) == 0  # as a table is read, whose notes tell it


def test_minus_zero_keeps_its_sign() -> None:
    assert math.copysign(1, parse_number("-0.0")) == -1


@pytest.mark.parametrize("text", ["1,234", "-12,345", "1,234e5", "999,999"])
def test_ambiguous_comma_is_refused_unless_settled(text: str) -> None:
    with pytest.raises(BadNumber, match="could mean"):
        parse_number(text)
    assert parse_number(text, decimal_comma=True) == float(text.replace(",", "."))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "abc",
        "1_000",
        "１２",
        "٣",
        "0x10",
        "1e",
        "e5",
        ".",
        ",",
        "-",
        "--1",
        "+-1",
        "1 2",
        "1'234",
        "12%",
        "(1)",
        "1.5D+03",
        "1,2,3",
        "1.2.3",
        "1,23,456",
        "12.34.567",
        "1.5,5",
        "1,2.3",
        "true",
        "1j",
        "½",
        "\x00",
    ],
)
@pytest.mark.parametrize("decimal_comma", [False, True])
def test_non_number_is_refused(text: str, decimal_comma: bool) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_number(text, decimal_comma=decimal_comma)
    assert str(refused.value).endswith("such as 0.5 or 1e-3.")


@pytest.mark.parametrize("text", ["nan", "NaN", "-nan", "inf", "-Infinity", "∞"])
def test_infinite_number_is_refused(text: str) -> None:
    with pytest.raises(BadNumber, match="is not a finite number"):
        parse_number(text)


@pytest.mark.parametrize("text", ["1e400", "-1e309", "9" * 400])
def test_too_large_number_is_refused(text: str) -> None:
    with pytest.raises(BadNumber, match="is too large: numbers here end at about"):
        parse_number(text)


def test_long_text_is_shortened() -> None:
    with pytest.raises(BadNumber) as refused:
        parse_number("x" * 10_000)
    assert len(str(refused.value)) < 120


@given(st.text(max_size=12))
def test_result_equals_python_float(text: str) -> None:
    try:
        value = parse_number(text)
    except BadNumber:
        return
    assert math.isfinite(value)
    digits = [character for character in text if character.isdigit()]
    assert digits
    assert all(character.isascii() for character in digits)


def test_long_word_is_refused_at_once() -> None:
    """A pattern that tries every split of 100,000 digits would take hours."""
    with pytest.raises(BadNumber):
        parse_number("1" * 100_000 + "x")


@pytest.mark.parametrize(
    ("text", "decimal_comma", "count"),
    [
        ("1000", False, 1000),
        ("1,000", False, 1000),
        (" 1,234,567 ", False, 1234567),
        ("1.234.567", False, 1234567),
        ("1e6", False, 1e6),
        ("1000", True, 1000),
        (f"1{BLANK}000", True, 1000),
        ("1.000", True, 1000),
        ("1.234.567", True, 1234567),
        ("1,234,567", True, 1234567),
        ("2.5", True, 2.5),
        ("2,5", True, 2.5),
    ],
)
def test_count_is_read_as_meant(text: str, decimal_comma: bool, count: float) -> None:
    assert parse_count(text, decimal_comma=decimal_comma) == count


@pytest.mark.parametrize(("text", "decimal_comma"), [("1.000", False), ("1,000", True)])
def test_ambiguous_count_is_refused(text: str, decimal_comma: bool) -> None:
    with pytest.raises(BadNumber, match="could be 1000, or a number with decimals") as refused:
        parse_count(text, decimal_comma=decimal_comma)
    assert len(str(refused.value)) < 90


@pytest.mark.parametrize("text", ["abc", "", "nan", "1,2,3x"])
def test_refused_count_has_whole_example(text: str) -> None:
    with pytest.raises(BadNumber) as refused:
        parse_count(text)
    assert str(refused.value).endswith("Write a whole one, such as 1000 or 1e6.")
    assert parse_count("1000") == 1000
    assert parse_count("1e6") == 1e6
