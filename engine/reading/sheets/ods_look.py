"""Look at a sheet of an .ods workbook: what is hidden in it, and formulas without a result.

The sheet reader skips a cell without a value, and with it a last row or column of them. Of a text
it overlooks CDATA sections, comments, tabs and line breaks.
"""

import re
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import IO, NamedTuple
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from .last_rows import LastCell, find_summaries
from .misread import Misread, MisreadKind
from .raised_digits import has_raised_paragraphs, raised_styles
from .sheet_look import (
    TOTAL_FUNCTIONS,
    SheetLook,
    UncomputedSeen,
    open_utf8,
)

CONTENT = "content.xml"
_BYTES_AT_A_TIME = 2**20
# A row longer than that is looked at in pieces: 16,384 columns of 1,000 bytes each.
_LONGEST_ROW = 2**24
_ROW_TAG = b"<table:table-row"
# The attributes of a tag, which may contain ">" in quotes.
_ATTRIBUTES = rb"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
_TABLE = re.compile(rb"<table:table\s" + _ATTRIBUTES)
_ROW = re.compile(rb"<table:table-row(?=[\s/>])" + _ATTRIBUTES)
_COLUMN = re.compile(rb"<table:table-column(?=[\s/>])" + _ATTRIBUTES)
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?=[\s/>])" + _ATTRIBUTES)
_CELL_TAGS = (b"<table:table-cell", b"<table:covered-table-cell")
# Four searches for words take as long as finding all tags and formulas at once by eight of their
# bytes: those after "<", those that tell a row from a table, and those of a formula around its "m",
# the only letter that is not in every cell.
_OF_TABLE, _OF_ROW, _FORMULA = b"table:ta", b"able-row", b"formula="
_AFTER_TABLE, _AFTER_ROW = len("<table:table"), len(_ROW_TAG)
_BEFORE_FORMULA = len(" table:")
_TEXTS_IN_PARTS = (b"text:tab", b"text:lin")
_IN_PARTS = b"<!"
_REPEATED = re.compile(rb"""\stable:number-(?:rows|columns)-repeated=["']([0-9]{1,7})["']""")
_HIDDEN = re.compile(rb"""\stable:visibility=["'](collapse|filter)["']""")
_VALUE = re.compile(rb"""\soffice:(?:value|value-type|\w+-value)=""")
_VALUE_TYPE, _NUMBER = b" office:value-type=", b" office:value="
# A formula over the cells above it in one column.
_TOTAL = re.compile(
    rb"""\stable:formula=["'](?:\w+:)?="""
    + TOTAL_FUNCTIONS
    + rb"\((?:[0-9]{1,3};)?\[\.\$?(?P<left>[A-Z]{1,3})\$?(?P<first>[0-9]{1,7}):"
    rb"\.\$?(?P<right>[A-Z]{1,3})\$?(?P<last>[0-9]{1,7})\]\)[\"']"
)
_CELL_FORMULA = re.compile(rb"""\stable:formula=(?:"(?:\w+:)?=([^"]*)"|'(?:\w+:)?=([^']*)')""")
_REFERENCE = re.compile(
    r"\[(?P<sheet>\$?(?:'[^']*'|[^\[\].:']*))\.(?P<first>\$?[A-Z]+\$?[0-9]+)"
    r"(?::\.(?P<last>\$?[A-Z]+\$?[0-9]+))?\]"
)
# A few rows with totals, and one above them.
_MOST_LAST_ROWS = 6
_NAME = re.compile(rb"""\stable:name=(?:"([^"]*)"|'([^']*)')""")


def look_at_ods(archive: ZipFile) -> Mapping[str, SheetLook]:
    """Look at all sheets of an .ods workbook, by their names."""
    seen = defaultdict[str, _OdsSeen](_OdsSeen)
    inside, styles = "", None
    with open_utf8(archive, CONTENT) as stream:
        for text in _rows(stream):
            styles = raised_styles(text) if styles is None else styles  # they are above all rows
            for markup, name in _tables(_Markup(text)):
                inside = inside if name is None else name
                if inside:
                    seen[inside].add(markup)
                    if has_raised_paragraphs(markup.text, styles):
                        seen[inside].misreads_raised_digits()
    return {
        name: replace(each.look(), summaries=find_summaries(each.last_rows(), name))
        for name, each in seen.items()
    }


class _Tag(NamedTuple):
    """Where a tag starts, and where the next one does."""

    start: int
    end: int


