import io
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable, EngineError
from engine.reading.inputs import in_memory, open_input
from engine.reading.layout import Layout
from engine.reading.options import AnyOption, ReadOptions
from engine.reading.sheets.sheet_table import SheetTable
from engine.reading.sheets.sheets import open_sheet
from engine.reading.tables import read_table

from ...problems import DATA
from ..workbooks import Rows, ods, xlsx
from .test_workbook_probe import DAMAGED

NUMBERS = [[0.1, 1 / 3, 1e300], [-5e-324, 2.0**53 + 2, -0.0]]
TABLE: Rows = [["x", "y", "z"], *NUMBERS]
finite = st.floats(allow_nan=False, allow_infinity=False)


def opened(path: Path, **options: AnyOption) -> SheetTable:
    return open_sheet(open_input(path), ReadOptions(**options))


def values(table: SheetTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


@pytest.mark.parametrize(("name", "write"), [("t.xlsx", xlsx), ("t.ods", ods)])
def test_sheet_reads_back_bit_exactly(
    tmp_path: Path, name: str, write: Callable[[Path, Mapping[str, Rows]], Path]
) -> None:
    path = write(tmp_path / name, {"Data": TABLE})
    table = opened(path)
    assert (table.name, table.sheet, table.sheets) == (path.name, "Data", ("Data",))
    assert table.layout == Layout(("x", "y", "z"), 3)
    assert repr(values(table)) == repr(NUMBERS)
    assert table.options == ReadOptions(sheet="Data", header=True, skip_rows=0)


@given(st.lists(st.lists(finite, min_size=3, max_size=3), min_size=1, max_size=20))
def test_every_float64_survives_a_workbook(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[float]]
) -> None:
    path = xlsx(tmp_path_factory.mktemp("sheets") / "t.xlsx", {"S": rows})
    assert repr(values(opened(path))) == repr(rows)


def test_old_xls_is_read() -> None:
    path = DATA / "workbooks" / "sheets.xls"
    table = opened(path)
    assert (table.sheets, table.layout.names) == (("Numbers", "Odd", "Empty"), ("x", "y", "z"))
    assert values(table) == [
        [0.1, 1 / 3, 1e300],
        [-5e-324, 2.0**53, 123456789.01],
        [1, -2, 0.25],
    ]
    odd = opened(path, sheet="Odd")
    (rows,) = odd.rows(range(4))
    assert rows.values.tolist() == [[1, 2, 3, 4]]
    assert [(fault.line, fault.column, fault.text) for fault in rows.faults] == [
        (3, 1, "2020-01-02"),
        (3, 2, "TRUE"),
        (3, 3, ""),
        (3, 4, "oops"),
    ]


def test_workbook_suffix_does_not_matter(tmp_path: Path) -> None:
    for name in ("t.csv", "t.xls", "t"):
        assert values(opened(xlsx(tmp_path / name, {"Data": TABLE}))) == values(
            opened(xlsx(tmp_path / "t.xlsx", {"Data": TABLE}))
        )


def test_first_visible_nonempty_sheet_is_read(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"None": [], "Hidden": [[9]], "First": [[1]], "Second": [[2]]}
    path = xlsx(tmp_path / "t.xlsx", sheets, hidden=["Hidden"])
    table = opened(path)
    assert (table.sheet, values(table)) == ("First", [[1]])
    assert table.sheets == ("None", "Hidden", "First", "Second")
    assert values(opened(path, sheet="Second")) == values(opened(path, sheet=4)) == [[2]]
    assert values(opened(path, sheet="Hidden")) == [[9]]


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        ("Third", r"it has no sheet 'Third'\. Its sheets are 'A & B', 'None'\."),
        (3, r"it has no sheet 3\."),
        ("None", r"sheet None is empty\."),
    ],
)
def test_unknown_or_empty_sheet_is_refused(tmp_path: Path, choice: str | int, problem: str) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"A & B": [[1]], "None": []})
    with pytest.raises(BadTable, match=f"^t.xlsx: {problem}"):
        opened(path, sheet=choice)


def test_empty_workbook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"^t.xlsx: sheet One is empty\."):
        opened(xlsx(tmp_path / "t.xlsx", {"One": [], "Two": [[None]]}))


def test_table_may_be_anywhere_in_sheet(tmp_path: Path) -> None:
    rows: Rows = [[], [], [None, None, "x", "y"], [None, None, 1, 2], [None, None, 3, 4]]
    table = opened(xlsx(tmp_path / "t.xlsx", {"S": rows}))
    assert (table.layout.names, table.start) == (("", "", "x", "y"), 4)
    assert table.options.columns == (3, 4)
    assert [part.values.tolist() for part in table.rows([2, 3])] == [[[1, 2], [3, 4]]]


@pytest.mark.parametrize("write", [xlsx, ods])
@pytest.mark.parametrize("above", [[["x", "y"]], [[5, 6]], [["Mine"], [], ["x", "y"]]])
def test_columns_count_from_sheet_start(
    tmp_path: Path, above: Rows, write: Callable[[Path, Mapping[str, Rows]], Path]
) -> None:
    table: Rows = [*above, [1, "oops"]]
    rows: Rows = [[None, *row] for row in table]
    path = write(tmp_path / "t", {"S": rows})
    place = rf"row {len(rows)}, column 3(?: \(y\))?: 'oops' is not a number"
    with pytest.raises(BadTable, match=place):
        read_table(path)
    assert read_table(path, columns=[2]).values[-1] == [1]


