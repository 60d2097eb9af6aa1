import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable, EngineError
from engine.reading.blocks import read_blocks
from engine.reading.cells import Cell
from engine.reading.faults import NeedsChoice
from engine.reading.inputs import in_memory, open_input
from engine.reading.layout import Layout
from engine.reading.options import AnyOption, HiddenRows, ReadOptions
from engine.reading.preview import preview
from engine.reading.sheets import workbook_process
from engine.reading.sheets.sheet_table import SheetTable
from engine.reading.sheets.sheets import open_sheet
from engine.reading.sheets.stored_cells import shown_cell
from engine.reading.sheets.workbook_process import (
    CELLS_PER_BYTE,
    LEAST_OTHER_CELLS,
    CellBlock,
)
from engine.reading.tables import read_table

from ...problems import DATA
from ..workbooks import Rows, ods, packed, xlsx

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
        ("Third", r"it has no sheet “Third”\. Its sheets are “A & B”, “None”\."),
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
    place = rf"row {len(rows)}, column 3(?: \(y\))?: “oops” is not a number"
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


def test_missing_library_says_how_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(EngineError, match="Install it with python3 -m pip install python-calamine"):
        opened(xlsx(tmp_path / "t.xlsx", {"S": TABLE}))


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


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PREFIXED = MAIN.replace("xmlns", "xmlns:x")


def with_sheet(path: Path, sheet: str) -> Path:
    """Write a workbook whose only sheet is this XML."""
    xlsx(path, {"S": [[0]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return packed(path, members | {"xl/worksheets/sheet1.xml": sheet})


@pytest.mark.parametrize(
    "rows",
    [
        # As written by a spreadsheet program.
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>',
        # Without references.
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>",
        # Without those of the rows, or of the cells.
        '<row><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c></row>',
        '<row r="1"><c><v>1</v></c><c><v>2</v></c></row>'
        '<row r="2"><c><v>3</v></c><c><v>4</v></c></row>',
        # Rows and cells out of order.
        '<row r="2"><c r="B2"><v>4</v></c><c r="A2"><v>3</v></c></row>'
        '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>',
        # Other quotes, spaces and attributes; numbers with an exponent.
        "<row r = '1' spans='1:2'><c s='0' r='A1' ><v>1</v></c><c\nr='B1'><v>2E0</v></c></row>"
        "<row r='2'><c t='n' r='A2'><v>3.0</v></c><c r='B2'><v >4</v ></c></row>",
        # Comments, empty cells and empty rows.
        '<row r="1"><!-- r="XFD9" --><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><v>3</v></c><c r="B2"><v>4</v></c><c r="C2"/></row><row r="9"/>',
    ],
)
def test_cells_are_placed_by_any_spelling(tmp_path: Path, rows: str) -> None:
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    path = with_sheet(tmp_path / "t.xlsx", sheet)
    assert read_table(path).values.tolist() == [[1, 2], [3, 4]]


def test_prefixed_elements_are_read(tmp_path: Path) -> None:
    row = '<x:row r="{0}"><x:c r="A{0}"><x:v>{0}</x:v></x:c></x:row>'
    rows = "".join(row.format(k) for k in (1, 2, 3))
    sheet = f"<x:worksheet {PREFIXED}><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    path = with_sheet(tmp_path / "t.xlsx", sheet)
    assert read_table(path).values.tolist() == [[1], [2], [3]]


@pytest.mark.parametrize("far", ['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'])
@pytest.mark.parametrize("spelling", [str, lambda text: text.replace('"', "'")])
def test_far_cell_is_refused(tmp_path: Path, far: str, spelling: Callable[[str], str]) -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    sheet = f"<worksheet {MAIN}><sheetData>{near}{spelling(far)}</sheetData></worksheet>"
    with pytest.raises(BadTable, match="sheet S extends to row 1,048,576 and column 16,384"):
        read_table(with_sheet(tmp_path / "t.xlsx", sheet))


def test_names_in_sheets_are_repaired(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [["a_x0007_b", "y"], [1, 2]]})
    assert read_table(path).names == ("a b", "y")


REPORTS = DATA / "reports"


@pytest.mark.parametrize(
    ("name", "names", "shape", "first"),
    [
        ("gnumeric.ods", ("temp", "pressure", "y"), (8, 3), [8.0193, -1324.359, -0.2484]),
        (
            "gnumeric_number_format.xls",
            ("temp", "pressure", "y"),
            (8, 3),
            [8.0193, -1324.359, -0.2484],
        ),
        ("newline_between_cells.ods", ("x", "y"), (2, 2), [1, 2]),
        ("xlsx_parts_at_root.xlsx", ("x", "z", "y"), (3, 3), [1, 2, 4.5]),
    ],
)
def test_reported_workbooks_are_read(
    name: str, names: tuple[str, ...], shape: tuple[int, int], first: list[float]
) -> None:
    table = read_table(REPORTS / name)
    assert (table.names, table.values.shape, table.notes) == (names, shape, ())
    assert table.values[0].tolist() == first


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("formulas_never_computed.xlsx", r"row 2, column 2 \(y\)"),
        ("formula_without_result_last_row.ods", r"row 4, column 1 \(x\)"),
    ],
)
def test_reported_formulas_are_refused(name: str, problem: str) -> None:
    with pytest.raises(BadTable, match=f"^{name}, sheet S, {problem}: this formula was never"):
        read_table(REPORTS / name)


