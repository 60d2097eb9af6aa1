"""Notes on numbers with more digits than a float64 keeps: long ids, and stamps in nanoseconds."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from decimal import Decimal
from itertools import islice

from ...errors import BadTable
from ...matrix import Matrix
from ..cells import RawRow
from ..layout import Layout
from ..notes import digits_lost
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
# As many rows as a preview shows. Stamps that coincide do so from the start.
_ROWS_OF_SAMPLE = 100
# They are looked at in 10 ms.
_CELLS_OF_SAMPLE = 10_000


def becomes(cell: str) -> str:
    """Say what a whole number becomes as float64; "" if it stays the same."""
    if _INTEGER.match(cell) and int(cell) != (kept := int(float(cell))):
        return f"{cell} becomes {kept}"
    return ""


class LostDigits:
    """Watches some columns for numbers that lose digits; each column is told once."""

    def __init__(self, records: Records, layout: Layout, columns: Sequence[int]) -> None:
        self._records, self._layout = records, layout
        self._columns = list(columns)

    def check_first(self, block: TextBlock) -> tuple[str, ...]:
        """Return notes on the first rows; also if different decimals become one number."""
        if not _LONG_NUMBER.search(block.data):
            return ()
        rows = list[RawRow]()
        with suppress(BadTable):  # reading the table will report the line
            most = min(_ROWS_OF_SAMPLE, 1 + _CELLS_OF_SAMPLE // max(len(self._columns), 1))
            rows.extend(islice(self._records.rows_in(block), most))
        whole = list(self._notes(rows))
        return (*whole, *self._notes_on_decimals(rows))

    def check_block(self, block: TextBlock, values: Matrix) -> tuple[str, ...]:
        """Return notes on a block, given the numbers read from it: plain ones cost little."""
        is_large = values.size and max(values.max(), -values.min()) >= _WHOLE_NUMBERS_END
        if not (self._columns and is_large and _LONG_INTEGER.search(block.data)):
            return ()
        return tuple(self._notes(self._records.rows_in(block)))

    def _notes(self, rows: Iterable[RawRow]) -> Iterator[str]:
        for row in rows:
            for k in [k for k in self._columns if k < len(row.cells)]:
                cell = row.cells[k]
                if what := becomes(cell):
                    yield self._note(k, what)
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
                    yield self._note(k, f"{other} and {number} become the same number")
                    break

    def _note(self, column: int, what: str) -> str:
        self._columns.remove(column)
        return digits_lost(column, self._layout.name(column), what)
