"""Notes on numbers of a sheet with more digits than a float64 keeps: long ids."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from ...matrix import Matrix
from ..cells import Cell, RawRow
from ..layout import Layout
from ..notes import digits_lost, digits_may_be_lost, in_column
from ..text.lost_digits import kept_of

# Above this, not every whole number is a float64.
_WHOLE_NUMBERS_END = 2.0**53
# A float64 keeps any 15 digits. A number with fewer is round, and hardly was a longer one.
_DIGITS_KEPT = 15
# Beyond 64 bits, whole numbers are measurements, not ids or stamps.
_IDS_END = 2.0**64


class LongNumbers:
    """Watches some columns for long whole numbers; each column is told once.

    A number in a sheet has been rounded before it is seen, so its digits may be lost. A number
    stored as text has them all.
    """

    def __init__(self, layout: Layout, columns: Sequence[int]) -> None:
        self._layout, self._columns = layout, list(columns)

    def check(self, rows: Sequence[RawRow], values: Matrix) -> tuple[str, ...]:
        """Return notes on some rows, given the numbers read from them: small ones cost little."""
        return self.check_first(rows) if self.may_concern(values) else ()

    def may_concern(self, values: Matrix) -> bool:
        """Return whether any number is so long that its column is still to be told."""
        return bool(self._columns) and bool((np.abs(values) >= _WHOLE_NUMBERS_END).any())

    def check_first(self, rows: Sequence[RawRow]) -> tuple[str, ...]:
        """Return notes on some rows."""
        return tuple(self._notes([row for row in rows if not _are_small(row.cells)]))

    def _notes(self, rows: Sequence[RawRow]) -> Iterator[str]:
        for k in tuple(self._columns):
            cells = (row.cells[k] for row in rows if k < len(row.cells))
            note = next(filter(None, (self._note(k, cell) for cell in cells)), "")
            if note:
                self._columns.remove(k)
                yield note

    def _note(self, k: int, cell: Cell) -> str:
        place = in_column(k, self._layout.name(k))
        if isinstance(cell, str):
            kept = kept_of(cell.strip())
            return "" if kept is None else digits_lost(place, cell.strip(), kept)
        if not isinstance(cell, (int, float)) or not _is_long(float(cell)):
            return ""
        return digits_may_be_lost(place, int(cell))


def _are_small(cells: Sequence[Cell]) -> bool:
    """Return whether all cells are numbers that are not long; most rows are such."""
    numbers = [cell for cell in cells if isinstance(cell, (int, float))]
    least, most = min(numbers, default=0), max(numbers, default=0)
    are_short = least > -_WHOLE_NUMBERS_END and most < _WHOLE_NUMBERS_END
    return are_short and len(numbers) == len(cells)


def _is_long(value: float) -> bool:
    """Return whether a number may have had more digits than it has now."""
    if not (math.isfinite(value) and _WHOLE_NUMBERS_END <= abs(value) < _IDS_END):
        return False
    return float(f"{value:.{_DIGITS_KEPT}g}") != value
