"""What a comma or a point in the clipboard's numbers means, and whether that is ambiguous.

A person is asked only if neither the numbers nor the locale decide.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from engine.reading.options import ReadOptions
from engine.reading.text.number_patterns import (
    commas_are_decimal,
    implies_decimal_point,
    may_group,
    proves_decimal_comma,
)

from ...errors import GuiError

TEXT = ReadOptions(encoding="utf-8", comment="")
TABS = replace(TEXT, separator="\t")
COMMAS = replace(TEXT, separator=",", decimal=".")


class Interpretation(NamedTuple):
    """One way to read a text, and the number it gives for the ambiguous cell."""

    meaning: str
    options: ReadOptions


class AmbiguousText(GuiError):
    """A text that can be read in more than one way; ``interpretations`` lists them."""

    def __init__(self, cell: str, interpretations: Sequence[Interpretation]) -> None:
        self.cell, self.interpretations = cell, tuple(interpretations)
        meanings = " or ".join(reading.meaning for reading in interpretations)
        super().__init__(f"“{cell}” could mean {meanings}.")


def with_decimal_mark(
    options: ReadOptions, cells: Sequence[str], decimal_comma: bool, decimal_mark: str | None
) -> ReadOptions:
    """Return options with the decimal mark that the cells imply, if any; raises AmbiguousText.

    ``decimal_mark`` is what the other program declares, if it does. It wins.
    """
    if decimal_mark is not None:
        return replace(options, decimal=decimal_mark)
    if commas_are_decimal(cells):
        return replace(options, decimal=",")
    if any(map(implies_decimal_point, cells)):
        return options if any(map(proves_decimal_comma, cells)) else replace(options, decimal=".")
    return _by_locale(options, [cell for cell in cells if may_group(cell)], decimal_comma)


def _by_locale(options: ReadOptions, ambiguous: Sequence[str], decimal_comma: bool) -> ReadOptions:
    """Read 1,234 or 1.234 as the locale does.

    If only the other locale's mark occurs, the text may come from elsewhere: ask.
    """
    own, other = (",", ".") if decimal_comma else (".", ",")
    if not ambiguous:
        return options
    if any(own in cell for cell in ambiguous):
        return replace(options, decimal=own)
    cell = ambiguous[0]
    decimal = Interpretation(cell.replace(",", "."), replace(options, decimal=other))
    grouped = Interpretation(
        cell.replace(other, ""), replace(options, decimal=own, thousands=other)
    )
    raise AmbiguousText(cell, [decimal, grouped])
