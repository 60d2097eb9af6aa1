"""Two numbers written one below the other with the same decimals, to see where they differ."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from ..settings import Precision

DIGITS = {Precision.DOUBLE: 16, Precision.SINGLE: 8}
"""The decimal digits of a number; one more tells any two apart."""
# Numbers from 0.0001 to as large as their digits reach are written without a power of ten.
LEAST_EXPONENT = -5
_BLANK = " "
# Enough for any float64 without rounding.
_EXACT = Context(prec=1200, rounding=ROUND_HALF_EVEN, Emax=10_000, Emin=-10_000)


@dataclass(frozen=True)
class Aligned:
    """Two numbers as texts with the same decimals, and the same power of ten if they have one.

    Attributes
    ----------
    first, second : str
        Of the same length: the shorter has blanks before it. A minus is a hyphen.
    digits : int
        How many significant digits the larger one has.
    shared : int
        How many characters at the start are the same in both.
    left : int
        How many digits their difference has, in units of the last place that is shown.
    """

    first: str
    second: str
    digits: int
    shared: int
    left: int

    @property
    def cancelled(self) -> int:
        """How many of the digits are lost in their difference."""
        return self.digits - self.left

    @property
    def before_left(self) -> int:
        """How many characters are before the digits that are left.

        More than are the same if there is a carry: of 2.0000 and 1.9999 only the last digit is
        left.
        """
        mantissa = self.first.partition("e")[0]
        places = [i for i, character in enumerate(mantissa) if character in f"0123456789{_BLANK}"]
        return places[-self.left] if self.left else len(mantissa)


def align(first: float, second: float | Fraction, digits: int) -> Aligned:
    """Write two finite numbers with so many digits, or one more if only that tells them apart."""
    found = align_to(first, second, digits)
    return found if found.left or first == second else align_to(first, second, digits + 1)


def align_to(first: float, second: float | Fraction, digits: int) -> Aligned:
    """Write two finite numbers with so many digits, even if those do not tell them apart."""
    return _aligned(decimal_of(first), decimal_of(second), digits)


def decimal_of(value: float | Fraction) -> Decimal:
    """Return a finite number as a decimal; a fraction to 1,200 digits, and a float exactly."""
    numerator, denominator = value.as_integer_ratio()
    return _EXACT.divide(Decimal(numerator), Decimal(denominator))


def written(value: float | Fraction, digits: int) -> str:
    """Write a finite number with so many significant digits, correctly rounded; 0 is 0."""
    return _aligned(decimal_of(value), decimal_of(value), digits).first if value else "0"


def significant_digits(text: str) -> int:
    """Return how many significant digits a written number has."""
    mantissa = text.partition("e")[0]
    return len("".join(filter(str.isdigit, mantissa)).lstrip("0"))


def _aligned(first: Decimal, second: Decimal, digits: int) -> Aligned:
    largest = max(abs(first), abs(second))
    exponent = largest.adjusted() if largest else 0
    is_plain = LEAST_EXPONENT < exponent < digits
    decimals = max(0, digits - 1 - exponent) if is_plain else digits - 1
    power = 0 if is_plain else exponent
    numbers = [
        _EXACT.quantize(_EXACT.scaleb(value, -power), Decimal(1).scaleb(-decimals))
        for value in (first, second)
    ]
    tail = "" if is_plain else f"e{power:+03d}"
    above, below = (f"{number:f}{tail}" for number in numbers)
    width = max(len(above), len(below))
    above, below = above.rjust(width), below.rjust(width)
    apart = abs(int(_EXACT.scaleb(numbers[0] - numbers[1], decimals)))
    left = min(len(str(apart)), digits) if apart else 0
    return Aligned(above, below, digits, _shared(above, below), left)


def _shared(first: str, second: str) -> int:
    return next(
        (i for i, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]),
        len(first),
    )
