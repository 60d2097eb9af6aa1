"""Workbooks for tests, written cell by cell."""

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)

Cell = float | str | bool | None
Rows = Sequence[Sequence[Cell]]


def xlsx(path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of numbers, text and truth values.

    ``=5`` is a formula with the result 5, ``date:45000`` is that day, ``#DIV/0!`` and the like are
    errors, and None is no cell.
    """
    members = {
        f"xl/worksheets/sheet{k}.xml": _sheet(rows) for k, rows in enumerate(sheets.values(), 1)
    }
    entries = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{k}" r:id="rId{k}" '
        f'state="{"hidden" if name in hidden else "visible"}"/>'
        for k, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{k}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{k}.xml"/>'
        for k in range(1, len(sheets) + 1)
    )
    styles = f'<Relationship Id="rId0" Type="{_LINKS}/styles" Target="styles.xml"/>'
    book = f'<Relationship Id="rId1" Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    members |= {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f"{relations}{book}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{relations}{styles}{links}</Relationships>",
        "xl/styles.xml": _STYLES,
    }
    return packed(path, members)


def ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a workbook as LibreOffice does: with blank rows and columns up to its end."""
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}"
        '<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row></table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{each}="{_ODF}:{each}:1.0"' for each in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    members = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return packed(path, members)


def packed(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """Write a ZIP archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return path


def _sheet(rows: Rows) -> str:
    lines = (f'<row r="{i}">{_row(row, i)}</row>' for i, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _row(row: Sequence[Cell], number: int) -> str:
    return "".join(_cell(cell, f"{_letters(k)}{number}") for k, cell in enumerate(row))


def _cell(cell: Cell, place: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if not isinstance(cell, str):
        return f'<c r="{place}"><v>{cell!r}</v></c>'
    if cell.startswith("date:"):
        return f'<c r="{place}" s="1"><v>{cell.removeprefix("date:")}</v></c>'
    if cell.startswith("="):
        return f'<c r="{place}"><f>A1*2</f><v>{cell[1:]}</v></c>'
    if cell.startswith("#"):
        return f'<c r="{place}" t="e"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def _letters(column: int) -> str:
    head = _letters(column // 26 - 1) if column >= 26 else ""
    return head + chr(ord("A") + column % 26)


def _ods_row(row: Sequence[Cell]) -> str:
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    return f"<table:table-row>{''.join(map(_ods_cell, row))}{blank}</table:table-row>"


def _ods_cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, bool):
        kind = f'boolean" office:boolean-value="{str(cell).lower()}'
    elif not isinstance(cell, str):
        kind = f'float" office:value="{cell!r}'
    elif cell.startswith("date:"):
        kind = 'date" office:date-value="2023-03-15'
    else:
        kind = "string"
    text = escape(str(cell))
    return (
        f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'
    )
