"""The head of a table: the names of its columns, how many there are, and which ones are wanted."""

import operator
import re
from collections.abc import Sequence

from ..errors import BadTable, join_names
from .cells import Layout
from .choices import ANY_SPACE, Choices
from .records import Splitting

_LIKE_A_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*(?:[eEdD][\W\d_]*)?\Z|0[xX][0-9a-fA-F]+\Z")
_FAILED_FORMULA = re.compile(r"#[A-Z0-9/]+[!?]?\Z")
_GAPS = {"nan", "inf", "infinity", "na", "n/a", "null", "none", "true", "false"}
_MOST_SHOWN = 20


def is_header(cells: Sequence[str]) -> bool:
    """Tell names from numbers: names lead, and there is no number but whole ones that grow.

    Years, and the 1 of an intercept, do stand in headers; a lone word among other numbers is rather
    a cell that is none.
    """
    numbers = [cell for cell in cells if not is_name(cell) and not _is_gap(cell)]
    whole = [int(cell) for cell in numbers if cell.isascii() and cell.isdigit()]
    grows = all(map(operator.lt, whole, whole[1:]))
    names = sum(map(is_name, cells))
    is_led = names > 0 and (names >= len(numbers) or is_name(cells[0]))
    return is_led and len(whole) == len(numbers) and grows


def is_name(cell: str) -> bool:
    """Tell a column's name from a cell that is, or was meant as, a number."""
    return (
        any(map(str.isalpha, cell))
        and not _is_gap(cell)
        and not _LIKE_A_NUMBER.match(cell)
        and not _FAILED_FORMULA.match(cell)
    )


def _is_gap(cell: str) -> bool:
    """Tell a cell that is no name, but may stand among names and numbers alike."""
    return not any(map(str.isalnum, cell)) or cell.lower().lstrip("+-") in _GAPS


def layout_of(header: Sequence[str] | None, rows: Sequence[Sequence[str]]) -> Layout:
    """Find the columns by the header, if there is one, and the first rows below it.

    Empty cells at the end of all of them are no column, but come of a separator too many.
    """
    lines = [header, *rows] if header is not None else [*rows]
    widest = max(map(_used, lines))
    is_table = len(rows) > (header is None)
    has_spare = any(len(line) > widest for line in lines)
    named = _used(header) if header is not None else widest
    if is_table and has_spare and named == widest and all(len(line) >= widest for line in lines):
        return Layout(tuple(header[:widest]) if header is not None else (), widest, True)
    return Layout(tuple(header) if header is not None else (), len(lines[0]))


def _used(cells: Sequence[str]) -> int:
    """Return the number of cells up to the last one that is not empty."""
    return max((k for k, cell in enumerate(cells, start=1) if cell), default=0)


def names_in_comment(lines: Sequence[str], splitting: Splitting, width: int) -> tuple[str, ...]:
    """Return the words of the comment right above the first row, if they are as many as columns."""
    comment = ""
    for line in lines:
        if line.strip() and not splitting.is_comment(line):
            break
        comment = line if line.strip() else comment
    text = comment.strip().lstrip(splitting.comment) if splitting.comment else ""
    for separator in (splitting.separator, ANY_SPACE):
        for words in Splitting(separator).first_rows([text], 1):
            if len(words) == width and is_header(words):
                return tuple(words)
    return ()


def columns_wanted(choices: Choices, layout: Layout, name: str) -> tuple[int, ...]:
    """Return the columns chosen, counted from 0; raise BadTable where one is not there."""
    if choices.columns is None:
        return tuple(range(layout.width))
    return tuple(_column(column, layout, name) for column in choices.columns)


def _column(column: int | str, layout: Layout, name: str) -> int:
    if isinstance(column, int):
        if column <= layout.width:
            return column - 1
        raise BadTable(name, f"there is no column {column}: it has {layout.width} columns.")
    found = [k for k, known in enumerate(layout.names) if known == column]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadTable(
            name, f"{len(found)} columns are named {column!r}. Choose one by its number."
        )
    names = [repr(known) for known in layout.names[:_MOST_SHOWN] if known]
    known = f"its names are {join_names(names)}" if names else "its columns have no names"
    raise BadTable(name, f"there is no column named {column!r}: {known}.")
