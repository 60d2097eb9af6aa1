"""Finds the separator and the decimal mark of the clipboard's text."""

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.reading.choices import Choices
from engine.reading.header import is_header, quotes_mark_header
from engine.reading.records import Splitting

from .commas import BLANKS_AND_QUOTES, options_for_commas
from .doubt import TABS, TEXT, with_decimal_mark

# Whether the first row is a header shows within a screenful or two of rows.
_HEADER_SAMPLE_ROWS = 100
_OTHER_SEPARATORS = " ;|"
_GROUPED_BY_BLANKS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]*)?\Z")


def options_for(
    lines: Sequence[str], decimal_comma: bool, decimal_mark: str | None = None
) -> Choices:
    """Return how to read a text, given a sample of its lines; raises AmbiguousText.

    ``decimal_comma`` is whether the locale has one. ``decimal_mark`` is the one that the source
    program declares, if it does.
    """
    rows = _below_header(lines)
    if any("\t" in line for line in lines):
        return _with_tabs(rows, decimal_comma, decimal_mark)
    cells = [line.strip(BLANKS_AND_QUOTES) for line in rows]
    if any(separator in cell for cell in cells for separator in _OTHER_SEPARATORS):
        return replace(TEXT, decimal=decimal_mark)
    if any("," in cell for cell in cells):
        return options_for_commas(
            [line.strip(BLANKS_AND_QUOTES) for line in lines], decimal_comma, decimal_mark
        )
    return with_decimal_mark(TABS, cells, decimal_comma, decimal_mark)


def _below_header(lines: Sequence[str]) -> Sequence[str]:
    """Drop the names: their commas and points say nothing about the numbers."""
    splitting = Splitting("\t")
    first, *below = splitting.first_rows(lines, _HEADER_SAMPLE_ROWS) or [[]]
    has_names = bool(below) and (is_header(first, below) or quotes_mark_header(lines, splitting))
    return lines[1:] if has_names else lines


def _with_tabs(lines: Sequence[str], decimal_comma: bool, decimal_mark: str | None) -> Choices:
    """Read tab-separated cells, in which a blank can only group digits."""
    cells = [cell.strip(BLANKS_AND_QUOTES) for line in lines for cell in line.split("\t")]
    blanks = any(map(_GROUPED_BY_BLANKS.match, cells))
    return with_decimal_mark(
        replace(TABS, thousands=" ") if blanks else TABS, cells, decimal_comma, decimal_mark
    )
