"""Look at a sheet of an .ods workbook: what is hidden in it, and formulas without a result.

The sheet reader skips a cell without a value, and with it a last row or column of them. Of a text
it overlooks CDATA sections, comments, tabs and line breaks.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from html import unescape
from typing import IO
from zipfile import ZipFile

from .sheet_look import SheetLook, no_result, open_utf8

CONTENT = "content.xml"
_BYTES_AT_A_TIME = 2**20
# A row longer than that is looked at in pieces: 16,384 columns of 1,000 bytes each.
_LONGEST_ROW = 2**24
_ROW_TAG = b"<table:table-row"
# The attributes of a tag, which may contain ">" in quotes.
_ATTRIBUTES = rb"""((?:[^<>"']|"[^"]*"|'[^']*')*+)>"""
_TABLE = re.compile(rb"<table:table\s" + _ATTRIBUTES)
_ROW = re.compile(rb"<table:table-row(?=[\s/>])" + _ATTRIBUTES)
_GROUP_TAG = b"<table:table-rows"
_COLUMN = re.compile(rb"<table:table-column(?=[\s/>])" + _ATTRIBUTES)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _ATTRIBUTES)
# Each with a byte of it that rows of plain numbers lack: that is found five times as fast.
_IN_PARTS = ((b"<!", b"!"), (b"text:tab", b"b"), (b"line-break", b"k"))
_OF_ROWS = ((b"table:visibility", b"s"), (b"table:formula", b"m"), (b"rows-repeated", b"d"))
_REPEATED = re.compile(rb"""\stable:number-(?:rows|columns)-repeated=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\stable:visibility=["'](collapse|filter)["']""")
_VALUE = re.compile(rb"""\soffice:(?:value|value-type|\w+-value)=""")
# A formula over the cells above it in one column.
_TOTAL = re.compile(
    rb"""\stable:formula=["'](?:\w+:)?=(?:SUM|AVERAGE|SUBTOTAL)\((?:[0-9]{1,3};)?"""
    rb"\[\.\$?(?P<left>[A-Z]{1,3})\$?(?P<first>[0-9]{1,7}):"
    rb"\.\$?(?P<right>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7})\]\)[\"']"
)
_NAME_MARKER = b"table:name="
_NAME = re.compile(rb"""\stable:name=(?:"([^"]*)"|'([^']*)')""")


def look_at_ods(archive: ZipFile) -> Mapping[str, SheetLook]:
    """Look at all sheets of an .ods workbook, by their names."""
    seen = defaultdict[str, _OdsSeen](_OdsSeen)
    inside = ""
    with open_utf8(archive, CONTENT) as stream:
        for text in _rows(stream):
            for table, name in _tables(text):
                inside = inside if name is None else name
                if inside:
                    seen[inside].add(table)
    return {name: each.look() for name, each in seen.items()}


class _OdsSeen:
    """What was seen of a sheet so far."""

    def __init__(self) -> None:
        self._row, self._column = 0, 0
        self._uncomputed, self._totals, self._in_parts = dict[int, str](), set[int](), ""
        self._hidden_rows, self._hidden_columns = list[range](), list[range]()
        self._is_filtered = False

    def add(self, text: bytes) -> None:
        """Look at some rows of the sheet, or at what is before them."""
        if any(byte in text and mark in text for mark, byte in _IN_PARTS):
            self._in_parts = "a text that would be read only in part"
        for found in () if self._row else _COLUMN.finditer(text):
            count = _count(found[1])
            if _HIDDEN.search(found[1]):
                self._hidden_columns.append(range(self._column + 1, self._column + count + 1))
            self._column += count
        if not any(byte in text and mark in text for mark, byte in _OF_ROWS):
            # Counting tags is three times as fast as matching them.
            groups = text.count(_GROUP_TAG) if b"s" in text else 0
            self._row += text.count(_ROW_TAG) - groups
            return
        tags = list(_ROW.finditer(text))
        for found, end in zip(tags, [*(each.start() for each in tags[1:]), len(text)], strict=True):
            self._add_row(found, text, end)

    def _add_row(self, tag: "re.Match[bytes]", text: bytes, end: int) -> None:
        count = _count(tag[1])
        if hidden := _HIDDEN.search(tag[1]):
            self._hidden_rows.append(range(self._row + 1, self._row + count + 1))
            self._is_filtered = self._is_filtered or hidden[1] == b"filter"
        if text.find(b"table:formula", tag.end(), end) >= 0:
            self._add_formulas(text[tag.end() : end], self._row + 1)
        self._row += count

    def _add_formulas(self, row: bytes, number: int) -> None:
        """Look at a row with formulas: which have no value, and which sum up rows above."""
        column = 1
        for cell in _CELL.finditer(row):
            attributes = b" " + _spaced(cell[1])
            if b" table:formula=" in attributes:
                if not _VALUE.search(attributes):
                    place = f" in row {number}, column {column}"
                    self._uncomputed.setdefault(column, no_result(place))
                if (found := _TOTAL.search(attributes)) and _is_above(found, number):
                    self._totals.add(number)
            column += _count(cell[1])

    def look(self) -> SheetLook:
        """Return all that was seen."""
        return SheetLook(
            uncomputed=self._uncomputed,
            totals=frozenset(self._totals),
            in_parts=self._in_parts,
            hidden_rows=tuple(self._hidden_rows),
            hidden_columns=tuple(self._hidden_columns),
            is_filtered=self._is_filtered,
        )


def _is_above(found: "re.Match[bytes]", row: int) -> bool:
    """Return whether a formula is over several rows above it, in one column."""
    return int(found["first"]) < int(found["last"]) < row and found["left"] == found["right"]


def _spaced(attributes: bytes) -> bytes:
    return re.sub(rb"\s", b" ", attributes)


def _count(attributes: bytes) -> int:
    repeated = _REPEATED.search(attributes)
    return int(repeated[1]) if repeated else 1


def _tables(text: bytes) -> Iterator[tuple[bytes, str | None]]:
    """Divide text at the starts of tables; each piece has the name of its table, or None."""
    start, name = 0, None
    if (
        b"m" not in text or _NAME_MARKER not in text
    ):  # a search for it is three times as fast as the pattern
        yield text, name
        return
    for found in _TABLE.finditer(text):
        yield text[start : found.start()], name
        named = _NAME.search(b" " + found[1])
        name = unescape((named[1] or named[2] or b"").decode(errors="replace")) if named else ""
        start = found.end()
    yield text[start:], name


def _rows(stream: IO[bytes]) -> Iterator[bytes]:
    """Read the content in pieces that end before a row, if rows are not too long."""
    rest = b""
    while piece := stream.read(_BYTES_AT_A_TIME):
        text = rest + piece
        end = text.rfind(_ROW_TAG)
        if end <= 0 and len(text) < _LONGEST_ROW:
            rest = text
            continue
        end = end if end > 0 else len(text)
        yield text[:end]
        rest = text[end:]
    yield rest
