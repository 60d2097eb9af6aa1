"""Rows that end in a semicolon, as matrices of MATLAB do: another character separates the cells.

``1,2;`` may be two cells, or one decimal number in a table whose rows end in separators.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from ....language.lists import joined_by_and
from ....language.sentence import marked
from ....shortening import LONGEST_QUOTE, one_line
from ...faults import NeedsChoice
from ...options import ReadOptions
from ..header import is_header, is_name
from ..number_patterns import looks_like_number
from ..records import CellSplitter
from ..text import TextFile

_END, _COMMA = ";", ","
_COMMA_AND_BLANK = re.compile(r",[ \t]")
_FEWEST_ROWS, _PAIR = 2, 2
_DIGITS_OF_GROUP = 3
# As a blank, because a later line may have one between cells: 1;5 is not 15.
_WITHOUT_ENDS = {ord(_END): " "}


def commas_part_ended_rows(
    text: TextFile, lines: Sequence[str], comment: str, options: ReadOptions
) -> bool:
    """Return whether each line ends in its only semicolon, and commas separate its cells.

    A header with as many names as there are cells shows it. So do blanks behind all commas, or a
    point that is chosen as the decimal mark.

    Raises NeedsChoice if commas may as well be decimal.
    """
    if options.separator not in (None, _COMMA) or _COMMA in (options.decimal, options.thousands):
        return False
    splitter = CellSplitter(_COMMA, comment)
    shown = [(k, line) for k, line in enumerate(lines) if line.strip()]
    shown = [(k, line) for k, line in shown if not splitter.is_comment(line)]
    if len(shown) < _FEWEST_ROWS or not all(_is_ended(line) for _, line in shown):
        return False
    rows = [[cell.strip() for cell in line.strip().rstrip(_END).split(_COMMA)] for _, line in shown]
    width = len(rows[0])
    if width == 1 or any(len(row) != width for row in rows):
        return False
    has_names = is_header(rows[0], rows[1:]) and all(map(is_name, rows[0]))
    body = rows[1:] if has_names else rows
    have_blanks = [_COMMA_AND_BLANK.search(line) is not None for _, line in shown]
    if has_names:  # “Price, net” above 1,5 is one name
        return have_blanks[0] <= all(have_blanks[1:])
    if not all(looks_like_number(cell) for row in body for cell in row):
        return False
    if all(have_blanks) or options.separator is not None:
        return True
    # 1,234 may also be 1234, and 1,234,567 is no decimal number.
    if width > _PAIR or all(len(row[1]) == _DIGITS_OF_GROUP for row in body):
        return False
    if options.decimal is not None:
        return True
    number, line = shown[0]
    quoted = one_line(line.strip(), LONGEST_QUOTE)
    raise NeedsChoice(
        text.name,
        marked(
            "engine",
            "{quoted} could be the numbers {body}, or {body_2}, because each line ends in a "
            "semicolon. Choose the decimal mark: a point (.) or a comma (,).",
        ).format(quoted=quoted, body=joined_by_and(body[0]), body_2=".".join(body[0])),
        "decimal",
        (".", ","),
        text.start.line + number,
    )


def _is_ended(line: str) -> bool:
    """Return whether a line ends in its only semicolon. In quotes it may be part of a cell."""
    return line.rstrip().endswith(_END) and line.count(_END) == 1 and '"' not in line


def without_ends(text: TextFile) -> TextFile:
    """Return a text with blanks for its semicolons."""
    return replace(text, characters={**text.characters, **_WITHOUT_ENDS})
