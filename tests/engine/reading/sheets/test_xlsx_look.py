import zipfile
from pathlib import Path

import pytest

from engine import read_table
from engine.errors import BadTable
from engine.reading.sheets import xlsx_look as extent_module
from engine.reading.sheets.xlsx_look import look_at_xlsx, refuse_too_large

from ..workbooks import Rows, packed, xlsx

ZEROS: Rows = [["x", "y"], [1, "=0"], [2, "=0.0"]]
ASKED = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'


def look(path: Path, sheet: str) -> None:
    with zipfile.ZipFile(path) as archive:
        refuse_too_large("t.xlsx", archive, sheet)


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
        '<c r="B7"><!-- a comment --><f>A1*2</f></c>',
        '<c r="B7"><f><![CDATA[A1<2]]></f></c>',
        "<c r=\"B7\"><f>A1*2</f ><v xml:space='preserve'></v></c >",
    ],
)
def test_formula_without_result_is_refused(tmp_path: Path, cell: str) -> None:
    path = with_cells(tmp_path, '<row r="7"><c r="A7"><v>1</v></c>', cell, "</row>")
    with pytest.raises(BadTable, match="Two has a formula without a result in row 7, column 2"):
        look(path, "Two")
    with pytest.raises(BadTable, match="row 7, column 2: this formula was never computed"):
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


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c r="B7"><v>1&#48;</v></c>', 10),
        ('<c r="B7" s="0"><f>A1*2</f><v>2<!-- a comment -->5</v></c>', 25),
        ('<c r="B7" t="n"><v><![CDATA[4.5]]></v></c>', 4.5),
        ('<c r="B7"><!-- a --><f>A1<!-- b -->*2</f> <!-- c --><v>&#52;</v></c>', 4),
        ('<c r="B7" t="str"><v>6<![CDATA[7]]></v></c>', 67),
    ],
)
def test_value_in_parts_is_read_whole(tmp_path: Path, cell: str, value: float) -> None:
    path = with_cells(tmp_path, '<row r="7"><c r="A7"><v>1</v></c>', cell, "</row>")
    assert read_table(path, sheet="Two").values.tolist() == [[1, value]]


def test_value_in_parts_is_refused_if_not_xml(tmp_path: Path) -> None:
    cells = '<c r="A7"><v>1</v></c><c r="B7"><v>1&#48;</v></c>'
    path = with_cells(tmp_path, '<row r="7">', cells, "</row><row a='&none;'/>")
    with pytest.raises(BadTable, match="Two has a value that would be read only in part in row 7"):
        read_table(path, sheet="Two")


def test_text_with_references_is_read(tmp_path: Path) -> None:
    names = (
        '<row r="1"><c r="A1" t="str"><v>a&amp;b</v></c><c r="B1" t="str"><v>&#98;</v></c></row>'
    )
    formula = "<f>A1&amp;B1<!-- a comment --></f>"
    row = f'<row r="2"><c r="A2">{formula}<v>1</v></c><c r="B2"><v>2</v></c></row>'
    table = read_table(with_cells(tmp_path, names, row), sheet="Two")
    assert (table.names, table.values.tolist()) == (("a&b", "b"), [[1, 2]])


def with_parts(path: Path, rows: Rows, **changed: str) -> Path:
    """Write a workbook of one sheet; ``book`` and ``app`` are what its properties say."""
    xlsx(path, {"S": rows})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    book = members["xl/workbook.xml"].decode()
    members["xl/workbook.xml"] = book.replace(
        "</workbook>", changed.get("book", "") + "</workbook>"
    ).encode()
    if "app" in changed:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        entry = (
            f'<Relationship Id="a" Type="{kind}/extended-properties" Target="docProps/app.xml"/>'
        )
        links = members["_rels/.rels"].decode()
        links = links.replace("</Relationships>", f"{entry}</Relationships>")
        members["_rels/.rels"] = links.encode()
        members["docProps/app.xml"] = (
            f"<Properties><Application>{changed['app']}</Application></Properties>".encode()
        )
    return packed(path, members)


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        (ZEROS, {"book": ASKED}),
        ([*ZEROS, [3, "=6"]], {"book": ASKED}),
        (ZEROS, {"book": "<x:calcPr fullCalcOnLoad='true' calcId='9'/>"}),
        (ZEROS, {"app": "Apache POI"}),
    ],
)
def test_formulas_never_computed_are_refused(
    tmp_path: Path, rows: Rows, changed: dict[str, str]
) -> None:
    if "x:" in changed.get("book", ""):
        changed = {"book": changed["book"].replace("<x:", "<")}
    path = with_parts(tmp_path / "t.xlsx", rows, **changed)
    with pytest.raises(BadTable, match=r"row 2, column 2 \(y\): this formula was never computed"):
        read_table(path)


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        (ZEROS, {}),
        (ZEROS, {"book": '<calcPr calcId="191029"/>', "app": "Microsoft Excel"}),
        (ZEROS, {"book": '<calcPr calcId="191029" fullCalcOnLoad="0"/>'}),
        ([*ZEROS, [3, "=6"]], {"book": '<calcPr calcId="191029" fullCalcOnLoad="1"/>'}),
        ([*ZEROS, [3, "=6"]], {"app": "Apache POI"}),
        ([["x", "y"], [1, "=2"], [2, 0]], {"book": ASKED}),
        ([["x", "y"], [1, 0], [2, 0]], {"book": ASKED}),
    ],
)
def test_computed_results_are_read(tmp_path: Path, rows: Rows, changed: dict[str, str]) -> None:
    path = with_parts(tmp_path / "t.xlsx", rows, **changed)
    assert len(read_table(path).values) == len(rows) - 1


@pytest.mark.parametrize(
    "row",
    [
        '<row r="3" hidden="1"><c r="A3"/></row>',
        "<row hidden='true' ht='9' r='3'><c r='A3'/></row>",
        '<x:row r="3" spans="1:2" hidden="1"/>',
    ],
)
def test_hidden_rows_are_seen(tmp_path: Path, row: str) -> None:
    path = with_cells(tmp_path, '<row r="2"/>', row, '<row r="4" hidden="0"/>')
    with zipfile.ZipFile(path) as archive:
        assert look_at_xlsx(archive, "Two").hidden_rows == (range(3, 4),)


def test_hidden_columns_and_filters_are_seen(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path,
        '<row r="2"/></sheetData><cols><col min="2" max="3" width="0" hidden="1"/><col min="5" '
        'max="5"/></cols><autoFilter ref="A1:C5"><filterColumn colId="0"/></autoFilter><sheetData>',
    )
    with zipfile.ZipFile(path) as archive:
        look = look_at_xlsx(archive, "Two")
        assert (look.hidden_columns, look.is_filtered) == ((range(2, 4),), True)
        assert not look_at_xlsx(archive, "One").is_filtered


def test_filter_of_a_table_is_seen(tmp_path: Path) -> None:
    path = with_cells(tmp_path, '<row r="2" hidden="1"/>')
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/table"
    members["xl/worksheets/_rels/sheet2.xml.rels"] = (
        f'<Relationships><Relationship Id="a" Type="{kind}" Target="../tables/t.xml"/>'
        "</Relationships>"
    ).encode()
    members["xl/tables/t.xml"] = (
        b'<table><autoFilter><filterColumn colId="0"/></autoFilter></table>'
    )
    with zipfile.ZipFile(packed(path, members)) as archive:
        assert look_at_xlsx(archive, "Two").is_filtered