def test_hidden_rows_are_told_or_left_out() -> None:
    path = REPORTS / "rows_hidden_by_filter.xlsx"
    table = read_table(path)
    assert table.values.tolist() == [[1, 2, 3], [999, 3, 5], [3, 5, 8]]
    (note,) = table.notes
    assert note.startswith("1 row is hidden by the filter of the sheet (row 3) and was read")
    shown = read_table(path, hidden_rows="skip")
    assert shown.values.tolist() == [[1, 2, 3], [3, 5, 8]]
    assert shown.notes == (note.replace("read like the others", "left out"),)
    assert read_blocks(path, ReadOptions(hidden_rows=HiddenRows.SKIP)).source.height == 2


def hiding(path: Path, table: Rows, *hidden: int) -> Path:
    """Write a workbook that hides some rows."""
    xlsx(path, {"S": table})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for row in hidden:
        old = f'<row r="{row}"'.encode()
        members[name] = members[name].replace(old, old + b' hidden="1"')
    return packed(path, members)


def test_hidden_titles_and_blank_rows_are_not_told(tmp_path: Path) -> None:
    rows: Rows = [["My title"], ["x", "y"], [1, 2], [], [3, 4]]
    path = hiding(tmp_path / "t.xlsx", rows, 1, 2, 4)
    notes = read_table(path, bad_rows="skip").notes
    assert not any("hidden" in note for note in notes)
    assert any("row 4" in note and "has no values" in note for note in notes)


def test_table_without_shown_rows_is_refused(tmp_path: Path) -> None:
    path = hiding(tmp_path / "t.xlsx", [["x", "y"], [1, 2], [3, 4]], 2, 3)
    assert "2 rows are hidden in the sheet (rows 2–3)" in read_table(path).notes[0]
    with pytest.raises(BadTable, match="every row of the table in sheet S is hidden"):
        read_table(path, hidden_rows="skip")


def test_hidden_rows_left_out_have_no_faults(tmp_path: Path) -> None:
    path = hiding(tmp_path / "t.xlsx", [["x", "y"], [1, 2], ["oops", 4], [5, 6]], 3)
    with pytest.raises(BadTable, match="row 3, column 1"):
        read_table(path)
    assert read_table(path, hidden_rows="skip").values.tolist() == [[1, 2], [5, 6]]


def test_tables_side_by_side_are_told(tmp_path: Path) -> None:
    rows: Rows = [["x", "y", None, "u"], [1, 2, None, 5], [3, 4, None, 6]]
    (note,) = read_table(xlsx(tmp_path / "t.xlsx", {"S": rows})).notes
    assert "1 column within the table is blank (column 3)" in note


