"""Last rows that formulas compute from the rows above."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from engine import read_table
from engine.reading.sheets.last_rows import find_summaries, last_rows_of_xlsx

from ..workbooks import ods, packed, xlsx

Row = Sequence[str | float]
LEFT_OUT = "left out: its formulas sum up the rows above"
TOLD = "is computed from the rows above (A5: {}) and was read like the others."


def cell(place: str, content: str | float) -> str:
    if isinstance(content, float):
        return f'<c r="{place}"><v>{content}</v></c>'
    if content.startswith("="):
        written = content[1:].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<c r="{place}"><f>{written}</f><v>9.5</v></c>'
    if content.startswith("<"):
        return f'<c r="{place}">{content}<v>9.5</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{content}</t></is></c>'


def workbook(folder: Path, *rows: Row) -> Path:
    """Write a sheet S of these rows; what starts with = is a formula with a result."""
    path = xlsx(folder / "a.xlsx", {"S": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    written = "".join(
        f'<row r="{k}">'
        + "".join(cell(f"{c}{k}", value) for c, value in zip("ABCD", row, strict=False))
        + "</row>"
        for k, row in enumerate(rows, 1)
    )
    sheet = f"<worksheet><sheetData>{written}</sheetData></worksheet>"
    return packed(path, {**members, "xl/worksheets/sheet1.xml": sheet})


ABOVE = (["x", "y"], [1.0, 2.0], [3.0, 5.0], [6.0, 4.0])


def notes(folder: Path, *rows: Row) -> tuple[int, str]:
    table = read_table(workbook(folder, *rows))
    return len(table.values), " ".join(table.notes)


@pytest.mark.parametrize(
    "formula",
    [
        "SUM({0}2,{0}3,{0}4)",
        "+SUM({0}2:{0}4)",
        " SUM( {0}2:{0}4 )",
        "{0}2+{0}3+{0}4",
        "ROUND(SUM({0}2:{0}4),2)",
        "SUM({0}2:{0}4)/3",
        "SUM(S!{0}2:{0}4)",
        "SUM('S'!${0}$2:${0}$4)",
        "sum({0}2:{0}4)",
        "SUM({0}1:{0}4)",
        "AGGREGATE(9,5,{0}2:{0}4)",
        'SUMIF({0}2:{0}4,">0")',
        'SUMIF({0}2:{0}4,"<A9")',
        "IFERROR(AVERAGE({0}2:{0}4),0)",
        "GEOMEAN({0}2:{0}4)",
        "SUM({0}2:{0}3,{0}4)",
        "SUMPRODUCT(A2:A4,B2:B4)",
    ],
)
def test_computed_last_row_is_left_out(tmp_path: Path, formula: str) -> None:
    last = [f"={formula.format(column)}" for column in "AB"]
    count, told = notes(tmp_path, *ABOVE, last)
    assert count == 3
    assert LEFT_OUT in told


@pytest.mark.parametrize(
    ("last", "formula"),
    [
        (["=SUM(A2:A4)*2", 7.0], "SUM(A2:A4)*2"),
        (["=SUM(A2:A4)*2", "=A5/2"], "SUM(A2:A4)*2"),
        (["=ROUND(AVERAGE(A3:A4),1)", "=ROUND(AVERAGE(B3:B4),1)"], "ROUND(AVERAGE(A3:A4),1)"),
        (["=A2*A3-A4", "=B2*B3-B4"], "A2*A3-A4"),
    ],
)
def test_doubtful_last_row_is_told(tmp_path: Path, last: Row, formula: str) -> None:
    count, told = notes(tmp_path, *ABOVE, last)
    assert count == 4
    assert TOLD.format(formula) in told


@pytest.mark.parametrize(
    "last",
    [
        [9.0, "=A5*2"],
        ["=A4+1", "=B4+1"],
        ["=A4+B2", "=B4+A3"],
        ["=SUM(B2:B4)/3", 9.0],
        ["=SUM(Other!A2:A4)/3", 9.0],
        ['=LEN("A2:A4")', 9.0],
        ["=LOG10(A4)+LOG10(2)", 9.0],
    ],
)
def test_other_formulas_stay_data(tmp_path: Path, last: Row) -> None:
    assert notes(tmp_path, *ABOVE, last) == (4, "")


def test_formula_columns_stay_data(tmp_path: Path) -> None:
    rows: list[Row] = [[float(k), f"=SUM(A$2:A{k})/2"] for k in range(2, 12)]
    assert notes(tmp_path, ["x", "y"], *rows) == (10, "")


def test_moving_averages_stay_data(tmp_path: Path) -> None:
    rows: list[Row] = [[f"=(A{k - 2}+A{k - 1})/2", float(k)] for k in range(4, 16)]
    assert notes(tmp_path, ["x", "y"], [1.0, 2.0], [3.0, 4.0], *rows) == (14, "")


def test_several_computed_rows_are_left_out(tmp_path: Path) -> None:
    data = [[float(k), float(k * k)] for k in range(2, 9)]
    mean, middle = "=AVERAGE({0}2:{0}8)*1", "=SUM({0}2:{0}8)"
    last = [[each.format(c) for c in "AB"] for each in (mean, middle)]
    count, told = notes(tmp_path, ["x", "y"], *data, *last)
    assert count == 7
    assert "Rows 9–10 were left out" in told


def test_shared_formula_counts_with_the_first(tmp_path: Path) -> None:
    last = ['<f t="shared" ref="A5:B5" si="0">SUM(A2:A4)/3</f>', '<f t="shared" si="0"/>']
    count, told = notes(tmp_path, *ABOVE, last)
    assert count == 3
    assert LEFT_OUT in told


def test_label_of_totals_is_no_number(tmp_path: Path) -> None:
    rows: list[Row] = [["a", 1.0], ["b", 2.0], ["c", 4.0]]
    table = read_table(
        workbook(tmp_path, ["name", "x"], *rows, ["Sum", "=B2+B3+B4"]), columns=("x",)
    )
    assert table.values.ravel().tolist() == [1, 2, 4]


def test_end_without_rows_has_no_summary() -> None:
    assert find_summaries(last_rows_of_xlsx("<sheetData/>"), "S") == {}


def ods_with(folder: Path, formula: str) -> Path:
    path = ods(folder / "a.ods", {"S": [*ABOVE, [777, 888]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    content = members["content.xml"]
    for column, value in (("A", "777"), ("B", "888")):
        old = f'office:value="{value}"'
        assert old in content
        written = escape(formula.format(column), {'"': "&quot;"})
        content = content.replace(old, f'table:formula="of:={written}" {old}')
    return packed(path, {**members, "content.xml": content})


@pytest.mark.parametrize(
    "formula",
    [
        "SUM([.{0}2];[.{0}3];[.{0}4])",
        "[.{0}2]+[.{0}3]+[.{0}4]",
        "ROUND(SUM([.{0}2:.{0}4]);2)",
        "SUM([$S.{0}2:.{0}4])/3",
        "SUM([$'S'.{0}$2:.{0}$4])/3",
        'SUMIF([.{0}2:.{0}4];">0")',
    ],
)
def test_computed_last_row_of_ods_is_left_out(tmp_path: Path, formula: str) -> None:
    table = read_table(ods_with(tmp_path, formula))
    assert len(table.values) == 3
    assert LEFT_OUT in " ".join(table.notes)


def test_doubtful_last_row_of_ods_is_told(tmp_path: Path) -> None:
    table = read_table(ods_with(tmp_path, "AVERAGE([.{0}3:.{0}4])*1"))
    assert len(table.values) == 4
    assert TOLD.format("AVERAGE(A3:A4)*1") in " ".join(table.notes)


@pytest.mark.parametrize("formula", ["[.{0}4]+1", "SUM([$T.{0}2:.{0}4])/3"])
def test_other_formulas_of_ods_stay(tmp_path: Path, formula: str) -> None:
    table = read_table(ods_with(tmp_path, formula))
    assert (len(table.values), table.notes) == (4, ())
