"""The cells of an HTML table as spreadsheets put it on the clipboard, with their exact numbers.

The HTML comes from another program and is not trusted: time and memory are bounded.
"""

import json
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from time import perf_counter
from typing import NamedTuple

from engine.errors import BadNumber
from engine.numbers import parse_number
from engine.reading.sheets.raised_digits import Line, is_raised_number, shown_raised

from ...background import OnProgress

# No spreadsheet writes a number this long; the bound keeps hostile text from being parsed.
_LONGEST_NUMBER = 1000
# Google's JSON has the type under key 1 and the value under the number of that type; 3 is a
# number.
_NUMBER_KIND = 3
_LIKE_A_DATE = re.compile(
    r"\d\s*[/:]\s*\d|\d[-.]\d{1,2}[-.]\d|\d\W{0,2}[^\W\d]{3,9}\W{0,2}\d{2}|^[^\W\d]{3,9}\W+\d+\W+\d"
)


def exact_number(text: str, attributes: Mapping[str, str | None]) -> float | None:
    """Return the cell's exact number, or None for a date, a time or anything else."""
    if _LIKE_A_DATE.search(text):
        return None
    plain = attributes.get("sdval") or attributes.get("x:num")
    written = plain or _sheets_number(attributes.get("data-sheets-value") or "")
    if not written or len(written) > _LONGEST_NUMBER:
        return None
    try:
        return parse_number(written)
    except BadNumber:
        return None


def _sheets_number(value: str) -> str:
    """Return the number in Google's JSON as text, or an empty string for another type."""
    if not value or len(value) > _LONGEST_NUMBER:
        return ""
    try:
        decoded = json.loads(value, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return ""
    is_number = isinstance(decoded, dict) and decoded.get("1") == str(_NUMBER_KIND)
    number = decoded.get(str(_NUMBER_KIND)) if is_number else ""
    return number if isinstance(number, str) else ""


# Parsing gives up after this long and the plain text is used instead: a person has waited enough.
_MAX_SECONDS = 20.0
# A piece takes about 16 ms to parse, so progress moves and Esc works at once.
_PIECE_CHARACTERS = 2**16
# An unclosed comment makes the parser keep and rescan its text; no real cell is a million
# characters.
_MAX_PENDING = 2**20
_LINES = {
    "sup": Line.ABOVE,
    "sub": Line.BELOW,
    **dict.fromkeys(("del", "s", "strike"), Line.STRUCK),
}
_RAISED = re.compile(r"<(?:su[pb]|del|s|strike)[\s>]", re.IGNORECASE)
_EXACT = re.compile(r"sdval|x:num|data-sheets-value", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DECIMAL = re.compile(r'mso-displayed-decimal-separator:\s*"\\?([.,])"')


class HtmlCell(NamedTuple):
    """A cell's visible text and its exact number, None if the HTML does not contain one.

    ``is_header`` marks a cell that names a row or column, ``is_raised`` one whose text would be
    another number in plain text, such as 10³.
    """

    text: str
    exact: float | None
    is_header: bool = False
    is_raised: bool = False


class _NotOneTable(Exception):
    """The HTML does not hold exactly one plain table."""


def has_exact_numbers(html: str) -> bool:
    """Return whether any cell holds more digits than it displays."""
    return _EXACT.search(html) is not None


def raised_rows(html: str, report: OnProgress) -> list[list[HtmlCell]]:
    """Return the rows of the only table if a number in it has raised digits, otherwise [].

    In plain text they look like the other digits.
    """
    rows = html_rows(html, report) if _RAISED.search(html) else []
    return rows if any(cell.is_raised for row in rows for cell in row) else []


def decimal_mark(html: str) -> str | None:
    """Return the decimal mark of the displayed numbers, if Excel declares it."""
    found = _DECIMAL.search(html)
    return found[1] if found else None


def html_rows(html: str, report: OnProgress) -> list[list[HtmlCell]]:
    """Return the rows of the table, or [] unless there is exactly one plain table.

    A table with merged cells is not plain. A table that takes too long to parse also gives [].
    """
    reader, start = _TableParser(), perf_counter()
    try:
        for k in range(0, len(html), _PIECE_CHARACTERS):
            report(k / len(html))
            reader.feed(html[k : k + _PIECE_CHARACTERS])
            if len(reader.rawdata) > _MAX_PENDING or perf_counter() - start > _MAX_SECONDS:
                return []
        reader.close()
    except (_NotOneTable, AssertionError):  # HTMLParser's error for malformed markup
        return []
    return [row for row in reader.rows if row]


def decode_html(data: bytes) -> str:
    """Decode HTML as UTF-16 if it has a byte order mark, otherwise as UTF-8."""
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if is_utf16 else "utf-8", "replace")


class _TableParser(HTMLParser):
    """Collects the cells of the only table in an HTML document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[HtmlCell]] = []
        self._tables = 0
        self._row: list[HtmlCell] = []
        self._text: list[tuple[str, Line]] | None = None
        self._lines: list[str] = []
        self._tag = ""
        self._attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()
        if tag == "table":
            self._tables += 1
            if self._tables > 1:
                raise _NotOneTable
        elif tag == "tr":
            self._begin_row(dict(attrs))
        elif tag in ("td", "th"):
            self._tag = tag
            self._begin_cell(dict(attrs))
        elif tag == "br":
            self.handle_data(" ")
        elif tag in _LINES:
            self._lines.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()
        elif tag in self._lines:
            self._lines.remove(tag)

    def close(self) -> None:
        super().close()
        self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append((data, _LINES[self._lines[-1]] if self._lines else Line.ON))

    def _begin_row(self, attributes: dict[str, str | None]) -> None:
        """Begin a row; drop the hidden row with which Excel ends a table."""
        self._row = []
        if "display:none" not in (attributes.get("style") or "").replace(" ", ""):
            self.rows.append(self._row)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not all(_is_single(attributes, span) for span in ("colspan", "rowspan")):
            raise _NotOneTable
        self._text, self._lines, self._attributes = [], [], attributes

    def _end_cell(self) -> None:
        if self._text is None:
            return
        exact = exact_number(_joined(self._text), self._attributes)
        is_raised = exact is None and is_raised_number(self._text)
        shown = [(shown_raised(*part), Line.ON) for part in self._text] if is_raised else self._text
        self._row.append(HtmlCell(_joined(shown), exact, self._tag == "th", is_raised))
        self._text = None


def _joined(parts: Sequence[tuple[str, Line]]) -> str:
    return _SPACES.sub(" ", "".join(text for text, _ in parts)).strip()


def _is_single(attributes: dict[str, str | None], span: str) -> bool:
    return (attributes.get(span) or "1").strip() in ("", "1")
