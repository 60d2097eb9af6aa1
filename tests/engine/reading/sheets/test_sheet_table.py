import datetime
from collections.abc import Sequence

import pytest

from engine.errors import BadNumber
from engine.reading.cells import Cell, RawRow
from engine.reading.faults import Fault
from engine.reading.layout import Layout
from engine.reading.options import ReadOptions
from engine.reading.sheets import sheet_table as sheet_table_module
from engine.reading.sheets.sheet_table import SheetTable, shown_cell

DAY = datetime.date(2020, 1, 2)


def table_of(
    rows: Sequence[Sequence[Cell]], start: int = 1, options: ReadOptions | None = None
) -> SheetTable:
    layout = Layout((), len(rows[0]))
    return SheetTable(
        "t.xlsx", "Data", lambda: iter(rows), start, len(rows), layout, options or ReadOptions(), ()
    )


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
        ("oops", "oops", "'oops' is not a number"),
        ("", "", "the cell is empty, or an error such as #DIV/0!"),
        ("  ", "  ", "the cell is empty"),
        (True, "TRUE", "TRUE is a truth value"),
        (DAY, "2020-01-02", "2020-01-02 is a date or a time"),
        (datetime.timedelta(hours=1), "1:00:00", "is a date or a time"),
        (float("inf"), "inf", "inf is not a finite number"),
        ("1,234", "1,234", "could mean"),
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


def test_sheet_rows_come_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_table_module, "CELLS_AT_A_TIME", 5)
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
