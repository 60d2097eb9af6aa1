"""What the sheets of an .xlsx workbook contain that must not be read, found before they are.

The sheet reader allocates every cell up to the last used one. A single cell at the far end of a
sheet would take hundreds of gigabytes, and python-calamine then aborts the program. A formula that
was never computed reads as an empty cell; at the end of a table nobody would notice.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from ...errors import BadTable

# python-calamine allocates 32 bytes a cell (610 MB for 20 million cells), so 1.6 GB at most.
MOST_CELLS = 50_000_000
_BYTES_AT_A_TIME = 2**20
# The overlap of two chunks. A formula has at most 8,192 characters.
_LONGEST_CELL = 2**14
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEET = "{*}sheets/{*}sheet"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*? r=[\"']([0-9]{1,9})[\"']")
_NEVER_COMPUTED = re.compile(
    rb"<(?:\w+:)?c\b(?P<cell>[^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# Every formula contains one of these; searching for them is three times as fast as the pattern.
_FORMULA_MARKERS = (b"f>", b"<f", b":f")
_POSITION = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,9})[\"']")
_IS_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_BEYOND_Z = re.compile(rb" r=[\"']([A-Z]{2,3})[0-9]")


def refuse_unreadable(name: str, archive: ZipFile, sheet: str) -> None:
    """Raise BadTable if a sheet is too large, or has a formula that was never computed."""
    member = _member(archive, sheet)
    if member is None:
        return
    with archive.open(member) as stream:
        rows, columns, formula = _scan(stream)
    if rows * columns > MOST_CELLS:
        raise BadTable(
            name,
            f"sheet {sheet} extends to row {rows:,} and column {columns:,}, which is too large. "
            "Delete the cells at its far end, or save the table as a CSV file.",
        )
    if formula:
        raise BadTable(
            name,
            f"sheet {sheet} has a formula without a result{formula}. "
            "Open the workbook in a spreadsheet program and save it there.",
        )


def _member(archive: ZipFile, sheet: str) -> str | None:
    """Return the archive member of a sheet; None if python-calamine will not find it either."""
    try:
        sheets = ElementTree.fromstring(archive.read(_WORKBOOK)).iterfind(_SHEET)
        links = {each.get("name"): each.get(_LINK) for each in sheets}
        relations = ElementTree.fromstring(archive.read(_RELATIONS))
        targets = {each.get("Id"): each.get("Target") for each in relations}
        target = (targets.get(links.get(sheet)) or "").removeprefix("/")
    except (KeyError, ElementTree.ParseError):
        return None
    return next((name for name in (target, f"xl/{target}") if name in archive.namelist()), None)


def _scan(stream: IO[bytes]) -> tuple[int, int, str]:
    """Return the last row and column, and where the first formula without a result is."""
    rows, beyond_z, formula = 0, b"", ""
    for text in _chunks(stream):
        rows = max(rows, max(map(int, _ROW.findall(text)), default=0))
        beyond_z = max(beyond_z, max(_BEYOND_Z.findall(text), key=_order, default=b""), key=_order)
        formula = formula or _never_computed(text)
    return rows, _number(beyond_z) if beyond_z else _number(b"Z"), formula


def _never_computed(text: bytes) -> str:
    """Describe where a formula has no result. An empty text is a result."""
    if not any(marker in text for marker in _FORMULA_MARKERS):
        return ""
    for found in _NEVER_COMPUTED.finditer(text):
        if not _IS_TEXT.search(found["cell"]):
            place = _POSITION.search(found["cell"])
            return f" in row {int(place[2])}, column {_number(place[1])}" if place else " in a cell"
    return ""


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
