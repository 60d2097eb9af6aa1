"""Finding the separator and the decimal mark."""

import pytest

from engine.reading.options import ReadOptions
from gui.tables.clipboard.ambiguity import COMMAS, TABS, TEXT, AmbiguousText
from gui.tables.clipboard.separators import options_for, options_for_commas


@pytest.mark.parametrize(
    ("lines", "decimal_comma", "decimal"),
    [
        (["1,5"], False, ","),
        (["1,5", "2,5"], True, ","),
        (["x", "1,5", "2,5"], False, ","),
    ],
)
def test_decimal_commas_are_one_column(lines: list[str], decimal_comma: bool, decimal: str) -> None:
    found = options_for_commas(lines, decimal_comma, None)
    assert (found.separator, found.decimal) == ("\t", decimal)


@pytest.mark.parametrize(
    "lines", [["1,5", "2,25,3"], ["a,b", "1,2,3"], ["1.5,2", "3,4"], ["a,b", "x,1"]]
)
def test_other_lines_split_at_commas(lines: list[str]) -> None:
    assert options_for_commas(lines, True, None) == COMMAS


@pytest.mark.parametrize("lines", [["x", "1,234,567"], ["x", "1,234.5", "67"]])
def test_reader_decides_on_groups(lines: list[str]) -> None:
    assert options_for_commas(lines, True, None) == TEXT


def test_line_below_comment_is_asked() -> None:
    with pytest.raises(AmbiguousText, match=r"1\.2 or 1 and 2"):
        options_for_commas(["# by hand", "1,2", "3,4"], False, None)


def test_decimal_point_leaves_two_meanings() -> None:
    assert options_for_commas(["$1,200", "$3,400"], False, ".").separator == "\t"
    assert options_for_commas(["1,2.5", "3,4.5"], False, ".") == COMMAS


def test_ambiguous_commas_are_asked() -> None:
    with pytest.raises(AmbiguousText) as error:
        options_for_commas(["1,234", "5,678"], False, None)
    assert [reading.meaning for reading in error.value.interpretations] == [
        "1.234",
        "1234",
        "1 and 234",
    ]


def found_options(
    text: str, decimal_comma: bool = False, decimal_mark: str | None = None
) -> ReadOptions:
    return options_for(text.split("\n"), decimal_comma, decimal_mark)


def marks(options: ReadOptions) -> tuple[str | None, str | None, str | None]:
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
def test_numbers_decide_the_marks(
    text: str, decimal_comma: bool, decimal: str | None, thousands: str | None
) -> None:
    assert marks(found_options(text, decimal_comma)) == ("\t", decimal, thousands)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("234\n1 234", ("\t", None, " ")),
        ("Population\n1 234\n2 345", ("\t", None, " ")),
        ("1 234,5\n12 345 678", ("\t", ",", " ")),
        ("x y\n1 234\n2 345", (" ", None, None)),
        ("# x y\n1 234\n2 345", (" ", None, None)),
        ("\n \nPopulation\n1 234\n2 345", ("\t", None, " ")),
        ("1 2\n3 4", (None, None, None)),
        ("1 100\n2 50", (None, None, None)),
    ],
)
def test_blanks_group_or_separate(
    text: str, found: tuple[str | None, str | None, str | None]
) -> None:
    assert marks(found_options(text)) == found


def test_locale_decides_its_own_notation() -> None:
    assert found_options("1.234\t5").decimal == "."
    assert found_options("1,234\t5", decimal_comma=True).decimal == ","
    assert found_options("1.234\t1,234").decimal == "."


def test_source_programs_mark_wins() -> None:
    assert found_options("1.234\t5", decimal_mark=",").decimal == ","
    assert found_options("1,234", decimal_mark=".") == ReadOptions(
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
def test_spreadsheet_column_is_not_split(text: str, separator: str) -> None:
    assert found_options(text, decimal_mark=".").separator == separator


@pytest.mark.parametrize(
    ("text", "decimal_comma", "cell", "meanings"),
    [
        ("1,234\t5", False, "1,234", ["1.234", "1234"]),
        ("5\n-1,234", False, "-1,234", ["-1.234", "-1234"]),
        ("1.234\t5", True, "1.234", ["1.234", "1234"]),
        ("1,234\n5,678", False, "1,234", ["1.234", "1234", "1 and 234"]),
        ("1,5\n2,5", False, "1,5", ["1.5", "1 and 5"]),
        ("1 234", False, "1 234", ["1234", "1 and 234"]),
        ("1 234\n2 345", True, "1 234", ["1234", "1 and 234"]),
        ("12 345 678", False, "12 345 678", ["12345678", "12 and 345 and 678"]),
        ("Price, net\n0,5\n1,25", True, "0,5", ["0.5", "0 and 5"]),
        ("a,b\n1,234", False, "1,234", ["1.234", "1234", "1 and 234"]),
        ("100,200,300\n400,500,600", True, "100,200,300", ["100200300", "100 and 200 and 300"]),
    ],
)
def test_undecided_text_is_asked(
    text: str, decimal_comma: bool, cell: str, meanings: list[str]
) -> None:
    with pytest.raises(AmbiguousText) as error:
        found_options(text, decimal_comma)
    assert error.value.cell == cell
    assert [reading.meaning for reading in error.value.interpretations] == meanings
    assert str(error.value) == f"“{cell}” could mean {' or '.join(meanings)}."


def test_interpretations_carry_matching_options() -> None:
    with pytest.raises(AmbiguousText) as error:
        found_options("1,234\n5,678")
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
def test_other_separators_are_found(
    text: str, decimal_comma: bool, options: ReadOptions | str
) -> None:
    found = found_options(text, decimal_comma)
    if isinstance(options, str):
        assert marks(found) == ("\t", ",", None)
    else:
        assert found == options


def test_commas_beside_blank_groups_separate() -> None:
    assert found_options("x,y\n1 234,15\n2 345,16") == TEXT
    assert found_options("x\n1 234,15\n2 345,16").thousands == " "
