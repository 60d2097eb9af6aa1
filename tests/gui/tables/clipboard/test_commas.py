"""How lines with commas are read."""

import pytest

from gui.tables.clipboard.commas import options_for_commas
from gui.tables.clipboard.doubt import COMMAS, AmbiguousText


@pytest.mark.parametrize(
    ("lines", "decimal_comma", "decimal"),
    [
        (["1,5"], False, ","),
        (["1,5", "2,5"], True, ","),
        (["x", "1,5", "2,5"], False, ","),
        (["x", "1,234,567"], False, "."),
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