class _Markup:
    """A piece of a document and the places of its tags; one cut off at its end is none."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self._bytes = np.frombuffer(text, np.uint8)
        whole = max(0, len(text) - _AFTER_ROW)
        self._starts = np.flatnonzero(self._bytes[:whole] == ord("<"))
        self._ends = np.append(self._starts[1:], len(text))
        # The eight bytes from each place on. A view; numpy copies what is not aligned.
        self._words = np.ndarray((max(0, len(text) - 7),), np.dtype("<u8"), text, strides=(1,))
        self._kinds = self._words[self._starts + 1]
        self._of_table = np.flatnonzero(self._kinds == _word(_OF_TABLE))

    def has_text_in_parts(self) -> bool:
        """Return whether it has a comment, a CDATA section, a tab or a line break."""
        has_sections = b"!" in self.text and _IN_PARTS in self.text  # one byte is found faster
        return has_sections or any(
            bool((self._kinds == _word(each)).any()) for each in _TEXTS_IN_PARTS
        )

    def has_tables(self) -> bool:
        """Return whether a table starts in it."""
        after = self._bytes[self._starts[self._of_table] + _AFTER_TABLE]
        return bool((after != ord("-")).any())

    def rows(self) -> list[_Tag]:
        """Return the tags at which a row starts."""
        starts = self._starts[self._of_table]
        names = self._words[starts + _AFTER_ROW - len(_OF_ROW)]
        rows = self._of_table[names == _word(_OF_ROW)]
        return self._tags(rows[_ENDS_NAMES[self._bytes[self._starts[rows] + _AFTER_ROW]]])

    def formulas(self) -> list[tuple[int, int, int]]:
        """Return where each formula is, and the start and the end of the tag that has it."""
        before = _FORMULA.index(b"m")
        places = np.flatnonzero(self._bytes == ord("m")) - before
        places = places[(places > 0) & (places < len(self._words))]
        places = places[self._words[places] == _word(_FORMULA)]
        numbers = np.searchsorted(self._starts, places) - 1
        places, numbers = places[numbers >= 0], numbers[numbers >= 0]
        found = places.tolist(), self._starts[numbers].tolist(), self._ends[numbers].tolist()
        return list(zip(*found, strict=True))

    def _tags(self, numbers: NDArray[np.intp]) -> list[_Tag]:
        starts, ends = self._starts[numbers].tolist(), self._ends[numbers].tolist()
        return list(map(_Tag, starts, ends))


def _word(text: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(text, "little"))


_ENDS_NAMES = np.isin(np.arange(256), list(b" \t\r\n/>"))
"""Which bytes may follow the name of an element."""


class _OdsSeen:
    """What was seen of a sheet so far."""

    def __init__(self) -> None:
        self._row, self._column = 0, 0
        self._uncomputed, self._totals = UncomputedSeen(), set[int]()
        self._in_parts: Misread | None = None
        self._hidden_rows, self._hidden_columns = list[range](), list[range]()
        self._is_filtered = False
        self._last = deque[tuple[int, bytes]](maxlen=_MOST_LAST_ROWS)

    def add(self, markup: _Markup) -> None:
        """Look at some rows of the sheet, or at what is before them."""
        if markup.has_text_in_parts():
            self._in_parts = Misread(MisreadKind.TEXT_IN_PARTS)
        for found in () if self._row else _COLUMN.finditer(markup.text):
            count = _count(found[1])
            if _HIDDEN.search(found[1]):
                self._hidden_columns.append(range(self._column + 1, self._column + count + 1))
            self._column += count
        rows = markup.rows()
        numbers = self._add_rows(markup.text, rows)
        self._add_formulas(markup, rows, numbers)
        self._keep_last(markup.text, rows, numbers)

    def misreads_raised_digits(self) -> None:
        """Note that a number has raised digits."""
        self._in_parts = self._in_parts or Misread(MisreadKind.RAISED_DIGITS)

    def _add_rows(self, text: bytes, rows: list[_Tag]) -> NDArray[np.intp]:
        """Note the rows that are hidden, and return the number of each. Most tags are alike."""
        tags = [text[start:end] for start, end in rows]
        kinds = {tag: _row_kind(tag) for tag in set(tags)}
        counts = np.fromiter((kinds[tag].rows for tag in tags), np.intp, len(tags))
        numbers: NDArray[np.intp] = self._row + 1 + np.cumsum(counts) - counts
        if any(kind.hidden for kind in kinds.values()):
            for tag, number in zip(tags, numbers.tolist(), strict=True):
                count, hidden = kinds[tag]
                if hidden:
                    self._hidden_rows.append(range(number, number + count))
                    self._is_filtered = self._is_filtered or hidden == b"filter"
        self._row += int(counts.sum())
        return numbers

    def _add_formulas(self, markup: _Markup, rows: list[_Tag], numbers: NDArray[np.intp]) -> None:
        """Look at the formulas: which have no value, and which sum up rows above."""
        formulas = markup.formulas()
        if not formulas:
            return
        text, row_starts, without_value = markup.text, [row.start for row in rows], set[int]()
        for place, start, end in formulas:
            attributes, _, after = text[start:end].partition(b">")
            has_value = _VALUE_TYPE in attributes or _NUMBER in attributes
            total = _TOTAL.match(text, place - _BEFORE_FORMULA)
            if has_value and not total and not after.strip():
                continue
            k = bisect_right(row_starts, start) - 1
            if k < 0 or not attributes.startswith(_CELL_TAGS):
                continue
            if not has_value or after.strip():
                without_value.add(k)
            if total and _is_above(total, int(numbers[k])):
                self._totals.add(int(numbers[k]))
        for k in sorted(without_value):
            end = row_starts[k + 1] if k + 1 < len(rows) else len(text)
            self._add_without_value(text[row_starts[k] : end], int(numbers[k]))

    def _keep_last(self, text: bytes, rows: list[_Tag], numbers: NDArray[np.intp]) -> None:
        """Keep the last rows with values."""
        starts = [row.start for row in rows[-_MOST_LAST_ROWS:]]
        ends = [*starts, len(text)][1:]
        for start, end, number in zip(starts, ends, numbers[-_MOST_LAST_ROWS:], strict=True):
            row = text[start:end]
            if _VALUE_TYPE in row or _NUMBER in row:
                self._last.append((int(number), row))

    def last_rows(self) -> Iterator[tuple[int, list[LastCell]]]:
        """Yield the last rows with values and the numbers in them, from the last on."""
        for number, row in reversed(self._last):
            yield number, list(_number_cells(row))

    def _add_without_value(self, row: bytes, number: int) -> None:
        """Look for the formulas without a value in a row that may have one."""
        column = 1
        for cell in _CELL.finditer(row):
            attributes = b" " + _spaced(cell[1])
            if b" table:formula=" in attributes and not _VALUE.search(attributes):
                self._uncomputed.add(column, number, MisreadKind.NO_RESULT)
            column += _count(cell[1])

    def look(self) -> SheetLook:
        """Return all that was seen."""
        return SheetLook(
            uncomputed=self._uncomputed.found(),
            totals=frozenset(self._totals),
            in_parts=self._in_parts,
            hidden_rows=tuple(self._hidden_rows),
            hidden_columns=tuple(self._hidden_columns),
            is_filtered=self._is_filtered,
        )


class _RowKind(NamedTuple):
    """How many rows a tag stands for, and how they are hidden, if they are."""

    rows: int
    hidden: bytes


def _row_kind(tag: bytes) -> _RowKind:
    found = _ROW.match(tag)
    hidden = _HIDDEN.search(found[1]) if found else None
    return _RowKind(_count(found[1]) if found else 1, hidden[1] if hidden else b"")


def _number_cells(row: bytes) -> Iterator[LastCell]:
    """Yield the cells of a row that have a number."""
    column = 1
    for cell in _CELL.finditer(row):
        attributes = b" " + _spaced(cell[1])
        if _NUMBER in attributes:
            formula = _CELL_FORMULA.search(attributes)
            written = (
                unescape((formula[1] or formula[2]).decode(errors="replace")) if formula else ""
            )
            yield LastCell(_letters(column), _REFERENCE.sub(_as_in_xlsx, written))
        column += _count(cell[1])


def _as_in_xlsx(reference: "re.Match[str]") -> str:
    """Return a reference as .xlsx writes it: S!A2:A9 for [$S.A2:.A9]."""
    sheet = reference["sheet"].lstrip("$")
    last = reference["last"]
    return f"{sheet and sheet + '!'}{reference['first']}{':' + last if last else ''}"


def _letters(column: int) -> str:
    """Return the letters of a column: Z for 26, AA for 27."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _is_above(found: "re.Match[bytes]", row: int) -> bool:
    """Return whether a formula is over several rows above it, in one column."""
    return int(found["first"]) < int(found["last"]) < row and found["left"] == found["right"]


def _spaced(attributes: bytes) -> bytes:
    return re.sub(rb"\s", b" ", attributes)


def _count(attributes: bytes) -> int:
    repeated = _REPEATED.search(attributes)
    return int(repeated[1]) if repeated else 1


def _tables(markup: _Markup) -> Iterator[tuple[_Markup, str | None]]:
    """Divide a piece at the starts of tables; each part has the name of its table, or None."""
    if not markup.has_tables():
        yield markup, None
        return
    text = markup.text
    start, name = 0, None
    for found in _TABLE.finditer(text):
        yield _Markup(text[start : found.start()]), name
        named = _NAME.search(b" " + found[1])
        name = unescape((named[1] or named[2] or b"").decode(errors="replace")) if named else ""
        start = found.end()
    yield _Markup(text[start:]), name


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
