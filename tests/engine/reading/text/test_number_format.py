import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadNumber
from engine.numbers import parse_number
from engine.reading.options import ReadOptions
from engine.reading.text.number_format import NumberFormat, detect_marks, find_number_format
from engine.reading.text.number_patterns import may_group

finite = st.floats(allow_nan=False, allow_infinity=False)
OPEN = NumberFormat()
EVERY = [
    NumberFormat(decimal, thousands)
    for decimal in (None, ".", ",")
    for thousands in (None, "", ".", ",", "'", " ")
    if decimal != thousands or decimal is None
]


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


@given(finite, st.sampled_from(EVERY))
def test_every_float64_survives_any_format(value: float, number_format: NumberFormat) -> None:
    mark = number_format.decimal or ("," if number_format.thousands == "." else ".")
    assert bits(number_format.parse(repr(value).replace(".", mark))) == bits(value)


@given(st.integers(-(10**15), 10**15), st.sampled_from([".", ","]), st.sampled_from(",.' \u202f’"))
def test_thousands_grouped_by_any_character(value: int, mark: str, group: str) -> None:
    if group == mark:
        return
    written = f"{value:,}".replace(",", group) + mark + "25"
    expected = float(f"{value}.25")
    chosen = {"’": "'", "\u202f": " "}.get(group, group)
    assert NumberFormat(mark, chosen).parse(written) == expected
    if group != " ":
        assert NumberFormat(mark).parse(written) == expected
        assert OPEN.parse(written) == expected


@given(st.text(max_size=12))
def test_undecided_format_reads_like_a_field(text: str) -> None:
    try:
        value = parse_number(text)
    except BadNumber:
        return
    assert bits(OPEN.parse(text)) == bits(value)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1'234.5", 1234.5),
        ("12'000", 12000),
        ("1’234’567", 1234567),
        ("1\u00a0234,5", 1234.5),
        ("-12\u202f345", -12345),
        ("−1'234,5e-3", -1.2345),
        ("1,5", 1.5),
        ("1.234.567,89", 1234567.89),
    ],
)
def test_undecided_format_reads_clear_groups(cell: str, value: float) -> None:
    assert OPEN.parse(cell) == value


@pytest.mark.parametrize(
    ("number_format", "cell", "value"),
    [
        (NumberFormat("."), "1,234", 1234),
        (NumberFormat(","), "1.234", 1234),
        (NumberFormat(",", "."), "1.234", 1234),
        (NumberFormat(None, "."), "1.234", 1234),
        (NumberFormat(None, ","), "1,234", 1234),
        (NumberFormat(None, ""), "1,234", 1.234),
        (NumberFormat(None, "'"), "1,234", 1.234),
        (NumberFormat(",", ""), "1,234", 1.234),
        (NumberFormat(",", " "), "1 234,5", 1234.5),
        (NumberFormat(comma_is_decimal=True), "1,234", 1.234),
        (OPEN, "1.234", 1.234),
        (NumberFormat("."), "5.", 5),
        (NumberFormat(","), ",5e1", 5),
    ],
)
def test_chosen_format_decides_single_mark(
    number_format: NumberFormat, cell: str, value: float
) -> None:
    assert number_format.parse(cell) == value


@pytest.mark.parametrize(
    ("number_format", "cell"),
    [
        (OPEN, "1,234"),
        (OPEN, "1 234"),
        (OPEN, "1'23"),
        (OPEN, "1'234’567"),
        (OPEN, "0'123"),
        (NumberFormat("."), "1,5"),
        (NumberFormat(","), "1.5"),
        (NumberFormat(",", ""), "1.234"),
        (NumberFormat(".", ""), "1,234"),
        (NumberFormat(".", "'"), "1,234"),
        (NumberFormat(".", " "), "12 34"),
        (NumberFormat(",", "."), "12.34"),
        (NumberFormat(",", "."), "1.234.56"),
        (NumberFormat("."), "1e400"),
        (NumberFormat("."), "."),
        (NumberFormat("."), "1_000"),
        (NumberFormat("."), "１２"),
        (NumberFormat("."), "nan"),
        (NumberFormat(None, ""), "oops"),
        (NumberFormat(None, ""), "1.234,5"),
        (NumberFormat(","), ""),
    ],
)
def test_other_formats_are_refused(number_format: NumberFormat, cell: str) -> None:
    with pytest.raises(BadNumber):
        number_format.parse(cell)