def test_hidden_columns_are_told_if_read() -> None:
    path = DATA / "workbooks" / "hidden.xls"
    rows, columns = read_table(path).notes
    assert "1 row is hidden in the sheet (row 3)" in rows
    assert "1 column is hidden in the sheet (column 2)" in columns
    assert read_table(path, columns=["x"]).notes == (rows,)


def summed(path: Path, *formulas: str) -> Path:
    """Write a workbook whose last rows have these formulas in both columns."""
    rows: Rows = [["x", "y"], [1, 2], [3, 4], *([[f"={k}", f"={k}"] for k in range(len(formulas))])]
    xlsx(path, {"S": rows})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    for formula in formulas:
        members[name] = members[name].replace(b"A1*2<", f"{formula}<".encode(), 2)
    return packed(path, members)


@pytest.mark.parametrize(
    "formula",
    [
        *("SUM(A2:A3)", "AVERAGE($B$2:$B$3)", "SUBTOTAL(109,A2:A3)", "SUBTOTAL(109,Table1[x])"),
        *("SUBTOTAL(104,[x])", "MAX(A2:A3)", "STDEV(A2:A3)", "_xlfn.STDEV.S(A2:A3)"),
        *("COUNT(A2:A3)", "COUNTA(A2:A3)", "MEDIAN(A2:A3)", "_xlfn.VAR.P(A2:A3)"),
    ],
)
def test_row_of_totals_is_left_out(tmp_path: Path, formula: str) -> None:
    table = read_table(summed(tmp_path / "t.xlsx", formula))
    assert table.values.tolist() == [[1, 2], [3, 4]]
    (note,) = table.notes
    assert note.startswith("Row 4 was left out: its formulas sum up the rows above. To read it, ")


@pytest.mark.parametrize("formulas", [["SUM(A4:C4)"], ["SUM(A2)"], ["SUM(A9:A12)"], ["[x]"]])
def test_other_sums_are_rows(tmp_path: Path, formulas: list[str]) -> None:
    table = read_table(summed(tmp_path / "t.xlsx", *formulas))
    assert (len(table.values), table.notes) == (2 + len(formulas), ())


@pytest.mark.parametrize("formula", ["A2+A3", "SUMSQ(A2:A3)", "MAXA(A2:A3)"])
def test_sum_beside_a_number_is_told(tmp_path: Path, formula: str) -> None:
    table = read_table(summed(tmp_path / "t.xlsx", formula))
    told = f"Row 4 is computed from the rows above (A4: {formula}) and was read like the others."
    assert (len(table.values), table.notes) == (3, (told,))


def with_formulas(path: Path, rows: Rows, formulas: Mapping[int, str]) -> Path:
    """Write a workbook in which the formulas of some rows are others."""
    xlsx(path, {"S": rows})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts = members[name].decode().split("<row ")
    for row, formula in formulas.items():
        parts[row] = parts[row].replace("A1*2", formula)
    return packed(path, members | {name: "<row ".join(parts)})


PAIRS: Rows = [[float(k), float(k * k)] for k in range(1, 10)]


def test_several_totals_are_left_out(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], *PAIRS, [None], ["=45", "=285"], ["=5", "=31"], ["=3", "=9"]]
    formulas = {12: "SUM(A2:A10)", 13: "AVERAGE(A2:A10)", 14: "STDEV(A2:A10)"}
    table = read_table(with_formulas(tmp_path / "t.xlsx", rows, formulas))
    assert table.values.tolist() == PAIRS
    (note,) = table.notes
    assert note.startswith("Rows 12–14 were left out: their formulas sum up the rows above. To")


def test_totals_need_rows_above(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], [None], [None], ["=6", "=14"], [None], ["=2", "=3"]]
    path = with_formulas(tmp_path / "t.xlsx", rows, {4: "SUM(A2:A3)", 6: "SUM(A2:A5)"})
    table = read_table(path, bad_rows="skip")
    assert table.values.tolist() == [[6, 14], [2, 3]]
    assert table.notes[0].startswith("Rows 4, 6 have formulas that sum up rows above")


