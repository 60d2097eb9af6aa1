"""Every sentence on what was pasted and what is left to do, with its facts left open."""

from collections.abc import Sequence

from engine.shortening import elide_middle, grouped
from engine.verdict.wording import LONGEST, NAME_LENGTHS

from ...text.translation import plural, translate

ONE_COLUMN = translate("tables", "One column: is it Y? Then the best constant is its mean.")
ROUNDED = translate("tables", "The numbers are as rounded by the other program.")
NOTHING_PASTED = translate("tables", "Nothing was pasted.")
MOST_OF_NAME = 15
"""Characters of a name with which a sentence about one column fits one line."""

MOST_LINES = 4
"""Rows that are named in full."""

_PASTING = translate("tables", "Pasting … Esc cancels.")
_PASTING_PART = translate("tables", "Pasting {percentage} % … Esc cancels.")
_PASTED = plural("tables", "Pasted {shape} numbers.", "Pasted {shape} number.", 1)
_PASTED_ROUNDED = plural(
    "tables",
    "Pasted {shape} numbers, as rounded by the other program.",
    "Pasted {shape} number, as rounded by the other program.",
    1,
)
_COMPLETE = translate("tables", "The clipboard is complete in {part}.")
_SIZE = translate("tables", "A is {rows}×{columns} now.")
_Y_NOT_PASTED = translate("tables", "Y was not pasted: paste it too, or use the last column.")
_Y_NOT_PASTED_BUT_NAMED = translate(
    "tables", "Y was not pasted: paste it too, or use the last column, {name}."
)
_Y_BY_NAME = plural(
    "tables",
    "Pasted {n} rows of {columns} columns; Y is the column {name}.",
    "Pasted {n} row of {columns} columns; Y is the column {name}.",
    1,
)
_Y_BY_PLACE = plural(
    "tables",
    "Pasted {n} rows of {columns} columns; Y is the last column.",
    "Pasted {n} row of {columns} columns; Y is the last column.",
    1,
)
_ROWS_LEFT = plural(
    "tables",
    "A still has {n} rows of the former table.",
    "A still has {n} row of the former table.",
    1,
)
_COLUMNS_LEFT = plural(
    "tables",
    "A still has {n} columns of the former table.",
    "A still has {n} column of the former table.",
    1,
)
_BOTH_LEFT = translate("tables", "A still has {rows} and {columns} of the former table.")
_SKIPPED = plural(
    "tables", "Skipped as incomplete: rows {lines}.", "Skipped as incomplete: row {lines}.", 1
)
_SKIPPED_AND_MORE = plural(
    "tables",
    "Skipped as incomplete: rows {lines} and {n} more.",
    "Skipped as incomplete: rows {lines} and {n} more.",
    1,
)
_ROWS = plural("tables", "{n} rows", "{n} row", 1)
_COLUMNS = plural("tables", "{n} columns", "{n} column", 1)


def pasting(fraction: float) -> str:
    """Say that a paste is being read, and how much of it is."""
    return _PASTING_PART.format(percentage=f"{100 * fraction:.0f}") if fraction else _PASTING


def pasted(rows: int, columns: int, *, rounded: bool) -> str:
    """Say how many numbers were pasted, and whether the other program rounded them."""
    form = _PASTED_ROUNDED if rounded else _PASTED
    return form(rows * columns, shape=f"{grouped(rows)}×{grouped(columns)}")


def complete(part: str) -> str:
    """Say in what the clipboard has no gaps."""
    return _COMPLETE.format(part=part)


def skipped(lines: Sequence[int]) -> str:
    """Say which lines were skipped, as other messages number the rows of a clipboard."""
    named = ", ".join(map(grouped, lines[:MOST_LINES]))
    if (more := len(lines) - MOST_LINES) > 0:
        return _SKIPPED_AND_MORE(more, lines=named)
    return _SKIPPED(len(lines), lines=named)


def size_now(rows: int, columns: int) -> str:
    """Say how large A is now."""
    return _SIZE.format(rows=grouped(rows), columns=grouped(columns))


def advice_on_y(name: str) -> str:
    """Say where Y may come from, given the name of the last column of A."""
    sentence = _Y_NOT_PASTED_BUT_NAMED if name else _Y_NOT_PASTED
    return sentence.format(name=elide_middle(name, MOST_OF_NAME))


def begun(rows: int, columns: int, output: str) -> str:
    """Say what a table has become that was pasted into an empty document, in one line.

    A name for which there is no room is cut as far as needed.
    """
    form = _Y_BY_NAME if output else _Y_BY_PLACE
    sentence = ""
    for most in NAME_LENGTHS:
        name = elide_middle(output, most)
        sentence = form(rows, columns=grouped(columns), name=name)
        if len(sentence) <= LONGEST:
            break
    return sentence


def left_over(rows: int, columns: int) -> str:
    """Say what is left of the table over which another was pasted; empty if nothing is."""
    match rows > 0, columns > 0:
        case True, True:
            return _BOTH_LEFT.format(rows=_ROWS(rows), columns=_COLUMNS(columns))
        case True, False:
            return _ROWS_LEFT(rows)
        case False, True:
            return _COLUMNS_LEFT(columns)
    return ""
