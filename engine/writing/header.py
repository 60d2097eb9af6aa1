"""Write column names so that any reader takes them for names, not for numbers."""

import re
from collections.abc import Sequence

from ..formula_text import escape_formula
from ..shortening import repair_name

_READ_OTHERWISE = re.compile(r"['#]|^[!*/;%-]")
_BREAKS = re.compile(r"\s*[\r\n]\s*")


def header_cells(names: Sequence[str], separator: str) -> list[str]:
    """Return names as cells that no spreadsheet runs and that break no line.

    All are quoted if an unquoted header could be read as a row of numbers.
    """
    from ..reading.text.header import is_header  # loaded on use, as in engine/__init__.py

    cells = [_without_breaks(escape_formula(name)) for name in names]
    if is_header(cells):
        return [text_cell(name, separator) for name in names]
    return [quote(cell) for cell in cells]


def text_cell(text: str, separator: str) -> str:
    """Return a text as a cell of a CSV file that any reader takes for one cell.

    The apostrophe before a formula opens a quotation in R's ``read.table(sep=",")``, which then
    made 3 rows of 7; # begins a comment there, in a cell too, and other signs begin one elsewhere.
    Within quotes, none of them does.
    """
    cell = escape_formula(text)
    return (
        quote(_without_breaks(cell))
        if _READ_OTHERWISE.search(cell)
        else quote_if_needed(cell, separator)
    )


def quote_if_needed(text: str, separator: str) -> str:
    """Quote a text if it would break its cell or turn its line into a comment.

    Line breaks become spaces: readers look for comments and count rows line by line.
    """
    from ..reading.text.dialect import COMMENTS  # loaded on use, as in engine/__init__.py

    text = _without_breaks(text)
    breaks = separator in text or '"' in text
    return quote(text) if breaks or text.startswith(COMMENTS) else text


def _without_breaks(text: str) -> str:
    return _BREAKS.sub(" ", repair_name(text))


def quote(text: str) -> str:
    """Put a text in quotes, and double the quotes in it."""
    return '"' + text.replace('"', '""') + '"'