def test_sums_in_doubt_are_told(tmp_path: Path) -> None:
    table = read_table(summed(tmp_path / "t.xlsx", "SUM(A2:A3)", "SUM(A3:A4)"))
    assert len(table.values) == 4
    assert table.notes[0].startswith("Rows 4–5 have formulas that sum up rows above, and were")


def test_moving_averages_are_rows(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], *PAIRS[:4], *([k, f"={k}"] for k in (5, 6, 7, 8, 9))]
    formulas = {k: f"AVERAGE(B{k - 3}:B{k - 1})" for k in range(6, 11)}
    table = read_table(with_formulas(tmp_path / "t.xlsx", rows, formulas))
    assert (len(table.values), table.notes) == (9, ())


def test_subtotals_are_told(tmp_path: Path) -> None:
    rows: Rows = [["x", "y"], *PAIRS[:3], ["=6", "=14"], *PAIRS[3:6], ["=15", "=77"]]
    path = with_formulas(tmp_path / "t.xlsx", rows, {5: "SUM(A2:A4)", 9: "SUM(A6:A8)"})
    table = read_table(path)
    assert table.values.tolist() == [*PAIRS[:3], [6, 14], *PAIRS[3:6]]
    total, subtotal = table.notes
    assert total.startswith("Row 9 was left out: its formulas sum up the rows above.")
    assert subtotal.startswith("Row 5 has formulas that sum up rows above, and was read like")


ROWS_OF_NUMBERS: Rows = [[1.5, 2.5, 7], [2.5, 3.5, 8], [3.5, 5.25, 9], [4.5, 1.0, 6]]


@pytest.mark.parametrize(
    "units",
    [
        ["s", "mV", "kg"],
        ["(s)", "(mV)", "(kg)"],
        ["[m]", "[kg/m^3]", "[-]"],
        ["float", "float", "int64"],
        ["°C", "%", "hPa"],
        ["sec", "Volts", "counts"],
        ["mm/s", "10^3 Pa", "W m-2"],
        ["-", "kg", "-"],
        [None, "mV", None],
        ["numeric", "numeric", "integer"],
    ],
)
def test_units_below_names_are_left_out(tmp_path: Path, units: list[str | None]) -> None:
    table = read_table(ods(tmp_path / "t.ods", {"S": [["t", "v", "w"], units, *ROWS_OF_NUMBERS]}))
    assert (table.names, table.values.tolist()) == (("t", "v", "w"), [*ROWS_OF_NUMBERS])
    (note,) = table.notes
    assert note.startswith("1 row of ")
    assert "below the names was left out" in note


@pytest.mark.parametrize(
    "above",
    [
        [["Operator", "Ann"]],
        [["Instrument:", "X200"], ["Gain", 5.0]],
        [["Title of run"], ["Date", "2024-03-01"]],
        [["Model", "DS1054"], ["Serial", "AB12"], [None]],
        [["Sample rate", 1000.0], ["Points", 4.0], [None]],
        [["Exported by Ann"], [None], ["Channel:", "1"]],
        [["[Data]"]],
        [["Start time", "12:00"], ["***End of header***"]],
        [["Report"], ["Made\n2020-01-01"], ['Lab "3"']],
        [[f"Key{k}", "v"] for k in range(40)],
    ],
)
@pytest.mark.parametrize("units", [[], [["s", "mV", "kg"]]])
def test_settings_above_names_are_left_out(tmp_path: Path, above: Rows, units: Rows) -> None:
    names = ["t", "v", "w"]
    path = xlsx(tmp_path / "t.xlsx", {"S": [*above, names, *units, *ROWS_OF_NUMBERS]})
    table = read_table(path)
    assert (table.names, table.values.tolist()) == (("t", "v", "w"), [*ROWS_OF_NUMBERS])
    assert "above the table" in table.notes[0]
    assert len(table.notes) == 1 + len(units)
    again = read_table(path, skip_rows=len(above))
    assert again.values.tolist() == table.values.tolist()


