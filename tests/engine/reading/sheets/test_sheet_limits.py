import zipfile
from pathlib import Path

import pytest

from engine import read_table
from engine.errors import BadTable
from engine.reading.sheets import sheet_limits as extent_module
from engine.reading.sheets.sheet_limits import refuse_unreadable

from ..workbooks import packed, xlsx


def look(path: Path, sheet: str) -> None:
    with zipfile.ZipFile(path) as archive:
        refuse_unreadable("t.xlsx", archive, sheet)


def with_cells(folder: Path, *rows: str) -> Path:
    """Write a workbook whose second sheet has these rows of XML."""
    path = xlsx(folder / "t.xlsx", {"One": [[1]], "Two": [[2]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    data = "<worksheet><sheetData>" + "".join(rows) + "</sheetData></worksheet>"
    return packed(path, members | {"xl/worksheets/sheet2.xml": data})


@pytest.mark.parametrize(
    "rows",
    [
        ('<row r="1"><c r="A1"/></row>', '<row r="1048576"><c r="XFD1048576"/></row>'),
        ('<row spans="1:2" r="1048576"><c s="1" r="A1048576"/></row>', '<c r="CV1"/>'),
        ("<row r='1048576'><c r='A1'/></row>", "<c r='XFD1'/>"),
        ('<x:row r="900000"><x:c r="CV7"/></x:row>', '<row r="2"/>'),
    ],
)
def test_too_large_sheet_is_refused(tmp_path: Path, rows: tuple[str, ...]) -> None:
    path = with_cells(tmp_path, *rows)
    look(path, "One")
    with pytest.raises(BadTable, match=r"^t.xlsx: sheet Two extends to row [0-9,]+ and column"):
        look(path, "Two")


@pytest.mark.parametrize(
    "rows",
    [
        ('<row r="1048576"><c r="Z1048576"/></row>',),
        ('<row r="3000"><c r="XFD3000"/></row>',),
        ('<row r="1"><c r="A1" t="str"><v> r="XF 99</v></c></row>',),
    ],
)
def test_long_or_wide_sheet_is_accepted(tmp_path: Path, rows: tuple[str, ...]) -> None:
    look(with_cells(tmp_path, *rows), "Two")


def test_tags_across_chunks_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = with_cells(tmp_path, *['<row r="1048576"><c r="XFD1048576"/></row>'] * 3)
    for size in range(1, 60):
        monkeypatch.setattr(extent_module, "_BYTES_AT_A_TIME", size)
        with pytest.raises(BadTable, match="row 1,048,576 and column 16,384"):
            look(path, "Two")


@pytest.mark.parametrize("broken", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
@pytest.mark.parametrize("data", [b"", b"<a", b"<a/>"])
def test_unfindable_sheet_is_not_refused(tmp_path: Path, broken: str, data: bytes) -> None:
    path = with_cells(tmp_path, '<row r="1048576"><c r="XFD1048576"/></row>')
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    look(packed(path, members | {broken: data}), "Two")
    look(packed(path, {"a": b""}), "Two")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7"><f>A1*2</f><v></v></c>',
        '<c r="B7"><f>A1*2</f><v/></c>',
        '<c r="B7" s="1"><f>A1*2</f></c>',
        '<c r=\'B7\'><f t="shared" si="0"/></c>',
        '<x:c r="B7"><x:f>A1*2</x:f><x:v /></x:c>',
    ],
)
def test_formula_without_result_is_refused(tmp_path: Path, cell: str) -> None:
    path = with_cells(tmp_path, '<row r="7"><c r="A7"><v>1</v></c>', cell, "</row>")
    with pytest.raises(BadTable, match="Two has a formula without a result in row 7, column 2"):
        look(path, "Two")
    with pytest.raises(BadTable, match="without a result in row 7, column 2"):
        read_table(path, sheet="Two")


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B7"><f>A1*2</f><v>2</v></c>',
        '<c r="B7"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="B7" t="str"><f>IF(A1,"")</f><v></v></c>',
        '<c r="B7"/>',
    ],
)
def test_computed_formula_is_accepted(tmp_path: Path, cell: str) -> None:
    look(with_cells(tmp_path, '<row r="7"><c r="A7"><v>1</v></c>', cell, "</row>"), "Two")
