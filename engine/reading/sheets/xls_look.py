"""Look at a sheet of an .xls workbook, record by record, and mend its number formats.

The sheet reader takes the ids of number formats from 50 on for the dates of Asian versions of
Excel, even if the file says that they are none, and ignores the file's own format for other ids.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .formula_tokens import BIFF5, BIFF8, LastFormulas
from .misread import MisreadKind
from .sheet_look import SheetLook, Uncomputed, UncomputedSeen

_HEADER, _SHIFTS, _ENTRY, _SMALL = 512, (9, 12), 128, 64
_END_OF_CHAIN = 0xFFFFFFFA
_ROOT, _NAMES = "Root Entry", ("Workbook", "Book")
_BOF, _EOF, _SHEET, _FORMAT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
_ROW, _COLUMNS, _FORMULA, _FILTER, _SHARED = 0x0208, 0x007D, 0x0006, 0x009B, 0x04BC
_EXCEL_97 = b"\x00\x06"
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x20, 0x01
# Of a formula: compute it on opening. Programs that cannot compute set it beside a result of 0.
_ON_OPENING = 0x02
_TRUTH_OR_ERROR, _ERROR, _ERROR_RESULT = 0x0205, b"\x01", b"\x02"
_NO_TEXT, _NO_NUMBER = b"\x03", b"\xff\xff"
_LEAST_FORMULA, _LEAST_ROW, _LEAST_COLUMNS, _LEAST_FORMAT, _LEAST_XF = 22, 16, 10, 5, 4
_LEAST_SHARED = 10
# Where the length of the tokens is.
_TOKENS, _SHARED_TOKENS = 20, 8
# Numbers, texts, blanks and rows that are shown, which need no look: to skip all up to the next
# other record at once is five times as fast, and ten times if rows alternate with their cells.
_SHOWN = rb"[\x00-\x1f\x40-\x5f\x80-\x9f\xc0-\xdf]"
_PLAIN_RECORDS = re.compile(
    rb"(?:\x03\x02\x0e\x00.{14}|\x7e\x02\x0a\x00.{10}|\xfd\x00\x0a\x00.{10}|\x01\x02\x06\x00.{6}"
    rb"|\x08\x02\x10\x00.{12}" + _SHOWN + rb".{3})++",
    re.DOTALL,
)
_OF_WORKBOOK = frozenset((_SHEET, _FORMAT, _XF, _EOF))
_OF_SHEET = frozenset((_BOF, _EOF, _FORMULA, _SHARED, _ROW, _COLUMNS, _FILTER))
_WITH_ERRORS = frozenset((_BOF, _EOF, _FORMULA, _TRUTH_OR_ERROR))
# Formats of Excel itself: a number, a date, a time span.
_NUMBER_FORMAT, _DATE_FORMAT, _SPAN_FORMAT = 0, 14, 46
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_SPAN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_IS_DATE = re.compile(r"[dmyhs]|am/pm|a/p", re.IGNORECASE)
_GENERAL = re.compile(r"general|standard", re.IGNORECASE)


class _Record(NamedTuple):
    """A record of a workbook, and where its content starts in the stream."""

    kind: int
    start: int
    data: bytes


class _SectorStream(NamedTuple):
    """The workbook in a compound file, and the position in the file of each of its sectors."""

    data: bytes
    sector: int
    places: tuple[int, ...]


def look_at_xls(file: bytes, sheet: str) -> SheetLook:
    """Look at a sheet of an .xls workbook."""
    stream = _workbook(file)
    if stream is None:
        return SheetLook()
    starts = _sheets(stream.data)
    return _scan(stream.data, starts[sheet]) if sheet in starts else SheetLook()


def errors_in_xls(file: bytes, sheet: str, rows: range) -> frozenset[tuple[int, int]]:
    """Return the cells with an error in some rows of a sheet, by row and column from 1."""
    stream = _workbook(file)
    start = _sheets(stream.data).get(sheet) if stream else None
    if stream is None or start is None:
        return frozenset()
    found, depth = set[tuple[int, int]](), 0
    for kind, _, content in _records(stream.data, start, _WITH_ERRORS):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            break
        is_error = (kind == _TRUTH_OR_ERROR and content[7:8] == _ERROR) or (
            kind == _FORMULA and content[6:7] == _ERROR_RESULT and content[12:14] == _NO_NUMBER
        )
        if is_error and depth == 1:
            row, column = struct.unpack_from("<HH", content)
            found.update({(row + 1, column + 1)} if row + 1 in rows else ())
    return frozenset(found)


def with_plain_formats(file: bytes) -> bytes | None:
    """Return the workbook with Excel's own formats for those it defines; None if none differs."""
    stream = _workbook(file)
    if stream is None:
        return None
    formats = dict[int, int]()
    plain = bytearray(file)
    for kind, start, data in _records(stream.data, 0, _OF_WORKBOOK):
        if kind == _EOF:
            break
        if kind == _FORMAT and len(data) > _LEAST_FORMAT:
            number = int.from_bytes(data[:2], "little")
            if not _is_known(number):
                formats[number] = _plain_format(_format_text(data[2:]))
        elif kind == _XF and len(data) >= _LEAST_XF:
            number = int.from_bytes(data[2:4], "little")
            for k, byte in enumerate(formats.get(number, number).to_bytes(2, "little")):
                plain[_place(stream, start + 2 + k)] = byte
    return bytes(plain) if plain != file else None


