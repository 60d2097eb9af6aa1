"""The head of a table: what tells the names of its columns from its first row of numbers."""

import operator
import re
from collections.abc import Iterable, Sequence
from itertools import islice

from .choices import ANY_SPACE
from .error_values import is_error_value
from .evidence import has_decimal_comma, is_like_a_number, speaks_for_point
from .records import Splitting

_LIKE_A_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*(?:[eEdD][\W\d_]*)?\Z|0[xX][0-9a-fA-F]+\Z")
_GAPS = {"nan", "inf", "infinity", "na", "n/a", "null", "none", "true", "false"}
_IN_QUOTES = r'"(?:[^"]|"")*"'
_DIGITS_OF_NAME = 3


def is_header(cells: Sequence[str], below: Sequence[Sequence[str]] = ()) -> bool:
    """Tell names from numbers: names lead, and there is no number but whole ones that grow.

    Years, and the 1 of an intercept, do stand in headers; a lone word among other numbers is rather
    a cell that is none. The first rows ``below`` tell more, where they are known.
    """
    numbers = [cell for cell in cells if not is_name(cell) and not _is_gap(cell)]
    whole = [int(cell) for cell in numbers if _is_whole(cell)]
    if len(whole) < len(numbers) or not all(map(operator.lt, whole, whole[1:])):
        return False
    names = sum(map(is_name, cells))
    if names == 0:
        return bool(whole) and cells[0] == "" and _heads_index(whole, below)
    is_led = names >= len(numbers) or is_name(next(filter(None, cells)))
    return is_led and not _is_labelled(cells, numbers, below)


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit()


def _heads_index(numbers: Sequence[int], below: Sequence[Sequence[str]]) -> bool:
    """Tell numbers behind an empty corner from a row that lacks a cell: labels stand below the
    corner, or rows and columns are both counted from 0."""
    labels = [row[0] for row in below if row]
    counted = [str(k) for k in range(len(labels))]
    is_count = labels == counted and list(numbers) == list(range(len(numbers)))
    return bool(labels) and (is_count or all(map(is_name, labels)))


def _is_labelled(
    cells: Sequence[str], numbers: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Tell a row of numbers behind a label from names: no word in it heads numbers, and what else
    is there looks like no year, nor a wavelength."""
    heads = any(
        is_name(cell) and is_like_a_number(row[k])
        for row in below
        for k, cell in enumerate(cells[: len(row)])
    )
    return bool(below) and not heads and any(len(number) < _DIGITS_OF_NAME for number in numbers)


def quotes_tell(lines: Iterable[str], splitting: Splitting) -> bool:
    """Tell a header by its quotes: all of it stands in quotes, none of which a number needs; what
    is below does not. Anything may be a name then."""
    shown = (line.strip() for line in lines if line.strip() and not splitting.is_comment(line))
    first, below = [*islice(shown, 2), "", ""][:2]
    mark = re.escape(splitting.separator)
    quoted = re.compile(rf"{_IN_QUOTES}(?:\s*{mark}\s*{_IN_QUOTES})*\Z")
    if not below or not quoted.match(first) or quoted.match(below):
        return False
    cells, marks = _cells(first, splitting), set(splitting.separator) & set(",.")
    numbers = [cell for cell in cells if marks & set(cell) and not is_name(cell)]
    if not numbers or len(numbers) < len(cells):
        return not numbers or '"' not in below
    by_point = any(map(speaks_for_point, _cells(below, splitting)))
    return by_point and all(map(has_decimal_comma, numbers))


def _cells(line: str, splitting: Splitting) -> list[str]:
    rows = splitting.first_rows([line], 1)
    return rows[0] if rows else []


def is_name(cell: str) -> bool:
    """Tell a column's name from a cell that is, or was meant as, a number."""
    return (
        any(map(str.isalpha, cell))
        and not _is_gap(cell)
        and not _LIKE_A_NUMBER.match(cell)
        and not is_error_value(cell)
    )


def _is_gap(cell: str) -> bool:
    """Tell a cell that is no name, but may stand among names and numbers alike."""
    return not any(map(str.isalnum, cell)) or cell.lower().lstrip("+-") in _GAPS


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
