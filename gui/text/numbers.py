"""How numbers are shown: one style in tables, figures, axes and sentences.

A true minus, a point before the decimals, and ``4.815e−5`` for what is too large or too small to be
read digit by digit. Trailing zeros say that the number goes on: 0.5 is exactly that, 0.500000 is
rounded. No number is rounded into a landmark: 0 is shown only if it is 0, and a factor of 1 only if
it is that.
"""

import math

from engine.numbers import exact
from engine.shortening import grouped
from engine.verdict.wording import count as counted_in_full
from engine.verdict.wording import factor

from .translation import translate

MINUS = "−"
"""U+2212, as wide as a plus sign; ``parse_number`` reads it."""
UNKNOWN = "—"
"""Displayed in place of a missing value."""

PLAIN_BELOW = 10**9
"""Larger counts are too long to be read digit by digit."""
COUNT_DIGITS = 3
"""Significant digits of a count that is too large to be written in full."""
NUMBER_DIGITS = 6
"""Significant digits of a weight, a loss and a reading."""

LEAST_PROBABILITY = 1e-300
"""Below it, a probability is only written as less."""

GROUPED_FROM = 1e3
"""Smaller numbers have no digits to group."""

# Outside this range a number with six digits is longer than with an exponent.
PLAIN_NUMBERS = (1e-4, 1e9)
# A number that is closer to 1 has too many nines, or zeros, to be counted by eye.
_NEAR_ONE = 1e-6
# A smaller part of a share, and of what it lacks to be all, nobody asks for.
_LEAST_PERCENT = 0.01
# An R² below −10⁴ only says that a run diverges.
_MUCH_WORSE = 1e4


def format_number(
    value: float, digits: int = NUMBER_DIGITS, plain: tuple[float, float] = PLAIN_NUMBERS
) -> str:
    """Write a number with this many significant digits, and with all its whole digits.

    From ``plain[1]`` on, and below ``plain[0]``, it is written as ``4.815e−5``. A number that has
    fewer digits is written with those that it has.
    """
    if not math.isfinite(value):
        return _not_finite(value)
    if value and not plain[0] <= abs(value) < plain[1]:
        return format_scientific(value, digits)
    return format_decimals(value, decimals_of(value, digits))


def decimals_of(value: float, digits: int) -> int:
    """Return the decimals that show this many significant digits of a finite number."""
    if not value:
        return 0
    # As _rounded_power does, without the call: each number that is shown asks.
    return max(0, digits - 1 - int(f"{value:.{digits - 1}e}".partition("e")[2]))


def format_decimals(value: float, decimals: int) -> str:
    """Write a finite number with this many decimals, or with as few as are all it has."""
    text = f"{value + 0.0:.{decimals}f}"  # + 0.0 turns −0 into 0
    return (_shortened(text) if float(text) == value else text).replace("-", MINUS)


def format_scientific(value: float, digits: int) -> str:
    """Write ``4.815e−5`` with this many digits, or with as few as are all that the number has."""
    if not math.isfinite(value):
        return _not_finite(value)
    text = f"{value:.{digits - 1}e}"
    mantissa, _, exponent = text.partition("e")
    return in_exponents(_shortened(mantissa) if float(text) == value else mantissa, int(exponent))


def in_exponents(mantissa: str, exponent: int) -> str:
    """Write ``3.7e12`` from its two parts."""
    return with_minus(f"{mantissa}e{exponent}")


def format_exact(value: float) -> str:
    """Write all the digits that tell a number from every other."""
    if not math.isfinite(value):
        return _not_finite(value)
    mantissa, power, exponent = exact(value).partition("e")
    return in_exponents(mantissa, int(exponent)) if power else with_minus(mantissa)


def format_loss(loss: float, digits: int = NUMBER_DIGITS, floor: float = 0.0) -> str:
    """Write a loss with its whole digits in groups of three, as sentences do.

    Below the floor of its rounding only that is said: ``< 3e−31``.
    """
    if 0.0 < loss < floor:
        return translate("text", "< {floor} (rounding)").format(floor=format_floor(floor))
    if not GROUPED_FROM <= loss < PLAIN_NUMBERS[1]:
        return format_number(loss, digits)
    decimals = decimals_of(loss, digits)
    text = grouped(loss, decimals)
    return _shortened(text) if float(f"{loss:.{decimals}f}") == loss else text


