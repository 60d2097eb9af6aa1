"""Notes on numbers that a float64 does not keep.

They have more digits, as long ids and stamps in nanoseconds do, or are so small that they become 0.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice

import numpy as np

from ...errors import BadNumber, BadTable
from ...matrix import Matrix
from ..cells import RawRow
from ..layout import Layout
from ..notes import become_the_same, become_zero, digits_lost, in_column
from .records import Records
from .text import TextBlock

# Above this, not every whole number is a float64.
_WHOLE_NUMBERS_END = 2.0**53
_LONG_INTEGER = re.compile(rb"(?<![0-9.])[1-9][0-9]{15,}(?![0-9.eE])")
_LONG_NUMBER = re.compile(rb"[0-9]{16}|[0-9]{3,}[.,][0-9]{7,}")
# Up to 300 digits are certainly finite.
_INTEGER = re.compile(r"[+-]?[0-9]{16,300}\Z")
_DECIMAL = re.compile(r"[+-]?[0-9]+[.,][0-9]+\Z")
_DIGITS_KEPT = 15
# The smallest float64 is 4.9e-324.
_SMALL_POWER = re.compile(rb"[eEdD0-9.]-0*(?:29[0-9]|[3-9][0-9]{2}|[1-9][0-9]{3})")
_LONGEST_POWER = 32
_BEFORE_POWER = np.frombuffer(b"eEdD.", np.uint8)
_ZEROS = b"0" * 290
_SMALL_CELL = re.compile(
    r"[+\-−]?[0.,']*[1-9][0-9.,']*[eEdD]?[\-−][0-9]{3}|[+\-−]?[0.,']{290,}[1-9]"
)
# As many rows as a preview shows. Stamps that coincide do so from the start.
_ROWS_OF_SAMPLE = 100
# They are looked at in 10 ms.
_CELLS_OF_SAMPLE = 10_000


def kept_of(cell: str) -> int | None:
    """Return what a whole number becomes as float64; None if it stays the same."""
    if _INTEGER.match(cell) and int(cell) != (kept := int(float(cell))):
        return kept
    return None


def may_become_zero(data: bytes) -> bool:
    """Return whether a number in some lines may be too small for a float64."""
    if not data.isascii():
        data = data.replace("−".encode(), b"-")
    # A minus and three digits are found in 0.4 ms a MiB, by the pattern alone in 4 ms.
    codes = np.frombuffer(data, np.uint8)
    is_digit = (codes - np.uint8(ord("0"))) < np.uint8(10)
    is_power = codes[:-3] == ord("-")
    for after in (1, 2, 3):
        is_power &= is_digit[after : len(codes) - 3 + after]
    found = np.flatnonzero(is_power[1:])
    begins = found[is_digit[found] | np.isin(codes[found], _BEFORE_POWER)].tolist()
    powers = (data[begin : begin + _LONGEST_POWER] for begin in begins)
    return any(map(_SMALL_POWER.match, powers)) or _ZEROS in data


class LostDigits:
    """Watches some columns for numbers that lose digits or become 0; each column is told once."""

    def __init__(
        self,
        records: Records,
        layout: Layout,
        columns: Sequence[int],
        parse: Callable[[str], float],
    ) -> None:
        self._records, self._layout, self._parse = records, layout, parse
        self._columns, self._not_zero = list(columns), list(columns)

    def check_first(self, block: TextBlock) -> tuple[str, ...]:
        """Return notes on the first rows; also if different decimals become one number."""
        has_small = may_become_zero(block.data)
        if not has_small and not _LONG_NUMBER.search(block.data):
            return ()
        rows = list[RawRow]()
        with suppress(BadTable):  # reading the table will report the line
            most = min(_ROWS_OF_SAMPLE, 1 + _CELLS_OF_SAMPLE // max(len(self._columns), 1))
            rows.extend(islice(self._records.rows_in(block), most))
        whole = list(self._notes(rows))
        return (*whole, *self._notes_on_decimals(rows), *self._notes_on_zeros(rows))

    def check_block(self, block: TextBlock, values: Matrix) -> tuple[str, ...]:
        """Return notes on a block, given the numbers read from it: plain ones cost little."""
        notes = self._check_long(block, values)
        if self._not_zero and not values.all() and may_become_zero(block.data):
            notes += tuple(self._notes_on_zeros(self._records.rows_in(block)))
        return notes

    def _check_long(self, block: TextBlock, values: Matrix) -> tuple[str, ...]:
        is_large = values.size and max(values.max(), -values.min()) >= _WHOLE_NUMBERS_END
        if not (self._columns and is_large and _LONG_INTEGER.search(block.data)):
            return ()
        return tuple(self._notes(self._records.rows_in(block)))

    def _notes(self, rows: Iterable[RawRow]) -> Iterator[str]:
        for row in rows:
            for k in [k for k in self._columns if k < len(row.cells)]:
                cell = row.cells[k]
                if (kept := kept_of(cell)) is not None:
                    yield digits_lost(self._noted(k), cell, kept)
            if not self._columns:
                return

    def _notes_on_decimals(self, rows: Sequence[RawRow]) -> Iterator[str]:
        for k in self._columns[:_CELLS_OF_SAMPLE]:
            seen = dict[float, str]()
            for row in rows:
                cell = row.cells[k] if k < len(row.cells) else ""
                if len(cell) <= _DIGITS_KEPT or not _DECIMAL.match(cell):
                    continue
                written = cell.replace(",", ".")
                if (first := seen.setdefault(float(written), written)) == written:
                    continue
                number, other = Decimal(written), Decimal(first)
                if other != number:
                    yield become_the_same(self._noted(k), other, number)
                    break

    def _notes_on_zeros(self, rows: Iterable[RawRow]) -> Iterator[str]:
        for row in rows:
            for k in [k for k in self._not_zero if k < len(row.cells)]:
                if _SMALL_CELL.match(row.cells[k]) and self._becomes_zero(row.cells[k]):
                    self._not_zero.remove(k)
                    yield become_zero(k, self._layout.name(k), row.cells[k], row.line)
            if not self._not_zero:
                return

    def _becomes_zero(self, cell: str) -> bool:
        try:
            return self._parse(cell) == 0
        except BadNumber:
            return False

    def _noted(self, column: int) -> str:
        """Return the place of a column that needs no second note."""
        self._columns.remove(column)
        return in_column(column, self._layout.name(column))
