"""How numbers are displayed: short, decimal points aligned in a column, never misleading.

The decimal separator is a point in every locale, so a number reads the same wherever it is copied.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from engine import Matrix

DIGITS = 6
"""Significant digits of the largest value in a column."""

UNKNOWN = "—"
"""Displayed in place of a missing value."""

MAX_CHARACTERS = 9
"""Length of the longest number displayed."""

# Nine digits and a sign would be wider than MAX_CHARACTERS.
_SCIENTIFIC_FROM = 1e8
# A smaller value would start with three or more zeros and lose digits within MAX_CHARACTERS.
_SCIENTIFIC_BELOW = 1e-3
# Rounding may move a displayed value by half a percent at most; beyond that it gets more digits.
_MAX_RELATIVE_LOSS = 0.005


def scientific(value: float, decimals: int | None = None) -> str:
    """Format as ``7.925e-4``, with a fixed number of decimals or as few as represent the value."""
    exponent = f"{value:e}".partition("e")[2]
    most = _mantissa_decimals(int(exponent))
    mantissa, _, exponent = f"{value:.{most if decimals is None else decimals}e}".partition("e")
    if decimals is None:
        mantissa = _strip_zeros(mantissa)
    return f"{mantissa}e{int(exponent)}"


@dataclass(frozen=True)
class Fixed:
    """Writes a column with between ``least`` and ``most`` decimals."""

    least: int = 0
    most: int = DIGITS - 1

    def text(self, value: float) -> str:
        """Format one value of the column."""
        if not math.isfinite(value):
            return _not_finite(value)
        if abs(value) >= _SCIENTIFIC_FROM:
            return scientific(value)
        decimals = self._decimals(value)
        if not _keeps_digits(value, decimals):
            return _text_on_its_own(value)
        text = f"{value + 0.0:.{decimals}f}"  # + 0.0 turns −0 into 0
        return _strip_zeros(text, self.least)

    def _decimals(self, value: float) -> int:
        """Return enough decimals for this value, even if it is unlike the rest of the column."""
        return max(self.least, min(self.most, _decimals_for(abs(value))))


@dataclass(frozen=True)
class Scientific:
    """Writes a column of very small values with mantissas of equal length."""

    decimals: int

    def text(self, value: float) -> str:
        """Format one value of the column."""
        if not math.isfinite(value):
            return _not_finite(value)
        return scientific(value, self.decimals) if value else "0"


ColumnFormat = Fixed | Scientific


def column_format(sample: Matrix) -> ColumnFormat:
    """Choose a column's format from a sample of its values."""
    values = sample[np.isfinite(sample) & (sample != 0.0)]
    sizes = np.abs(values)
    if sizes.size and sizes.max() < _SCIENTIFIC_BELOW:
        return _scientific_format(values)
    plain = values[sizes < _SCIENTIFIC_FROM]
    most = _decimals_for(float(np.abs(plain).max())) if plain.size else 0
    texts = [Fixed(0, most).text(value) for value in plain.tolist() if _keeps_digits(value, most)]
    return Fixed(max((len(text.partition(".")[2]) for text in texts), default=0), most)


def _scientific_format(values: Matrix) -> Scientific:
    exponents = np.floor(np.log10(np.abs(values)))
    most = min(_mantissa_decimals(int(exponents.min())), _mantissa_decimals(int(exponents.max())))
    mantissas = (f"{value:.{most}e}".partition("e")[0] for value in values.tolist())
    return Scientific(max(len(_strip_zeros(text).partition(".")[2]) for text in mantissas))


def _decimals_for(largest: float) -> int:
    """Return the decimals that show DIGITS digits of the largest value, or one if it has DIGITS."""
    before_point = math.floor(math.log10(largest)) + 1 if largest >= 1.0 else 0
    return max(DIGITS - before_point, 1 if before_point <= DIGITS else 0)


def _mantissa_decimals(exponent: int) -> int:
    """Return the decimals that keep a negative number within MAX_CHARACTERS."""
    return MAX_CHARACTERS - len(f"-1.e{exponent}")


def _strip_zeros(text: str, least: int = 0) -> str:
    whole, point, decimals = text.partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return whole + point + decimals if decimals else whole


def _not_finite(value: float) -> str:
    return UNKNOWN if math.isnan(value) else "∞" if value > 0 else "-∞"


def _keeps_digits(value: float, decimals: int) -> bool:
    """Return whether this many decimals represent the value closely enough."""
    return abs(round(value, decimals) - value) <= _MAX_RELATIVE_LOSS * abs(value)


def _text_on_its_own(value: float) -> str:
    """Format a value that needs more decimals than its column has."""
    return f"{value:.4g}" if abs(value) >= _SCIENTIFIC_BELOW else scientific(value)


# Choosing a format from 200 values takes under 1 ms, and a redraw may choose 20 formats.
_SAMPLED_ROWS = 100
# About a screenful of rows; a longer number further down is elided until it is edited.
_MEASURED_ROWS = 50


class ColumnFormats:
    """The formats of a table's columns; sampled over all rows, so scrolling never changes one."""

    def __init__(self, column_values: Callable[[int, Sequence[int]], Matrix]) -> None:
        self._column_values = column_values
        self._formats: dict[int, ColumnFormat] = {}

    def invalidate(self, columns: Iterable[int]) -> None:
        """Choose the formats of these columns again, because their values changed."""
        for column in columns:
            self._formats.pop(column, None)

    def invalidate_all(self) -> None:
        """Choose every format again, because the columns changed."""
        self._formats.clear()

    def format_of(self, column: int, rows: int) -> ColumnFormat:
        """Return the format of a column with this many rows."""
        if column not in self._formats:
            values = self._column_values(column, sample_rows(rows))
            self._formats[column] = column_format(values)
        return self._formats[column]

    def characters(self, column: int, rows: int) -> int:
        """Return the length of the longest of the first numbers of a column."""
        values = self._column_values(column, range(min(rows, _MEASURED_ROWS)))
        return max(map(len, map(self.format_of(column, rows).text, values.tolist())))


def sample_rows(rows: int) -> list[int]:
    """Return up to 200 row numbers: the first 100, and 100 spread over the table."""
    spread = np.linspace(0, rows - 1, _SAMPLED_ROWS).astype(int).tolist()
    return sorted({*range(min(rows, _SAMPLED_ROWS)), *spread})
