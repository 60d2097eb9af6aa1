"""The records of a text file: its lines, split into cells by a separator."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from ..errors import BadTable
from .cells import Record
from .choices import ANY_SPACE
from .error_values import EXCLAIMED, NOT_AVAILABLE
from .frames import BAR, without_frame
from .text import Lines, Place, TextBlock, TextFile

if TYPE_CHECKING:
    import _csv

# Behind a number, a percent sign is the number's own unless words follow it.
_WORDS_FOLLOW = r"(?=[ \t]*[^\W\d_])"
# An error value is a cell though it begins with a #; no words follow it, as in a comment.
_NO_ERROR_VALUE = rf"(?!{NOT_AVAILABLE}|{EXCLAIMED}(?! +[^\W\d_]))"


@dataclass(frozen=True)
class Splitting:
    """How lines become cells: by which separator, and behind which sign comments stand, if any."""

    separator: str
    comment: str = ""

    def rows(self, lines: Iterable[str]) -> "_csv.Reader":
        """Split lines, comments left out, as the csv module does; it raises csv.Error."""
        if self.comment:
            lines = map(self._without_comment, lines)
        if self.separator == ANY_SPACE:
            lines = map(_with_single_separators, lines)
        if self.separator == BAR:
            lines = map(without_frame, lines)
        return csv.reader(lines, delimiter=self.separator, strict=True, skipinitialspace=True)

    def first_rows(self, lines: Iterable[str], count: int) -> list[list[str]]:
        """Split some lines as far as quotes match, into so many rows that are not blank at most."""
        return [cells for _, cells in islice(self.numbered_rows(lines), count)]

    def numbered_rows(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """Split lines as far as quotes match; yield the rows that are not blank, and how many lines
        come before each."""
        reader, line = self.rows(lines), 0
        with suppress(csv.Error):  # its reading says where
            for row in reader:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    yield line, cells
                line = reader.line_num

    def is_comment(self, line: str) -> bool:
        """Tell a line that holds nothing but a comment."""
        return bool(self.comment) and self._comment_line.match(line) is not None

    def _without_comment(self, line: str) -> str:
        return (self._comment_line if '"' in line else self._comment).sub("", line)

    @cached_property
    def _comment_line(self) -> re.Pattern[str]:
        return re.compile(rf"\A[ \t]*{self._sign}[^\r\n]*")

    @cached_property
    def _comment(self) -> re.Pattern[str]:
        behind = _WORDS_FOLLOW if self.comment == "%" else ""
        return re.compile(rf"(?:\A{self._sign}|(?<=[ \t]){self._sign}{behind})[^\r\n]*")

    @property
    def _sign(self) -> str:
        return re.escape(self.comment) + (_NO_ERROR_VALUE if self.comment == "#" else "")


@dataclass(frozen=True)
class Records:
    """The rows of a file from a place on, comments and blank lines left out."""

    text: TextFile
    splitting: Splitting
    start: Place

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.text.name

    def blocks(self) -> Iterator[TextBlock]:
        """Read the file anew, whole records at a time; raise BadTable where it holds no text."""
        return self.text.blocks(self.start, self._whole_records)

    def within(self, block: TextBlock) -> Iterator[Record]:
        """Yield every record that is not a blank line; raise BadTable where quotes do not match."""
        return self._split(Lines(block.data), block.start.line)

    def first(self) -> tuple[Record, Place]:
        """Return the first record and the place behind it; raise BadTable if there is none."""
        for block in self.blocks():
            lines = Lines(block.data)
            for record in self._split(lines, block.start.line):
                return record, block.start.after(block.data[: lines.taken])
        raise BadTable(self.name, "the file is empty. It needs at least one row of numbers.")

    def _split(self, lines: Iterable[str], first_line: int) -> Iterator[Record]:
        rows = self.splitting.rows(lines)
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

    def _whole_records(self, data: bytes) -> bytes:
        """Leave out the last record where a quote may carry it on beyond the data."""
        if b'"' not in data:
            return data
        lines, whole = Lines(data), 0
        try:
            for _ in self.splitting.rows(lines):
                whole = lines.taken
        except csv.Error:
            if lines.taken < len(data):  # no more lines would mend it: whoever reads it says so
                return data
        return data[:whole]


def _with_single_separators(line: str) -> str:
    """Let a tab be a space, and none stand at the end; csv passes over those that follow one."""
    return line.replace("\t", ANY_SPACE).rstrip(" \r\n") + "\n"
