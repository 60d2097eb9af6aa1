"""How the numbers of a table are written: the decimal mark, and what groups thousands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from ...errors import BadNumber
from ...language.sentence import marked
from ...numbers import PLAIN, nearest_number
from ...shortening import in_quotes
from ..options import THOUSANDS, ReadOptions
from .blank_groups import THOUSANDS as THOUSANDS_BY_BLANKS
from .blank_groups import decimal_mark, is_grouped
from .fortran import with_letter_e
from .number_patterns import (
    as_fraction,
    commas_are_decimal,
    decimal_mark_beside_groups,
    implies_decimal_comma,
    implies_decimal_point,
    is_percentage,
    looks_like_number,
    may_group,
    proves_decimal_comma,
)

APOSTROPHES = "'’"
# The spaces that group digits in print. A plain space may also separate two numbers.
HARD_SPACES = "\u00a0\u202f\u2009"
_GROUPS = {"": "", ",": ",", ".": ".", "'": APOSTROPHES, " ": " " + HARD_SPACES}
# Between tabs a blank can only group digits, as in what is copied from a spreadsheet.
_TAB = "\t"
_NO_NUMBER = marked("engine", "{written} is not a number.")
_NO_NUMBER_SO = {
    ".": marked("engine", "{written} is not a number if a point is the decimal mark."),
    ",": marked("engine", "{written} is not a number if a comma is the decimal mark."),
}
_AMONG_POINTS = marked(
    "engine",
    "{written} is not a number: it has a comma, but other numbers here have decimal points. "
    "Correct it, or choose the decimal mark.",
)


@dataclass(frozen=True)
class NumberFormat:
    """One way to write numbers. None means that any decimal mark, or any grouping, may occur.

    If both are None, each number is read on its own; ``comma_is_decimal`` then decides whether
    1,234 is read as 1.234 or refused. ``point_is_decimal`` refuses 2,3 among decimal points between
    commas: it was in quotes because it is no number, but two. ``has_percents`` reads 5% as 0.05,
    ``has_bare_powers`` reads 0.1-100 as 0.1e-100.
    """

    decimal: str | None = None
    thousands: str | None = None
    comma_is_decimal: bool = False
    point_is_decimal: bool = False
    has_percents: bool = False
    has_bare_powers: bool = False

    @property
    def is_undecided(self) -> bool:
        """Whether each number is read on its own."""
        return self.decimal is None and self.thousands is None

    @property
    def accepts_decimal_comma(self) -> bool:
        """Whether a comma is decimal if it is the only mark of a number."""
        if self.is_undecided:
            return self.comma_is_decimal
        return self.decimal != "."

    def parse(self, cell: str) -> float:
        """Read one finite float64. Raises BadNumber."""
        is_point = self.decimal != "," and self.thousands != "."
        if is_point and PLAIN.match(cell) and isfinite(value := float(cell)):
            return value
        if self.has_percents and is_percentage(cell):
            return self.parse(as_fraction(cell))
        bare = cell.strip().replace("−", "-")
        written = with_letter_e(bare, has_bare_powers=self.has_bare_powers)
        if self.is_undecided:
            if self.point_is_decimal and _has_lone_comma(written):
                raise BadNumber(cell, _AMONG_POINTS.format(written=in_quotes(written)))
            return nearest_number(_without_groups(written), decimal_comma=self.comma_is_decimal)
        return nearest_number(self._normalized(written))

    def _normalized(self, written: str) -> str:
        """Rewrite a number with a decimal point and without grouping. Raises BadNumber."""
        found = _number_pattern(self.decimal or ".,", self._grouping_characters).match(written)
        if found is None:
            raise self._refusal(written)
        sign, whole, group, part, power = found.group("sign", "whole", "group", "part", "power")
        digits = (whole or "").replace(group or "", "")
        return f"{sign}{digits}.{part or ''}{power or ''}"

    @property
    def _grouping_characters(self) -> str:
        if self.thousands is not None:
            return _GROUPS[self.thousands]
        return (",." + APOSTROPHES + HARD_SPACES).replace(self.decimal or "", "")

    def _refusal(self, written: str) -> BadNumber:
        if self.decimal is None or not looks_like_number(written):
            return BadNumber(written, _NO_NUMBER.format(written=in_quotes(written)))
        reason = _NO_NUMBER_SO[self.decimal].format(written=in_quotes(written))
        return BadNumber(written, reason)


def find_number_format(
    options: ReadOptions, cells: Iterable[str], others: Iterable[str] = ()
) -> NumberFormat:
    """Return the chosen format. What is left open is decided by the cells, if they can.

    ``others`` are cells of columns that are not read: a decimal point among them counts between
    commas, because a program that writes one writes no decimal comma.
    """
    decimal = options.decimal or {",": ".", ".": ","}.get(options.thousands or "")
    if decimal or options.thousands is not None:
        return NumberFormat(decimal, options.thousands)
    cells = list(cells)
    if options.separator == _TAB and any(map(is_grouped, cells)):
        return NumberFormat(decimal_mark(cells), THOUSANDS_BY_BLANKS)
    if grouped := decimal_mark_beside_groups(cells):
        return NumberFormat(grouped)
    by_comma = options.separator == ";" or commas_are_decimal(cells)
    by_point = options.separator == "," and any(
        looks_like_number(cell) and implies_decimal_point(cell) for cell in (*cells, *others)
    )
    return NumberFormat(comma_is_decimal=by_comma, point_is_decimal=by_point)


def detect_marks(number_format: NumberFormat, cells: Iterable[str]) -> tuple[str, str]:
    """Return the decimal mark and the grouping of some cells, as far as they are certain."""
    found = [cell for cell in cells if _is_certain(number_format, cell)]
    by_comma = number_format.accepts_decimal_comma and any(map(implies_decimal_comma, found))
    decimal = number_format.decimal or ("," if by_comma else ".")
    if number_format.thousands is not None:
        return decimal, number_format.thousands
    certain = (cell for cell in found if not (number_format.is_undecided and may_group(cell)))
    return decimal, _grouping(decimal, certain)


def _grouping(decimal: str, cells: Iterable[str]) -> str:
    """Return what groups the thousands of some cells; "" if nothing does."""
    pattern = _number_pattern(
        decimal, _GROUPS["." if decimal == "," else ","] + APOSTROPHES + HARD_SPACES
    )
    groups = {match["group"] for match in map(pattern.match, cells) if match and match["group"]}
    return next((mark for mark in THOUSANDS if set(_GROUPS[mark]) & groups), "")


def _is_certain(number_format: NumberFormat, cell: str) -> bool:
    if number_format.is_undecided and not number_format.comma_is_decimal and may_group(cell):
        return False
    try:
        number_format.parse(cell)
    except BadNumber:
        return False
    return True


def _has_lone_comma(written: str) -> bool:
    """Return whether a comma is the only mark of a number, and cannot group thousands."""
    return "," in written and proves_decimal_comma(written) and looks_like_number(written)


def _without_groups(written: str) -> str:
    """Remove what can only group thousands: apostrophes and hard spaces."""
    if written.isascii() and "'" not in written:
        return written
    found = _number_pattern(".,", APOSTROPHES + HARD_SPACES).match(written)
    group = found["group"] if found else None
    return written.replace(group, "") if group else written


@lru_cache
def _number_pattern(marks: str, groups: str) -> re.Pattern[str]:
    """Match numbers with any of the decimal marks, and a single kind of grouping."""
    grouped = (
        rf"[1-9][0-9]{{0,2}}(?P<group>[{re.escape(groups)}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    )
    whole = rf"{grouped}|[0-9]+" if groups else r"(?P<group>)[0-9]+"
    return re.compile(
        rf"(?P<sign>[+-]?)(?=[{marks}]?[0-9])(?P<whole>{whole})?"
        rf"(?:[{marks}](?P<part>[0-9]*))?(?P<power>[eE][+-]?[0-9]+)?\Z"
    )
