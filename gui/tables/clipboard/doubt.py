"""What a comma or a point of the clipboard's means, and what of it nobody can tell.

Where the numbers themselves settle it, or the locale does, nobody is asked.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.reading.choices import Choices
from engine.reading.evidence import (
    commas_are_decimal,
    implies_decimal_point,
    may_group,
    proves_decimal_comma,
)

from ...errors import GuiError

TEXT = Choices(encoding="utf-8", comment="")
TABS = replace(TEXT, separator="\t")
COMMAS = replace(TEXT, separator=",", decimal=".")


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


def marked(choices: Choices, cells: Sequence[str], comma: bool, mark: str | None) -> Choices:
    """Settle what marks decimals in the cells, as far as they have marks; raise Doubtful."""
    if mark is not None:
        return replace(choices, decimal=mark)
    if commas_are_decimal(cells):
        return replace(choices, decimal=",")
    if any(map(implies_decimal_point, cells)):
        return choices if any(map(proves_decimal_comma, cells)) else replace(choices, decimal=".")
    return _by_locale(choices, [cell for cell in cells if may_group(cell)], comma)


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
