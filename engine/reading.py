"""The records of a text file: decoded, and split by the separator that they turn out to have."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from .errors import BadTable

SEPARATORS = ("\t", ";", ",")
LINES_TO_GUESS_FROM = 20
_LIKE_A_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*(?:[eE][\W\d_]*)?\Z")
_LIKE_A_GAP = {"", "nan", "inf", "infinity", "na", "n/a", "null", "none"}


class Record(NamedTuple):
    """The cells of one row, and the line of the file on which it begins, counted from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Records:
    """A file's rows below its header; ``names`` is empty where there is no header."""

    name: str
    separator: str
    names: tuple[str, ...]
    data: bytes
    first_line: int

    @property
    def width(self) -> int:
        """The number of cells in the first record, which all others must have too."""
        return len(self.names) or len(next(iter(self)).cells)

    def __iter__(self) -> Iterator[Record]:
        """Yield every record that is not a blank line; raise BadTable where quotes do not match."""
        return _records(self.name, _lines(self.data), self.separator, self.first_line)


def read_records(path: Path) -> Records:
    """Read a UTF-8 file, with or without a byte order mark; raise BadTable for anything else."""
    name = path.name or str(path)
    data = _text_bytes(name, path)
    separator = _separator(name, data)
    consumed: list[str] = []
    first = next(_records(name, _noted(_lines(data), consumed), separator, 1), None)
    if first is None:
        raise BadTable(name, "the file is empty. It needs at least one row of numbers.")
    if not any(map(_is_name, first.cells)):
        return Records(name, separator, (), data, 1)
    below = data[len("".join(consumed).encode()) :]
    return Records(name, separator, tuple(first.cells), below, 1 + len(consumed))


def _text_bytes(name: str, path: Path) -> bytes:
    """Return the file's bytes without a byte order mark, known to be UTF-8 text."""
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BadTable(name, f"the file could not be read: {reason}.") from error
    try:
        bad = data.find(b"\0")
        if bad < 0 and not data.isascii():
            data.decode()
    except UnicodeDecodeError as error:
        bad = error.start
    if bad >= 0:
        raise BadTable(
            name,
            "this is not UTF-8 text. Save the table as a CSV file (UTF-8) first.",
            line=data.count(b"\n", 0, bad) + 1,
        )
    return data


def _lines(data: bytes) -> Iterator[str]:
    """Read line by line, line ends as they stand: a big text is never held twice."""
    return io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")


def _noted(lines: Iterator[str], into: list[str]) -> Iterator[str]:
    for line in lines:
        into.append(line)
        yield line


def _records(name: str, lines: Iterator[str], separator: str, first_line: int) -> Iterator[Record]:
    reader = csv.reader(lines, delimiter=separator, strict=True, skipinitialspace=True)
    line = first_line
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                yield Record(line, cells)
            line = first_line + reader.line_num
    except csv.Error as error:
        raise BadTable(
            name, f"this line cannot be split into cells: {error}.", line=line
        ) from error


def _separator(name: str, data: bytes) -> str:
    """Choose the separator that splits the first lines into equally many cells, more than one.

    Where none does, the one that splits the first line the most, so that the odd line is named.
    """
    widths = {separator: _first_widths(name, data, separator) for separator in SEPARATORS}
    for separator, found in widths.items():
        if len(set(found)) == 1 and found[0] > 1:
            return separator
    return max(reversed(SEPARATORS), key=lambda separator: widths[separator][:1])


def _first_widths(name: str, data: bytes, separator: str) -> list[int]:
    records = _records(name, _lines(data), separator, 1)
    try:
        return [len(record.cells) for record in islice(records, LINES_TO_GUESS_FROM)]
    except BadTable:  # its quotes belong to another separator, or its reading will say so
        return []


def _is_name(cell: str) -> bool:
    """Tell a column's name from a cell that is, or was meant as, a number."""
    return cell.lower().lstrip("+-") not in _LIKE_A_GAP and not _LIKE_A_NUMBER.match(cell)