@pytest.mark.parametrize(
    "odd",
    [
        ["oops", 1.0, 2.0],
        [1.0, "oops", 2.0],
        ["a", "b", "c"],
        [1.0, None, 2.0],
        ["Gain", 5.0],
        ["n/a", "n/a", "n/a"],
        ["s", 3.0, "kg"],
        ["?", "-", "?"],
        ["see note", "mV", "kg"],
        ["NaN", "V", "V"],
    ],
)
def test_odd_first_row_is_refused(tmp_path: Path, odd: list[str | float | None]) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [["t", "v", "w"], odd, *ROWS_OF_NUMBERS]})
    with pytest.raises(BadTable, match="sheet S, row 2, column"):
        read_table(path)


def test_empty_comments_are_left_out(tmp_path: Path) -> None:
    path = ods(tmp_path / "t.ods", {"S": [["x", "y", "comment"], [1, 2, None], [3, 5, None]]})
    assert read_table(path).notes == ("The column “comment” was left out: it is empty.",)


@pytest.mark.parametrize("formula", ["SUM([.A2:.A3])", "AVERAGE([.$A$2:.$A$3])"])
def test_totals_of_ods_are_left_out(tmp_path: Path, formula: str) -> None:
    path = ods(tmp_path / "t.ods", {"S": [["x", "y"], [1, 2], [3, 4], [4, 6]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    cell = b'<table:table-cell office:value-type="float" office:value="%s"'
    total = cell.replace(b" ", f' table:formula="of:={formula}" '.encode(), 1) % b"6"
    members["content.xml"] = members["content.xml"].replace(cell % b"6", total)
    table = read_table(packed(path, members))
    assert table.values.tolist() == [[1, 2], [3, 4]]
    assert table.notes[0].startswith("Row 4 was left out: its formulas sum up the rows above.")


@pytest.mark.parametrize("label", ["Total", "total:", "Sum", "MEAN", "Grand Total", "Summe"])
def test_labelled_total_is_told(tmp_path: Path, label: str) -> None:
    rows: Rows = [["who", "x", "y"], ["Ann", 1, 2], ["Bob", 3, 4], ["Cy", 5, 7], [label, 9, 13]]
    table = read_table(ods(tmp_path / "t.ods", {"S": rows}), columns=["x", "y"])
    assert len(table.values) == 4
    assert table.notes[0].startswith(f"The last row (row 5) is labelled “{label}”; it was read")


@pytest.mark.parametrize("label", ["Dan", "n", "Totalis", "", "Max Meyer"])
def test_other_last_rows_are_not_told(tmp_path: Path, label: str) -> None:
    rows: Rows = [["who", "x", "y"], ["Ann", 1, 2], ["Bob", 3, 4], ["Cy", 5, 7], [label, 9, 13]]
    assert read_table(ods(tmp_path / "t.ods", {"S": rows}), columns=["x", "y"]).notes == ()


@pytest.mark.parametrize("columns", [["x", "y"], [1, 2], ["x", 2]])
def test_formula_beside_chosen_columns_is_ignored(tmp_path: Path, columns: list[str | int]) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [["x", "y", "z"], [1, 2, 5], [3, 4, "=6"]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"<v>6</v>", b"")
    packed(path, members)
    assert read_table(path, columns=columns).values.tolist() == [[1, 2], [3, 4]]
    for chosen in (None, ["z"], [1, 3]):
        with pytest.raises(BadTable, match=r"row 3, column 3 \(z\): this formula was never"):
            read_table(path, columns=chosen)


def uncomputed(path: Path, rows: Rows) -> Path:
    """Write a workbook in which the formulas with the result 999 have none."""
    xlsx(path, {"S": rows})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"<v>999</v>", b"")
    return packed(path, members)


FORMULA = "=999"
NEVER_COMPUTED = "this formula was never computed, so it has no result. Open the workbook in"


@pytest.mark.parametrize(
    ("rows", "place", "values"),
    [
        ([["x", "y", "z"], [1, 2, FORMULA], [3, 4, FORMULA]], (2, 3), [[1, 2], [3, 4]]),
        ([["x", "z", "y"], [1, FORMULA, 2], [3, FORMULA, 4]], (2, 2), [[1, 2], [3, 4]]),
        ([["z", "x", "y"], [FORMULA, 1, 2], [FORMULA, 3, 4]], (2, 1), [[1, 2], [3, 4]]),
        ([["x", "y"], [1, 2], [3, 4], [FORMULA, FORMULA]], (4, 1), [[1, 2], [3, 4]]),
        ([["x", "y"], [1, 2], [FORMULA, FORMULA], [3, 4]], (3, 1), [[1, 2], [3, 4]]),
        ([["x", "y"], [1, 2, FORMULA], [3, 4, FORMULA]], (2, 3), [[1, 2], [3, 4]]),
        ([[None, "x", "y"], [FORMULA, 1, 2], [None, 3, 4]], (2, 1), [[1, 2], [3, 4]]),
        ([[1, 2, FORMULA], [3, 4, FORMULA]], (1, 3), [[1, 2], [3, 4]]),
        ([[FORMULA, "My table"], ["x", "y"], [1, 2], [FORMULA, 7]], (4, 1), [[1, 2]]),
        ([[FORMULA, FORMULA], [1, 2], [3, 4]], (1, 1), [[1, 2], [3, 4]]),
    ],
)
def test_uncomputed_formula_is_a_fault(
    tmp_path: Path, rows: Rows, place: tuple[int, int], values: list[list[float]]
) -> None:
    path = uncomputed(tmp_path / "t.xlsx", rows)
    shown = preview(path)
    fault = shown.faults[0]
    assert (fault.line, fault.column, fault.text) == (*place, "")
    assert fault.reason.startswith(NEVER_COMPUTED)
    assert shown.notes[-1].startswith("Formulas in column")
    with pytest.raises(BadTable, match=f"row {place[0]}, column {place[1]}"):
        read_table(path)
    table = read_table(path, columns="numeric")
    assert table.values.tolist() == values
    assert any(note.startswith("Formulas in column") for note in table.notes)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ([[FORMULA], ["x", "y"], [1, 2], [3, 4]], ("x", "y")),
        ([["x", FORMULA], [1, 2], [3, 4]], ("x", "")),
    ],
)
def test_uncomputed_title_or_name_is_told(
    tmp_path: Path, rows: Rows, names: tuple[str, ...]
) -> None:
    table = read_table(uncomputed(tmp_path / "t.xlsx", rows))
    assert (table.names, table.values.tolist()) == (names, [[1, 2], [3, 4]])
    assert table.notes[0].startswith("Formulas in column")


