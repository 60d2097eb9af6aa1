"""How numbers are written in sentences: 12,345 rows and 3.7×10¹² epochs."""

import math

PLAIN_BELOW = 10**9
"""Larger counts are too long to be read digit by digit."""
DIGITS = 3
"""Significant digits of a count that is written as a power of ten."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_count(count: float) -> str:
    """Write a count in full; as three digits and a power of ten if that is too long to read."""
    if not math.isfinite(count):
        return "∞"
    if count < PLAIN_BELOW:
        return f"{count:,.0f}"
    mantissa, _, exponent = f"{float(count):.{DIGITS - 1}e}".partition("e")
    return in_powers(mantissa, int(exponent))


def in_powers(mantissa: str, exponent: int) -> str:
    """Write 3.7×10¹²; only 10¹² if the mantissa is 1."""
    digits = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    power = f"10{str(exponent).translate(_RAISED)}"
    return power if digits == "1" else f"{digits}×{power}"


def format_rate(rate: float) -> str:
    """Write a number of epochs a second."""
    return f"{rate:,.1f}" if rate < 10 else format_count(rate)


def counted(count: int, thing: str) -> str:
    """Write a number of things: ``1 row``, ``12,345 rows``."""
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"