def _is_known(number: int) -> bool:
    """Return whether the sheet reader uses the format that a file defines under this number."""
    return any(first <= number <= last for first, last in ((5, 8), (23, 26), (41, 44), (164, 382)))


def _plain_format(text: str) -> int:
    """Return Excel's own format for a number, a date or a time span."""
    first = _LITERAL.sub("", text).split(";")[0]
    if _SPAN.search(first):
        return _SPAN_FORMAT
    shown = _GENERAL.sub("", _BRACKETS.sub("", first))
    return _DATE_FORMAT if _IS_DATE.search(shown) else _NUMBER_FORMAT


def _format_text(data: bytes) -> str:
    """Return the text of a format: two bytes of length, one of flags, and the characters."""
    length, flags = int.from_bytes(data[:2], "little"), data[2]
    if flags & 0x01:
        return data[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    # Excel 5 writes one byte of length and no flags.
    if len(data) == data[0] + 1:
        return data[1:].decode("latin-1")
    return data[3 : 3 + length].decode("latin-1")


def _scan(data: bytes, start: int) -> SheetLook:
    formulas, last_formulas = _Formulas(), LastFormulas(BIFF8, 2)
    hidden_rows, hidden_columns, is_filtered = list[range](), list[range](), False
    depth = 0
    for kind, _, content in _records(data, start, _OF_SHEET):
        if kind == _BOF and depth == 0 and not content.startswith(_EXCEL_97):
            last_formulas.tokens = BIFF5
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            break
        if depth > 1:  # a chart in the sheet
            continue
        if kind == _FORMULA and len(content) >= _LEAST_FORMULA:
            formulas.add(content)
            last_formulas.add(int.from_bytes(content[:2], "little"), content, _TOKENS)
        elif kind == _SHARED and len(content) >= _LEAST_SHARED:
            first, end = struct.unpack_from("<HH", content)
            if first == end:  # totals are in one row
                last_formulas.add(first, content, _SHARED_TOKENS)
        elif kind == _ROW and len(content) >= _LEAST_ROW and content[12] & _ROW_IS_HIDDEN:
            row = int.from_bytes(content[:2], "little") + 1
            hidden_rows.append(range(row, row + 1))
        elif kind == _COLUMNS and len(content) >= _LEAST_COLUMNS and content[8] & _COLUMN_IS_HIDDEN:
            first, last = struct.unpack_from("<HH", content)
            hidden_columns.append(range(first + 1, last + 2))
        is_filtered = is_filtered or kind == _FILTER
    return SheetLook(
        uncomputed=formulas.uncomputed(),
        hidden_rows=tuple(hidden_rows),
        hidden_columns=tuple(hidden_columns),
        is_filtered=is_filtered,
        totals=last_formulas.totals(),
    )


class _Formulas:
    """Whether the formulas of a sheet were ever computed: it is so if any has a result."""

    def __init__(self) -> None:
        self._empty, self._zeros = UncomputedSeen(), UncomputedSeen()
        self._has_results = False

    def add(self, record: bytes) -> None:
        """Look at the record of a formula."""
        if self._has_results:
            return
        result, options = record[6:14], record[14]
        is_empty = result[:1] == _NO_TEXT and result[6:] == _NO_NUMBER
        is_zero = not any(result) and options & _ON_OPENING
        if not is_empty and not is_zero:
            self._has_results = True
            return
        row, column = struct.unpack_from("<HH", record)
        if is_zero:
            self._zeros.add(column + 1, row + 1, MisreadKind.NEVER_COMPUTED)
        else:
            self._empty.add(column + 1, row + 1, MisreadKind.NO_RESULT)

    def uncomputed(self) -> Mapping[int, Uncomputed]:
        """Return the formulas of each column, if none has a result."""
        if self._has_results:
            return {}
        zeros, empty = self._zeros.found(), self._empty.found()
        return {**empty, **{k: each.joined(empty.get(k)) for k, each in zeros.items()}}


def _sheets(data: bytes) -> Mapping[str, int]:
    """Return where each sheet starts in the stream."""
    found: dict[str, int] = {}
    for kind, _, content in _records(data, 0, _OF_WORKBOOK):
        if kind == _EOF:
            break
        if kind == _SHEET and len(content) > 7:
            length, wide = content[6], content[7] & 0x01
            name = content[8 : 8 + length * (1 + wide)]
            text = name.decode("utf-16-le" if wide else "latin-1", "replace")
            found[text.replace("\0", "")] = int.from_bytes(content[:4], "little")
    return found


def _records(data: bytes, start: int, kinds: frozenset[int]) -> Iterator[_Record]:
    """Yield the records of some kinds from a place on, up to the first that is cut off."""
    at, end, unpack = start, len(data), struct.Struct("<HH").unpack_from
    while at + 4 <= end:
        if plain := _PLAIN_RECORDS.match(data, at):
            at = plain.end()
            continue
        kind, length = unpack(data, at)
        if kind in kinds:
            yield _Record(kind, at + 4, data[at + 4 : at + 4 + length])
        at += 4 + length


def _place(stream: _SectorStream, position: int) -> int:
    """Return the position in the file of a byte of the stream."""
    return stream.places[position // stream.sector] + position % stream.sector


def _workbook(file: bytes) -> _SectorStream | None:
    """Return the workbook in a compound file; None if it is not there."""
    shift = int.from_bytes(file[30:32], "little")
    if len(file) < _HEADER or shift not in _SHIFTS:
        return None
    table = _sector_table(file, 1 << shift)
    directory = _stream(file, 1 << shift, _chain(table, int.from_bytes(file[48:52], "little")))
    entries = dict(_entries(directory.data))
    found = next((entries[name] for name in _NAMES if name in entries), None)
    if found is None:
        return None
    first, size = found
    if size >= int.from_bytes(file[56:60], "little"):
        return _stream(file, 1 << shift, _chain(table, first), size)
    whole = _stream(file, 1 << shift, _chain(table, entries.get(_ROOT, found)[0]))
    small_table = _stream(file, 1 << shift, _chain(table, int.from_bytes(file[60:64], "little")))
    numbers = len(small_table.data) // 4
    following = struct.unpack_from(f"<{numbers}I", small_table.data)
    return _small_stream(whole, _chain(following, first), size)


def _entries(directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield the name of each stream, its first sector and its size."""
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        entry = directory[at : at + _ENTRY]
        length = int.from_bytes(entry[64:66], "little")
        first, size = struct.unpack_from("<II", entry, 116)
        yield entry[: max(0, length - 2)].decode("utf-16-le", "replace"), (first, size)


def _stream(file: bytes, sector: int, chain: list[int], size: int | None = None) -> _SectorStream:
    places = tuple((1 + each) * sector for each in chain)
    data = b"".join(file[place : place + sector] for place in places)
    return _SectorStream(data[:size], sector, places)


def _small_stream(whole: _SectorStream, chain: list[int], size: int) -> _SectorStream:
    """Return a stream that is kept in small sectors of another one."""
    chain = [each for each in chain if (each + 1) * _SMALL <= len(whole.data)]
    places = tuple(_place(whole, each * _SMALL) for each in chain)
    data = b"".join(whole.data[each * _SMALL : (each + 1) * _SMALL] for each in chain)
    return _SectorStream(data[:size], _SMALL, places)


def _sector_table(file: bytes, sector: int) -> tuple[int, ...]:
    """Return the number of the sector after each sector."""
    blocks = list(struct.unpack_from("<109I", file, 76))
    following = int.from_bytes(file[68:72], "little")
    each = sector // 4
    while following < _END_OF_CHAIN and len(blocks) < len(file) // sector + 110:
        more = file[(1 + following) * sector :][:sector]
        if len(more) < sector:
            break
        numbers = struct.unpack(f"<{each}I", more)
        blocks += numbers[:-1]
        following = numbers[-1]
    table: list[int] = []
    for block in blocks:
        part = file[(1 + block) * sector : (2 + block) * sector]
        if block < _END_OF_CHAIN and len(part) == sector:
            table += struct.unpack(f"<{each}I", part)
    return tuple(table)


def _chain(table: tuple[int, ...], first: int) -> list[int]:
    """Return the sectors of a stream in their order; a chain cannot be longer than the table."""
    found: list[int] = []
    while first < len(table) and len(found) < len(table):
        found.append(first)
        first = table[first]
    return found