def test_zeros_never_computed_are_no_numbers() -> None:
    path = REPORTS / "formulas_never_computed.xlsx"
    assert {fault.column for fault in preview(path).faults} == {2}
    with pytest.raises(BadTable, match="no rows are left"):
        read_table(path, bad_rows="skip")
    assert read_table(path, columns=["x"]).values.shape[1] == 1
    assert "Left out: y (no numbers)." in read_table(path, columns="numeric").notes


def test_totals_without_results_are_left_out(tmp_path: Path) -> None:
    path = summed(tmp_path / "t.xlsx", "SUM(A2:A3)")
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    members[name] = members[name].replace(b"</f><v>0</v>", b"</f>")
    table = read_table(packed(path, members))
    assert table.values.tolist() == [[1, 2], [3, 4]]
    (note,) = table.notes
    assert note.startswith("Row 4 was left out: its formulas sum up the rows above.")


@pytest.mark.parametrize("far", ["C90", "Z9"])
def test_far_formula_is_refused_if_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, far: str
) -> None:
    monkeypatch.setattr("engine.reading.sheets.sheets.MOST_CELLS_TO_EXTEND", 20)
    path = uncomputed(tmp_path / "t.xlsx", [["x", "y", "z"], [1, 2, FORMULA], [3, 4, 5]])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = f'<row r="{far[1:]}"><c r="{far}"><f>A1</f></c></row></sheetData>'
    members[name] = members[name].replace(b"</sheetData>", cell.encode())
    packed(path, members)
    assert read_table(path, columns=["x", "y"]).values.tolist() == [[1, 2], [3, 4]]
    with pytest.raises(BadTable, match="sheet S has a formula without a result in row"):
        read_table(path)
    with pytest.raises(BadTable, match=r"(formula without a result in|row 2, column 3)"):
        read_table(path, columns=["z"])


