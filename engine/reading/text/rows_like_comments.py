"""Rows that begin like a comment: with a hashtag, “#7 Ann” or “% urban” in their first cell."""

import re
from collections.abc import Callable, Sequence

from .number_patterns import looks_like_number
from .records import CellSplitter

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
