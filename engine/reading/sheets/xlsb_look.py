"""Look at a sheet of an .xlsb workbook, record by record: what is hidden, and how far it reaches.

The sheet reader skips cells of kinds that it does not know, among them formulas with an error, and
with them a last row or column.
"""

import posixpath
import re
import struct
from collections.abc import Iterator
from functools import partial
from xml.etree import ElementTree
from zipfile import ZipFile

from .formula_tokens import BIFF12, LastFormulas
from .plain_workbook import relations
from .sheet_look import SheetLook

WORKBOOK = "xl/workbook.bin"
_BYTES_AT_A_TIME = 2**20
# BrtRowHdr, the first and the last kind of a cell (BrtCellRk to BrtFmlaError), BrtColInfo,
# BrtBeginFilterColumn and BrtBundleSh. 1 is a blank cell; 12 to 18 are cells without a column.
_ROW, _FIRST_CELL, _LAST_CELL, _COLUMNS, _FILTER, _BUNDLE = 0, 2, 11, 60, 163, 156
_BLANK_AFTER, _LAST_AFTER = 12, 18
# BrtCellError and BrtFmlaError.
_ERRORS = (3, 11)
# BrtFmlaNum and BrtFmlaError, and where the length of the formula is; BrtShrFmla.
_LENGTH_OF_FORMULA = {9: 18, 11: 11}
_SHARED, _LENGTH_OF_SHARED = 427, 16
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x10, 0x01
# Numbers and texts, whose columns grow: to skip a row at once is five times as fast.
_CELLS, _ROWS_ALIKE = -1, -2
_PLAIN_CELLS = re.compile(rb"(\x05\x10.{16}|\x02\x0c.{12}|\x07\x0c.{12})+", re.DOTALL)
_FLAGS_OF_ROW, _FLAGS_OF_COLUMN = 11, 16
_ROW_KIND = b"\x00"
# A row that is shown: its kind and length, its number, and its flags.
_SHOWN_ROW = (
    rb"\x00%s(.{4}).{7}"
    rb"[\x00-\x0f\x20-\x2f\x40-\x4f\x60-\x6f\x80-\x8f\xa0-\xaf\xc0-\xcf\xe0-\xef]"
)
# A pattern takes 50 µs a column to compile, as long as the look at ten rows takes.
_MOST_COLUMNS_ALIKE, _MOST_PATTERNS = 256, 8


def look_at_xlsb(archive: ZipFile, sheet: str) -> SheetLook:
    """Look at a sheet of an .xlsb workbook."""
    member = _member(archive, sheet)
    return _scan(_whole(archive, member)) if member in archive.namelist() else SheetLook()


def errors_in_xlsb(archive: ZipFile, sheet: str, rows: range) -> frozenset[tuple[int, int]]:
    """Return the cells with an error in some rows of a sheet, by row and column from 1."""
    member = _member(archive, sheet)
    found, row = set[tuple[int, int]](), 0
    for kind, record in _records(_whole(archive, member)) if member else ():
        if kind == _ROW and len(record) >= 4:
            row = struct.unpack_from("<I", record)[0] + 1
        elif kind in _ERRORS and len(record) >= 4 and row in rows:
            found.add((row, struct.unpack_from("<I", record)[0] + 1))
    return frozenset(found)


def _whole(archive: ZipFile, member: str) -> bytes:
    """Return a member, read in pieces: each read of an archive is limited."""
    with archive.open(member) as stream:
        return b"".join(iter(partial(stream.read, _BYTES_AT_A_TIME), b""))


def _member(archive: ZipFile, sheet: str) -> str:
    """Return the member of a sheet; "" if there is none."""
    try:
        linked = relations(archive, WORKBOOK)
    except (KeyError, ElementTree.ParseError):
        return ""
    for kind, data in _records(_whole(archive, WORKBOOK)):
        if kind == _BUNDLE:
            link, end = _wide(data, 8)
            if _wide(data, end)[0] == sheet:
                return posixpath.normpath(linked[link].part) if link in linked else ""
    return ""


def _wide(data: bytes, start: int) -> tuple[str, int]:
    """Return a text in a record, and where it ends."""
    length = int.from_bytes(data[start : start + 4], "little")
    end = start + 4 + 2 * length
    return data[start + 4 : end].decode("utf-16-le", "replace"), end


