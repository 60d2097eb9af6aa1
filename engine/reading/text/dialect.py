"""The dialect of a text: its separator and comments, guessed from its first lines."""

import re
from collections import Counter
from collections.abc import Sequence

from ...errors import BadTable
from ...shortening import LONGEST_QUOTE, one_line
from ..options import ReadOptions
from .header import count_title_rows
from .number_patterns import decimal_mark_beside_groups, looks_like_number
from .records import CellSplitter

SEPARATORS = ("\t", ";", ",", "|", " ")
COMMENTS = ("#", "%")
# Enough rows to outvote an odd one; guessing takes no noticeable time.
LINES_TO_GUESS_FROM = 20
# Bounds the time for tables with many thousands of columns.
CELLS_OF_A_LINE = 100
_DIRECTIVE = re.compile(r'"?sep=(?P<separator>[^"\r\n])"?[ \t;,]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
_BETWEEN_CELLS = re.compile(r"[,;|\s]+")
_COMMENT_LIKE_CELL = re.compile(r"(?<![^\s,;|])[#%][^\s,;|]*(?=[,;|\t\r\n]|\Z)")


def separator_directive(line: str) -> str:
    """Return the separator from a line such as ``sep=;``, meant for spreadsheets; else ""."""
    found = _DIRECTIVE.match(line)
    return found["separator"] if found else ""


def guess_comment(lines: Sequence[str]) -> str:
    """Return the character that starts lines of comments; "" if there are none."""
    for character in COMMENTS:
        splitter = CellSplitter(",", character)
        if any(splitter.is_comment(line) and not _is_row(line, character) for line in lines):
            return character
    return ""


def _is_row(line: str, character: str) -> bool:
    """Return whether a line is a row although it begins like a comment: #1;2.5 or #NV;2."""
    replaced = _COMMENT_LIKE_CELL.sub("0", line)
    cells = _BETWEEN_CELLS.split(replaced.strip().removeprefix(character).strip())
    return len(cells) > 1 and all(map(looks_like_number, cells))


def guess_separator(lines: Sequence[str], comment: str) -> str:
    """Return the separator that gives the most rows of equal width with the most numbers.

    It is a comma if no separator splits anything.
    """
    scores = {
        separator: _score(_rows_below_titles(lines, separator, comment)) for separator in SEPARATORS
    }
    best = max(SEPARATORS, key=scores.__getitem__)
    return best if any(scores[best]) else ","


def _rows_below_titles(lines: Sequence[str], separator: str, comment: str) -> list[list[str]]:
    rows = CellSplitter(separator, comment).first_rows(lines, LINES_TO_GUESS_FROM)
    return rows[count_title_rows(rows) :]


def _score(rows: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return the share of equal rows times that of numbers, then the share of equal rows."""
    widths = Counter(map(len, rows))
    unsplit = widths.pop(1, 0)
    most = max(widths.values(), default=0)
    equal = most / len(rows) if most >= unsplit and rows else 0.0
    cells = [cell for row in rows[1:] or rows for cell in row[:CELLS_OF_A_LINE] if cell]
    numbers = sum(looks_like_number(cell) and not cell.endswith(",") for cell in cells)
    return equal * numbers / max(len(cells), 1), equal


_COMMA = ","


def refuse_quoted_lines(
    header: Sequence[str], rows: Sequence[Sequence[str]], options: ReadOptions, name: str
) -> None:
    """Raise BadTable if "1,2" below "x,y" may be two cells as well as 1.2, or "1,2,3" is three.

    There is no doubt if the decimal mark is chosen, nor below a name such as “Price, net”.
    """
    if options.separator != _COMMA or options.decimal is not None:
        return
    commas, names = _commas(header), "".join(header).split(_COMMA)
    are_names = commas > 0 and all(part and part == part.strip() for part in names)
    if are_names and rows and all(_commas(row) == commas for row in rows):
        raise BadTable(name, _sentence(header[0], rows[0][0]))


def _sentence(header: str, cell: str) -> str:
    """Say what a line holds, and what to do."""
    cells = f"{cell.count(_COMMA) + 1:,} cells"
    row, names = one_line(cell, LONGEST_QUOTE), one_line(header, LONGEST_QUOTE)
    found = f"each whole line is in quotes: {row} below {names}"
    if _could_be_number(cell):
        advice = "Remove the quotes, or choose the decimal mark."
        return f"{found} could be {cells} or one number. {advice}"
    return f"{found} is {cells} in one. Remove the quotes."


def _commas(cells: Sequence[str]) -> int:
    """Count the commas of a single cell; 0 if there are several cells."""
    return cells[0].count(_COMMA) if len(cells) == 1 else 0


def _could_be_number(cell: str) -> bool:
    has_lone_mark = cell.count(_COMMA) == 1 and "." not in cell
    return has_lone_mark or decimal_mark_beside_groups([cell]) is not None
