"""Totals: last rows with a label such as Total or Mean beside the columns of numbers."""

import re
from collections.abc import Callable, Sequence

from ..errors import BadNumber
from ..language.plurals import plural
from ..shortening import grouped
from .cells import Cell, RawRow
from .notes import RowUnit, quoted_list

_TOTAL = re.compile(
    r"(?:(?:grand |sub-?)?totals?|totale?|gesamt|somme|summe)(?: (?:18|19|20)[0-9]{2})?"
    r"|(?:sub)?total (?:g[ée]n[ée]ral|geral|general|overall)|(?:gesamt|end|zwischen)summe"
    r"|(?:gesamt|teil)ergebnis|sums?|means?|averages?|avg|medians?|min(?:imum)?|max(?:imum)?|std"
    r"|st(?:an)?d(?:ard)?\.?[ -]?dev(?:iation)?\.?|s\.?d\.?|standardabweichung|[ée]cart[- ]type"
    r"|count|n|all|overall|mittel(?:wert)?|insgesamt|moyenne|media|suma|Σ|∑",
    re.IGNORECASE,
)
# One letter is rather a value, but for these.
_SIGNS = ("Σ", "∑")
# More than that is a table of its own below the totals.
_MOST_FOOTERS = 4
_MARKS = " \t:*_"
_STARTS_OF_NUMBERS = "0123456789+-−.,"
_SAID = {  # by the unit of the rows, whether a footer is below, and whether they are read
    ("line", False, True): plural(
        "engine",
        "The last {n} rows (from line {line}) are labelled {labels}; they were read like the "
        "others.",
        "The last row (line {line}) is labelled {labels}; it was read like the others.",
        1,
    ),
    ("line", False, False): plural(
        "engine",
        "The last {n} rows (from line {line}) are labelled {labels}; they were left out.",
        "The last row (line {line}) is labelled {labels}; it was left out.",
        1,
    ),
    ("line", True, True): plural(
        "engine",
        "The last {n} rows above the footer (from line {line}) are labelled {labels}; they were "
        "read like the others.",
        "The last row above the footer (line {line}) is labelled {labels}; it was read like the "
        "others.",
        1,
    ),
    ("line", True, False): plural(
        "engine",
        "The last {n} rows above the footer (from line {line}) are labelled {labels}; they were "
        "left out.",
        "The last row above the footer (line {line}) is labelled {labels}; it was left out.",
        1,
    ),
    ("row", False, True): plural(
        "engine",
        "The last {n} rows (from row {line}) are labelled {labels}; they were read like the "
        "others.",
        "The last row (row {line}) is labelled {labels}; it was read like the others.",
        1,
    ),
    ("row", False, False): plural(
        "engine",
        "The last {n} rows (from row {line}) are labelled {labels}; they were left out.",
        "The last row (row {line}) is labelled {labels}; it was left out.",
        1,
    ),
    ("row", True, True): plural(
        "engine",
        "The last {n} rows above the footer (from row {line}) are labelled {labels}; they were "
        "read like the others.",
        "The last row above the footer (row {line}) is labelled {labels}; it was read like the "
        "others.",
        1,
    ),
    ("row", True, False): plural(
        "engine",
        "The last {n} rows above the footer (from row {line}) are labelled {labels}; they were "
        "left out.",
        "The last row above the footer (row {line}) is labelled {labels}; it was left out.",
        1,
    ),
}


def is_total_label(text: str) -> bool:
    """Return whether a text is a word such as Total or Mean. One letter is rather a value."""
    label = text.strip(_MARKS)
    return (len(label) > 1 or label in _SIGNS) and _TOTAL.fullmatch(label) is not None


def may_end_in_totals(rows: Sequence[RawRow]) -> bool:
    """Return whether a cell of the last row, but for a footer, is such a word.

    If all rows may be a footer, so may be the rows above.
    """
    above = _without_footer(rows)
    cells = above[-1].cells if above else ()
    if rows and not above:
        return True
    return any(
        isinstance(cell, str) and cell[:1] not in _STARTS_OF_NUMBERS and is_total_label(cell)
        for cell in cells
    )


def labelled_totals_notes(
    rows: Sequence[RawRow],
    columns: Sequence[int],
    parse: Callable[[Cell], float],
    unit: RowUnit = "line",
) -> tuple[str, ...]:
    """Say that the last rows are labelled as totals, and whether they are read.

    Parameters
    ----------
    rows : sequence of RawRow
        The last rows of a table.
    columns : sequence of int
        The columns that are read, counted from 0; those of text are passed over.
    parse : callable
        Returns the number in a cell, or raises BadNumber.
    unit : RowUnit
        What the rows are counted in.

    Returns
    -------
    tuple of str
    """
    if not may_end_in_totals(rows):
        return ()
    shown = _without_footer(rows)
    has_footer = len(shown) < len(rows)
    rows = shown
    end = len(rows)
    while end > 1 and is_total_label(_label(rows[end - 1], parse)):
        end -= 1
    totals, above = rows[end:], rows[:end]
    labels = {_label(row, parse).casefold() for row in totals}
    # A word that is used above is rather a category.
    if not totals or any(_label(row, parse).casefold() in labels for row in above):
        return ()
    numeric = [k for k in columns if k < len(above[-1].cells) and _holds(above[-1], k, parse)]
    are_read = all(_holds(row, k, parse) for row in totals for k in numeric)
    named = quoted_list([_label(row, parse) for row in totals[:3]])
    said = _SAID[unit, has_footer, are_read]
    return (said(len(totals), line=grouped(totals[0].line), labels=named),)


def _without_footer(rows: Sequence[RawRow]) -> Sequence[RawRow]:
    """Return the rows above those at the end that have one text in a row of several cells."""
    end = len(rows)
    while end and len(rows) - end < _MOST_FOOTERS and _is_footer(rows[end - 1]):
        end -= 1
    return rows[:end]


def _is_footer(row: RawRow) -> bool:
    filled = [cell for cell in row.cells if not isinstance(cell, str) or cell.strip()]
    if len(row.cells) < 2 or len(filled) != 1 or not isinstance(filled[0], str):
        return False
    return filled[0][:1] not in _STARTS_OF_NUMBERS and not is_total_label(filled[0])


def _label(row: RawRow, parse: Callable[[Cell], float]) -> str:
    """Return the first cell that is neither empty nor a number; "" if there is none."""
    texts = (k for k, cell in enumerate(row.cells) if isinstance(cell, str) and cell.strip())
    first = next((k for k in texts if not _holds(row, k, parse)), None)
    return "" if first is None else row.cells[first].strip()


def _holds(row: RawRow, column: int, parse: Callable[[Cell], float]) -> bool:
    """Return whether there is a number in a column of this row."""
    try:
        parse(row.cells[column])
    except (BadNumber, IndexError):
        return False
    return True
