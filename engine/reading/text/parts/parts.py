"""The tables in one text: named matrices of Octave, data sets of gnuplot, tables below each other.

They are never joined: which one to read is a choice, as of the sheets of a workbook.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ....language.lists import listed, one_of
from ....language.plurals import plural
from ....language.sentence import Chain
from ....shortening import LONGEST_QUOTE, grouped, one_line
from ...faults import NeedsChoice
from ...options import ANY_SPACE
from ..ascii_tables import is_rule
from ..header import count_title_rows, is_header, is_name, is_title
from ..number_patterns import looks_like_number
from ..records import CellSplitter, Records
from ..text import Lines, TextBlock, TextPosition

# Between the data sets of a file, gnuplot expects two blank lines; one separates scans of a grid.
_LINES_BETWEEN_DATA_SETS = 2
_WHITE_SPACE = (ANY_SPACE, "\t")
# A blank line may hold separators: spreadsheets write an empty row as ;;;
_BLANK = re.compile(rb"(?:\n|\r(?!\n))[ \t,;|]*[\r\n]")
# A title, a header and a row of numbers below a blank line, and a few rows more.
_ROWS_BELOW = 6
# 64 KiB hold six rows of a thousand columns.
_BYTES_BELOW = 2**16
_MOST_NAMED = 8
_GAP = plural(
    "engine",
    "There are {n} blank lines in line {line}; the rows below were read as the same table.",
    "There is a blank line in line {line}; the rows below were read as the same table.",
    1,
)
_SEVERAL = plural(
    "engine",
    "this text holds {n} tables with blank lines between them; one begins in line {line}. Choose "
    "one as the sheet: {names}.",
    "this text holds {n} table with blank lines in it; one begins in line {line}. Choose one as "
    "the sheet: {names}.",
    1,
)


class BlankLines(NamedTuple):
    """Blank lines between rows: the line of the first, how many, and where the next row begins."""

    line: int
    blank_lines: int
    below: TextPosition


class _Above(NamedTuple):
    """What is above a line: whether there are rows, and how many blank lines since the last.

    ``comment`` is where the first comment below the blank lines begins.
    """

    has_rows: bool = False
    blank: int = 0
    first_blank: int = 0
    comment: TextPosition | None = None

    def with_blank(self, line: int) -> "_Above":
        """Return this with one blank line more."""
        return _Above(self.has_rows, self.blank + 1, self.first_blank or line)

    def with_comment(self, place: TextPosition) -> "_Above":
        """Return this with a comment below."""
        return self._replace(comment=self.comment or place) if self.blank else self


def separates_tables(gap: BlankLines, below: Sequence[Sequence[str]], separator: str) -> bool:
    """Return whether another table begins below a gap, given the first rows there.

    It does if it has a header, or if the cells are separated by white space, as those of gnuplot,
    and there are two blank lines.
    """
    if separator in _WHITE_SPACE and gap.blank_lines >= _LINES_BETWEEN_DATA_SETS:
        return bool(below)
    return _begins_with_header(below[count_title_rows(below) :])


def _begins_with_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether names stand above numbers."""
    head, below = rows[:1], rows[1:]
    if not below or not is_header(head[0], below):
        return False
    pairs = zip(head[0], below[0], strict=False)
    return any(is_name(name) and looks_like_number(cell) for name, cell in pairs)