def _scan(data: bytes) -> SheetLook:
    row, column, rows, columns = 0, -1, 0, 0
    hidden_rows, hidden_columns, is_filtered = list[range](), list[range](), False
    formulas = LastFormulas(BIFF12, 4)
    for kind, record in _records(data):
        if kind == _ROWS_ALIKE:
            row = int.from_bytes(record, "little") + 1
            rows = max(rows, row)
        elif kind == _CELLS:
            column = int.from_bytes(record[2:6], "little")
            rows, columns = max(rows, row), max(columns, column + 1)
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(record) >= 4:
            (column,) = struct.unpack_from("<I", record)
            rows, columns = max(rows, row), max(columns, column + 1)
            start = _LENGTH_OF_FORMULA.get(kind)
            if start:
                formulas.add(row - 1, record, start)
        elif kind == _ROW and len(record) > _FLAGS_OF_ROW:
            row, column = struct.unpack_from("<I", record)[0] + 1, -1
            if record[_FLAGS_OF_ROW] & _ROW_IS_HIDDEN:
                hidden_rows.append(range(row, row + 1))
        elif _BLANK_AFTER <= kind <= _LAST_AFTER:
            column += 1
            if kind > _BLANK_AFTER:
                rows, columns = max(rows, row), max(columns, column + 1)
        elif kind == 1 and len(record) >= 4:
            (column,) = struct.unpack_from("<I", record)
        elif kind == _COLUMNS and len(record) > _FLAGS_OF_COLUMN:
            first, last = struct.unpack_from("<II", record)
            if record[_FLAGS_OF_COLUMN] & _COLUMN_IS_HIDDEN:
                hidden_columns.append(range(first + 1, last + 2))
        elif kind == _SHARED and len(record) >= _LENGTH_OF_SHARED:
            first, last = struct.unpack_from("<II", record)
            if first == last == row - 1:  # totals are in one row
                formulas.add(first, record, _LENGTH_OF_SHARED)
        is_filtered = is_filtered or kind == _FILTER
    return SheetLook(
        rows,
        columns,
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        is_filtered=is_filtered,
        totals=formulas.totals(),
    )


def _rows_like(length: int, first: bytes, last: bytes) -> "re.Pattern[bytes] | None":
    """Return a pattern of rows that are shown and have a plain cell in each of some columns."""
    columns = range(int.from_bytes(first, "little"), int.from_bytes(last, "little") + 1)
    if not _FLAGS_OF_ROW < length < 0x80 or not 0 < len(columns) <= _MOST_COLUMNS_ALIKE:
        return None
    numbers = [re.escape(column.to_bytes(4, "little")) for column in columns]
    cells = b"".join(
        b"(?:\x05\x10" + each + b".{12}|[\x02\x07]\x0c" + each + b".{8})" for each in numbers
    )
    start = _SHOWN_ROW % re.escape(bytes((length,)))
    after = b".{%d}" % (length - _FLAGS_OF_ROW - 1)
    return re.compile(b"(?:" + start + after + cells + b")++", re.DOTALL)


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the content of each record, up to the first that is cut off.

    Of several plain cells, only the last is yielded, whole, as _CELLS. Of the rows below that have
    cells in the same columns, only the number of the last is yielded, as _ROWS_ALIKE.
    """
    at, end, row = 0, len(data), 0
    patterns = dict[tuple[int, bytes, bytes], re.Pattern[bytes] | None]()
    while at + 1 < end:
        if plain := _PLAIN_CELLS.match(data, at):
            yield _CELLS, plain[1]
            at = plain.end()
            header = data[row : plain.start()]
            if header[:1] == _ROW_KIND and data.startswith(header[:2], at):
                form = header[1], plain[0][2:6], plain[1][2:6]
                if form not in patterns and len(patterns) < _MOST_PATTERNS:
                    patterns[form] = _rows_like(*form)
                if (pattern := patterns.get(form)) and (alike := pattern.match(data, at)):
                    yield _ROWS_ALIKE, alike[1]
                    at = alike.end()
            continue
        row = at
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        length = shift = 0
        while at < end:
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift > 21:
                break
        yield kind, data[at : at + length]
        at += length
