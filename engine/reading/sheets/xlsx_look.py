"""What is wrong with a sheet of an .xlsx workbook, for the sentence that refuses it.

The sheet reader allocates every cell up to the last used one. If that was too much, this finds out
where the last one is. A formula that was never computed reads as an empty cell; at the end of a
table nobody would notice. Of a number with a comment, a CDATA section or a character reference in
it, it reads what comes before.

These are looks at the text of an honest file, which need not be right about any other: the process
that reads the workbook has its limits anyway (``workbook_process.py``).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from ...errors import BadTable
from ...language.sentence import marked
from ...shortening import grouped
from .last_rows import find_summaries, last_rows_of_xlsx
from .misread import Misread, MisreadKind
from .plain_workbook import find_workbook, relations, sheet_parts
from .raised_digits import has_raised_strings
from .sheet_look import (
    TOTAL_FUNCTIONS,
    SheetLook,
    UncomputedSeen,
    open_utf8,
)

# python-calamine allocates 32 bytes a cell (610 MB for 20 million cells), so 1.6 GB at most.
MOST_CELLS = 50_000_000
_BYTES_AT_A_TIME = 2**20
# The overlap of two chunks. A formula has at most 8,192 characters.
_LONGEST_CELL = 2**14
# Half a dozen rows of 1,000 formulas, which take a few milliseconds.
_LONGEST_END = 2**19
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*? r=[\"']([0-9]{1,9})[\"']")
# What may stand between elements, and in a formula. Possessive: there is one way to match each.
_SPACE = rb"(?:\s|<!--(?:[^-]|-(?!->))*+-->)*+"
_TEXT = rb"(?:[^<]|<!--(?:[^-]|-(?!->))*+-->|<!\[CDATA\[(?:[^\]]|\](?!\]>))*+\]\]>)*+"
_FORMULA = rb"<(?:\w+:)?f\b[^<>]*+(?:(?<=/)>|>" + _TEXT + rb"</(?:\w+:)?f\s*>)"
_NEVER_COMPUTED = re.compile(
    rb"<(?:\w+:)?c\b(?P<cell>[^<>]*)>" + _SPACE + _FORMULA + _SPACE + rb"(?:<(?:\w+:)?v\b[^<>]*+"
    rb"(?:(?<=/)>|>\s*</(?:\w+:)?v\s*>))?" + _SPACE + rb"</(?:\w+:)?c\s*>"
)
# Every formula contains one of these; searching for them is three times as fast as the pattern.
# A single byte is found ten times as fast, and numbers lack it.
_FORMULA_BYTE, _FORMULA_MARKERS = b"f", (b"f>", b"<f", b":f")
# A text may contain references, which are read; no value may contain a comment or CDATA.
_IN_PARTS = re.compile(
    rb"<(?:\w+:)?c\b(?P<cell>[^<>]*)>" + _SPACE + rb"(?:" + _FORMULA + _SPACE + rb")?"
    rb"<(?:\w+:)?v\b[^<>]*>(?P<start>[^<]*)(?P<cut><!)?"
)
_POSITION = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,9})[\"']")
_IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_BEYOND_Z = re.compile(rb" r=[\"']([A-Z]{2,3})[0-9]")
_IS_HIDDEN = rb"(?=[^<>]*?\shidden=[\"'](?:1|true)[\"'])"
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b" + _IS_HIDDEN + rb"[^<>]*?\sr=[\"']([0-9]{1,9})[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b" + _IS_HIDDEN + rb"([^<>]*)>")
_LIMITS = re.compile(rb"\s(min|max)=[\"']([0-9]{1,6})[\"']")
_HIDDEN_MARKER = b"hidden="
_FILTER_MARKER, _FILTERS = b"filter", (b"filterColumn", b'filterMode="1"', b'filterMode="true"')
# A program that cannot compute asks for it on loading, or names itself; it writes 0 as the result.
_ON_LOADING = re.compile(
    rb"<(?:\w+:)?calcPr\b(?=[^<>]*\sfullCalcOnLoad=[\"'](?:1|true)[\"'])[^<>]*>"
)
_NOT_COMPUTING = (b">Apache POI<",)
# XlsxWriter, rust_xlsxwriter and openpyxl say that they are this early Excel 2007.
_OF_LIBRARIES = re.compile(rb"\scalcId=[\"']124519[\"']")
_COMPUTED = re.compile(
    rb"<(?:\w+:)?c\b(?P<cell>[^<>]*)>"
    + _SPACE
    + _FORMULA
    + _SPACE
    + rb"<(?:\w+:)?v\b[^<>]*>\s*(?P<value>[^<\s]+)\s*</"
)
_IS_NO_NUMBER = re.compile(rb"\bt=[\"'](?!n[\"'])")
_ZERO = re.compile(rb"[+-]?0*\.?0*(?:[eE][+-]?[0-9]+)?")
# A formula over the cells above it in one column, or over a column of an Excel table.
_TOTAL = re.compile(
    rb"<(?:\w+:)?c\b[^<>]*?\sr=[\"'][A-Z]{1,3}(?P<row>[0-9]{1,7})[\"'][^<>]*><(?:\w+:)?f\b[^<>]*>"
    + TOTAL_FUNCTIONS
    + rb"\((?:[0-9]{1,3},)?(?:\w*\[[^\[\]()<>]*\]|"
    rb"\$?(?P<left>[A-Z]{1,3})\$?(?P<first>[0-9]{1,7}):\$?(?P<right>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7}))"
    rb"\)<"
)
_LONGEST_PART = 2**22
_PROPERTIES, _SHARED = "extended-properties", "sharedStrings"


class _Zeros(Enum):
    """Whether the result 0 of a formula is to be believed."""

    BELIEVED = auto()
    BESIDE_OTHERS = auto()
    """If another formula has another result."""
    DOUBTED = auto()


def look_at_xlsx(archive: ZipFile, sheet: str, *, is_measured: bool = False) -> SheetLook:
    """Look at a sheet of an .xlsx workbook; an empty look if python-calamine will not find it.

    Only if ``is_measured``, its last row and column are found, of all cells, also of those without
    a value. That takes a third of the time.
    """
    try:
        workbook = find_workbook(archive)
        parts = {each.name: each.relation.part for each in sheet_parts(archive, workbook or "")}
    except (KeyError, ElementTree.ParseError):
        return SheetLook()
    if workbook is None or parts.get(sheet) not in archive.namelist():
        return SheetLook()
    with open_utf8(archive, parts[sheet]) as stream:
        seen = _XlsxSeen(_zeros(archive, workbook), is_measured=is_measured)
        for text in _chunks(stream):
            seen.add(text)
    if _has_raised_digits(archive, workbook):
        seen.misreads_raised_digits()
    return replace(
        seen.look(lambda: _has_filtered_table(archive, parts[sheet])),
        summaries=find_summaries(last_rows_of_xlsx(seen.end()), sheet),
    )


def refuse_too_large(name: str, archive: ZipFile, sheet: str) -> None:
    """Raise BadTable if a sheet is too large, or if a formula of it has no result."""
    look = look_at_xlsx(archive, sheet, is_measured=True)
    if look.rows * look.columns > MOST_CELLS:
        raise BadTable(name, too_large(sheet, look.rows, look.columns))
    look.refuse_uncomputed(name, sheet)


def too_large(sheet: str, rows: int, columns: int) -> str:
    """Say that a sheet is too large."""
    return marked(
        "engine",
        "sheet {sheet} extends to row {rows} and column {columns}, which is too large. Delete the "
        "cells at its far end, or save the table as a CSV file.",
    ).format(sheet=sheet, rows=grouped(rows), columns=grouped(columns))


def _zeros(archive: ZipFile, workbook: str) -> _Zeros:
    """Return whether to believe the formulas of a workbook that have the result 0."""
    asked = _ON_LOADING.search(_part(archive, workbook))
    if asked:
        return _Zeros.DOUBTED if _OF_LIBRARIES.search(asked[0]) else _Zeros.BESIDE_OTHERS
    try:
        kinds = relations(archive, "").values()
    except (KeyError, ElementTree.ParseError):
        return _Zeros.BELIEVED
    about = b"".join(_part(archive, each.part) for each in kinds if each.kind == _PROPERTIES)
    is_named = any(each in about for each in _NOT_COMPUTING)
    return _Zeros.BESIDE_OTHERS if is_named else _Zeros.BELIEVED


def _has_filtered_table(archive: ZipFile, part: str) -> bool:
    """Return whether a table in a sheet has a filter of its own."""
    try:
        kinds = relations(archive, part).values()
    except (KeyError, ElementTree.ParseError):
        return False
    tables = (_part(archive, each.part) for each in kinds if each.kind == "table")
    return any(mark in table for table in tables for mark in _FILTERS)


def _has_raised_digits(archive: ZipFile, workbook: str) -> bool:
    """Return whether a text that sheets share is a number with raised digits."""
    try:
        found = [
            each.part for each in relations(archive, workbook).values() if each.kind == _SHARED
        ]
    except (KeyError, ElementTree.ParseError):
        return False
    for part in found:
        if part in archive.namelist():
            with open_utf8(archive, part) as stream:
                if any(map(has_raised_strings, _chunks(stream))):
                    return True
    return False


def _part(archive: ZipFile, part: str) -> bytes:
    """Return the start of a part in UTF-8; nothing if it is not there."""
    if part not in archive.namelist():
        return b""
    with open_utf8(archive, part) as stream:
        return stream.read(_LONGEST_PART)


class _XlsxSeen:
    """What was seen of a sheet so far. The overlap of two chunks is seen twice."""

    def __init__(self, zeros: _Zeros, *, is_measured: bool) -> None:
        self._zeros, self._is_measured = zeros, is_measured
        self._rows, self._beyond_z = 0, b""
        self._no_result, self._zeros_found = UncomputedSeen(), UncomputedSeen()
        self._in_parts: Misread | None = None
        self._has_results = self._is_filtered = False
        self._hidden_rows, self._hidden_columns = set[int](), list[range]()
        self._totals = set[int]()
        self._before_last, self._last = b"", b""

    def add(self, text: bytes) -> None:
        """Look at the next chunk."""
        self._before_last, self._last = self._last, text
        if self._is_measured:
            self._measure(text)
        if _FORMULA_BYTE in text and any(marker in text for marker in _FORMULA_MARKERS):
            self._add_without_result(text)
            self._totals.update(map(_total, _TOTAL.finditer(text)))
            if self._zeros is not _Zeros.BELIEVED:
                self._add_results(text)
        self._in_parts = self._in_parts or _in_parts(text)
        if has_raised_strings(text):
            self.misreads_raised_digits()
        if _HIDDEN_MARKER in text:
            self._hidden_rows.update(map(int, _HIDDEN_ROW.findall(text)))
            self._hidden_columns += [_columns(found) for found in _HIDDEN_COLUMN.findall(text)]
        if _FILTER_MARKER in text:
            self._is_filtered = self._is_filtered or any(each in text for each in _FILTERS)

    def misreads_raised_digits(self) -> None:
        """Note that a number has raised digits."""
        self._in_parts = self._in_parts or Misread(MisreadKind.RAISED_DIGITS)

    def _measure(self, text: bytes) -> None:
        self._rows = max(self._rows, max(map(int, _ROW.findall(text)), default=0))
        beyond_z = max(_BEYOND_Z.findall(text), key=_order, default=b"")
        self._beyond_z = max(self._beyond_z, beyond_z, key=_order)

    def _add_without_result(self, text: bytes) -> None:
        for found in _NEVER_COMPUTED.finditer(text):
            if not _IS_TEXT.search(found["cell"]):  # an empty text is a result
                self._no_result.add(*_position(found["cell"]), MisreadKind.NO_RESULT)

    def _add_results(self, text: bytes) -> None:
        for found in _COMPUTED.finditer(text):
            if _IS_NO_NUMBER.search(found["cell"]) or not _ZERO.fullmatch(found["value"]):
                self._has_results = True
            else:
                self._zeros_found.add(*_position(found["cell"]), MisreadKind.NEVER_COMPUTED)

    def end(self) -> str:
        """Return the end of the sheet if it has a formula, else ""."""
        end = self._before_last[-_LONGEST_END:-_LONGEST_CELL] + self._last
        end = end[-_LONGEST_END:]
        has_formula = any(marker in end for marker in _FORMULA_MARKERS)
        return end.decode(errors="replace") if has_formula else ""

    def look(self, has_filtered_table: Callable[[], bool]) -> SheetLook:
        """Return all that was seen."""
        is_doubted = self._zeros is _Zeros.DOUBTED or not self._has_results
        doubted = self._zeros_found.found() if is_doubted else {}
        no_result = self._no_result.found()
        return SheetLook(
            self._rows,
            _number(self._beyond_z or b"Z") if self._is_measured else 0,
            {**doubted, **{k: each.joined(doubted.get(k)) for k, each in no_result.items()}},
            self._in_parts,
            tuple(range(row, row + 1) for row in sorted(self._hidden_rows)),
            tuple(self._hidden_columns),
            self._is_filtered or (bool(self._hidden_rows) and has_filtered_table()),
            frozenset(self._totals - {0}),
        )


def _total(found: "re.Match[bytes]") -> int:
    """Return the row of a formula over several rows above it; 0 if it is over others."""
    row = int(found["row"])
    if found["left"] is None:
        return row
    is_above = int(found["first"]) < int(found["last"]) < row
    return row if is_above and found["left"] == found["right"] else 0


def _columns(attributes: bytes) -> range:
    limits = {name: int(value) for name, value in _LIMITS.findall(attributes)}
    first = limits.get(b"min", 0)
    return range(first, limits.get(b"max", first) + 1)


def _in_parts(text: bytes) -> Misread | None:
    """Return the first value of which python-calamine would read only the beginning."""
    if b"&" not in text and (b"!" not in text or b"<!" not in text):
        return None
    for found in _IN_PARTS.finditer(text):
        if found["cut"] or (b"&" in found["start"] and not _IS_TEXT.search(found["cell"])):
            column, row = _position(found["cell"])
            return Misread(MisreadKind.VALUE_IN_PARTS, row, column)
    return None


def _position(cell: bytes) -> tuple[int, int]:
    """Return the column and row of a cell; 0 if it does not say them."""
    place = _POSITION.search(cell)
    return (_number(place[1]), int(place[2])) if place else (0, 0)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    """Read the sheet in chunks. Each begins with the end of the one before, so no tag is cut."""
    overlap = b""
    while piece := stream.read(_BYTES_AT_A_TIME):
        text = overlap + piece
        yield text
        overlap = text[-_LONGEST_CELL:]


def _order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _number(letters: bytes) -> int:
    """Return the number of a column: 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