class GapCheck:
    """Watches the blank lines of a table, block by block, while it is read."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._above = _Above()
        self._is_told = False

    def check_block(
        self, block: TextBlock, rows: int, last_read: Callable[[], int | None] | None = None
    ) -> tuple[str, ...]:
        """Check the next block, which has so many rows. Return what is to be told.

        ``last_read`` returns the line of the last row in it that is read; without it, all are.

        Raises NeedsChoice if another table begins below a blank line.
        """
        if not self._above.blank and (
            rows == _line_count(block.data) or not _BLANK.search(b"\n" + block.data)
        ):
            self._above = _Above(self._above.has_rows or rows > 0)
            return ()
        gaps = list(self._find_gaps(block))
        if self._is_told or not gaps:
            return ()
        last = gaps[0].below.line if last_read is None else last_read()
        self._is_told = last is not None and last >= gaps[0].below.line
        return (_told(gaps[0]),) if self._is_told else ()

    def _find_gaps(self, block: TextBlock) -> Iterator[BlankLines]:
        scan = _Scan(self._records.splitter, block, self._above)
        for gap in scan.gaps():
            if _is_end_of_table(self._records, block, gap):
                raise _choice(self._records, gap, find_part_starts(self._records))
            yield gap
        self._above = scan.above


def find_part_starts(records: Records) -> list[TextPosition]:
    """Return where each further table begins below the first one."""
    starts = list[TextPosition]()
    above = _Above()
    for block in records.blocks():
        scan = _Scan(records.splitter, block, above)
        for gap in scan.gaps():
            if _is_end_of_table(records, block, gap):
                starts.append(gap.below)
                scan.begin_table()
        above = scan.above
    return starts


class _Scan:
    """The gaps between the rows of one block, and what is known of the rows above it."""

    def __init__(self, splitter: CellSplitter, block: TextBlock, above: _Above) -> None:
        self._splitter, self._block, self.above = splitter, block, above
        self._is_title = False

    def begin_table(self) -> None:
        """Begin another table with the row below the latest gap, which may be a title."""
        self.above = _Above(has_rows=not self._is_title)

    def gaps(self) -> Iterator[BlankLines]:
        """Yield the blank lines above each row, if there are rows above them.

        Comments between blank lines and a row belong to the rows below, and are not blank.
        """
        raw = list[str]()  # the lines of one row
        rows = self._splitter.rows_before_error(_kept(Lines(self._block.data), raw))
        place = self._block.start
        for cells in rows:
            if any(map(str.strip, cells)):
                self._is_title = is_title(cells)
                above = self.above
                self.above = _Above(has_rows=above.has_rows or not self._is_title)
                if above.blank and above.has_rows:
                    yield BlankLines(above.first_blank, above.blank, above.comment or place)
            elif len(raw) == 1 and (self._splitter.is_comment(raw[0]) or is_rule(raw[0])):
                self.above = self.above.with_comment(place)
            else:
                self.above = self.above.with_blank(place.line)
            place = place.after("".join(raw).encode())
            raw.clear()


def _kept(lines: Iterable[str], raw: list[str]) -> Iterator[str]:
    for line in lines:
        raw.append(line)
        yield line


def _is_end_of_table(records: Records, block: TextBlock, gap: BlankLines) -> bool:
    return separates_tables(gap, _rows_below(records, block, gap), records.splitter.separator)


def _rows_below(records: Records, block: TextBlock, gap: BlankLines) -> list[list[str]]:
    """Return the first rows below a gap in a block."""
    start = max(gap.below.offset - block.start.offset, 0)
    rows = _first_rows(records, block.data[start : start + _BYTES_BELOW])
    if len(rows) == _ROWS_BELOW or start + _BYTES_BELOW < len(block.data):
        return rows
    # The block ends here. Opening the file again for each gap would take quadratic time.
    text = replace(records.text, size=_BYTES_BELOW)
    following = next(text.blocks(gap.below, lambda lines: lines), None)
    return _first_rows(records, following.data) if following else rows


def _first_rows(records: Records, data: bytes) -> list[list[str]]:
    return records.splitter.first_rows(Lines(data), _ROWS_BELOW)


def _line_count(data: bytes) -> int:
    end = TextPosition(0, 0).after(data).line
    return end if data.endswith((b"\n", b"\r")) else end + bool(data)


def _told(gap: BlankLines) -> str:
    return _GAP(gap.blank_lines, line=grouped(gap.line))


def _choice(records: Records, gap: BlankLines, starts: Sequence[TextPosition]) -> NeedsChoice:
    names = part_names(len(starts) + 1)
    return NeedsChoice(
        records.name,
        _SEVERAL(len(names), line=grouped(gap.below.line), names=list_names(names)),
        "sheet",
        names,
        gap.line,
    )


def part_names(count: int) -> tuple[str, ...]:
    """Return the names of tables that have none: 1, 2, 3."""
    return tuple(str(k + 1) for k in range(count))


def list_names(names: Sequence[str]) -> str:
    """Return names for a sentence; of many, the first ones and the last."""
    shown = [one_line(name, LONGEST_QUOTE) for name in names]
    if len(shown) > _MOST_NAMED:
        return Chain(listed(shown[: _MOST_NAMED - 2]), " … ", shown[-1])
    return one_of(shown)
