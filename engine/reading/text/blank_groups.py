"""Blanks that group thousands, as in 1 234: they may separate two columns of numbers as well."""

import re
from collections.abc import Iterable, Sequence

from ...language.lists import joined_by_and
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import LONGEST_QUOTE, one_line
from ..faults import NeedsChoice
from ..options import ANY_SPACE
from .number_patterns import commas_are_decimal, looks_like_number

_GROUPED = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]*)?\Z")
_BETWEEN_GROUPS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))")
THOUSANDS = " "
_NUMBER_OR_COLUMNS = plural(
    "engine",
    "{quoted} could be {number}, or {n} columns: {columns}. Choose what groups thousands: a space, "
    "or nothing.",
    "{quoted} could be {number}, or {n} column: {columns}. Choose what groups thousands: a space, "
    "or nothing.",
    1,
)


def is_grouped(cell: str) -> bool:
    """Return whether blanks may group the digits of this number."""
    return _GROUPED.match(cell) is not None


def joined_groups(cell: str) -> str:
    """Return a text with its digits joined where a blank may group them."""
    return _BETWEEN_GROUPS.sub("", cell)


def has_grouped_cells(cells: Iterable[str]) -> bool:
    """Return whether some cells are grouped by blanks, and all others are numbers or empty."""
    found = [cell for cell in cells if cell]
    return any(map(is_grouped, found)) and all(
        is_grouped(cell) or looks_like_number(cell) for cell in found
    )


def decimal_mark(cells: Iterable[str]) -> str:
    """Return the decimal mark of some numbers that are grouped by blanks."""
    return "," if commas_are_decimal(map(joined_groups, cells)) else "."


def find_grouped_column(lines: Sequence[str]) -> str:
    """Return the first number of lines that are certainly one column grouped by blanks; else "".

    They are if a single word names them, or if some have more groups than others.
    """
    shown = [line.strip() for line in lines if line.strip()]
    has_name = bool(shown) and shown[0].isidentifier()
    numbers = shown[1:] if has_name else shown
    if not has_grouped_cells(numbers):
        return ""
    is_certain = has_name or len({number.count(ANY_SPACE) for number in numbers}) > 1
    return next(filter(is_grouped, numbers)) if is_certain else ""


def refuse_ambiguous_lines(name: str, lines: Sequence[str], first_line: int) -> None:
    """Raise NeedsChoice if each line could be one number grouped by blanks.

    Numbers with different counts of groups would be rows of different width.
    """
    shown = [(k, line.strip()) for k, line in enumerate(lines) if line.strip()]
    if not shown or not all(is_grouped(line) for _, line in shown):
        return
    if len({line.count(ANY_SPACE) for _, line in shown}) > 1:
        return
    number, line = shown[0]
    quoted = one_line(line, LONGEST_QUOTE)
    raise NeedsChoice(
        name,
        _NUMBER_OR_COLUMNS(
            line.count(ANY_SPACE) + 1,
            quoted=quoted,
            number=joined_groups(quoted),
            columns=joined_by_and(quoted.split(ANY_SPACE)),
        ),
        "thousands",
        (THOUSANDS, ""),
        first_line + number,
    )


def told(cell: str) -> str:
    """Say that blanks group thousands."""
    cell = one_line(cell, LONGEST_QUOTE)
    return marked("engine", "Spaces group thousands: {cell} was read as {cell_2}.").format(
        cell=cell, cell_2=joined_groups(cell)
    )
