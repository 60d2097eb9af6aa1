import pytest

from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.blank_groups import (
    decimal_mark,
    find_grouped_column,
    has_grouped_cells,
    is_grouped,
    joined_groups,
    refuse_ambiguous_lines,
    told,
)
from engine.reading.text.text_tables import TextTable

from ..texts import table_of


def values(table: TextTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


@pytest.mark.parametrize(
    ("cell", "joined", "grouped"),
    [
        ("1 234", "1234", True),
        ("-12 345 678", "-12345678", True),
        ("1 234,5", "1234,5", True),
        ("1 234.", "1234.", True),
        ("0 123", "0123", False),
        ("1234 567", "1234567", False),
        ("1 23", "1 23", False),
        ("1 2345", "1 2345", False),
        ("1  234", "1  234", False),
        ("5", "5", False),
    ],
)
def test_groups_of_three_digits_are_grouped(cell: str, joined: str, grouped: bool) -> None:
    assert (joined_groups(cell), is_grouped(cell)) == (joined, grouped)


@pytest.mark.parametrize(
    ("cells", "has"),
    [
        (["1 234", "5", ""], True),
        (["1 234", "Room 5"], False),
        (["1", "2"], False),
        (["1 234", "5 6"], False),
        ([], False),
    ],
)
def test_other_cells_must_be_numbers(cells: list[str], has: bool) -> None:
    assert has_grouped_cells(cells) is has


def test_decimal_mark_beside_blanks() -> None:
    assert decimal_mark(["1 234,5", "2 345"]) == ","
    assert decimal_mark(["1 234.5", "2 345"]) == "."
    assert told("1 234") == "Spaces group thousands: 1 234 was read as 1234."


@pytest.mark.parametrize("text", ["1 234\n2 345\n", "1 234\n", "# made by me\n1 234\n\n2 345\n"])
def test_number_or_two_columns_is_asked(text: str) -> None:
    with pytest.raises(
        NeedsChoice, match="1 234 could be 1234, or 2 columns: 1 and 234"
    ) as refused:
        table_of(text)
    assert (refused.value.option, refused.value.values) == ("thousands", (" ", ""))
    assert values(table_of(text, ReadOptions(thousands=" ")))[0] == [1234]
    assert values(table_of(text, ReadOptions(thousands="")))[0] == [1, 234]
    assert values(table_of(text, ReadOptions(separator=" ")))[0] == [1, 234]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 100\n2 50\n", [[1, 100], [2, 50]]),
        ("x y\n1 234\n2 345\n", [[1, 234], [2, 345]]),
        ("# x y\n1 234\n2 345\n", [[1, 234], [2, 345]]),
        ("1  234\n2  345\n", [[1, 234], [2, 345]]),
        ("1\t2 3\n4 5\t6\n", [[1, 2, 3], [4, 5, 6]]),
        ("0 100\n1 200\n", [[0, 100], [1, 200]]),
    ],
)
def test_clear_columns_are_not_asked_about(text: str, expected: list[list[float]]) -> None:
    table = table_of(text)
    assert (values(table), table.notes) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x\ty\n1 234\t5\n2 345\t6\n", [[1234, 5], [2345, 6]]),
        ("x\ty\n1 234,5\t5\n67\t6\n", [[1234.5, 5], [67, 6]]),
        ("x\ty\n1 234.5\t5,5\n", []),
        ("12 345 678\t1\n-1 000\t2\n", [[12345678, 1], [-1000, 2]]),
    ],
)
def test_blanks_between_tabs_group(text: str, expected: list[list[float]]) -> None:
    table = table_of(text)
    assert values(table) == expected
    assert "Spaces group thousands" in table.notes[0]
    assert table.options.thousands == " "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Population\n1 234\n2 345\n", [[1234], [2345]]),
        ("234\n1 234\n2 345\n", [[234], [1234], [2345]]),
        ("# by me\nx\n1 234,5\n12 345 678\n", [[1234.5], [12345678]]),
    ],
)
def test_single_grouped_column_is_read(text: str, expected: list[list[float]]) -> None:
    table = table_of(text)
    assert values(table) == expected
    assert "Spaces group thousands" in table.notes[0]
    assert values(table_of(text, table.options)) == expected
    assert find_grouped_column(text.splitlines()[-2:]) in ("", "1 234,5")


def test_rows_of_other_width_are_left_to_reading() -> None:
    refuse_ambiguous_lines("t.csv", ["1 234\n", "1 234 567\n"], 1)
    refuse_ambiguous_lines("t.csv", [], 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x,y\n1 234,15\n2 345,16\n", [[1234, 15], [2345, 16]]),
        ("a,y\n1 234,5\n2 345,6\n3 456,7\n", [[1234, 5], [2345, 6], [3456, 7]]),
        ("pop,y\n330 579,3\n246 243,5\n", [[330579, 3], [246243, 5]]),
        ("x,y\n1 234,15\n345,16\n2 345,1\n", [[1234, 15], [345, 16], [2345, 1]]),
        ("x, y\n1 234, 15.5\n2 345, 16.5\n", [[1234, 15.5], [2345, 16.5]]),
        ("a b,c\n1 234,5\n2 345,6\n", [[1234, 5], [2345, 6]]),
        ("0.5,00,1 104 200\n0.7,01,1 104 300\n", [[0.5, 0, 1104200], [0.7, 1, 1104300]]),
        (
            "-78.3,3137,34 104 356\n-77,3,4\n-76,3,1 000\n",
            [[-78.3, 3137, 34104356], [-77, 3, 4], [-76, 3, 1000]],
        ),
        ("pop;y\n330 579;3\n246 243;5\n", [[330579, 3], [246243, 5]]),
        ("pop;y\n1 234,5;3\n2 345,5;5\n", [[1234.5, 3], [2345.5, 5]]),
        ("1 234;5\n2 345;6\n", [[1234, 5], [2345, 6]]),
        ('pop,y\n"1 234",5\n"2 345",6\n', [[1234, 5], [2345, 6]]),
        ('pop,y\n"1 234,5",5\n"2 345,5",6\n', [[1234.5, 5], [2345.5, 6]]),
        ("pop|y\n1 234|5\n2 345|6\n", [[1234, 5], [2345, 6]]),
    ],
)
def test_blanks_between_separators_group(text: str, expected: list[list[float]]) -> None:
    table = table_of(text)
    assert values(table) == expected
    assert "Spaces group thousands" in table.notes[0]
    assert values(table_of(text, table.options)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,5 100,5\n2,5 200,5\n", [[1.5, 100.5], [2.5, 200.5]]),
        ("x y\n1,5 100,5\n2,5 200,5\n", [[1.5, 100.5], [2.5, 200.5]]),
        ("x y\n1 234,5\n2 345,6\n", [[1, 234.5], [2, 345.6]]),
    ],
)
def test_decimal_commas_between_blanks_remain(text: str, expected: list[list[float]]) -> None:
    assert values(table_of(text)) == expected
