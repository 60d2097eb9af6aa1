"""Minimal workbooks, as spreadsheet programs write them."""

import io
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape
from zipfile import ZipFile

Rows = Sequence[Sequence[float | str]]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def xlsx(sheets: Mapping[str, Rows]) -> bytes:
    """Return an .xlsx file with the given sheets."""
    numbers = range(1, len(sheets) + 1)
    members = {
        "[Content_Types].xml": _content_types(numbers),
        "_rels/.rels": _relations([(1, "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _relations(
            [(k, "worksheet", f"worksheets/sheet{k}.xml") for k in numbers]
        ),
    }
    for k, rows in enumerate(sheets.values(), start=1):
        members[f"xl/worksheets/sheet{k}.xml"] = _sheet(rows)
    stream = io.BytesIO()
    with ZipFile(stream, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return stream.getvalue()


def _content_types(numbers: Sequence[int]) -> str:
    parts = [("/xl/workbook.xml", f"{_KIND}.sheet.main+xml")]
    parts += [(f"/xl/worksheets/sheet{k}.xml", f"{_KIND}.worksheet+xml") for k in numbers]
    listed = "".join(f'<Override PartName="{p}" ContentType="{kind}"/>' for p, kind in parts)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    usual = f'<Default Extension="rels" ContentType="{relations}"/>'
    return f'<Types xmlns="{_TYPES}">{usual}{listed}</Types>'


def _relations(relations: Sequence[tuple[int, str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{k}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for k, kind, target in relations
    )
    return f'<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _workbook(names: Sequence[str]) -> str:
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{k}" r:id="rId{k}"/>'
        for k, name in enumerate(names, start=1)
    )
    return f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>'


def _sheet(rows: Rows) -> str:
    listed = "".join(
        f'<row r="{i}">{"".join(_cell(cell, i, k) for k, cell in enumerate(row))}</row>'
        for i, row in enumerate(rows, start=1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{listed}</sheetData></worksheet>'


def _cell(cell: float | str, row: int, column: int) -> str:
    place = f"{chr(ord('A') + column)}{row}"
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'
