"""How the numbers of a table are written: what marks decimals, and what groups thousands."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

from ..errors import BadNumber
from ..numbers import PLAIN, parse_number, shown
from .choices import THOUSANDS, Choices
from .evidence import (
    commas_decide,
    is_like_a_number,
    mark_of_grouped,
    may_group,
    speaks_for_comma,
)

APOSTROPHES = "'’"
HARD_SPACES = "\u00a0\u202f\u2009"
"""The spaces that group digits in print. A plain one may as well stand between two numbers."""
_GROUPS = {"": "", ",": ",", ".": ".", "'": APOSTROPHES, " ": " " + HARD_SPACES}
_WORDS = {".": "a point", ",": "a comma"}


@dataclass(frozen=True)
class Notation:
    """One way to write numbers; None where either mark, or any grouping, may come.

    Where both are None, ``comma_decides`` settles 1,234 as 1.234; otherwise it is refused.
    """

    decimal: str | None = None
    thousands: str | None = None
    comma_decides: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether every number is to be understood by itself."""
        return self.decimal is None and self.thousands is None

    @property
    def takes_commas(self) -> bool:
        """Tell whether a comma marks decimals wherever it is the only mark of a number."""
        if self.is_open:
            return self.comma_decides
        return self.decimal != "."

    def number(self, cell: str) -> float:
        """Read one finite float64; raise BadNumber with the sentence to show."""
        is_point = self.decimal != "," and self.thousands != "."
        if is_point and PLAIN.match(cell) and isfinite(value := float(cell)):
            return value
        written = cell.strip().replace("−", "-")
        if self.is_open:
            return parse_number(_without_groups(written), decimal_comma=self.comma_decides)
        return parse_number(self._with_point(written))

    def _with_point(self, written: str) -> str:
        """Rewrite a number with a decimal point and no grouping; raise BadNumber."""
        found = _form(self.decimal or ".,", self._groups).match(written)
        if found is None:
            raise self._refusal(written)
        sign, whole, group, part, power = found.group("sign", "whole", "group", "part", "power")
        digits = (whole or "").replace(group or "", "")
        return f"{sign}{digits}.{part or ''}{power or ''}"

    @property
    def _groups(self) -> str:
        if self.thousands is not None:
            return _GROUPS[self.thousands]
        return (",." + APOSTROPHES + HARD_SPACES).replace(self.decimal or "", "")

    def _refusal(self, written: str) -> BadNumber:
        if self.decimal is None or not is_like_a_number(written):
            return BadNumber(written, f"{shown(written)} is not a number.")
        return BadNumber(
            written,
            f"{shown(written)} is not a number where {_WORDS[self.decimal]} marks the decimals.",
        )


def notation_for(choices: Choices, cells: Iterable[str]) -> Notation:
    """Return the notation chosen, or as far as it is open, the one that some cells speak for."""
    decimal = choices.decimal or {",": ".", ".": ","}.get(choices.thousands or "")
    if decimal or choices.thousands is not None:
        return Notation(decimal, choices.thousands)
    known = list(cells)
    if grouped := mark_of_grouped(known):
        return Notation(grouped)
    return Notation(comma_decides=choices.separator == ";" or commas_decide(known))


def marks_seen(notation: Notation, cells: Iterable[str]) -> tuple[str, str]:
    """Return the decimal mark and the grouping of some cells, as far as they are beyond doubt."""
    found = [cell for cell in cells if _is_settled(notation, cell)]
    by_comma = notation.takes_commas and any(map(speaks_for_comma, found))
    decimal = notation.decimal or ("," if by_comma else ".")
    if notation.thousands is not None:
        return decimal, notation.thousands
    sure = (cell for cell in found if not (notation.is_open and may_group(cell)))
    return decimal, _grouping(decimal, sure)


def _grouping(decimal: str, cells: Iterable[str]) -> str:
    """Return what groups the thousands of some cells; "" where nothing does."""
    form = _form(decimal, _GROUPS["." if decimal == "," else ","] + APOSTROPHES + HARD_SPACES)
    groups = {match["group"] for match in map(form.match, cells) if match and match["group"]}
    return next((mark for mark in THOUSANDS if set(_GROUPS[mark]) & groups), "")


def _is_settled(notation: Notation, cell: str) -> bool:
    if notation.is_open and not notation.comma_decides and may_group(cell):
        return False
    try:
        notation.number(cell)
    except BadNumber:
        return False
    return True


def _without_groups(written: str) -> str:
    """Take out what can only group thousands: apostrophes, and spaces that do not break."""
    if written.isascii() and "'" not in written:
        return written
    found = _form(".,", APOSTROPHES + HARD_SPACES).match(written)
    group = found["group"] if found else None
    return written.replace(group, "") if group else written


@lru_cache
def _form(marks: str, groups: str) -> re.Pattern[str]:
    """Match numbers with any of the decimal marks, and any one of the groupings throughout."""
    grouped = (
        rf"[1-9][0-9]{{0,2}}(?P<group>[{re.escape(groups)}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*"
    )
    whole = rf"{grouped}|[0-9]+" if groups else r"(?P<group>)[0-9]+"
    return re.compile(
        rf"(?P<sign>[+-]?)(?=[{marks}]?[0-9])(?P<whole>{whole})?"
        rf"(?:[{marks}](?P<part>[0-9]*))?(?P<power>[eE][+-]?[0-9]+)?\Z"
    )
