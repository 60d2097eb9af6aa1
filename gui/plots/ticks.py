"""A few legible ticks for an axis: their positions and labels."""

import math
from collections.abc import Container, Iterable
from dataclasses import dataclass

from engine.shortening import grouped

from ..text.numbers import PLAIN_BELOW, PLAIN_NUMBERS, format_count, in_exponents, with_minus
from .axis_scale import AxisScale, Scale

# The powers of ten that are written out, as everywhere in the window: 0.0001 to 999,999,999. Other
# numbers, and those with more than nine decimals, are easier to read as 1e−6; an axis that has one
# of them writes all like it, so that its numbers are compared at a glance.
_PLAIN_POWERS = range(*(round(math.log10(end)) for end in PLAIN_NUMBERS))
_MOST_DECIMALS = 9


@dataclass(frozen=True)
class Tick:
    """A position on an axis, and its label."""

    position: float
    label: str


def ticks_between(low: float, high: float, most: int, axis_scale: AxisScale) -> list[Tick]:
    """Return about ``most`` ticks or fewer for the positions from low to high."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    # If all the round numbers happen to lie outside, less round ones lie inside.
    return _ticks_on(low, high, most, axis_scale) or _ticks_on(low, high, 3 * most, axis_scale)


def _ticks_on(low: float, high: float, most: int, axis_scale: AxisScale) -> list[Tick]:
    if axis_scale.scale is Scale.LINEAR:
        return linear_ticks(low, high, most, axis_scale.shift)
    if axis_scale.direction < 0:
        rising = logarithmic_ticks(-high, -low, most)
        return [Tick(-tick.position, tick.label) for tick in reversed(rising)]
    return logarithmic_ticks(low, high, most, axis_scale.zero)


def linear_ticks(low: float, high: float, most: int, shift: int = 0) -> list[Tick]:
    """Return ticks at a round distance; the values are the positions times 10^shift."""
    return _stepped(low, high, nice_step((high - low) / max(most, 1)), shift, _PLAIN_POWERS)


def logarithmic_ticks(low: float, high: float, most: int, zero: float | None = None) -> list[Tick]:
    """Return ticks at powers of ten, at 1-2-5 in a few decades, or at round steps within one."""
    bottom = low if zero is None else max(low, zero + 0.5)
    ticks = _above_zero(bottom, high, most) if bottom < high else []
    if zero is not None and low <= zero <= high:
        ticks.insert(0, Tick(zero, "0"))
    return ticks


def _above_zero(low: float, high: float, most: int) -> list[Tick]:
    if high - low >= 2:
        return _decades(low, high, most)
    for digits in ((1, 2, 5), (1, 5)):
        ticks = _digits(low, high, digits)
        if 2 <= len(ticks) <= most:
            return ticks
    return _decades(low, high, most) if high - low >= 1 else _within_a_decade(low, high, most)


def _digits(low: float, high: float, digits: tuple[int, ...]) -> list[Tick]:
    return _labelled(
        (digit, decade)
        for decade in range(math.floor(low), math.floor(high) + 1)
        for digit in digits
        if low <= decade + math.log10(digit) <= high
    )


def _decades(low: float, high: float, most: int) -> list[Tick]:
    stride = int(nice_step(max(1.0, (high - low) / max(most, 1))))
    first = math.ceil(low / stride)
    return _labelled((1, k * stride) for k in range(first, math.floor(high / stride) + 1))


def _within_a_decade(low: float, high: float, most: int) -> list[Tick]:
    shift = math.floor(low)
    shift = 0 if shift in _PLAIN_POWERS else shift
    values = linear_ticks(10 ** (low - shift), 10 ** (high - shift), most, shift)
    return [
        Tick(shift + math.log10(tick.position), tick.label) for tick in values if tick.position > 0
    ]


def _labelled(
    numbers: Iterable[tuple[int, int]], plain: Container[int] = _PLAIN_POWERS
) -> list[Tick]:
    """Return ticks at digits times powers of ten, all written out or all with an exponent.

    Parameters
    ----------
    numbers : iterable of (digit, decade)
        Each is digit · 10^decade.
    plain : container of int, optional
        The decades that may be written out.
    """
    found = list(numbers)
    is_plain = all(decade in plain for _, decade in found)
    label = _written_out if is_plain else _with_exponent
    return [Tick(decade + math.log10(digit), label(digit, decade)) for digit, decade in found]


def _written_out(digit: int, decade: int) -> str:
    return grouped(digit * 10.0**decade, max(0, -decade))


def _with_exponent(digit: int, decade: int) -> str:
    return in_exponents(str(digit), decade)


def nice_step(least: float) -> float:
    """Return the smallest 1, 2 or 5 times a power of ten that is at least ``least``."""
    power = math.floor(math.log10(least))
    for digit in (1, 2, 5, 10):
        step = float(f"{digit}e{power}")
        if step >= least * (1 - 1e-9):
            return step
    return float(f"1e{power + 1}")


def _stepped(low: float, high: float, step: float, shift: int, plain: range) -> list[Tick]:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    widest = _power(max(abs(first), abs(last), 1) * step)
    written_out = shift == 0 and widest in plain and -_power(step) <= _MOST_DECIMALS
    label = _plain if written_out else _scientific
    return [
        Tick(k * step, label(k * step, step, shift) if k else "0") for k in range(first, last + 1)
    ]


def _plain(value: float, step: float, shift: int) -> str:
    del shift
    return with_minus(grouped(value, max(0, -_power(step))))


def _scientific(value: float, step: float, shift: int) -> str:
    """Return value · 10^shift with as many digits as the step needs."""
    digits = max(0, _power(value) - _power(step))
    mantissa, _, exponent = f"{value:.{digits}e}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return in_exponents(mantissa, int(exponent) + shift)


def _power(value: float) -> int:
    return math.floor(math.log10(abs(value)) + 1e-9)


# Epochs are written out up to 999,999,999, as in the figures of the run.
_PLAIN_WHOLE_POWERS = 9


def whole_ticks_between(low: float, high: float, most: int, axis_scale: AxisScale) -> list[Tick]:
    """Return about ``most`` ticks or fewer for the positions from low to high."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        return []
    if axis_scale.scale is Scale.LINEAR:
        return whole_ticks(low, high, most, axis_scale.shift)
    return _with_zero(low, high, most, axis_scale.zero)


