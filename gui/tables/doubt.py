"""What the clipboard's text leaves open: what parts the cells, and what a comma or a point means.

Where the numbers themselves settle it, or the locale does, nobody is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.reading.choices import Choices
from engine.reading.evidence import (
    commas_decide,
    has_decimal_comma,
    may_group,
    speaks_for_point,
)
from engine.reading.header import is_header, is_name, quotes_tell
from engine.reading.records import Splitting

from ..errors import GuiError

TEXT = Choices(encoding="utf-8", comment="")
TABS = replace(TEXT, separator="\t")
COMMAS = replace(TEXT, separator=",", decimal=".")
_ROWS_LOOKED_AT = 100
_OTHER_SEPARATORS = " ;|"
_AROUND = ' "'
_GROUPED = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\Z")
_GROUPED_BY_BLANKS = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?: [0-9]{3})+(?:[.,][0-9]*)?\Z")
_DECIMAL = re.compile(r"[+\-−]?[0-9]*,[0-9]+(?:[eE][+\-−]?[0-9]+)?\Z")
_PLAIN = re.compile(r"[+\-−]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-−]?[0-9]+)?\Z")


class Reading(NamedTuple):
    """One way to read a text, and what it makes of the doubtful cell."""

    meaning: str
    choices: Choices


class Doubtful(GuiError):
    """A text that could be read in more than one way; ``readings`` are those."""

    def __init__(self, cell: str, readings: Sequence[Reading]) -> None:
        self.cell, self.readings = cell, tuple(readings)
        meanings = " or ".join(reading.meaning for reading in readings)
        super().__init__(f"“{cell}” could mean {meanings}.")


def choices_for(lines: Sequence[str], comma: bool, mark: str | None = None) -> Choices:
    """Return how to read a text of which some lines are given; raise Doubtful.

    ``comma`` tells whether the locale has a decimal comma, ``mark`` what marks decimals where the
    program that it comes from has told.
    """
    rows = _below_header(lines)
    if any("\t" in line for line in lines):
        return _with_tabs(rows, comma, mark)
    cells = [line.strip(_AROUND) for line in rows]
    if any(sign in cell for cell in cells for sign in _OTHER_SEPARATORS):
        return replace(TEXT, decimal=mark)
    if any("," in cell for cell in cells):
        return _with_commas([line.strip(_AROUND) for line in lines], comma, mark)
    return marked(TABS, cells, comma, mark)


def _below_header(lines: Sequence[str]) -> Sequence[str]:
    """Leave out the names, whose commas and points tell nothing of the numbers'."""
    splitting = Splitting("\t")
    first, *below = splitting.first_rows(lines, _ROWS_LOOKED_AT) or [[]]
    has_names = bool(below) and (is_header(first, below) or quotes_tell(lines, splitting))
    return lines[1:] if has_names else lines


def marked(choices: Choices, cells: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Settle what marks decimals in the cells, as far as they have marks; raise Doubtful."""
    if mark is not None:
        return replace(choices, decimal=mark)
    if commas_decide(cells):
        return replace(choices, decimal=",")
    if any(map(speaks_for_point, cells)):
        return choices if any(map(has_decimal_comma, cells)) else replace(choices, decimal=".")
    return _by_locale(choices, [cell for cell in cells if may_group(cell)], comma)


def _with_tabs(lines: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Read cells parted by tabs, between which a blank can only group digits."""
    cells = [cell.strip(_AROUND) for line in lines for cell in line.split("\t")]
    blanks = any(map(_GROUPED_BY_BLANKS.match, cells))
    return marked(replace(TABS, thousands=" ") if blanks else TABS, cells, comma, mark)


def _by_locale(choices: Choices, doubtful: Sequence[str], comma: bool) -> Choices:
    """Read 1,234 or 1.234 as the locale does, or ask: it may come from elsewhere."""
    own, other = (",", ".") if comma else (".", ",")
    if not doubtful:
        return choices
    if any(own in cell for cell in doubtful):
        return replace(choices, decimal=own)
    cell = doubtful[0]
    decimal = Reading(cell.replace(",", "."), replace(choices, decimal=other))
    grouped = Reading(cell.replace(other, ""), replace(choices, decimal=own, thousands=other))
    raise Doubtful(cell, [decimal, grouped])


def _with_commas(cells: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Read lines with commas and no tabs: a column of numbers, or several parted by commas."""
    head, rows = ("", cells) if len(cells) == 1 or _is_number(cells[0]) else (cells[0], cells[1:])
    if mark is not None:
        return COMMAS if _are_parted(rows) else replace(TABS, decimal=mark)
    if not all(map(_is_number, rows)):
        return COMMAS
    if "," in head and not _is_one(head, rows, comma):
        return COMMAS
    readings = _readings(rows, cells)
    by_locale = comma and "," not in head and readings[0].choices.decimal == ","
    if len(readings) == 1 or by_locale:
        return readings[0].choices
    raise Doubtful(_with_comma(rows), readings)


def _is_one(head: str, rows: Sequence[str], comma: bool) -> bool:
    """Tell rows as the locale writes them in one column, below a name that has a comma in it."""
    has_commas = any("," in row for row in rows)
    return is_name(head) and has_commas and _are_all(rows, _DECIMAL if comma else _GROUPED)


def _readings(rows: Sequence[str], lines: Sequence[str]) -> list[Reading]:
    """Return each way to read all rows; commas may part all lines, a name's too, if as many do."""
    cell, found = _with_comma(rows), []
    if _are_all(rows, _DECIMAL):
        found.append(Reading(cell.replace(",", "."), replace(TABS, decimal=",")))
    if _are_all(rows, _GROUPED):
        grouped = replace(TABS, decimal=".", thousands=",")
        found.append(Reading(cell.replace(",", ""), grouped))
    are_alike = len(lines) > 1 and len({line.count(",") for line in lines}) == 1
    if not found or are_alike:
        found.append(Reading(" and ".join(cell.split(",")), COMMAS))
    return found


def _are_all(rows: Sequence[str], form: re.Pattern[str]) -> bool:
    return all(form.match(row) or _PLAIN.match(row) for row in rows)


def _are_parted(rows: Sequence[str]) -> bool:
    """Tell a file's lines, each in a cell, from a column of a spreadsheet, which parts by tabs."""
    parts = (cell.strip(_AROUND) for row in rows for cell in row.split(","))
    return not all(map(_is_number, rows)) and all(map(_is_number, parts))


def _with_comma(rows: Sequence[str]) -> str:
    return next(row for row in rows if "," in row)


def _is_number(cell: str) -> bool:
    return any(form.match(cell) for form in (_DECIMAL, _GROUPED, _PLAIN))
