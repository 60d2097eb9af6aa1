"""How a text parts its cells: what its first lines tell of the separator and of comments."""

import re
from collections import Counter
from collections.abc import Sequence

from .evidence import is_like_a_number
from .records import Splitting
from .titles import titles_above

SEPARATORS = ("\t", ";", ",", "|", " ")
COMMENTS = ("#", "%")
LINES_TO_GUESS_FROM = 20
CELLS_OF_A_LINE = 100
_DIRECTIVE = re.compile(r'"?sep=(?P<separator>[^"\r\n])"?[ \t;,]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
_BETWEEN_CELLS = re.compile(r"[,;|\s]+")
_SIGNED_CELL = re.compile(r"(?<![^\s,;|])[#%][^\s,;|]*(?=[,;|\t\r\n]|\Z)")


def directive(line: str) -> str:
    """Return the separator that a line such as ``sep=;`` tells a spreadsheet, "" if it is none."""
    found = _DIRECTIVE.match(line)
    return found["separator"] if found else ""


def guess_comment(lines: Sequence[str]) -> str:
    """Return the sign behind which whole lines are comments, "" if there are none."""
    for sign in COMMENTS:
        splitting = Splitting(",", sign)
        if any(splitting.is_comment(line) and not _is_row(line, sign) for line in lines):
            return sign
    return ""


def _is_row(line: str, sign: str) -> bool:
    """Tell a row whose first cell begins with a sign, such as #1;2.5 or #NV;2, from a comment."""
    numbered = _SIGNED_CELL.sub("0", line)
    cells = _BETWEEN_CELLS.split(numbered.strip().removeprefix(sign).strip())
    return len(cells) > 1 and all(map(is_like_a_number, cells))


def guess_separator(lines: Sequence[str], comment: str) -> str:
    """Choose the separator that splits the most lines into equally many cells, most of them numbers

    It is a comma where there is nothing to split.
    """
    fits = {separator: _fit(_below_titles(lines, separator, comment)) for separator in SEPARATORS}
    best = max(SEPARATORS, key=fits.__getitem__)
    return best if any(fits[best]) else ","


def _below_titles(lines: Sequence[str], separator: str, comment: str) -> list[list[str]]:
    rows = Splitting(separator, comment).first_rows(lines, LINES_TO_GUESS_FROM)
    return rows[titles_above(rows) :]


def _fit(rows: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Tell how well a separator did: the share of lines alike and of numbers, then of lines."""
    widths = Counter(map(len, rows))
    uncut = widths.pop(1, 0)
    most = max(widths.values(), default=0)
    alike = most / len(rows) if most >= uncut and rows else 0.0
    cells = [cell for row in rows[1:] or rows for cell in row[:CELLS_OF_A_LINE] if cell]
    numbers = sum(is_like_a_number(cell) and not cell.endswith(",") for cell in cells)
    return alike * numbers / max(len(cells), 1), alike
