"""The records of a text file: its lines, split into cells by a separator."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from ...errors import BadTable
from ...language.sentence import marked
from ...threads.caching import cached_property
from ..cells import RawRow
from ..options import ANY_SPACE
from .ascii_tables import BAR, is_rule, strip_frame
from .number_patterns import EXCLAIMED, NOT_AVAILABLE
from .plain.quotes import quotes_are_regular
from .text import Lines, TextBlock, TextFile, TextPosition

if TYPE_CHECKING:
    import _csv

# A percent sign after a number belongs to the number, unless words follow it.
_WORDS_FOLLOW = r"(?=[ \t]*[^\W\d_])"
_SIGNS_BEFORE_WORDS = ("%", "!", "//")
# Behind a number these may be its footnote, or a missing value: they start whole lines only.
_SIGNS_OF_CELLS = ("*", "--")
_WORDS_OR_RULE = r"(?=[\s*=_-]*(?:[^\W\d_]|[\r\n]|\Z))"
_SIGNS_OF_LINES = ("*", "--", ";")
# An error value such as #N/A is a cell. If words follow it, it starts a comment.
_NO_ERROR_VALUE = rf"(?!{NOT_AVAILABLE}|{EXCLAIMED}(?! +[^\W\d_]))"


@dataclass(frozen=True)
class CellSplitter:
    """The rule by which lines are split into cells.

    ``comment`` is what starts a comment, "" if nothing does. ``cells_at_end`` are those that follow
    a row name, which may have blanks; 0 if it has none.
    """

    separator: str
    comment: str = ""
    cells_at_end: int = 0

    def split(self, lines: Iterable[str]) -> "_csv.Reader | _UncommentedRows":
        """Split lines with the csv module, without comments. Iterating may raise csv.Error."""
        if self.comment:
            return _UncommentedRows(lines, self)
        return self.split_all(lines)

    def split_all(self, lines: Iterable[str]) -> "_csv.Reader":
        """Split lines with the csv module; comments are not removed."""
        if self.separator == ANY_SPACE:
            lines = map(_with_single_spaces, lines)
            if self.cells_at_end:
                lines = map(partial(_with_quoted_name, self.cells_at_end), lines)
        if self.separator == BAR:
            lines = map(strip_frame, lines)
        return csv.reader(lines, delimiter=self.separator, strict=True, skipinitialspace=True)

    def first_rows(self, lines: Iterable[str], count: int) -> list[list[str]]:
        """Return at most ``count`` rows that are not blank, up to a quote that does not match."""
        return [cells for _, cells in islice(self.numbered_rows(lines), count)]

    def numbered_rows(self, lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not blank, each with the number of lines before it.

        Stops at a quote that does not match.
        """
        reader, line = self.split(lines), 0
        with suppress(csv.Error):  # reading the table will report the line
            for row in reader:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    yield line, cells
                line = reader.line_num

    def rows_before_error(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Yield all rows, blank ones as well, up to a quote that does not match."""
        with suppress(csv.Error):  # reading the table will report the line
            yield from self.split(lines)

    def is_comment(self, line: str) -> bool:
        """Return whether a line holds nothing but a comment."""
        return bool(self.comment) and self._comment_line.match(line) is not None

    def without_comment(self, line: str) -> str:
        """Return the first line of a row without a comment."""
        return (self._comment_line if '"' in line else self._comment).sub("", line)

    @cached_property
    def _comment_line(self) -> re.Pattern[str]:
        suffix = _WORDS_OR_RULE if self.comment in _SIGNS_OF_CELLS else ""
        return re.compile(rf"\A[ \t]*{self._comment_start}{suffix}[^\r\n]*")

    @cached_property
    def _comment(self) -> re.Pattern[str]:
        if self.comment in _SIGNS_OF_LINES:
            return self._comment_line
        suffix = _WORDS_FOLLOW if self.comment in _SIGNS_BEFORE_WORDS else ""
        start = self._comment_start
        return re.compile(rf"(?:\A{start}|(?<=[ \t]){start}{suffix})[^\r\n]*")

    @property
    def _comment_start(self) -> str:
        return re.escape(self.comment) + (_NO_ERROR_VALUE if self.comment == "#" else "")


class _UncommentedRows:
    """Rows without comments. A line inside a quoted cell is never a comment."""

    def __init__(self, lines: Iterable[str], splitter: CellSplitter) -> None:
        self._splitter, self._lines = splitter, lines
        self._begins_row = True
        self._rows = splitter.split_all(self._uncommented())

    @property
    def line_num(self) -> int:
        """The number of lines read so far."""
        return self._rows.line_num

    def __iter__(self) -> Iterator[list[str]]:
        return self

    def __next__(self) -> list[str]:
        self._begins_row = True
        return next(self._rows)

    def _uncommented(self) -> Iterator[str]:
        for line in self._lines:
            # The csv module asks for a second line of a row only if a quote is open.
            begins_row, self._begins_row = self._begins_row, False
            yield self._splitter.without_comment(line) if begins_row else line


@dataclass(frozen=True)
class Records:
    """The rows of a file from a position on, without comments and blank lines."""

    text: TextFile
    splitter: CellSplitter
    start: TextPosition

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.text.name

    def blocks(self) -> Iterator[TextBlock]:
        """Read the file again, in blocks of whole records. Raises BadTable if it is not text."""
        return self.text.blocks(self.start, self._whole_records)

    def rows_in(self, block: TextBlock) -> Iterator[RawRow]:
        """Yield the rows of a block that are not blank. Raises BadTable if quotes do not match."""
        return self._split(Lines(block.data), block.start.line)

    def first_row(self) -> tuple[RawRow, TextPosition]:
        """Return the first row and the position after it. Raises BadTable if there is none."""
        has_numbers, sign = False, self.splitter.comment
        for block in self.blocks():
            has_numbers = has_numbers or _has_commented_number(block.data, sign)
            lines = Lines(block.data)
            for record in self._split(lines, block.start.line):
                return record, block.start.after(block.data[: lines.taken])
        if has_numbers:
            raise BadTable(
                self.name,
                marked(
                    "engine",
                    "every line begins with {sign}, which starts comments, so no row is left. "
                    "Remove the sign from the rows, or choose that there are no comments.",
                ).format(sign=sign),
                line=self.start.line,
            )
        raise BadTable(
            self.name, marked("engine", "the file is empty. It needs at least one row of numbers.")
        )

    def _split(self, lines: Iterable[str], first_line: int) -> Iterator[RawRow]:
        rows = self.splitter.split(lines)
        line = first_line
        try:
            for row in rows:
                cells = [cell.strip() for cell in row]
                if any(cells):
                    yield RawRow(line, cells)
                line = first_line + rows.line_num
        except csv.Error as error:
            reason = str(error).replace("'\t'", marked("engine", "a tab"))
            raise BadTable(
                self.name,
                marked("engine", "this line cannot be split into cells: {reason}.").format(
                    reason=reason
                ),
                line=line,
            ) from error

    def _splits_alike(self, data: bytes) -> bool:
        """Return whether each line is a record, whoever splits it: a quote ends where it began."""
        separator, comment = self.splitter.separator, self.splitter.comment
        if separator in (ANY_SPACE, BAR) or (comment and comment.encode() in data):
            return False
        return data.endswith(b"\n") and quotes_are_regular(data, separator)

    def _whole_records(self, data: bytes) -> bytes:
        """Drop the last record if an open quote may continue it in the next block."""
        if b'"' not in data or self._splits_alike(data):
            return data
        lines, end = Lines(data), 0
        try:
            for _ in self.splitter.split(lines):
                end = lines.taken
        except csv.Error:
            # With lines left over, more would not help: reading the block will report the error.
            if lines.taken < len(data):
                return data
        return data[:end]


def _has_commented_number(data: bytes, sign: str) -> bool:
    """Return whether a line has a number right after the sign of comments."""
    begin = re.escape(sign.encode())
    return (
        bool(sign) and re.search(rb"(?m)^[ \t]*%b[ \t]*[+-]?[.,]?[0-9]" % begin, data) is not None
    )


def _with_quoted_name(cells: int, line: str) -> str:
    """Put the words before the last cells in quotes if they are several, and not all numbers."""
    words = line.split()
    name = ANY_SPACE.join(words[:-cells])
    if len(words) <= cells + 1 or '"' in line or not any(map(str.isalpha, name)):
        return line
    return f'"{name}" {ANY_SPACE.join(words[-cells:])}\n'


def _with_single_spaces(line: str) -> str:
    """Replace tabs by spaces and drop those at the end; csv skips repeated ones. Drop rules."""
    if ("---" in line or "===" in line) and is_rule(line):
        return "\n"
    return line.replace("\t", ANY_SPACE).rstrip(" \r\n") + "\n"
