"""Lines with commas and no tabs: a column of numbers, or several that the commas part."""

import re
from collections.abc import Sequence
from dataclasses import replace

from engine.reading.choices import Choices
from engine.reading.header import is_name

from .doubt import COMMAS, TABS, Doubtful, Reading

AROUND = ' "'
_GROUPED = re.compile(r"[+\-−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?\Z")
_DECIMAL = re.compile(r"[+\-−]?[0-9]*,[0-9]+(?:[eE][+\-−]?[0-9]+)?\Z")
_PLAIN = re.compile(r"[+\-−]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+\-−]?[0-9]+)?\Z")


def with_commas(cells: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Return how to read lines (stripped of blanks and quotes) that have a comma; raise Doubtful.

    ``comma`` and ``mark`` are those of ``choices_for``.
    """
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
    parts = (cell.strip(AROUND) for row in rows for cell in row.split(","))
    return not all(map(_is_number, rows)) and all(map(_is_number, parts))


def _with_comma(rows: Sequence[str]) -> str:
    return next(row for row in rows if "," in row)


def _is_number(cell: str) -> bool:
    return any(form.match(cell) for form in (_DECIMAL, _GROUPED, _PLAIN))
