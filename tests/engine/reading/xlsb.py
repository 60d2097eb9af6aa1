"""Workbooks in Excel's binary format, with numbers and text only."""

import struct
from collections.abc import Mapping, Sequence

from .workbooks import Rows

_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ROW, _REAL, _TEXT = 0, 5, 6
_BOOK, _SHEETS, _SHEET_NAME, _SHEET, _EXTENT, _DATA = 131, 143, 156, 129, 148, 145


def xlsb_members(rows: Rows, name: str = "S") -> Mapping[str, str | bytes]:
    """Return the members of a workbook with one sheet; a cell is a number, a text or None."""
    link = f'<Relationship Id="rId1" Type="{_LINKS}/%s" Target="%s"/>'
    relations = f'<Relationships xmlns="{_PACKAGE}/relationships">{link}</Relationships>'
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    entry = struct.pack("<II", 0, 1) + _wide("rId1") + _wide(name)
    book = (
        *(_record(_BOOK), _record(_SHEETS), _record(_SHEET_NAME, entry)),
        *(_record(_SHEETS + 1), _record(_BOOK + 1)),
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="bin" ContentType="{kind}"/></Types>',
        "_rels/.rels": relations % ("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": b"".join(book),
        "xl/_rels/workbook.bin.rels": relations % ("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": _sheet(rows),
    }


def _sheet(rows: Rows) -> bytes:
    width = max(map(len, rows), default=0)
    extent = struct.pack("<4I", 0, max(len(rows) - 1, 0), 0, max(width - 1, 0))
    cells = b"".join(_row(k, row) for k, row in enumerate(rows))
    start = _record(_SHEET) + _record(_EXTENT, extent) + _record(_DATA)
    return start + cells + _record(_DATA + 1) + _record(_SHEET + 1)


def _row(number: int, row: Sequence[object]) -> bytes:
    head = _record(_ROW, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 0))
    return head + b"".join(_cell(k, cell) for k, cell in enumerate(row) if cell is not None)


def _cell(column: int, cell: object) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(cell, str):
        return _record(_TEXT, place + _wide(cell))
    assert isinstance(cell, (int, float))
    return _record(_REAL, place + struct.pack("<d", cell))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(kind: int, data: bytes = b"") -> bytes:
    code = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = b"", len(data)
    while size >= 128:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return code + length + bytes([size]) + data
