"""The dialect of a text: its separator and comments, guessed from its first lines."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ...errors import BadTable
from ...language.plurals import plural
from ...shortening import LONGEST_QUOTE, one_line
from ..notes import rows_like_comments
from ..options import ANY_SPACE, ReadOptions
from .ascii_tables import BAR, is_framed, rule_marks_header
from .blank_groups import decimal_mark, has_grouped_cells, is_grouped
from .comma_groups import is_grouped_by_commas
from .comment_signs import guess_rare_comment
from .header import count_title_rows, is_header
from .number_patterns import decimal_mark_beside_groups, looks_like_number
from .records import CellSplitter
from .rows_like_comments import are_outside_quotes, find_rows_like_comments

SEPARATORS = ("\t", ";", ",", "|", " ")
# Separators that are never within a number.
_UNMISTAKABLE = ("\t", ";", "|")
COMMENTS = ("#", "%")
# Enough rows to outvote an odd one; guessing takes no noticeable time.
LINES_TO_GUESS_FROM = 20
# Bounds the time for tables with many thousands of columns.
CELLS_OF_A_LINE = 100
_COMMA = ","
_CELLS_IN_ONE = plural(
    "engine",
    "each whole line is in quotes: {row} below {names} is {n} cells in one. Remove the quotes.",
    "each whole line is in quotes: {row} below {names} is {n} cell in one. Remove the quotes.",
    1,
)
_CELLS_OR_NUMBER = plural(
    "engine",
    "each whole line is in quotes: {row} below {names} could be {n} cells or one number. Remove "
    "the quotes, or choose the decimal mark.",
    "each whole line is in quotes: {row} below {names} could be {n} cell or one number. Remove the "
    "quotes, or choose the decimal mark.",
    1,
)
# One row may as well have an odd cell.
_FEWEST_GROUPED_ROWS = 2
_MAY_BE_GROUPED = re.compile(r"(?<![0-9])[0-9]{1,3} [0-9]{3}(?![0-9])")
_DIRECTIVE = re.compile(r'"?sep=(?P<separator>[^"\r\n])"?[ \t;,]*(?:\r\n?|\n|\Z)', re.IGNORECASE)
_BETWEEN_CELLS = re.compile(r"[,;|\s]+")
_BETWEEN_NAMES = re.compile(r"[,;|\t]")
_COMMENT_LIKE_CELL = re.compile(r"(?<![^\s,;|])[#%][^\s,;|]*(?=[,;|\t\r\n]|\Z)")


def separator_directive(line: str) -> str:
    """Return the separator from a line such as ``sep=;``, meant for spreadsheets; else ""."""
    found = _DIRECTIVE.match(line)
    return found["separator"] if found else ""


def guess_comment(lines: Sequence[str]) -> str:
    """Return the character that starts lines of comments; "" if there are none."""
    for character in COMMENTS:
        is_comment = CellSplitter(",", character).is_comment
        if not any(map(is_comment, lines)) or find_rows_like_comments(lines, is_comment):
            continue
        outside = are_outside_quotes(lines, is_comment)
        begun = [line for line, is_out in zip(lines, outside, strict=True) if is_out]
        if any(is_comment(line) and not _is_row(line, character) for line in begun):
            return character
    return guess_rare_comment(lines)


def count_other_comments(lines: Sequence[str], comment: str) -> int:
    """Return how many first lines there are up to the last comment with another sign than others.

    A table has one sign of comments, so a second one, as % beside #, can only be above it. A line
    with separators may rather have names, such as “% fat”.
    """
    others = tuple(sign for sign in COMMENTS if sign != comment) if comment in COMMENTS else ()
    is_comment, count = CellSplitter(_COMMA, comment).is_comment, 0
    for number, line in enumerate(lines, start=1):
        is_other = line.lstrip().startswith(others) and not _BETWEEN_NAMES.search(line.rstrip())
        if not is_other and line.strip() and not is_comment(line):
            break
        count = number if is_other and line.strip() else count
    return count


def tell_rows(lines: Sequence[str]) -> tuple[str, ...]:
    """Return a note on rows that begin like a comment, but are read."""
    for character in COMMENTS:
        if rows := find_rows_like_comments(lines, CellSplitter(",", character).is_comment):
            return (rows_like_comments(rows, character),)
    return ()


def _is_row(line: str, character: str) -> bool:
    """Return whether a line is a row although it begins like a comment: #1;2.5 or #NV;2."""
    replaced = _COMMENT_LIKE_CELL.sub("0", line)
    cells = _BETWEEN_CELLS.split(replaced.strip().removeprefix(character).strip())
    return len(cells) > 1 and all(map(looks_like_number, cells))


