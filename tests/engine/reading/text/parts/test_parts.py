import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import BadRows, ReadOptions
from engine.reading.text.parts.parts import (
    BlankLines,
    GapCheck,
    find_part_starts,
    list_names,
    part_names,
    separates_tables,
)
from engine.reading.text.text import BLOCK_SIZE, TextPosition
from engine.reading.text.text_tables import TextTable

from ...texts import records_of, table_of

SIZES = [1, 9, BLOCK_SIZE]
FAR = "1,2\n" * 30_000
"""More than the lines that are looked at when the table is opened."""


def values(table: TextTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


def told(table: TextTable) -> set[str]:
    """Return the notes on opening and reading."""
    columns = range(table.layout.width)
    return {*table.notes, *(note for rows in table.rows(columns) for note in rows.notes)}


PARTED = [
    ("gnuplot's data sets", "# x y\n0 0\n1 1\n\n\n# x y\n0 3\n", [[[0, 0], [1, 1]], [[0, 3]]]),
    ("three data sets", "1 2\n\n\n3 4\n\n\n\n5 6\n", [[[1, 2]], [[3, 4]], [[5, 6]]]),
    ("data sets of tabs", "1\t2\n\n\n3\t4\n", [[[1, 2]], [[3, 4]]]),
    ("of different width", "1 2\n\n\n3 4 5\n", [[[1, 2]], [[3, 4, 5]]]),
    ("line ends of Windows", "1 2\r\n\r\n\r\n3 4\r\n", [[[1, 2]], [[3, 4]]]),
    ("blank lines of spaces", "1 2\n  \n \t\n3 4\n", [[[1, 2]], [[3, 4]]]),
    ("a comment between", "1 2\n\n# next\n\n3 4\n", [[[1, 2]], [[3, 4]]]),
    ("a second header", "x,y\n1,2\n3,4\n\nx,y\n5,6\n", [[[1, 2], [3, 4]], [[5, 6]]]),
    ("another header", "x;y\n1,5;2\n\na;b;c\n1;2;3,5\n", [[[1.5, 2]], [[1, 2, 3.5]]]),
    ("empty rows of a sheet", "x,y\n1,2\n,\na,b\n5,6\n", [[[1, 2]], [[5, 6]]]),
    ("a title below", "x,y\n1,2\n\nSecond\na,b\n5,6\n", [[[1, 2]], [[5, 6]]]),
    (
        "titles with blank lines",
        "A\n\nx,y\n1,2\n\nB\nby me\n\nx,y\n5,6\n\nC\n\nx,y\n7,8\n",
        [[[1, 2]], [[5, 6]], [[7, 8]]],
    ),
    ("single columns", "x\n1\n2\n\ny\n3\n", [[[1], [2]], [[3]]]),
    ("a title above", "First\nx,y\n1,2\n\nx,y\n5,6\n", [[[1, 2]], [[5, 6]]]),
]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("text", "parts"), [p[1:] for p in PARTED], ids=[p[0] for p in PARTED])
def test_tables_below_each_other_are_choices(
    text: str, parts: list[list[list[float]]], size: int
) -> None:
    with pytest.raises(NeedsChoice, match="Choose one as the sheet: 1") as refused:
        table_of(text, size=size)
    names = part_names(len(parts))
    assert (refused.value.option, refused.value.values) == ("sheet", names)
    for k, expected in enumerate(parts, start=1):
        for choice in (k, str(k)):
            table = table_of(text, ReadOptions(sheet=choice), size)
            assert values(table) == expected
            assert (table.options.sheet, table.sheets) == (str(k), names)
            assert values(table_of(text, table.options, size)) == expected
    with pytest.raises(BadTable, match="it has no sheet 9"):
        table_of(text, ReadOptions(sheet=9), size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "line", "rows"),
    [
        ("1,2\n3,4\n\n5,6\n7,8\n", 3, 4),
        ("1,2\n\n \n3,4\n", 2, 2),
        ("1 2\n\n3 4\n\n5 6\n", 2, 3),
        ("x,y\n1,2\n,\n3,4\n", 3, 2),
        ("x,y\n\n1,2\n\n# note\n3,4\n", 4, 2),
    ],
)
def test_blank_line_within_is_told(text: str, line: int, rows: int, size: int) -> None:
    table = table_of(text, size=size)
    assert len(values(table)) == rows
    (note,) = told(table)
    assert f"in line {line}; the rows below were read as the same table" in note
    assert table.notes == (note,) or size < BLOCK_SIZE


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "text",
    [
        "1 2\n3 4\n\n\n\n",
        "\n\n1,2\n3,4\n",
        "x,y\n\n\n1,2\n",
        "1 2\n# a\n# b\n3 4\n",
        'x,y\n1,2\n"3",4\n',
        'x,note\n1,"a\n\n\nb"\n2,c\n',
    ],
)
def test_other_tables_are_single(text: str, size: int) -> None:
    assert told(table_of(text, size=size)) == set()


@pytest.mark.parametrize(
    ("below", "error"), [("\nx,y\n5,6\n", NeedsChoice), ("\n5,6\n7,8\n", None)]
)
def test_far_blank_line_is_found_while_reading(below: str, error: type[NeedsChoice] | None) -> None:
    table = table_of(f"x,y\n{FAR}{below}")
    assert table.notes == ()
    if error is None:
        assert "blank line in line 30,002" in told(table).pop()
        return
    with pytest.raises(error, match="one begins in line 30,003"):
        values(table)
    assert values(table_of(f"x,y\n{FAR}{below}", ReadOptions(sheet=2))) == [[5, 6]]


def test_skipping_rows_never_joins_tables() -> None:
    with pytest.raises(NeedsChoice):
        table_of("x,y\n1,2\n\nx,y\n5,6\n", ReadOptions(bad_rows="skip"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("separator", "blank", "below", "separates"),
    [
        (" ", 2, ["1 2"], True),
        (" ", 2, [], False),
        (" ", 1, ["1 2", "3 4"], False),
        (" ", 1, ["x y", "3 4"], True),
        (",", 3, ["1,2"], False),
        (",", 1, ["ann,NA", "bob,3"], False),
        (",", 1, ["ann,2019", "bob,3"], False),
        (",", 1, ["Source: me"], False),
    ],
)
def test_header_or_two_blank_lines_separate(
    separator: str, blank: int, below: list[str], separates: bool
) -> None:
    gap, rows = BlankLines(3, blank, TextPosition(9, 4)), [row.split(separator) for row in below]
    assert separates_tables(gap, rows, separator) is separates


def test_parts_begin_with_their_comments() -> None:
    records = records_of("1 2\n\n\n# x y\n3 4\n", " ", "#")
    assert find_part_starts(records) == [TextPosition(6, 4)]
    block = next(iter(records.blocks()))
    with pytest.raises(NeedsChoice, match="one begins in line 4"):
        GapCheck(records).check_block(block, 2)


def test_many_names_are_shortened() -> None:
    assert list_names(["A"]) == "A"
    assert list_names(["A", "B"]) == "A or B"
    assert list_names(part_names(99)) == "1, 2, 3, 4, 5, 6 … 99"


@pytest.mark.parametrize(("below", "is_told"), [("Source: web\n", False), ("5,6\n", True)])
def test_gap_needs_row_below(below: str, is_told: bool) -> None:
    options = ReadOptions(bad_rows=BadRows.SKIP)
    table = table_of(f"x,y\n1,2\n3,4\n\n{below}Notes: a\n", options)
    notes = {*table.notes, *(note for rows in table.rows([0, 1]) for note in rows.notes)}
    assert any("blank line" in note for note in notes) is is_told
