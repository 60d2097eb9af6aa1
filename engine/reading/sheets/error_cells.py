"""Cells that hold an error such as #N/A, which the sheet reader shows as empty.

In a table both are missing values. A row of units may have an empty cell, but no error; so this is
looked at only if there seem to be units, in the few rows that have them. Rows and columns are
counted from 1.
"""

import re
from collections.abc import Mapping, Sequence
from typing import IO, Protocol
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from ..text.number_patterns import is_error_value
from .ods_look import CONTENT
from .plain_workbook import find_workbook, sheet_parts

_BYTES_AT_A_TIME = 2**16
_MOST_REPEATED = 2**14
_POSITION = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def errors_in_xlsx(archive: ZipFile, sheet: str, rows: range) -> frozenset[tuple[int, int]]:
    """Return the cells with an error in some rows of an .xlsx workbook, by row and column."""
    try:
        parts = sheet_parts(archive, find_workbook(archive) or "")
        member = next(each.relation.part for each in parts if each.name == sheet)
        stream = archive.open(member)
    except (KeyError, StopIteration, ElementTree.ParseError):
        return frozenset()
    with stream:
        return _find(stream, _XlsxErrors(rows))


def errors_in_ods(archive: ZipFile, sheet: str, rows: range) -> frozenset[tuple[int, int]]:
    """Return the cells with an error in some rows of an .ods workbook, by row and column."""
    with archive.open(CONTENT) as stream:
        return _find(stream, _OdsErrors(sheet, rows))


class _Errors(Protocol):
    """What a parser meets until the rows are passed, and the cells found in them."""

    found: set[tuple[int, int]]
    is_past: bool

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Note the start of an element."""

    def end(self, name: str) -> None:
        """Note the end of an element."""

    def text(self, text: str) -> None:
        """Note a text."""


def _find(stream: IO[bytes], errors: _Errors) -> frozenset[tuple[int, int]]:
    """Parse a document until the rows are passed, or until it is no XML."""
    parser = ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, found: errors.start(_local(name), _named(found))
    parser.EndElementHandler = lambda name: errors.end(_local(name))
    parser.CharacterDataHandler = errors.text
    parser.StartDoctypeDeclHandler = _stop  # entities may expand without end
    try:
        while not errors.is_past and (piece := stream.read(_BYTES_AT_A_TIME)):
            parser.Parse(piece, False)
    except (ExpatError, LookupError, ValueError):  # the sheet reader has read it all the same
        return frozenset(errors.found)
    return frozenset(errors.found)


def _stop(*_: object) -> None:
    raise ValueError("a document type")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _named(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """Return attributes by their names, with the last part of their namespace if there is one."""
    return {
        f"{_prefix(space)}{local}": value
        for name, value in attributes.items()
        for space, _, local in [name.rpartition(" ")]
    }


def _prefix(space: str) -> str:
    """Return the usual prefix of a namespace of OpenDocument."""
    if not space:
        return ""
    return "calcext:" if "calc" in space else f"{space.removesuffix(':1.0').rpartition(':')[2]}:"


class _XlsxErrors:
    """The cells with an error in some rows of a sheet."""

    def __init__(self, rows: range) -> None:
        self._rows = rows
        self.found, self.is_past = set[tuple[int, int]](), False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Look at a cell."""
        place = _POSITION.match(attributes.get("r", "")) if name == "c" else None
        if place is None:
            return
        row = int(place[2])
        self.is_past = self.is_past or row >= self._rows.stop
        if row in self._rows and attributes.get("t") == "e":
            self.found.add((row, _number(place[1])))

    def end(self, name: str) -> None:
        """Do nothing."""

    def text(self, text: str) -> None:
        """Do nothing."""


class _OdsErrors:
    """The cells with an error in some rows of a table.

    An error is written as an empty text that shows another, and LibreOffice says that it is one.
    """

    def __init__(self, table: str, rows: range) -> None:
        self._table, self._rows = table, rows
        self.found, self.is_past = set[tuple[int, int]](), False
        self._name, self._row, self._next_row, self._column, self._next_column = "", 0, 1, 0, 1
        self._cell: Mapping[str, str] | None = None
        self._shown: Sequence[str] = ()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Count rows and cells."""
        if name == "table":
            self.is_past = self.is_past or self._name == self._table
            self._name, self._next_row = attributes.get("table:name", ""), 1
        elif name == "table-row":
            self._row = self._next_row
            self._next_row += _count(attributes.get("table:number-rows-repeated", ""))
            self._next_column = 1
            self.is_past = self.is_past or (
                self._name == self._table and self._row >= self._rows.stop
            )
        elif name in ("table-cell", "covered-table-cell"):
            self._column = self._next_column
            self._next_column += _count(attributes.get("table:number-columns-repeated", ""))
            self._cell, self._shown = attributes, []

    def end(self, name: str) -> None:
        """Look at a cell."""
        if name not in ("table-cell", "covered-table-cell") or self._cell is None:
            return
        cell, self._cell = self._cell, None
        shows_error = cell.get("office:string-value") == "" and is_error_value(
            "".join(self._shown).strip()
        )
        is_here = self._name == self._table and self._row in self._rows
        if is_here and (shows_error or cell.get("calcext:value-type") == "error"):
            last = min(self._next_column, self._column + _MOST_REPEATED)
            self.found.update((self._row, column) for column in range(self._column, last))

    def text(self, text: str) -> None:
        """Note what a cell shows."""
        if self._cell is not None:
            self._shown = (*self._shown, text)


def _count(repeated: str) -> int:
    return int(repeated) if repeated.isdecimal() and len(repeated) < len("10000000") else 1


def _number(letters: str) -> int:
    """Return the number of a column: 26 for Z, 27 for AA."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