def test_error_names_the_decimal_mark() -> None:
    with pytest.raises(BadNumber, match=r"^“1.5” is not a number if a comma is the decimal mark"):
        NumberFormat(",").parse("1.5")
    with pytest.raises(BadNumber, match=r"^“oops” is not a number\.$"):
        NumberFormat(",").parse("oops")


@pytest.mark.parametrize(
    ("options", "cells", "number_format"),
    [
        (ReadOptions(), ["1.5"], OPEN),
        (ReadOptions(separator=";"), ["1"], NumberFormat(comma_is_decimal=True)),
        (ReadOptions(separator="\t"), ["1,5"], NumberFormat(comma_is_decimal=True)),
        (ReadOptions(separator=";"), ["1.234,5", "1.234"], NumberFormat(",")),
        (ReadOptions(separator=";"), ["1,234,567"], NumberFormat(".")),
        (ReadOptions(separator=","), ["5", "−1,234.50"], NumberFormat(".")),
        (ReadOptions(separator="\t"), ["1.234.567", "0.5"], OPEN),
        (ReadOptions(separator="\t"), ["1.234,5", "1,234.5"], OPEN),
        (ReadOptions(separator="\t"), ["1.234.567", "1,234"], NumberFormat(",")),
        (ReadOptions(separator="\t"), ["1,234,567", "1,5"], OPEN),
        (ReadOptions(separator="\t"), ["01.02.2020", "1.234"], NumberFormat(comma_is_decimal=True)),
        (ReadOptions(decimal=","), [], NumberFormat(",")),
        (ReadOptions(thousands=","), [], NumberFormat(".", ",")),
        (ReadOptions(thousands="."), [], NumberFormat(",", ".")),
        (ReadOptions(thousands="'"), [], NumberFormat(None, "'")),
        (ReadOptions(decimal=".", thousands=""), ["1,5"], NumberFormat(".", "")),
    ],
)
def test_cells_decide_what_is_open(
    options: ReadOptions, cells: list[str], number_format: NumberFormat
) -> None:
    assert find_number_format(options, cells) == number_format


@pytest.mark.parametrize(
    ("number_format", "cells", "seen"),
    [
        (OPEN, [], (".", "")),
        (OPEN, ["1.5", "oops"], (".", "")),
        (OPEN, ["1,234.5"], (".", ",")),
        (OPEN, ["1,234"], (".", "")),
        (OPEN, ["1’234"], (".", "'")),
        (OPEN, ["1\u00a0234"], (".", " ")),
        (NumberFormat(comma_is_decimal=True), ["1,5"], (",", "")),
        (NumberFormat(comma_is_decimal=True), ["1,234"], (",", "")),
        (NumberFormat(comma_is_decimal=True), ["1.234.567,8"], (",", ".")),
        (NumberFormat(comma_is_decimal=True), ["1"], (".", "")),
        (NumberFormat(","), ["1.234"], (",", ".")),
        (NumberFormat(",", ""), ["1"], (",", "")),
        (NumberFormat(None, "'"), ["1,5"], (",", "'")),
    ],
)
def test_marks_are_detected(
    number_format: NumberFormat, cells: list[str], seen: tuple[str, str]
) -> None:
    assert detect_marks(number_format, cells) == seen


@given(st.lists(st.text("0123456789.,'-", max_size=9), max_size=6), st.booleans())
def test_detected_marks_keep_every_number(cells: list[str], comma_is_decimal: bool) -> None:
    number_format = NumberFormat(comma_is_decimal=comma_is_decimal)
    resolved = NumberFormat(*detect_marks(number_format, cells))
    for cell in cells:
        try:
            value = number_format.parse(cell)
            same = resolved.parse(cell)
        except BadNumber:
            continue
        doubtful = may_group(cell) and str(resolved.decimal) not in cell
        assert value == same or doubtful
