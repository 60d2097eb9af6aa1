"""Rows that begin like a comment: with a hashtag, “#7 Ann” or “% urban” in their first cell.

Among the first lines they are kept. Further down the sign of comments is known, and lines that
begin with it are left out; the first one that may be a row is told.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from ..layout import Layout
from ..notes import row_left_out
from .number_patterns import looks_like_number
from .records import CellSplitter, Records
from .text import TextBlock

# A blank is not among them: “# run 5” below “1 2 3” is a comment.
_SEPARATORS = ("\t", ";", ",", "|")
_QUOTED_CELL = re.compile(r'"(?:[^"]|"")*"')
_OPENED_CELL = re.compile(r'(?:^|[,;|\t ])"')
_CLOSED_CELL = re.compile(r'(?:[^"]|"")*"(?!")')
_GAPS = {"", "-", "?", "na", "n/a", "nan", "null", "none", "."}


def are_outside_quotes(lines: Sequence[str], is_comment: Callable[[str], bool]) -> list[bool]:
    """Return for each line whether it begins outside of a quoted cell.

    A quote that is never closed does not count: it may be an inch mark.
    """
    found, opened_at = list[bool](), 0
    is_open = False
    for k, line in enumerate(lines):
        found.append(not is_open)
        closed = _CLOSED_CELL.match(line) if is_open else None
        if is_open and closed is None:
            continue
        rest = line[closed.end() :] if closed else line
        is_skipped = not is_open and is_comment(line)
        has_quote = '"' in rest and not is_skipped
        is_open = has_quote and _OPENED_CELL.search(_QUOTED_CELL.sub("", rest)) is not None
        opened_at = k
    return found[: opened_at + 1] + [True] * (len(found) - opened_at - 1) if is_open else found


def find_rows_like_comments(
    lines: Sequence[str], is_comment: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the lines that begin like a comment, but have the cells of a row.

    Such a line has as many cells as every other row, a text above or below texts, and numbers
    above or below numbers.
    """
    if not any(map(is_comment, lines)):
        return ()
    outside = are_outside_quotes(lines, is_comment)
    begun = [k for k, line in enumerate(lines) if outside[k] and is_comment(line)]
    kept = [k for k in range(len(lines)) if k not in set(begun) and lines[k].strip()]
    for separator in _SEPARATORS:
        splitter = CellSplitter(separator)
        rows = splitter.first_rows([lines[k] for k in kept], len(kept))
        alike = _find_alike(splitter.first_rows([lines[k] for k in begun], len(begun)), rows)
        below = [lines[k] for k in begun if not (kept and k < kept[0] and _has_header(rows))]
        found = [line for line in below if _cells(line, splitter) in alike]
        if found:
            return tuple(found)
    return ()


class SkippedRows:
    """Watches the comments below the first row for one that may be a row; it is told once."""

    def __init__(self, records: Records, layout: Layout, columns: Sequence[int]) -> None:
        self._records, self._layout, self._columns = records, layout, columns
        self._sign = records.splitter.comment.encode()
        self._splitter = CellSplitter(records.splitter.separator)
        self._is_watching = self._sign in (b"#", b"%")

    def check_block(self, block: TextBlock) -> tuple[str, ...]:
        """Return a note on the first comment of a block that may be a row."""
        # Within quotes, such a line is no comment.
        if not self._is_watching or self._sign not in block.data or b'"' in block.data:
            return ()
        for at in self._find_comments(block):
            end = block.data.find(b"\n", at)
            line = block.data[at : end if end >= 0 else None].decode("utf-8", "replace").strip()
            place = block.start.after(block.data[:at])
            if self._may_be_row(line) and self._is_below_row(block, place.line):
                self._is_watching = False
                return (row_left_out(line, place.line),)
        return ()

    def _find_comments(self, block: TextBlock) -> Iterator[int]:
        """Yield where each line begins that begins with the sign."""
        if block.data.startswith(self._sign):
            yield 0
        at = block.data.find(b"\n" + self._sign)
        while at >= 0:
            yield at + 1
            at = block.data.find(b"\n" + self._sign, at + 1)

    def _may_be_row(self, line: str) -> bool:
        """Return whether a comment has the cells of a row, with the sign in the first, or without.

        A row of names has no number in the columns that are read.
        """
        whole = _cells(line, self._splitter)
        bare = _cells(line.removeprefix(self._sign.decode()), self._splitter)
        others = [k for k in self._columns if k > 0]
        return (bool(others) and self._has_numbers(whole, others)) or self._has_numbers(
            bare, self._columns
        )

    def _has_numbers(self, cells: list[str], columns: Sequence[int]) -> bool:
        is_wide = self._layout.is_as_wide(cells)
        return is_wide and all(looks_like_number(cells[k]) for k in columns)

    def _is_below_row(self, block: TextBlock, line: int) -> bool:
        if block.start.offset > self._records.start.offset:
            return True
        first = next(self._records.rows_in(block), None)
        return first is not None and first.line < line


def _find_alike(candidates: Sequence[list[str]], rows: Sequence[list[str]]) -> list[list[str]]:
    """Return the candidates that could be rows of the same table."""
    body = rows[1:] if _has_header(rows) else rows
    width = len(rows[0]) if rows else max(map(len, candidates), default=0)
    peers = body or [row for row in candidates if len(row) == width]
    is_lone = not body and len(rows) + len(peers) == 1
    if width == 1 or is_lone or any(len(row) != width for row in (*rows, *peers)):
        return []
    numeric = [k for k in range(1, width) if _is_numeric([row[k] for row in peers])]
    are_labels = not body or any(not _is_gap_or_number(row[0]) for row in body)
    return [
        row
        for row in candidates
        if are_labels and numeric and len(row) == width
        if all(_is_gap_or_number(row[k]) for k in numeric)
    ]


def _has_header(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row has no numbers, except in its first cell."""
    return bool(rows) and not any(map(looks_like_number, rows[0][1:]))


def _is_numeric(cells: Sequence[str]) -> bool:
    return any(map(looks_like_number, cells)) and all(map(_is_gap_or_number, cells))


def _is_gap_or_number(cell: str) -> bool:
    return cell.lower() in _GAPS or looks_like_number(cell)


def _cells(line: str, splitter: CellSplitter) -> list[str]:
    return next(iter(splitter.first_rows([line], 1)), [])