def test_cell_far_right_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.reading.sheets.sheets.MOST_COLUMNS", 2)
    path = xlsx(tmp_path / "t.xlsx", {"S": [["x", "z", "y"], [1, 2, 3]]})
    with pytest.raises(BadTable, match=r"has a cell in column 3; a sheet has at most 2"):
        read_table(path)


def test_names_like_numbers_are_asked(tmp_path: Path) -> None:
    rows: Rows = [["site", 400.5, 410.5, "y"], [1, 2, 3, 4], [2, 3, 5, 7]]
    path = xlsx(tmp_path / "t.xlsx", {"S": rows})
    with pytest.raises(NeedsChoice, match=r"t\.xlsx: 400\.5, 410\.5 and “site”, “y” can be"):
        opened(path)
    assert opened(path, header=True).layout.names == ("site", "400.5", "410.5", "y")


NUMBER = '<table:table-cell office:value-type="float" office:value="2"/>'
TEXT = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
BLANK = "<table:table-cell/>"


def repeated(row: str, times: int, columns: int = 1) -> str:
    """Return a row that is repeated, and whose first cell is."""
    wide = row.replace("-cell", f'-cell table:number-columns-repeated="{columns}"', 1)
    return f'<table:table-row table:number-rows-repeated="{times}">{wide}</table:table-row>'


@pytest.mark.parametrize(
    "rows",
    [
        repeated(BLANK, 2_000_000) + repeated(NUMBER * 2, 1),
        repeated(BLANK, 500_000) + repeated(NUMBER * 2, 1),
        repeated(BLANK, 1000) * 400 + repeated(NUMBER * 2, 1),
        repeated(BLANK, 300_000) + repeated(NUMBER, 1),
        repeated("", 300_000) + repeated(NUMBER, 1),
        repeated(BLANK + NUMBER, 60, 16_000),
        repeated(TEXT, 300_000),
        repeated(TEXT, 60, 16_000),
    ],
)
def test_repeated_cells_are_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: str) -> None:
    """A file of 1 kB declared a million cells, and each was looked at: that took 20 s."""
    taken: list[int] = []
    block = workbook_process._block

    def count(out: IO[bytes], rows: int, width: int, plain: bool, others: list[Any]) -> CellBlock:
        taken.append(rows * width)
        return block(out, rows, width, plain, others)

    monkeypatch.setattr(workbook_process, "_block", count)
    content = repeated(NUMBER * 2, 3) + rows
    path = ods(tmp_path / "t.ods", {"S": []})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    head, name, rest = members["content.xml"].decode().partition('<table:table table:name="S">')
    tail = rest[rest.index("</table:table>") :]
    packed(path, members | {"content.xml": (head + name + content + tail).encode()})
    assert path.stat().st_size < 3000
    with pytest.raises(BadTable, match=r"^t.ods: sheet S extends to row [0-9,]+ and column"):
        read_table(path)
    assert sum(taken) <= 2 * LEAST_OTHER_CELLS + CELLS_PER_BYTE * 3000


def test_gap_of_many_rows_is_looked_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Counter[str]()

    def count(cell: Cell) -> str:
        shown["cells"] += 1
        return shown_cell(cell)

    monkeypatch.setattr("engine.reading.sheets.sheets.shown_cell", count)
    gap: Rows = [["x", "y"], *[[1, 2]] * 5, *[[]] * 40_000, *[[3, 4]] * 5]
    table = preview(xlsx(tmp_path / "t.xlsx", {"S": gap}))
    assert table.names == ("x", "y")
    assert shown["cells"] <= 22
