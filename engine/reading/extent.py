"""How far the sheets of an .xlsx workbook reach, told before they are read.

Whoever reads a sheet makes room for every cell up to the last one: a lone cell at the far end of
a sheet would take hundreds of gigabytes, and python-calamine ends the whole program over that.
"""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree
from zipfile import ZipFile

from ..errors import BadTable

MOST_CELLS = 50_000_000
_BYTES_AT_A_TIME = 2**20
_LONGEST_TAG = 2**10
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHEET = "{*}sheets/{*}sheet"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*? r=[\"']([0-9]{1,9})[\"']")
_BEYOND_Z = re.compile(rb" r=[\"']([A-Z]{2,3})[0-9]")


def refuse_vast_sheet(name: str, archive: ZipFile, sheet: str) -> None:
    """Raise BadTable where a sheet of a workbook reaches too far to be read."""
    member = _member(archive, sheet)
    if member is None:
        return
    with archive.open(member) as stream:
        rows, columns = _extent(stream)
    if rows * columns > MOST_CELLS:
        raise BadTable(
            name,
            f"its sheet {sheet} reaches to row {rows:,} and column {columns:,}, which is too much. "
            "Delete what stands at its far end, or save the table as a CSV file.",
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


def _extent(stream: IO[bytes]) -> tuple[int, int]:
    rows, beyond_z = 0, b""
    for text in _pieces(stream):
        rows = max(rows, max(map(int, _ROW.findall(text)), default=0))
        beyond_z = max(beyond_z, max(_BEYOND_Z.findall(text), key=_order, default=b""), key=_order)
    return rows, _number(beyond_z) if beyond_z else _number(b"Z")


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Read some at a time, each piece begun with the end of the one before: no tag is torn."""
    end = b""
    while piece := stream.read(_BYTES_AT_A_TIME):
        text = end + piece
        yield text
        end = text[-_LONGEST_TAG:]


def _order(letters: bytes) -> tuple[int, bytes]:
    return len(letters), letters


def _number(letters: bytes) -> int:
    """Return the number of a column: 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number
