"""How counts are written, wherever they are shown: 12,345 rows and 3.7×10¹² epochs."""

import math

PLAIN_BELOW = 10**9
DIGITS = 3
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def format_count(count: float) -> str:
    """Write a count out, or to three digits and a power of ten where it is too long to read."""
    if not math.isfinite(count):
        return "∞"
    if count < PLAIN_BELOW:
        return f"{count:,.0f}"
    mantissa, _, exponent = f"{float(count):.{DIGITS - 1}e}".partition("e")
    return in_powers(mantissa, int(exponent))


def in_powers(mantissa: str, exponent: int) -> str:
    """Write 3.7×10¹², or 10¹² alone where the mantissa is 1."""
    digits = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    power = f"10{str(exponent).translate(_RAISED)}"
    return power if digits == "1" else f"{digits}×{power}"


def shown_rate(rate: float) -> str:
    """Write how many epochs a second there are."""
    return f"{rate:,.1f}" if rate < 10 else format_count(rate)


def counted(count: int, thing: str) -> str:
    """Write how many things there are: ``1 row``, ``12,345 rows``."""
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"
