"""The header of a table: distinguish the names of its columns from a row of numbers."""

import operator
import re
from collections.abc import Iterable, Sequence
from itertools import compress, islice, pairwise

from ..options import ANY_SPACE
from .number_patterns import (
    implies_decimal_point,
    is_error_value,
    looks_like_number,
    proves_decimal_comma,
)
from .records import CellSplitter
from .unit_rows import find_unit_rows

# An exponent has digits: 7d and 01e are names.
_MEANT_AS_NUMBER = re.compile(r"[\W_]*\d[\W\d_]*(?:[eEdD][\W_]*\d[\W\d_]*)?\Z|0[xX][0-9a-fA-F]+\Z")
_NEUTRAL_WORDS = {"nan", "inf", "infinity", "na", "n/a", "null", "none", "true", "false"}
_IN_QUOTES = r'"(?:[^"]|"")*"'
# Longer ones are no numbers here, and Python reads none of over 4,300 digits.
_LONGEST_WHOLE = 308
# Numbers in a header are mostly years (4 digits) or wavelengths in nm (3).
_DIGITS_OF_NAME = 3


def is_header(cells: Sequence[str], below: Sequence[Sequence[str]] = ()) -> bool:
    """Return whether this row is a header: it starts with names, and any numbers in it increase.

    Headers do contain increasing integers, such as years. A single word among other numbers is more
    likely a cell that is not a number. The first rows ``below`` say more, if they are known.
    """
    are_names = list(map(is_name, cells))
    others = compress(cells, map(operator.not_, are_names))
    numbers = [cell for cell in others if not _is_neutral(cell)]
    whole = [int(cell) for cell in numbers if _is_whole(cell)]
    if len(whole) < len(numbers):
        return _names_numbers(cells, numbers, below)
    if not all(map(operator.lt, whole, whole[1:])):
        return False
    names = sum(are_names)
    if names == 0:
        return bool(whole) and cells[0] == "" and _heads_index(whole, below)
    is_led = names >= len(numbers) or is_name(next(filter(None, cells)))
    return is_led and not _is_labelled_row(cells, numbers, below)


