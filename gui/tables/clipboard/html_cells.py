"""The cells of a table as spreadsheets put it on the clipboard in HTML, with their exact numbers.

The HTML is another program's: it is read within bounds, and never believed.
"""

import re
from html.parser import HTMLParser
from time import perf_counter
from typing import NamedTuple

from ...background import OnProgress
from .html_numbers import exact_number

_MOST_SECONDS = 20.0
_AT_A_TIME = 2**16
_MOST_PENDING = 2**20
_EXACT = re.compile(r"sdval|x:num|data-sheets-value", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_DECIMAL = re.compile(r'mso-displayed-decimal-separator:\s*"\\?([.,])"')


class Cell(NamedTuple):
    """What is seen in a cell, and the number behind it, None where it is not told.

    ``is_head`` tells that it stands over or beside others.
    """

    text: str
    exact: float | None
    is_head: bool = False


class _NoTable(Exception):
    """The HTML holds no single plain table."""


def has_exact_numbers(html: str) -> bool:
    """Tell whether any cell carries more than what is seen."""
    return _EXACT.search(html) is not None


def decimal_mark(html: str) -> str | None:
    """Return the decimal mark of the numbers seen, where Excel tells it."""
    found = _DECIMAL.search(html)
    return found[1] if found else None


def html_rows(html: str, tell: OnProgress) -> list[list[Cell]]:
    """Return the rows of the only table, [] where there is another number of them.

    Merged cells are no cells of a table, and one too long to be read in time is none either.
    """
    reader, start = _Reader(), perf_counter()
    try:
        for k in range(0, len(html), _AT_A_TIME):
            tell(k / len(html))
            reader.feed(html[k : k + _AT_A_TIME])
            if len(reader.rawdata) > _MOST_PENDING or perf_counter() - start > _MOST_SECONDS:
                return []
        reader.close()
    except (_NoTable, AssertionError):  # the parser's own word for markup it cannot make out
        return []
    return [row for row in reader.rows if row]


def decoded_html(data: bytes) -> str:
    """Return HTML as text: UTF-16 where it is marked so, UTF-8 otherwise."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if marked else "utf-8", "replace")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[Cell]] = []
        self._tables = 0
        self._row: list[Cell] = []
        self._text: list[str] | None = None
        self._tag = ""
        self._attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()
        if tag == "table":
            self._tables += 1
            if self._tables > 1:
                raise _NoTable
        elif tag == "tr":
            self._begin_row(dict(attrs))
        elif tag in ("td", "th"):
            self._tag = tag
            self._begin_cell(dict(attrs))
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._end_cell()

    def close(self) -> None:
        super().close()
        self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _begin_row(self, attributes: dict[str, str | None]) -> None:
        """Begin a row; Excel ends a table with one that nobody sees."""
        self._row = []
        if "display:none" not in (attributes.get("style") or "").replace(" ", ""):
            self.rows.append(self._row)

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        if not all(_is_one(attributes, span) for span in ("colspan", "rowspan")):
            raise _NoTable
        self._text, self._attributes = [], attributes

    def _end_cell(self) -> None:
        if self._text is None:
            return
        text = _SPACES.sub(" ", "".join(self._text)).strip()
        self._row.append(Cell(text, exact_number(text, self._attributes), self._tag == "th"))
        self._text = None


def _is_one(attributes: dict[str, str | None], span: str) -> bool:
    return (attributes.get(span) or "1").strip() in ("", "1")
