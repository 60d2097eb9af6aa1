import pytest

from engine.errors import BadNumber
from engine.reading.sheets.stored_cells import parse_stored, shown_cell
from engine.reading.text.number_format import NumberFormat


@pytest.mark.parametrize(("cell", "number"), [(2, 2.0), (0.5, 0.5), (" 1.5 ", 1.5), ("-2e3", -2e3)])
def test_numbers_are_read(cell: object, number: float) -> None:
    assert parse_stored(cell, NumberFormat, "it is empty.") == number


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (True, "TRUE is a truth value"),
        (float("inf"), "inf is not a finite number"),
        (" ", "it is empty."),
        ("12 %", "“12 %” is not a number"),
        ("a", "“a” is not a number"),
    ],
)
def test_other_cells_are_named(cell: object, said: str) -> None:
    with pytest.raises(BadNumber) as caught:
        parse_stored(cell, NumberFormat, "it is empty.")
    assert said in str(caught.value)


def test_cells_are_shown_with_all_digits() -> None:
    assert [shown_cell(each) for each in (False, 0.1, 3.0, "a")] == ["FALSE", "0.1", "3", "a"]
