"""How numbers are shown: short, the decimal points of a column in line, and nothing misleading.

A point separates decimals in every locale, so that a number reads the same wherever it is copied.
"""

import math
from dataclasses import dataclass

import numpy as np

from engine import Matrix

DIGITS = 6
"""Significant digits of the largest value of a column."""

UNKNOWN = "—"
"""What stands where there is no value."""

MAX_CHARACTERS = 9
"""Characters of the longest number shown."""

_SCIENTIFIC_FROM = 1e8
_SCIENTIFIC_BELOW = 1e-3
_MAX_RELATIVE_LOSS = 0.005


def scientific(value: float, decimals: int | None = None) -> str:
    """Write ``7.925e-4``: as many decimals as asked for, or as few as carry the value."""
    exponent = f"{value:e}".partition("e")[2]
    most = _mantissa_decimals(int(exponent))
    mantissa, _, exponent = f"{value:.{most if decimals is None else decimals}e}".partition("e")
    if decimals is None:
        mantissa = _strip_zeros(mantissa)
    return f"{mantissa}e{int(exponent)}"


@dataclass(frozen=True)
class Fixed:
    """A column written with a decimal point: at least ``least`` and at most ``most`` decimals."""

    least: int = 0
    most: int = DIGITS - 1

    def text(self, value: float) -> str:
        """Write one value of the column."""
        if not math.isfinite(value):
            return _not_finite(value)
        if abs(value) >= _SCIENTIFIC_FROM:
            return scientific(value)
        decimals = self._decimals(value)
        if not _keeps_digits(value, decimals):
            return _text_on_its_own(value)
        texts = f"{value + 0.0:.{decimals}f}"  # + 0.0 makes a plain 0 of −0
        return _strip_zeros(texts, self.least)

    def _decimals(self, value: float) -> int:
        """Digits enough for this value, however far it lies outside what the column is made for."""
        return max(self.least, min(self.most, _decimals_for(abs(value))))


@dataclass(frozen=True)
class Scientific:
    """A column of values too small for a decimal point alone, their mantissas equally long."""

    decimals: int

    def text(self, value: float) -> str:
        """Write one value of the column."""
        if not math.isfinite(value):
            return _not_finite(value)
        return scientific(value, self.decimals) if value else "0"


ColumnFormat = Fixed | Scientific


def column_format(sample: Matrix) -> ColumnFormat:
    """Choose how to write a column from a sample of its values."""
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
    """Decimals that give ``largest`` its significant digits, and one where it has digits enough."""
    before_point = math.floor(math.log10(largest)) + 1 if largest >= 1.0 else 0
    return max(DIGITS - before_point, 1 if before_point <= DIGITS else 0)


def _mantissa_decimals(exponent: int) -> int:
    """As many as leave the number, with its sign, no wider than any other."""
    return MAX_CHARACTERS - len(f"-1.e{exponent}")


def _strip_zeros(texts: str, least: int = 0) -> str:
    whole, point, decimals = texts.partition(".")
    decimals = decimals.rstrip("0").ljust(least, "0")
    return whole + point + decimals if decimals else whole


def _not_finite(value: float) -> str:
    return UNKNOWN if math.isnan(value) else "∞" if value > 0 else "-∞"


def _keeps_digits(value: float, decimals: int) -> bool:
    """Tell whether so many decimals leave a value enough of its digits."""
    return abs(round(value, decimals) - value) <= _MAX_RELATIVE_LOSS * abs(value)


def _text_on_its_own(value: float) -> str:
    """Write a value for which the decimals of its column are too few."""
    return f"{value:.4g}" if abs(value) >= _SCIENTIFIC_BELOW else scientific(value)