def whole_ticks(low: float, high: float, most: int, shift: int = 0) -> list[Tick]:
    """Return ticks at a round distance; the values are the positions times 10^shift."""
    if low >= high:
        return []
    step = max(nice_step((high - low) / max(most, 1)), 10.0**-shift)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    is_plain = shift == 0 and max(abs(first), abs(last)) * step < PLAIN_BELOW
    label = _plain_whole if is_plain else _scientific
    return [
        Tick(k * step, label(k * step, step, shift) if k else "0") for k in range(first, last + 1)
    ]


def _with_zero(low: float, high: float, most: int, zero: float | None) -> list[Tick]:
    ticks = logarithmic_whole_ticks(max(low, 0.0), high, most)
    if zero is not None and low <= zero <= high:
        ticks.insert(0, Tick(zero, "0"))
    return ticks


def logarithmic_whole_ticks(low: float, high: float, most: int) -> list[Tick]:
    """Return ticks at powers of ten, at 1-2-5 in two decades, or at round steps within one."""
    if low >= high:
        return [Tick(low, format_count(10**low))] if low == high == 0 else []
    if high - low >= 2 or most < 3:
        return _whole_decades(low, high, most)
    ticks = _labelled(
        (
            (digit, decade)
            for decade in range(math.floor(low), math.floor(high) + 1)
            for digit in (1, 2, 5)
            if low <= decade + math.log10(digit) <= high
        ),
        range(_PLAIN_WHOLE_POWERS),
    )
    return ticks if 2 <= len(ticks) <= most else _within(low, high, most)


def _whole_decades(low: float, high: float, most: int) -> list[Tick]:
    stride = int(nice_step(max(1.0, (high - low) / max(most, 1))))
    powers = range(math.ceil(low / stride) * stride, math.floor(high) + 1, stride)
    return _labelled(((1, power) for power in powers), range(_PLAIN_WHOLE_POWERS))


def _within(low: float, high: float, most: int) -> list[Tick]:
    shift = math.floor(low) if low >= _PLAIN_WHOLE_POWERS else 0
    ends = 10 ** (low - shift), 10 ** (high - shift)
    return [
        Tick(shift + math.log10(tick.position), tick.label)
        for tick in whole_ticks(*ends, most, shift)
        if tick.position > 0
    ]


def _plain_whole(value: float, step: float, shift: int) -> str:
    del step, shift
    return grouped(float(value))
