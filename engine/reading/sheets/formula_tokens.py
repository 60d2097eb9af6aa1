"""The tokens of a formula in .xls and .xlsb: whether it sums up the cells above it.

A formula is stored in the order in which it is computed: SUM(A2:A9) is the area A2:A9, then SUM.
"""

import re
import struct
from collections import deque
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

# Of a column, or of a row in BIFF5, without the bits that say what is relative.
_ROW_IS_RELATIVE, _COLUMN = 0x8000, 0x3FFF
# Blanks that were typed, and whether to compute the formula again whenever anything changes.
_NO_OPERATION = rb"(?:\x19[\x01\x40]..)*+"
# SUM of one area may be a token of its own. COUNT, SUM, AVERAGE, MIN, MAX, STDEV, VAR, COUNTA,
# STDEVP, VARP and MEDIAN have a number each; SUBTOTAL has a number before its area.
_NUMBERED = rb"[\x00\x04-\x07\x0c\x2e\xa9\xc1\xc2\xe3]\x00"
_SUM = rb"\x19\x10..|[\x22\x42\x62]\x01" + _NUMBERED + rb"|[\x22\x42\x62]\x02\x58\x01"
# A column of a table with a name; only .xlsb has those.
_OF_TABLE = rb"\x18\x19.{12}"
_TOTAL = (
    _NO_OPERATION
    + rb"(?:\x1e..)?"
    + _NO_OPERATION
    + rb"(?:[\x25\x45\x65](?P<area>.{%d})|[\x2d\x4d\x6d](?P<shared>.{%d})"
    + (rb"|" + _OF_TABLE + rb")")
    + _NO_OPERATION
    + (rb"(?:" + _SUM + rb")")
    + _NO_OPERATION
    + rb"\Z"
)

# A few rows with totals, and one above them.
_MOST_ROWS = 6


class FormulaTokens(NamedTuple):
    """How a format writes formulas: the pattern of a total, the area in it, and the most rows.

    An area is two rows and two columns. ``flagged`` is the first of the two that say what is
    relative.
    """

    total: "re.Pattern[bytes]"
    area: struct.Struct
    rows: int
    flagged: int

    @classmethod
    def with_areas(cls, form: str, rows: int, flagged: int) -> "FormulaTokens":
        """Return the tokens of a format by the form of an area."""
        area = struct.Struct(form)
        return cls(re.compile(_TOTAL % (area.size, area.size), re.DOTALL), area, rows, flagged)

    def sum_up_above(self, formula: bytes, row: int) -> bool:
        """Return whether a formula is such as SUM over several rows above it, in one column.

        Parameters
        ----------
        formula : bytes
            The tokens.
        row : int
            The row of the formula, counted from 0.

        Returns
        -------
        bool
        """
        found = self.total.match(formula)
        if found is None:
            return False
        if found["area"]:
            top, bottom, left, right = self._numbers(found["area"])
        elif found["shared"]:
            top, bottom, left, right = self._numbers(found["shared"], row)
        else:
            return True
        return top < bottom < row and left == right

    def _numbers(self, area: bytes, row: int | None = None) -> Sequence[int]:
        """Return the first and last row and column of an area.

        In formulas that are shared, ``row`` is where this one is, and areas may be relative to it.
        Their columns are relative as well, so they can only be compared.
        """
        numbers: tuple[int, int, int, int] = self.area.unpack(area)
        top, bottom, left, right = numbers
        rows = [top % self.rows, bottom % self.rows]
        if row is not None:
            flags = numbers[self.flagged : self.flagged + 2]
            rows = [
                (row + number) % self.rows if flag & _ROW_IS_RELATIVE else number
                for number, flag in zip(rows, flags, strict=True)
            ]
        return *rows, left & _COLUMN, right & _COLUMN


BIFF5 = FormulaTokens.with_areas("<HHBB", 2**14, 0)
"""Of Excel 5 and 95."""
BIFF8 = FormulaTokens.with_areas("<HHHH", 2**16, 2)
"""Of Excel 97 to 2003."""
BIFF12 = FormulaTokens.with_areas("<IIHH", 2**20, 2)
"""Of .xlsb."""


class LastFormulas:
    """The formulas of the last rows that have any: only they can be totals below a table.

    To look into each formula takes longer than to read it.
    """

    def __init__(self, tokens: FormulaTokens, size: int) -> None:
        self.tokens, self._size = tokens, size
        self._row = -1
        self._last = list[tuple[int, bytes, int]]()
        self._rows = deque[list[tuple[int, bytes, int]]](maxlen=_MOST_ROWS)

    def add(self, row: int, record: bytes, start: int) -> None:
        """Take a formula in, given its row from 0 and where its length is in its record."""
        if row != self._row:
            self._last, self._row = [], row
            self._rows.append(self._last)
        self._last.append((row, record, start))

    def totals(self) -> frozenset[int]:
        """Return the rows, counted from 1, that sum up rows above them."""
        return frozenset(
            row + 1
            for row, record, start in chain.from_iterable(self._rows)
            if self.tokens.sum_up_above(self._formula(record, start), row)
        )

    def _formula(self, record: bytes, start: int) -> bytes:
        end = start + self._size
        return record[end : end + int.from_bytes(record[start:end], "little")]
