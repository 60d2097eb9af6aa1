import datetime
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import numpy as np
import pytest

from engine.errors import BadNumber
from engine.reading.cells import Cell, RawRow
from engine.reading.faults import Fault
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions
from engine.reading.sheets.sheet_table import SheetTable
from engine.reading.sheets.stored_cells import shown_cell
from engine.reading.sheets.workbook_process import CellBlock
from engine.reading.sheets.workbook_reader import CellCode

DAY = datetime.date(2020, 1, 2)


def table_of(
    rows: Sequence[Sequence[Cell]], start: int = 1, options: ReadOptions | None = None
) -> SheetTable:
    layout = Layout((), len(rows[0]))
    blocks = (block_of(rows[:3]), block_of(rows[3:])) if rows[3:] else (block_of(rows),)
    return SheetTable(
        "t.xlsx", "Data", blocks, start, len(rows), layout, options or ReadOptions(), ()
    )


def block_of(rows: Sequence[Sequence[Cell]]) -> CellBlock:
    codes = [[code_of(cell) for cell in row] for row in rows]
    numbers = [
        [float(cell) if code <= CellCode.INTEGER else 0.0 for cell, code in zip(*each, strict=True)]
        for each in zip(rows, codes, strict=True)
    ]
    pairs = zip(chain(*rows), chain(*codes), strict=True)
    others = [cell for cell, code in pairs if code == CellCode.OTHER]
    is_plain = all(code == CellCode.FLOAT for code in chain(*codes))
    return CellBlock(np.array(numbers), None if is_plain else np.array(codes, np.uint8), others)


def code_of(cell: Cell) -> CellCode:
    if cell == "":
        return CellCode.EMPTY
    return {float: CellCode.FLOAT, int: CellCode.INTEGER}.get(type(cell), CellCode.OTHER)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (5.0, "5"),
        (0.1, "0.1"),
        (7, "7"),
        (True, "TRUE"),
        ("a b", "a b"),
        ("", ""),
        (DAY, "2020-01-02"),
        (datetime.time(10, 30), "10:30:00"),
    ],
)
def test_cell_text_resembles_the_sheet(cell: Cell, text: str) -> None:
    assert shown_cell(cell) == table_of([[cell]]).text(cell) == text


@pytest.mark.parametrize(
    ("cell", "value"),
    [(0.1, 0.1), (7, 7), ("12", 12), (" 1,5 ", 1.5), ("−3", -3), ("1.234", 1.234)],
)
def test_numbers_and_numeric_text_are_read(cell: Cell, value: float) -> None:
    assert table_of([[cell]]).parse(cell) == value


@pytest.mark.parametrize(
    ("cell", "text", "reason"),
    [
        ("oops", "oops", "“oops” is not a number"),
        ("", "", "the cell is empty, or an error such as #DIV/0!"),
        ("  ", "  ", "the cell is empty"),
        (True, "TRUE", "TRUE is a truth value"),
        (DAY, "2020-01-02", "2020-01-02 is a date or a time"),
        (datetime.timedelta(hours=1), "1:00:00", "is a date or a time"),
        (float("inf"), "inf", "inf is not a finite number"),
        ("1,234", "1,234", "could mean"),
        ("12.5%", "12.5%", r"“12\.5%” is a percentage stored as text\. Write 0\.125, or"),
    ],
)
def test_other_cells_are_refused(cell: Cell, text: str, reason: str) -> None:
    with pytest.raises(BadNumber, match=reason) as refused:
        table_of([[cell]]).parse(cell)
    assert refused.value.text == text


def test_text_follows_chosen_format() -> None:
    table = table_of([["1.234"]], options=ReadOptions(thousands="."))
    assert table.parse("1.234") == 1234
    with pytest.raises(BadNumber, match="if a comma is the decimal mark"):
        table.parse("1.5")


def test_sheet_rows_come_in_blocks() -> None:
    table = table_of([["x", "y"], [1, 2.5], [3.0, "4"], [5, "oops"], [7, 8]], start=2)
    rows = list(table.rows([1, 0]))
    assert [part.values.tolist() for part in rows] == [[[2.5, 1], [4, 3]], [[8, 7]]]
    assert [part.bad_count for part in rows] == [0, 1]
    assert [part.fraction for part in rows] == [0.6, 1.0]
    (fault,) = rows[1].faults
    assert fault[:4] == (4, 2, "", "oops")
    again = [part.values.tolist() for part in table.rows([0])]
    assert again == [[[1], [3]], [[5], [7]]]


def test_first_rows_have_sheet_numbers() -> None:
    table = table_of([["x"], [1], [2], [3]], start=2)
    assert list(table.first(2)) == [RawRow(2, [1]), RawRow(3, [2])]


def test_fault_names_sheet_and_row() -> None:
    refused = table_of([[1]]).error_at(Fault(3, 2, "x", "oops", "no."))
    assert str(refused) == "t.xlsx, sheet Data, row 3, column 2 (x): no."
    assert refused.line == 3


def test_sheet_text_has_one_format() -> None:
    def found(*texts: str) -> list[float]:
        (rows,) = table_of([[text] for text in texts]).rows([0])
        assert not rows.faults
        return [float(value) for value in rows.values[:, 0]]

    assert found("1,5", "1,234") == [1.5, 1.234]
    assert found("1.234,5", "1.234") == [1234.5, 1234]
    assert found("1,234.5", "1,234") == [1234.5, 1234]
    (rows,) = table_of([["1,5"], [" 1.234"]]).rows([0])
    assert rows.faults[0].reason.startswith("1.234 could mean 1234, because other cells")


def test_rows_left_out_are_not_counted() -> None:
    table = replace(table_of([["x"], [1], [2], [3]], start=2), left_out=frozenset({3}))
    assert (table.height, [row.line for row in table.first(9)]) == (2, [2, 4])
    assert [part.values.tolist() for part in table.rows([0])] == [[[1]], [[3]]]


def test_plain_rows_skip_unchosen_text() -> None:
    table = table_of([["x", "y"], [1, "a"], [2.5, ""], [3.0, DAY]], start=2)
    assert [part.values.tolist() for part in table.rows([0])] == [[[1], [2.5]], [[3]]]
    padded = replace(table, padding=1, layout=Layout((), 3, empty_columns=(0,)))
    assert [part.values.tolist() for part in padded.rows([1])] == [[[1], [2.5]], [[3]]]
    assert list(padded.first(1)) == [RawRow(2, ["", 1, "a"])]


@pytest.mark.parametrize("layout", [Layout((), 1, trailing_empty=True), Layout((), 2, False, (1,))])
def test_cell_beyond_the_table_is_a_fault(layout: Layout) -> None:
    rows: list[list[Cell]] = [[1.0, ""], [2.0, ""], [3.0, ""], [4.0, ""], [5.0, 6.0]]
    first, last = replace(table_of(rows), layout=layout).rows([0])
    assert (len(first.faults), [fault.line for fault in last.faults]) == (0, [5])
