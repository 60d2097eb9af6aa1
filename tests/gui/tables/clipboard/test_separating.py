"""Cells parted by tabs, commas and what else there is."""

import pytest

from engine.reading.choices import Choices
from gui.tables.clipboard.doubt import COMMAS, TABS, TEXT, Doubtful
from gui.tables.clipboard.separating import choices_for


def made(text: str, comma: bool = False, mark: str | None = None) -> Choices:
    return choices_for(text.split("\n"), comma, mark)


def marks(choices: Choices) -> tuple[str | None, str | None, str | None]:
    return choices.separator, choices.decimal, choices.thousands


@pytest.mark.parametrize("comma", [False, True])
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
    text: str, comma: bool, decimal: str | None, thousands: str | None
) -> None:
    assert marks(made(text, comma)) == ("\t", decimal, thousands)


def test_the_locale_settles_what_is_written_its_way() -> None:
    assert made("1.234\t5").decimal == "."
    assert made("1,234\t5", comma=True).decimal == ","
    assert made("1.234\t1,234").decimal == "."


def test_the_program_it_comes_from_settles_it() -> None:
    assert made("1.234\t5", mark=",").decimal == ","
    assert made("1,234", mark=".") == Choices(
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
    assert made(text, mark=".").separator == separator


@pytest.mark.parametrize(
    ("text", "comma", "cell", "meanings"),
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
    text: str, comma: bool, cell: str, meanings: list[str]
) -> None:
    with pytest.raises(Doubtful) as doubt:
        made(text, comma)
    assert doubt.value.cell == cell
    assert [reading.meaning for reading in doubt.value.readings] == meanings
    assert str(doubt.value) == f"“{cell}” could mean {' or '.join(meanings)}."


def test_each_reading_reads_as_it_says() -> None:
    with pytest.raises(Doubtful) as doubt:
        made("1,234\n5,678")
    assert [marks(reading.choices) for reading in doubt.value.readings] == [
        ("\t", ",", None),
        ("\t", ".", ","),
        (",", ".", None),
    ]


@pytest.mark.parametrize(
    ("text", "comma", "choices"),
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
    text: str, comma: bool, choices: Choices | str
) -> None:
    found = made(text, comma)
    if isinstance(choices, str):
        assert marks(found) == ("\t", ",", None)
    else:
        assert found == choices
