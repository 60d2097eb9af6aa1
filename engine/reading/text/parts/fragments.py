"""Printed tables that are cut short: what says so above or below their rows, and what it counts.

R, pandas, polars and SQL clients print the first rows of a long table, and how many there are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...notes import columns_missing, rows_missing
from ..text import TextBlock

# No table has 10¹² rows, and thousands of digits are refused by int.
_COUNT = r"[0-9][0-9,_]{0,15}"
_SIZE = re.compile(
    rf"[ \t]*(?:#[ \t]*)?A \w+(?: \w+)?: (?P<rows>{_COUNT}) [×x] (?P<columns>{_COUNT})\b"
    rf"|[ \t]*shape: \((?P<shape>{_COUNT}), (?P<wide>{_COUNT})\)"
)
# Above these lines a title or a comment may stand.
_LINES_WITH_SIZE = 10
# What pillar prints below a tibble, in its older and its newer words.
_MORE = re.compile(
    rf"^[ \t]*#[ \t]*(?:ℹ|i|…|\.\.\.)[ \t]+(?:with[ \t]+)?"
    rf"(?:(?P<rows>{_COUNT})[ \t]+more[ \t]+rows?\b)?(?:,?[ \t]*(?:and[ \t]+)?)?"
    rf"(?:(?P<columns>{_COUNT})[ \t]+more[ \t]+variables?\b)?[^\r\n]*",
    re.MULTILINE,
)
_FOOTER = re.compile(rf"(?P<rows>{_COUNT}) rows?(?: x (?P<columns>{_COUNT}) columns)?")
# A row of dots stands for the rows between the first and the last ones. What is taken is not given
# back: tried in twos and in threes, 300 dots before another character took longer than for ever.
_DOTS = re.compile(r"^[ \t|]*+(?:[0-9]++[ \t]++)?(?:(?:\.{2,}+|…)[ \t|]*+)++\r?$", re.MULTILINE)
# Pillar names further columns in a few lines.
_LAST_BYTES = 2**12


@dataclass(frozen=True)
class PrintedSize:
    """How many rows and columns a table has by what is printed above it, and the line that says so.

    None means that nothing is said.
    """

    rows: int | None = None
    columns: int | None = None
    line: str = ""


NOTHING_PRINTED = PrintedSize()


def find_printed_size(lines: Sequence[str]) -> PrintedSize:
    """Find the size among the first lines, such as “# A tibble: 100 × 2”."""
    for line in lines[:_LINES_WITH_SIZE]:
        if ("tibble" in line or ": " in line) and (found := _SIZE.match(line)):
            rows, columns = found["rows"] or found["shape"], found["columns"] or found["wide"]
            return PrintedSize(_number(rows), _number(columns), line.strip())
    return NOTHING_PRINTED


class FragmentCheck:
    """Counts the rows of a printed table, block by block, and tells if it has others.

    Parameters
    ----------
    printed : PrintedSize
        What is said above the table.
    width : int
        How many columns the text holds.
    """

    def __init__(self, printed: PrintedSize, width: int) -> None:
        self._printed, self._width = printed, width
        self._rows = 0

    def may_end_in(self, block: TextBlock) -> bool:
        """Return whether a block ends a table of which something is counted."""
        return (
            block.footer != ""
            or (block.is_last and self._printed.line != "")
            or block.data.find(b" more ", max(len(block.data) - _LAST_BYTES, 0)) >= 0
        )

    def check_block(self, block: TextBlock, rows: int, bad_rows: int) -> tuple[str, ...]:
        """Count the rows of the next block. Return what is to be told, once the end is in it.

        Parameters
        ----------
        block : TextBlock
            The next lines.
        rows : int
            How many rows they are.
        bad_rows : int
            How many of these have a fault, and may be dots.
        """
        self._rows += rows
        if bad_rows and (b".." in block.data or "…".encode() in block.data):
            self._rows -= len(_DOTS.findall(block.data.decode("utf-8", "replace")))
        if not self.may_end_in(block):
            return ()
        held, below = self._rows, _find_below(block.data[-_LAST_BYTES:], block.footer)
        if not below and not self._printed.line:
            return ()
        sizes = [self._printed, *(each.whole(held, self._width) for each in below)]
        of_rows = next((each for each in sizes if each.rows is not None), NOTHING_PRINTED)
        # Pillar names the columns it leaves out, but counts all of them above.
        of_columns = next((each for each in sizes[::-1] if each.columns), NOTHING_PRINTED)
        notes = list[str]()
        if of_rows.rows is not None and of_rows.rows != held:
            notes.append(rows_missing(held, of_rows.rows, of_rows.line))
        if of_columns.columns and of_columns.columns > self._width:
            notes.append(columns_missing(self._width, of_columns.columns, of_columns.line))
        return tuple(notes)


class _Below(NamedTuple):
    """A line below the rows: what it counts, and whether only what is left out."""

    size: PrintedSize
    is_rest: bool

    def whole(self, rows: int, columns: int) -> PrintedSize:
        """Return the size of the whole table, if the text holds so many rows and columns."""
        if not self.is_rest:
            return self.size
        return PrintedSize(
            None if self.size.rows is None else rows + self.size.rows,
            None if self.size.columns is None else columns + self.size.columns,
            self.size.line,
        )


def _find_below(tail: bytes, footer: str) -> list[_Below]:
    """Find the lines at the end that count rows or columns."""
    found = list[_Below]()
    for more in _MORE.finditer(tail.decode("utf-8", "replace")):
        if more["rows"] or more["columns"]:
            size = PrintedSize(_number(more["rows"]), _number(more["columns"]), more[0].strip())
            found.append(_Below(size, is_rest=True))
    if counted := _FOOTER.search(footer):
        size = PrintedSize(_number(counted["rows"]), _number(counted["columns"]), footer.strip())
        found.append(_Below(size, is_rest="omitted" in footer))
    return found


def _number(digits: str | None) -> int | None:
    return int(digits.replace(",", "").replace("_", "")) if digits else None
