import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.sheets.error_cells import errors_in_ods, errors_in_xlsx
from engine.reading.sheets.xls_look import errors_in_xls
from engine.reading.sheets.xlsb_look import errors_in_xlsb
from engine.reading.tables import read_table

from ...problems import DATA
from ..workbooks import Rows, ods, packed, xlsx
from ..xlsb import xlsb_members

NUMBERS: Rows = [[1.5, 2.5, 7], [2.5, 3.5, 8], [3.5, 5.25, 9], [4.5, 1.0, 6]]
ERROR_XLSB = bytes([3, 9]) + struct.pack("<II", 0, 0) + b"\x2a"
SHEET = "xl/worksheets/sheet1.bin"


def of_libreoffice(path: Path, rows: Rows) -> Path:
    """Write errors as LibreOffice does: an empty text that shows another."""
    ods(path, {"S": rows})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["content.xml"].decode()
    old = '<table:table-cell office:value-type="string"><text:p>#'
    new = '<table:table-cell office:value-type="string" office:string-value=""><text:p>#'
    return packed(path, members | {"content.xml": text.replace(old, new)})


def in_xlsb(path: Path, rows: Rows) -> Path:
    """Write a workbook whose texts #N/A in the first column are errors."""
    members = dict(xlsb_members(rows))
    data = members[SHEET]
    assert isinstance(data, bytes)
    text = struct.pack("<III", 0, 0, 4) + "#N/A".encode("utf-16-le")
    return packed(path, members | {SHEET: data.replace(bytes([6, 20]) + text, ERROR_XLSB)})


@pytest.mark.parametrize(
    "write", [lambda p, r: xlsx(p, {"S": r}), lambda p, r: ods(p, {"S": r}), of_libreoffice]
)
@pytest.mark.parametrize(
    "units",
    [
        ["#N/A", "s", "s"],
        ["s", "#DIV/0!", "s"],
        ["#REF!", "#VALUE!", "s"],
        [None, "#NAME?", "s"],
        ["NaN", None, "s"],
    ],
)
def test_errors_are_no_units(
    tmp_path: Path, write: Callable[[Path, Rows], Path], units: list[str | float | None]
) -> None:
    path = write(tmp_path / "t", [["t", "v", "w"], units, *NUMBERS])
    with pytest.raises(BadTable, match="sheet S, row 2, column"):
        read_table(path)
    path = write(tmp_path / "t", [["t", "v", "w"], [None, "s", "s"], *NUMBERS])
    assert read_table(path).values.tolist() == NUMBERS


def test_row_of_errors_below_units_is_kept(tmp_path: Path) -> None:
    rows: Rows = [["t", "v", "w"], ["s", "s", "s"], ["#N/A", "#N/A", "#N/A"], *NUMBERS]
    with pytest.raises(BadTable, match="sheet S, row 3, column 1"):
        read_table(xlsx(tmp_path / "t.xlsx", {"S": rows}))


def test_errors_of_xlsb_are_no_units(tmp_path: Path) -> None:
    path = in_xlsb(tmp_path / "t.xlsb", [["t", "v", "w"], ["#N/A", "s", "s"], *NUMBERS])
    with zipfile.ZipFile(path) as archive:
        assert errors_in_xlsb(archive, "S", range(1, 9)) == {(2, 1)}
        assert errors_in_xlsb(archive, "S", range(3, 9)) == frozenset()
        assert errors_in_xlsb(archive, "None", range(1, 9)) == frozenset()
    with pytest.raises(BadTable, match="sheet S, row 2, column 1"):
        read_table(path)


def test_errors_of_xls_are_found() -> None:
    data = (DATA / "workbooks" / "sheets.xls").read_bytes()
    assert errors_in_xls(data, "Odd", range(1, 9)) == {(3, 3)}
    assert errors_in_xls(data, "Odd", range(1, 3)) == frozenset()
    assert errors_in_xls(data, "None", range(1, 9)) == frozenset()
    data = (DATA / "workbooks" / "totals.xls").read_bytes()
    result = struct.pack("<d", 9.0)
    data = data.replace(result, b"\x02\0\x2a\0\0\0\xff\xff")
    assert errors_in_xls(data, "S", range(1, 9)) == {(5, 1)}


def test_repeated_rows_and_cells_are_counted(tmp_path: Path) -> None:
    path = of_libreoffice(tmp_path / "t.ods", [["x"], [1], ["#N/A"], ["#REF!"]])
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    text = members["content.xml"].decode()
    text = text.replace(
        '<table:table-row><table:table-cell office:value-type="float"',
        '<table:table-row table:number-rows-repeated="4"><table:table-cell '
        'table:number-columns-repeated="2" office:value-type="float"',
    ).replace('office:string-value=""', 'table:number-columns-repeated="2" office:string-value=""')
    with zipfile.ZipFile(packed(path, members | {"content.xml": text})) as archive:
        assert errors_in_ods(archive, "S", range(1, 7)) == {(6, 1), (6, 2)}
        assert errors_in_ods(archive, "None", range(1, 7)) == frozenset()


@pytest.mark.parametrize("broken", ["<!DOCTYPE a><worksheet/>", "<worksheet", ""])
def test_broken_sheet_has_no_errors(tmp_path: Path, broken: str) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [["#N/A"]]})
    with zipfile.ZipFile(path) as archive:
        assert errors_in_xlsx(archive, "S", range(1, 2)) == {(1, 1)}
        assert errors_in_xlsx(archive, "None", range(1, 2)) == frozenset()
        members = {name: archive.read(name) for name in archive.namelist()}
    path = packed(path, members | {"xl/worksheets/sheet1.xml": broken})
    with zipfile.ZipFile(path) as archive:
        assert errors_in_xlsx(archive, "S", range(1, 2)) == frozenset()
