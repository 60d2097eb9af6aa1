"""What parts the cells of the clipboard's text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.reading.choices import Choices
from engine.reading.header import is_header, quotes_mark_header
from engine.reading.records import Splitting

from .commas import AROUND, with_commas
from .doubt import TABS, TEXT, marked

_ROWS_LOOKED_AT = 100
_OTHER_SEPARATORS = " ;|"
_GROUPED_BY_BLANKS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]*)?\Z")


def choices_for(lines: Sequence[str], comma: bool, mark: str | None = None) -> Choices:
    """Return how to read a text of which some lines are given; raise Doubtful.

    ``comma`` tells whether the locale has a decimal comma, ``mark`` what marks decimals where the
    program that it comes from has told.
    """
    rows = _below_header(lines)
    if any("\t" in line for line in lines):
        return _with_tabs(rows, comma, mark)
    cells = [line.strip(AROUND) for line in rows]
    if any(sign in cell for cell in cells for sign in _OTHER_SEPARATORS):
        return replace(TEXT, decimal=mark)
    if any("," in cell for cell in cells):
        return with_commas([line.strip(AROUND) for line in lines], comma, mark)
    return marked(TABS, cells, comma, mark)


def _below_header(lines: Sequence[str]) -> Sequence[str]:
    """Leave out the names, whose commas and points tell nothing of the numbers'."""
    splitting = Splitting("\t")
    first, *below = splitting.first_rows(lines, _ROWS_LOOKED_AT) or [[]]
    has_names = bool(below) and (is_header(first, below) or quotes_mark_header(lines, splitting))
    return lines[1:] if has_names else lines


def _with_tabs(lines: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Read cells parted by tabs, between which a blank can only group digits."""
    cells = [cell.strip(AROUND) for line in lines for cell in line.split("\t")]
    blanks = any(map(_GROUPED_BY_BLANKS.match, cells))
    return marked(replace(TABS, thousands=" ") if blanks else TABS, cells, comma, mark)
