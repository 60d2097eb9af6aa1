"""Commas that group thousands in a single column, as in 1,638,721.70 below the name cost."""

import re
from collections.abc import Sequence

from ...language.lists import joined_by_and
from ...language.plurals import plural
from ...language.sentence import marked
from ...shortening import LONGEST_QUOTE, one_line
from ..faults import NeedsChoice
from .header import is_name

_GROUPED = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\Z")
_FEWEST_LINES = 2
_PLAIN = re.compile(r"[+\-−]?[0-9]{1,3}(?:\.[0-9]*)?\Z")
_CERTAIN = re.compile(r".*,.*[,.]")
_NUMBER_OR_COLUMNS = plural(
    "engine",
    "{quoted} could be {number}, or {n} columns: {columns}. Choose what groups thousands: a comma, "
    "or nothing.",
    "{quoted} could be {number}, or {n} column: {columns}. Choose what groups thousands: a comma, "
    "or nothing.",
    1,
)


def is_grouped_by_commas(cell: str) -> bool:
    """Return whether commas may group the digits of this number."""
    return _GROUPED.match(cell) is not None


def find_comma_groups(
    name: str, lines: Sequence[str], first_line: int, thousands: str | None
) -> str:
    """Return the first number of a name and a column of numbers whose commas group; else "".

    Parameters
    ----------
    name : str
        The name of the file.
    lines : sequence of str
        Its first lines; comments are "".
    first_line : int
        The line of the first one.
    thousands : str or None
        What groups thousands, if it is chosen.

    Returns
    -------
    str
        The number, "" if the commas may not group.

    Raises
    ------
    NeedsChoice
        If each line has as many commas, so that they may separate cells as well.
    """
    shown = [(k, line.strip()) for k, line in enumerate(lines) if line.strip()]
    if len(shown) < _FEWEST_LINES or "," in shown[0][1] or not is_name(shown[0][1]):
        return ""
    numbers = [text for _, text in shown[1:]]
    if not all(is_grouped_by_commas(text) or _PLAIN.match(text) for text in numbers):
        return ""
    # 1,638 alone can be 1.638 as well.
    if not any(map(_CERTAIN.match, numbers)):
        return ""
    found = next(filter(is_grouped_by_commas, numbers))
    counts = {text.count(",") for text in numbers}
    if thousands is None and len(counts) == 1:
        quoted = one_line(found, LONGEST_QUOTE)
        raise NeedsChoice(
            name,
            _NUMBER_OR_COLUMNS(
                found.count(",") + 1,
                quoted=quoted,
                number=quoted.replace(",", ""),
                columns=joined_by_and(quoted.split(",")),
            ),
            "thousands",
            (",", ""),
            first_line + shown[1][0],
        )
    return found


def told_commas(cell: str) -> str:
    """Say that commas group thousands."""
    cell = one_line(cell, LONGEST_QUOTE)
    return marked("engine", "Commas group thousands: {cell} was read as {value}.").format(
        cell=cell, value=cell.replace(",", "")
    )