def guess_separator(lines: Sequence[str], comment: str) -> str:
    """Return the separator that gives the most rows of equal width with the most numbers.

    It is a comma if no separator splits anything, or a bar if a rule is below the first line.
    """
    if is_framed(lines):
        return BAR
    rows = {separator: _rows_below_titles(lines, separator, comment) for separator in SEPARATORS}
    scores = {separator: _score(rows[separator]) for separator in SEPARATORS}
    best = max(SEPARATORS, key=scores.__getitem__)
    if best == ANY_SPACE and (in_groups := [k for k in _UNMISTAKABLE if _is_grouped(rows[k])]):
        return in_groups[0]
    if best == ANY_SPACE and not _are_all_numbers(rows[best]):
        rivals = [other for other in SEPARATORS if _rivals_blank(rows[other], rows[best], other)]
        best = max(rivals, key=scores.__getitem__, default=best)
    if any(scores[best]):
        return best
    return BAR if rule_marks_header(lines) else _COMMA


class GroupedCells(NamedTuple):
    """Blanks that group thousands within cells: the separator, a number, and the decimal mark.

    ``is_lone`` is whether there is one such cell only: it is rather an odd one.
    """

    separator: str
    number: str
    decimal: str
    is_lone: bool


def find_grouped_cells(
    lines: Sequence[str], comment: str, separator: str | None = None
) -> GroupedCells | None:
    """Return what separates cells in which blanks group thousands; None if in doubt.

    Names and rows are all equally wide then; or, without names, blanks leave cells that are no
    numbers.

    Parameters
    ----------
    lines : sequence of str
        The first lines of a text.
    comment : str
        What starts a comment, "" if nothing does.
    separator : str, optional
        The separator, if it is chosen.

    Returns
    -------
    GroupedCells or None
        The separator, the first grouped number, and the decimal mark.
    """
    may_be = any(ANY_SPACE in line and _MAY_BE_GROUPED.search(line) for line in lines)
    if not may_be or any("\t" in line.strip() for line in lines):
        return None
    for each in (";", ",", "|") if separator is None else (separator,):
        rows = _rows_below_titles(lines, each, comment)
        if each in (ANY_SPACE, "\t") or not _are_equal(rows):
            continue
        has_names = is_header(rows[0], rows[1:])
        if len(rows) < _FEWEST_GROUPED_ROWS + has_names:
            continue
        if not has_names and _may_be_parted_by_blanks(lines, comment):
            continue
        columns = zip(*(row[:CELLS_OF_A_LINE] for row in rows[has_names:]), strict=True)
        if found := [cell for column in columns if has_grouped_cells(column) for cell in column]:
            in_groups = list(filter(is_grouped, found))
            return GroupedCells(each, in_groups[0], decimal_mark(found), len(in_groups) == 1)
    return None


def _may_be_parted_by_blanks(lines: Sequence[str], comment: str) -> bool:
    """Return whether blanks leave numbers alone, of which none has commas as 0.5,00,1 has."""
    rows = CellSplitter(ANY_SPACE, comment).first_rows(lines, LINES_TO_GUESS_FROM)
    cells = [cell for row in rows for cell in row[:CELLS_OF_A_LINE]]
    return all(
        looks_like_number(cell) and (cell.count(_COMMA) <= 1 or is_grouped_by_commas(cell))
        for cell in cells
    )


def _is_grouped(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether equal rows have numbers that are grouped by blanks, as in 1 234."""
    return _are_equal(rows) and any(
        has_grouped_cells(column[k] for column in rows[1:]) for k in range(len(rows[0]))
    )


def _rivals_blank(
    rows: Sequence[Sequence[str]], by_blanks: Sequence[Sequence[str]], separator: str
) -> bool:
    """Return whether a separator explains rows better than blanks, which also part words.

    It gives equal rows and a column of numbers. A comma may be decimal, so if blanks give equal
    rows as well, some comma must be in a cell that is not a number.
    """
    if separator == ANY_SPACE or not _are_equal(rows) or not _has_numeric_column(rows[1:]):
        return False
    with_commas = (cell for row in by_blanks for cell in row if _COMMA in cell.rstrip(_COMMA))
    return (
        separator != _COMMA
        or not _are_equal(by_blanks)
        or not all(map(looks_like_number, with_commas))
    )


def _are_equal(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) > 1 and len(rows[0]) > 1 and len(set(map(len, rows))) == 1


def _are_all_numbers(rows: Sequence[Sequence[str]]) -> bool:
    return all(looks_like_number(cell) for row in rows[1:] for cell in row[:CELLS_OF_A_LINE])


def _has_numeric_column(rows: Sequence[Sequence[str]]) -> bool:
    columns = zip(*(row[:CELLS_OF_A_LINE] for row in rows), strict=True)
    return any(all(map(looks_like_number, filter(None, column))) for column in columns)


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
    row, names = one_line(cell, LONGEST_QUOTE), one_line(header, LONGEST_QUOTE)
    said = _CELLS_OR_NUMBER if _could_be_number(cell) else _CELLS_IN_ONE
    return said(cell.count(_COMMA) + 1, row=row, names=names)


def _commas(cells: Sequence[str]) -> int:
    """Count the commas of a single cell; 0 if there are several cells."""
    return cells[0].count(_COMMA) if len(cells) == 1 else 0


def _could_be_number(cell: str) -> bool:
    has_lone_mark = cell.count(_COMMA) == 1 and "." not in cell
    return has_lone_mark or decimal_mark_beside_groups([cell]) is not None