def format_grouped(
    value: float, digits: int = NUMBER_DIGITS, plain: tuple[float, float] = PLAIN_NUMBERS
) -> str:
    """Write a number as ``format_number`` does, with its whole digits in groups of three.

    So are all numbers that are read and not typed: those of axes, plots and sentences.
    """
    if not GROUPED_FROM <= abs(value) < plain[1]:
        return format_number(value, digits, plain)
    text = format_loss(abs(value), digits)
    return f"{MINUS}{text}" if value < 0 else text


def format_about(value: float, digits: int) -> str:
    """Write a number of which only so many digits are known: ``28000``, ``0.1`` or ``8.6e−8``.

    As in the field of a setting, which it may be entered in: thousands are not grouped.
    """
    if not math.isfinite(value):
        return _not_finite(value)
    return format_number(float(f"{value:.{digits - 1}e}"), digits)


def format_floor(floor: float) -> str:
    """Write below which number a loss is only rounding, so that what is below it is below it."""
    return format_number(_rounded_up(floor), 1)


def _rounded_up(value: float) -> float:
    """Return the next number with one digit, so that what is below the value is below it."""
    digit = float(f"{value:.0e}")
    unit = 10.0 ** _rounded_power(value, 1)
    return digit if digit >= value else digit + unit


format_factor = factor
"""Writes how many times as large something is, as the engine's sentences do."""


def format_multiple(share: float) -> str:
    """Write the same before ``×``: a sum stands in brackets there, ``(1 + 3e−9)``."""
    text = format_factor(share)
    return f"({text})" if " " in text else text


def format_percent(share: float) -> str:
    """Write a share of 1 in whole percent: ``76``. What is not quite all is at most ``99.99``."""
    percent = 100 * share
    if 0 < share < 1 and round(percent) in (0, 100):
        return format_decimals(min(max(percent, _LEAST_PERCENT), 100 - _LEAST_PERCENT), 2)
    return format_decimals(percent, 0)


def format_r_squared(unexplained: float) -> str:
    """Write R² from 1 − R², so that it is not rounded to 1: ``0.976020`` or ``1 − 1.2e−9``."""
    if 0.0 < unexplained < _NEAR_ONE:
        return f"1 {MINUS} {format_scientific(unexplained, 2)}"
    if unexplained > _MUCH_WORSE:
        return format_scientific(1.0 - unexplained, 4)
    return format_number(1.0 - unexplained)


def format_probability(p: float, digits: int) -> str:
    """Write a probability with so many digits; it is 1 only if it is, and never 0.

    Below 1e−300 nobody could check its digits, so that only this is said: 0 stands for 1e−388, too.
    """
    if p < LEAST_PROBABILITY:
        least = format_scientific(LEAST_PROBABILITY, 1)
        return translate("text", "< {least}").format(least=least)
    while p < 1 and float(f"{p:.{digits - 1}e}") == 1:
        digits += 1
    return format_number(p, digits)


def format_count(count: float, digits: int = COUNT_DIGITS) -> str:
    """Write a count in full; as ``3.7e12`` with three digits if that is too long to read."""
    if count < PLAIN_BELOW:
        return grouped(count)
    return counted_in_full(count, digits) if math.isfinite(count) else "∞"


def format_rate(rate: float) -> str:
    """Write a number of epochs a second."""
    return f"{rate:.1f}" if rate < 10 else format_count(rate)


def with_minus(text: str) -> str:
    """Return the text of a number with true minus signs."""
    return text.replace("-", MINUS)


def _rounded_power(value: float, digits: int) -> int:
    """Return the power of ten of a number once it is rounded: 9.9999996 has that of 10."""
    return int(f"{value:.{digits - 1}e}".partition("e")[2])


def _shortened(text: str) -> str:
    """Return decimals without their trailing zeros."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _not_finite(value: float) -> str:
    return UNKNOWN if math.isnan(value) else "∞" if value > 0 else f"{MINUS}∞"
