import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadNumber
from engine.numbers import parse_number
from engine.reading.choices import Choices
from engine.reading.evidence import may_group
from engine.reading.notation import Notation, marks_seen, notation_for

finite = st.floats(allow_nan=False, allow_infinity=False)
OPEN = Notation()
EVERY = [
    Notation(decimal, thousands)
    for decimal in (None, ".", ",")
    for thousands in (None, "", ".", ",", "'", " ")
    if decimal != thousands or decimal is None
]


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


@given(finite, st.sampled_from(EVERY))
def test_every_float64_survives_any_notation(value: float, notation: Notation) -> None:
    mark = notation.decimal or ("," if notation.thousands == "." else ".")
    assert bits(notation.number(repr(value).replace(".", mark))) == bits(value)


@given(st.integers(-(10**15), 10**15), st.sampled_from([".", ","]), st.sampled_from(",.' \u202f’"))
def test_thousands_may_be_grouped_by_any_other_sign(value: int, mark: str, group: str) -> None:
    if group == mark:
        return
    written = f"{value:,}".replace(",", group) + mark + "25"
    expected = float(f"{value}.25")
    chosen = {"’": "'", "\u202f": " "}.get(group, group)
    assert Notation(mark, chosen).number(written) == expected
    if group != " ":
        assert Notation(mark).number(written) == expected
        assert OPEN.number(written) == expected


@given(st.text(max_size=12))
def test_an_open_notation_reads_what_a_field_does_and_groups_beside(text: str) -> None:
    try:
        value = parse_number(text)
    except BadNumber:
        return
    assert bits(OPEN.number(text)) == bits(value)


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
def test_an_open_notation_takes_groupings_that_mean_nothing_else(cell: str, value: float) -> None:
    assert OPEN.number(cell) == value


@pytest.mark.parametrize(
    ("notation", "cell", "value"),
    [
        (Notation("."), "1,234", 1234),
        (Notation(","), "1.234", 1234),
        (Notation(",", "."), "1.234", 1234),
        (Notation(None, "."), "1.234", 1234),
        (Notation(None, ","), "1,234", 1234),
        (Notation(None, ""), "1,234", 1.234),
        (Notation(None, "'"), "1,234", 1.234),
        (Notation(",", ""), "1,234", 1.234),
        (Notation(",", " "), "1 234,5", 1234.5),
        (Notation(comma_decides=True), "1,234", 1.234),
        (OPEN, "1.234", 1.234),
        (Notation("."), "5.", 5),
        (Notation(","), ",5e1", 5),
    ],
)
def test_what_is_chosen_settles_a_lone_mark(notation: Notation, cell: str, value: float) -> None:
    assert notation.number(cell) == value


@pytest.mark.parametrize(
    ("notation", "cell"),
    [
        (OPEN, "1,234"),
        (OPEN, "1 234"),
        (OPEN, "1'23"),
        (OPEN, "1'234’567"),
        (OPEN, "0'123"),
        (Notation("."), "1,5"),
        (Notation(","), "1.5"),
        (Notation(",", ""), "1.234"),
        (Notation(".", ""), "1,234"),
        (Notation(".", "'"), "1,234"),
        (Notation(".", " "), "12 34"),
        (Notation(",", "."), "12.34"),
        (Notation(",", "."), "1.234.56"),
        (Notation("."), "1e400"),
        (Notation("."), "."),
        (Notation("."), "1_000"),
        (Notation("."), "１２"),
        (Notation("."), "nan"),
        (Notation(None, ""), "oops"),
        (Notation(None, ""), "1.234,5"),
        (Notation(","), ""),
    ],
)
def test_what_a_notation_does_not_allow_is_refused(notation: Notation, cell: str) -> None:
    with pytest.raises(BadNumber):
        notation.number(cell)


def test_a_refusal_says_which_mark_was_expected() -> None:
    with pytest.raises(BadNumber, match=r"^'1.5' is not a number where a comma marks the decimals"):
        Notation(",").number("1.5")
    with pytest.raises(BadNumber, match=r"^'oops' is not a number\.$"):
        Notation(",").number("oops")


@pytest.mark.parametrize(
    ("choices", "cells", "notation"),
    [
        (Choices(), ["1.5"], OPEN),
        (Choices(separator=";"), ["1"], Notation(comma_decides=True)),
        (Choices(separator="\t"), ["1,5"], Notation(comma_decides=True)),
        (Choices(separator=";"), ["1.234,5", "1.234"], Notation(",")),
        (Choices(separator=";"), ["1,234,567"], Notation(".")),
        (Choices(separator=","), ["5", "−1,234.50"], Notation(".")),
        (Choices(separator="\t"), ["1.234.567", "0.5"], OPEN),
        (Choices(separator="\t"), ["1.234,5", "1,234.5"], OPEN),
        (Choices(separator="\t"), ["1.234.567", "1,234"], Notation(",")),
        (Choices(separator="\t"), ["1,234,567", "1,5"], OPEN),
        (Choices(separator="\t"), ["01.02.2020", "1.234"], Notation(comma_decides=True)),
        (Choices(decimal=","), [], Notation(",")),
        (Choices(thousands=","), [], Notation(".", ",")),
        (Choices(thousands="."), [], Notation(",", ".")),
        (Choices(thousands="'"), [], Notation(None, "'")),
        (Choices(decimal=".", thousands=""), ["1,5"], Notation(".", "")),
    ],
)
def test_what_is_chosen_is_kept_and_the_rest_told_by_the_cells(
    choices: Choices, cells: list[str], notation: Notation
) -> None:
    assert notation_for(choices, cells) == notation


@pytest.mark.parametrize(
    ("notation", "cells", "seen"),
    [
        (OPEN, [], (".", "")),
        (OPEN, ["1.5", "oops"], (".", "")),
        (OPEN, ["1,234.5"], (".", ",")),
        (OPEN, ["1,234"], (".", "")),
        (OPEN, ["1’234"], (".", "'")),
        (OPEN, ["1\u00a0234"], (".", " ")),
        (Notation(comma_decides=True), ["1,5"], (",", "")),
        (Notation(comma_decides=True), ["1,234"], (",", "")),
        (Notation(comma_decides=True), ["1.234.567,8"], (",", ".")),
        (Notation(comma_decides=True), ["1"], (".", "")),
        (Notation(","), ["1.234"], (",", ".")),
        (Notation(",", ""), ["1"], (",", "")),
        (Notation(None, "'"), ["1,5"], (",", "'")),
    ],
)
def test_the_marks_of_some_cells_are_named(
    notation: Notation, cells: list[str], seen: tuple[str, str]
) -> None:
    assert marks_seen(notation, cells) == seen


@given(st.lists(st.text("0123456789.,'-", max_size=9), max_size=6), st.booleans())
def test_with_the_marks_named_every_number_is_the_same_or_refused(
    cells: list[str], comma_decides: bool
) -> None:
    notation = Notation(comma_decides=comma_decides)
    resolved = Notation(*marks_seen(notation, cells))
    for cell in cells:
        try:
            value = notation.number(cell)
            same = resolved.number(cell)
        except BadNumber:
            continue
        doubtful = may_group(cell) and str(resolved.decimal) not in cell
        assert value == same or doubtful
