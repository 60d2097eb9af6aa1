"""The records of a text file: its lines, split into cells by a separator."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from .errors import BadTable
from .text import Place, TextBlock, TextFile

_rows = partial(csv.reader, strict=True, skipinitialspace=True)


class Record(NamedTuple):
    """The cells of one row, and the line of the file on which it begins, counted from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Records:
    """A file's rows from a place on: below its header, whose ``names`` are () if there is none."""

    text: TextFile
    separator: str
    names: tuple[str, ...]
    width: int
    start: Place

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.text.name

    def blocks(self) -> Iterator[TextBlock]:
        """Read the file anew, whole records at a time; raise BadTable where it holds no text."""
        return self.text.blocks(self.start, partial(_whole_records, self.separator))

    def within(self, block: TextBlock) -> Iterator[Record]:
        """Yield every record that is not a blank line; raise BadTable where quotes do not match."""
        return self._split(_lines(block.data), block.start.line)

    def first(self) -> tuple[Record, Place]:
        """Return the first record and the place behind it; raise BadTable if there is none."""
        for block in self.blocks():
            lines = _Counted(block.data)
            for record in self._split(lines, block.start.line):
                return record, block.start.after(block.data[: lines.taken])
        raise BadTable(self.name, "the file is empty. It needs at least one row of numbers.")

    def bad_cell(self, record: Record, column: int, reason: str) -> BadTable:
        """Name a cell at fault by its line, its column counted from 1, and its header."""
        named = f" ({self.names[column]})" if self.names else ""
        return BadTable(self.name, f"column {column + 1}{named}: {reason}", line=record.line)

    def _split(self, lines: Iterable[str], first_line: int) -> Iterator[Record]:
        rows = _rows(lines, delimiter=self.separator)
        line = first_line
        try:
            for row in rows:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    yield Record(line, cells)
                line = first_line + rows.line_num
        except csv.Error as error:
            raise BadTable(
                self.name, f"this line cannot be split into cells: {error}.", line=line
            ) from error


class _Counted:
    """The lines of some text, and how many bytes of it have been taken."""

    def __init__(self, data: bytes) -> None:
        self.taken, self._lines = 0, _lines(data)

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self.taken += len(line.encode())
            yield line


def _lines(data: bytes) -> Iterator[str]:
    """Read line by line, line ends as they stand: a quoted cell keeps its own."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _whole_records(separator: str, data: bytes) -> bytes:
    """Leave out the last record where a quote may carry it on beyond the data."""
    if b'"' not in data:
        return data
    lines, whole = _Counted(data), 0
    try:
        for _ in _rows(lines, delimiter=separator):
            whole = lines.taken
    except csv.Error:
        if lines.taken < len(data):  # no more lines would mend it: whoever reads it says so
            return data
    return data[:whole]
