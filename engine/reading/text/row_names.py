"""Row names: a first column without a name of its own, as R writes and prints data frames."""

import re
from collections.abc import Sequence

from ..options import ANY_SPACE
from .ascii_tables import DOTS
from .header import is_name
from .number_patterns import looks_like_number
from .records import CellSplitter

# A single row that begins with 1 may as well lack a name. Between commas, so may two: 1,5,3 can
# be 1.5 and 3.
_FEWEST_COUNTED, _FEWEST_COUNTED_BY_COMMAS = 2, 3
_PAIR = 2
_COUNT = re.compile(r"(?P<number>[0-9]+):?\Z")
# "Data:  y  x", and the ~A of well logs in LAS.
_LABEL = re.compile(r".*:\Z|~A\w*\Z")
_LABELLED_NAME = re.compile(r"Data:[ \t]+(?P<name>\S+)\Z")
_WORD = re.compile(r"\S+")
_MISSING = "NA"
# A tab has no width of its own, and what is in quotes is in a cell of its own.
_SIGNS_OF_CELLS = frozenset('\t"')
_QUOTED_FIRST = re.compile(r'\s*"(?:[^"]|"")*"(?P<rest>[^\r\n]*)')
_COMMENTS = frozenset(("comment", "comments", "remark", "remarks", "note", "notes"))


def has_row_names(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    lines: Sequence[str],
    splitter: CellSplitter,
) -> bool:
    """Return whether the first cell of each row names the row.

    The names must be one short of every row, and the first cells be text, quoted, or count the
    rows from 1. Anything else may be a name that is missing.
    """
    width = len(names) + 1
    if not rows or any(len(row) != width for row in rows) or not any(row[-1] for row in rows):
        return False
    if splitter.separator == ANY_SPACE and _have_commas(names, rows):
        return False
    shown = [row for row in rows if not DOTS.issuperset(row)]
    first = [row[0] for row in shown]
    # Below dots, the rows are counted on.
    above = next((k for k, row in enumerate(rows) if DOTS.issuperset(row)), len(rows))
    if all(map(is_name, first)) or _are_quoted(lines, splitter):
        return True
    # 1,5 and 2,5 below a single name are rather decimal commas than counted rows.
    return (width > _PAIR or splitter.separator != ",") and _count_rows(first, splitter, above)


def has_names_with_blanks(
    names: Sequence[str], lines: Sequence[str], splitter: CellSplitter
) -> bool:
    """Return whether names of rows with blanks stand before numbers, as R prints a data frame.

    Each row must end in as many numbers as there are names, each of them right below its name.
    """
    shown = [line for line in lines if line.strip() and not splitter.is_comment(line)]
    if (
        splitter.separator != ANY_SPACE
        or len(shown) < _PAIR
        or _SIGNS_OF_CELLS & set("".join(shown))
    ):
        return False
    head, *below = ([*_WORD.finditer(line)] for line in shown)
    width = len(names)
    if not names or [word[0] for word in head] != [*names]:
        return False
    ends = [word.end() for word in head]
    return any(len(words) > width + 1 for words in below) and all(
        len(words) > width
        and any(map(str.isalpha, "".join(word[0] for word in words[:-width])))
        and [word.end() for word in words[-width:]] == ends
        and all(looks_like_number(word[0]) or word[0] == _MISSING for word in words[-width:])
        for words in below
    )


def without_label(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Drop what is no name: a label as in "Data:  y  x", or a column of comments without cells.

    Either is so only if every row is one cell shorter than the names.
    """
    is_longer = bool(rows) and all(len(row) == len(names) - 1 for row in rows)
    if is_longer and len(names) > 1:
        if _LABEL.match(names[0]):
            return list(names[1:])
        if names[-1].lower() in _COMMENTS:
            return list(names[:-1])
    # In a table of one column, the separator may have left label and name together.
    if len(names) == 1 and (found := _LABELLED_NAME.match(names[0])):
        return [found["name"]]
    return list(names)


def empty_comments(names: Sequence[str], rows: Sequence[Sequence[str]]) -> int | None:
    """Return the last column, counted from 0, if it is for comments and there are none."""
    last = len(names) - 1
    is_empty = last > 0 and bool(rows) and not any(row[last] for row in rows if len(row) > last)
    return last if is_empty and names[last].lower() in _COMMENTS else None


def _have_commas(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return whether names and all rows have as many commas: these rather separate the cells."""
    count = " ".join(names).count(",")
    return count > 0 and all(" ".join(row).count(",") == count for row in rows)


def _count_rows(first: Sequence[str], splitter: CellSplitter, above: int) -> bool:
    """Return whether the first cells are 1, 2, 3 …; or 0, 1, 2 …, as pandas prints a frame.

    Below the dots, which have so many rows above, they are counted on from any number.
    """
    found = [match["number"] for match in map(_COUNT.match, first) if match]
    begin = 0 if splitter.separator == ANY_SPACE and found[:1] == ["0"] else 1
    counted = [str(k) for k in range(begin, begin + min(above, len(first)))]
    if found[above:]:
        below = int(found[above])
        counted += [str(below + k) for k in range(len(first) - above)]
    fewest = _FEWEST_COUNTED_BY_COMMAS if splitter.separator == "," else _FEWEST_COUNTED
    return len(first) >= fewest and found == counted


def _are_quoted(lines: Sequence[str], splitter: CellSplitter) -> bool:
    """Return whether each line below the names begins with quotes that its other cells lack."""
    shown = [line for line in lines if line.strip() and not splitter.is_comment(line)][1:]
    found = [_QUOTED_FIRST.match(line) for line in shown]
    return bool(found) and all(
        match is not None
        and any(cell and f'"{cell}"' not in match["rest"] for cell in _cells(match, splitter))
        for match in found
    )


def _cells(match: re.Match[str], splitter: CellSplitter) -> list[str]:
    rows = splitter.first_rows([match["rest"]], 1)
    return rows[0] if rows else []
