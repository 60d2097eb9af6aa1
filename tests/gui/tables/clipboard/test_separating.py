"""Cells parted by tabs, commas and what else there is."""

import pytest

from engine.reading.choices import Choices
from gui.tables.clipboard.doubt import COMMAS, TABS, TEXT, AmbiguousText
from gui.tables.clipboard.separating import options_for


def made(text: str, decimal_comma: bool = False, decimal_mark: str | None = None) -> Choices:
    return options_for(text.split("\n"), decimal_comma, decimal_mark)


def marks(options: Choices) -> tuple[str | None, str | None, str | None]:
    return options.separator, options.decimal, options.thousands


@pytest.mark.parametrize("decimal_comma", [False, True])
@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [
        ("1\t2", None, None),
        ("1.5\t1,234", ".", None),
        ("1,5\t1.234", ",", None),
        ("1,234.5\t2", ".", None),
        ("1.234,5\t2", ",", None),
        ("1,5\t2.5", None, None),
        ('"1,5"\t2', ",", None),
        ("1 234\t2,5", ",", " "),
        ("1 234\t2", None, " "),
    ],
)
def test_the_numbers_settle_it(
    text: str, decimal_comma: bool, decimal: str | None, thousands: str | None
) -> None:
    assert marks(made(text, decimal_comma)) == ("\t", decimal, thousands)


def test_the_locale_settles_what_is_written_its_way() -> None:
    assert made("1.234\t5").decimal == "."
    assert made("1,234\t5", decimal_comma=True).decimal == ","
    assert made("1.234\t1,234").decimal == "."


def test_the_program_it_comes_from_settles_it() -> None:
    assert made("1.234\t5", decimal_mark=",").decimal == ","
    assert made("1,234", decimal_mark=".") == Choices(
        separator="\t", decimal=".", encoding="utf-8", comment=""
    )


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Price\n$1,200.00\n$950.00", "\t"),
        ("Income, total\n1,234\n5,678", "\t"),
        ("x,y,z\n1,2.5,3\n4,5.5,6", ","),
        ("1,2.5,3\n4,5.5,6", ","),
    ],
)
def test_a_column_of_a_spreadsheet_is_one_unless_all_its_cells_are_lines(
    text: str, separator: str
) -> None:
    assert made(text, decimal_mark=".").separator == separator


@pytest.mark.parametrize(
    ("text", "decimal_comma", "cell", "meanings"),
    [
        ("1,234\t5", False, "1,234", ["1.234", "1234"]),
        ("5\n-1,234", False, "-1,234", ["-1.234", "-1234"]),
        ("1.234\t5", True, "1.234", ["1.234", "1234"]),
        ("1,234\n5,678", False, "1,234", ["1.234", "1234", "1 and 234"]),
        ("1,5\n2,5", False, "1,5", ["1.5", "1 and 5"]),
        ("Price, net\n0,5\n1,25", True, "0,5", ["0.5", "0 and 5"]),
        ("a,b\n1,234", False, "1,234", ["1.234", "1234", "1 and 234"]),
        ("100,200,300\n400,500,600", True, "100,200,300", ["100200300", "100 and 200 and 300"]),
    ],
)
def test_what_nothing_settles_is_asked(
    text: str, decimal_comma: bool, cell: str, meanings: list[str]
) -> None:
    with pytest.raises(AmbiguousText) as error:
        made(text, decimal_comma)
    assert error.value.cell == cell
    assert [reading.meaning for reading in error.value.interpretations] == meanings
    assert str(error.value) == f"“{cell}” could mean {' or '.join(meanings)}."


def test_each_reading_reads_as_it_says() -> None:
    with pytest.raises(AmbiguousText) as error:
        made("1,234\n5,678")
    assert [marks(reading.options) for reading in error.value.interpretations] == [
        ("\t", ",", None),
        ("\t", ".", ","),
        (",", ".", None),
    ]


@pytest.mark.parametrize(
    ("text", "decimal_comma", "options"),
    [
        ("1\n2", False, TABS),
        ("1,5", False, "one column"),
        ("1,5\n2,5", True, "one column"),
        ("x\n1,5\n2,5", False, "one column"),
        ("1,5\n2,25,3", False, COMMAS),
        ("a,b\n1,2\n3,4", False, COMMAS),
        ("a,b\n1,2,3\n4,5,6", True, COMMAS),
        ("a,b\n1\n2", True, TABS),
        ("a,b,c\n1,5\n2", True, "one column"),
        ("1,2,3\n4,5,6", True, COMMAS),
        ("1.5,2\n3,4", True, COMMAS),
        ("1,5;2,5", False, TEXT),
        ("1 2\n3 4", False, TEXT),
        ("1|2", False, TEXT),
        ("", False, TABS),
    ],
)
def test_without_tabs_something_else_parts_the_cells(
    text: str, decimal_comma: bool, options: Choices | str
) -> None:
    found = made(text, decimal_comma)
    if isinstance(options, str):
        assert marks(found) == ("\t", ",", None)
    else:
        assert found == options
