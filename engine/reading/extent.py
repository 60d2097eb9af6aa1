"""What the sheets of an .xlsx workbook hold that must not be read, told before they are.

Whoever reads a sheet makes room for every cell up to the last one: a lone cell at the far end of
a sheet would take hundreds of gigabytes, and python-calamine ends the whole program over that. And
a formula that was never computed reads as an empty cell; at the end of a table nobody would notice.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from ..errors import BadTable

MOST_CELLS = 50_000_000
_BYTES_AT_A_TIME = 2**20
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
_FORMULA_SIGNS = (b"f>", b"<f", b":f")
_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3})([0-9]{1,9})[\"']")
_TEXT = re.compile(rb"\bt=[\"']str[\"']")
_BEYOND_Z = re.compile(rb" r=[\"']([A-Z]{2,3})[0-9]")


def refuse_unreadable(name: str, archive: ZipFile, sheet: str) -> None:
    """Raise BadTable where a sheet reaches too far, or has a formula that was never computed."""
    member = _member(archive, sheet)
    if member is None:
        return
    with archive.open(member) as stream:
        rows, columns, formula = _extent(stream)
    if rows * columns > MOST_CELLS:
        raise BadTable(
            name,
            f"its sheet {sheet} reaches to row {rows:,} and column {columns:,}, which is too much. "
            "Delete what stands at its far end, or save the table as a CSV file.",
        )
    if formula:
        raise BadTable(
            name,
            f"its sheet {sheet} has a formula without a result{formula}. "
            "Open the workbook in a spreadsheet program and save it there.",
        )


def _member(archive: ZipFile, sheet: str) -> str | None:
    """Return the member that holds a sheet; None where whoever reads it will not find it either."""
    try:
        sheets = ElementTree.fromstring(archive.read(_WORKBOOK)).iterfind(_SHEET)
        links = {known.get("name"): known.get(_LINK) for known in sheets}
        relations = ElementTree.fromstring(archive.read(_RELATIONS))
        targets = {known.get("Id"): known.get("Target") for known in relations}
        target = (targets.get(links.get(sheet)) or "").removeprefix("/")
    except (KeyError, ElementTree.ParseError):
        return None
    return next((name for name in (target, f"xl/{target}") if name in archive.namelist()), None)


def _extent(stream: IO[bytes]) -> tuple[int, int, str]:
    """Return the last row and column, and where the first formula is that was never computed."""
    rows, beyond_z, formula = 0, b"", ""
    for text in _pieces(stream):
        rows = max(rows, max(map(int, _ROW.findall(text)), default=0))
        beyond_z = max(beyond_z, max(_BEYOND_Z.findall(text), key=_order, default=b""), key=_order)
        formula = formula or _never_computed(text)
    return rows, _number(beyond_z) if beyond_z else _number(b"Z"), formula


def _never_computed(text: bytes) -> str:
    """Say where a formula has no result; a text may well be an empty one."""
    if not any(sign in text for sign in _FORMULA_SIGNS):
        return ""
    for found in _NEVER_COMPUTED.finditer(text):
        if not _TEXT.search(found["cell"]):
            place = _PLACE.search(found["cell"])
            return f" in row {int(place[2])}, column {_number(place[1])}" if place else " in a cell"
    return ""


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Read some at a time, each piece begun with the end of the one before: no tag is torn."""
    end = b""
    while piece := stream.read(_BYTES_AT_A_TIME):
        text = end + piece
        yield text
        end = text[-_LONGEST_CELL:]


def _order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _number(letters: bytes) -> int:
    """Return the number of a column: 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