def test_titles_and_blank_rows_are_skipped(tmp_path: Path) -> None:
    rows: Rows = [["Results of 2021"], [], ["x", "y"], [1, 2], [3, 4]]
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    assert opened(path, skip_rows=0).layout.names == ("Results of 2021", "")
    assert opened(path).options.skip_rows == 2
    for skipped in (None, 1, 2):
        table = opened(path, skip_rows=skipped)
        assert (table.layout.names, table.start, values(table)) == (
            ("x", "y"),
            4,
            [[1, 2], [3, 4]],
        )
    with pytest.raises(BadTable, match=r"^t.xlsx: sheet S has nothing below row 5"):
        opened(path, skip_rows=5)


@pytest.mark.parametrize(("header", "names"), [(None, ()), (False, ()), (True, ("2019", "2020"))])
def test_header_option_of_sheet(
    tmp_path: Path, header: bool | None, names: tuple[str, ...]
) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [[2019, 2020], [1, 2]]})
    table = opened(path, header=header)
    assert table.layout.names == names
    assert table.options.header is bool(header)
    assert values(table)[-1] == [1, 2]


def test_formulas_give_results_or_faults(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], [1, "=0.2"], [3, "#DIV/0!"], ["date:45000", True]]
    (found,) = opened(xlsx(tmp_path / "t.xlsx", {"S": rows})).rows([0, 1])
    assert found.values.tolist() == [[1, 0.2]]
    assert [(fault.line, fault.column) for fault in found.faults] == [(3, 2), (4, 1), (4, 2)]
    assert "empty, or an error such as #DIV/0!" in found.faults[0].reason
    assert "2023-03-15 is a date or a time" in found.faults[1].reason
    assert "TRUE is a truth value" in found.faults[2].reason


@pytest.mark.parametrize("last", [["#N/A"], ["#N/A", "#N/A"], [None, "#N/A"]])
def test_row_of_errors_is_kept(tmp_path: Path, last: list[str | None]) -> None:
    rows: Rows = [[1, 2], last, [3, 4], last]
    (found,) = opened(xlsx(tmp_path / "t.xlsx", {"S": rows})).rows([0, 1])
    assert found.values.tolist() == [[1, 2], [3, 4]]
    assert {fault.line for fault in found.faults} == {2, 4}


def test_blank_rows_at_end_are_ignored(tmp_path: Path) -> None:
    rows: Rows = [["x", "y", None], [1, 2, None], [None], [], [None, None, None]]
    assert values(opened(xlsx(tmp_path / "t.xlsx", {"S": rows}))) == [[1, 2]]
    assert values(opened(ods(tmp_path / "t.ods", {"S": rows}))) == [[1, 2]]


def test_protected_workbook_is_refused() -> None:
    path = DATA / "workbooks" / "protected.xlsx"
    with pytest.raises(BadTable, match=r"^protected.xlsx: it is protected by a password"):
        opened(path)


def test_truncated_workbook_is_refused() -> None:
    data = (DATA / "workbooks" / "sheets.xls").read_bytes()
    for length in range(520, len(data), 400):
        with pytest.raises(
            BadTable, match=r"^t.xls: this workbook is damaged or in an unsupported"
        ):
            open_sheet(in_memory("t.xls", data[:length]), ReadOptions())


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process has no limit there")
def test_workbook_that_kills_loader_is_refused() -> None:
    with pytest.raises(BadTable, match=r"^t.xls: this workbook is damaged or in an unsupported"):
        open_sheet(in_memory("t.xls", DAMAGED), ReadOptions())


def test_missing_library_says_how_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(EngineError, match="Install it with python3 -m pip install python-calamine"):
        opened(xlsx(tmp_path / "t.xlsx", {"S": TABLE}))


def test_keyboard_interrupt_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(data: io.BytesIO) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "load_workbook", interrupted)
    with pytest.raises(KeyboardInterrupt):
        open_sheet(in_memory("t.xls", b""), ReadOptions())


def test_workbook_without_sheets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"^t.xlsx: it has no sheets\."):
        opened(xlsx(tmp_path / "t.xlsx", {}))


def test_empty_sheet_columns_are_skipped(tmp_path: Path) -> None:
    rows: Rows = [["x", None, "y"], [1, None, 2], [3, None, 4]]
    table = opened(xlsx(tmp_path / "t.xlsx", {"S": rows}))
    assert (table.options.columns, table.layout.empty_columns) == ((1, 3), (1,))
    assert [r.values.tolist() for r in table.rows([0, 2])] == [[[1, 2], [3, 4]]]
    table = opened(
        xlsx(tmp_path / "t.xlsx", {"S": [*rows, *([1, None, 2] for _ in range(40)), [5, "no", 6]]})
    )
    faults = [fault for found in table.rows([0, 2]) for fault in found.faults]
    assert [(fault.line, fault.column, fault.text) for fault in faults] == [(44, 2, "no")]
    assert opened(xlsx(tmp_path / "t.xlsx", {"S": rows[1:]})).layout.empty_columns == ()