def _names_numbers(
    cells: Sequence[str], numbers: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Return whether decimals name columns, as 0.1, 0.3, 1.0 do: they grow, and what leads is sure.

    A name leads all other cells, above nothing but numbers; or the corner is empty, above labels.
    """
    values = values_of(numbers)
    grows = len(values) > 1 and all(map(operator.lt, values, values[1:]))
    if not grows or len(numbers) < len(cells) - 1 or any(len(row) != len(cells) for row in below):
        return False
    first = [row[0] for row in below]
    are_numbers = all(looks_like_number(cell) for row in below for cell in row[1:])
    if not first or not are_numbers:
        return False
    if is_name(cells[0]):
        return all(map(looks_like_number, first))
    return cells[0] == "" and all(map(is_name, first))


def values_of(numbers: Sequence[str]) -> list[float]:
    """Return the values of some numbers, [] if one cannot be read as it is written."""
    try:
        return [float(number.replace("D", "e").replace("d", "e")) for number in numbers]
    except ValueError:
        return []


def _is_whole(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) <= _LONGEST_WHOLE


def _heads_index(numbers: Sequence[int], below: Sequence[Sequence[str]]) -> bool:
    """Return whether numbers after an empty corner are names, rather than a row that lacks a cell.

    They are if there are labels below the corner, or if rows and columns are both counted from 0.
    """
    labels = [row[0] for row in below if row]
    counted = [str(k) for k in range(len(labels))]
    is_count = labels == counted and list(numbers) == list(range(len(numbers)))
    return bool(labels) and (is_count or all(map(is_name, labels)))


def _is_labelled_row(
    cells: Sequence[str], numbers: Sequence[str], below: Sequence[Sequence[str]]
) -> bool:
    """Return whether this is a row of numbers after a label, rather than names.

    It is if no word in it is above numbers, and some number is too short for a year or a
    wavelength.
    """
    heads = any(
        is_name(cell) and looks_like_number(row[k])
        for row in below
        for k, cell in enumerate(cells[: len(row)])
    )
    return bool(below) and not heads and any(len(number) < _DIGITS_OF_NAME for number in numbers)


def quotes_mark_header(lines: Iterable[str], splitter: CellSplitter) -> bool:
    """Return whether the quotes show that the first line is a header.

    They do if all of it is quoted, no number would need these quotes, and the line below differs.
    Anything may be a name then.
    """
    shown = (line.strip() for line in lines if line.strip() and not splitter.is_comment(line))
    first, below = [*islice(shown, 2), "", ""][:2]
    separator = re.escape(splitter.separator)
    quoted = re.compile(rf"{_IN_QUOTES}(?:\s*{separator}\s*{_IN_QUOTES})*\Z")
    if not below or not quoted.match(first) or quoted.match(below):
        return False
    # A number needs quotes if it contains the separator: "1,5" between commas.
    cells, marks = _cells(first, splitter), set(splitter.separator) & set(",.")
    numbers = [cell for cell in cells if marks & set(cell) and not is_name(cell)]
    if not numbers or len(numbers) < len(cells):
        return not numbers or '"' not in below
    # Below are decimal points, so quoted cells with a decimal comma are no numbers: they are names.
    by_point = any(map(implies_decimal_point, _cells(below, splitter)))
    return by_point and all(map(proves_decimal_comma, numbers))


def _cells(line: str, splitter: CellSplitter) -> list[str]:
    rows = splitter.first_rows([line], 1)
    return rows[0] if rows else []


def is_name(cell: str) -> bool:
    """Return whether a cell is the name of a column, not something meant as a number."""
    return (
        any(map(str.isalpha, cell))
        and not _is_neutral(cell)
        and not _MEANT_AS_NUMBER.match(cell)
        and not is_error_value(cell)
    )


def _is_neutral(cell: str) -> bool:
    """Return whether a cell is no name, but may be among names and numbers alike."""
    return not any(map(str.isalnum, cell)) or cell.lower().lstrip("+-") in _NEUTRAL_WORDS


def names_from_comment(lines: Sequence[str], splitter: CellSplitter, width: int) -> tuple[str, ...]:
    """Return the words of the comment above the first row, if there is one for each column."""
    comment = ""
    for line in lines:
        if line.strip() and not splitter.is_comment(line):
            break
        comment = line if line.strip() else comment
    text = comment.strip().lstrip(splitter.comment) if splitter.comment else ""
    for separator in (splitter.separator, ANY_SPACE):
        for words in CellSplitter(separator).first_rows([text], 1):
            if len(words) == width and is_header(words):
                return tuple(words)
    return ()


_FEWEST_NAMES = 2
# The names, and a row of numbers, which are more than one slip.
_FEWEST_BELOW_GROUPS = 3


def count_title_rows(rows: Sequence[Sequence[str]]) -> int:
    """Count the rows of a single text above a header with numbers below it; 0 if in doubt.

    The header must have several names, or a title could be taken for one. A row of names that each
    stand above several columns is such a row too.
    """
    titles = next((k for k, row in enumerate(rows) if not is_title(row)), len(rows))
    titles += _names_groups(rows[titles:])
    head, below = rows[titles : titles + 1], rows[titles + 1 :]
    if not head or not below or sum(map(bool, head[0])) < _FEWEST_NAMES:
        return 0
    has_numbers = any(map(looks_like_number, below[0]))
    return titles if has_numbers and is_header(head[0], below) else 0


def _names_groups(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names groups of columns, whose names are in the second.

    In a sheet its cells are merged, and empty but for the first of each group.
    """
    if len(rows) <= _FEWEST_BELOW_GROUPS:
        return False
    groups, names, *below = rows
    if not all(map(is_name, filter(None, groups))) or not all(map(is_name, names)):
        return False
    has_group = any(first and not second for first, second in pairwise(groups))
    is_table = len(groups) == len(names) and all(
        any(map(looks_like_number, row)) for row in below[:_FEWEST_BELOW_GROUPS]
    )
    return has_group and is_table and not find_unit_rows(groups, [names, *below]).count


def count_title_lines(lines: Iterable[str], splitter: CellSplitter) -> int:
    """Count the lines above the header if there are titles; else return 0."""
    rows = list(splitter.numbered_rows(lines))
    titles = count_title_rows([cells for _, cells in rows])
    return rows[titles][0] if titles else 0


def is_title(cells: Sequence[str]) -> bool:
    """Return whether this row is a single text among empty cells."""
    texts = list(islice(filter(None, cells), 2))
    return len(texts) == 1 and not looks_like_number(texts[0])
