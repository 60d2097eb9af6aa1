"""Ticks at whole numbers, for epochs and rows."""

import math

from ..counts import in_powers, shown_count
from .scale import Measure, Scale
from .ticks import Tick, nice_step

# Epochs are written out up to 100 on a logarithmic axis, where most labels are powers such as 10³,
# and up to 999,999,999 on a linear one, as in the figures of the run.
_PLAIN_DECADES = 3
_PLAIN_BELOW = 10**9


def whole_ticks_between(low: float, high: float, most: int, axis_scale: Measure) -> list[Tick]:
    """Return about `most` ticks or fewer for the positions from low to high."""
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
    is_plain = shift == 0 and max(abs(first), abs(last)) * step < _PLAIN_BELOW
    label = _plain if is_plain else _in_powers
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
        return [Tick(low, shown_count(10**low))] if low == high == 0 else []
    if high - low >= 2 or most < 3:
        return _decades(low, high, most)
    ticks = [
        Tick(decade + math.log10(digit), shown_count(digit * 10.0**decade))
        for decade in range(math.floor(low), math.floor(high) + 1)
        for digit in (1, 2, 5)
        if low <= decade + math.log10(digit) <= high
    ]
    return ticks if 2 <= len(ticks) <= most else _within(low, high, most)


def _decades(low: float, high: float, most: int) -> list[Tick]:
    stride = int(nice_step(max(1.0, (high - low) / max(most, 1))))
    powers = range(math.ceil(low / stride) * stride, math.floor(high) + 1, stride)
    return [Tick(float(power), _power(power)) for power in powers]


def _within(low: float, high: float, most: int) -> list[Tick]:
    shift = math.floor(low) if low >= _PLAIN_DECADES else 0
    ends = 10 ** (low - shift), 10 ** (high - shift)
    return [
        Tick(shift + math.log10(tick.position), tick.label)
        for tick in whole_ticks(*ends, most, shift)
        if tick.position > 0
    ]


def _power(exponent: int) -> str:
    return str(10**exponent) if exponent < _PLAIN_DECADES else in_powers("1", exponent)


def _plain(value: float, step: float, shift: int) -> str:
    del step, shift
    return f"{value:,.0f}"


def _in_powers(value: float, step: float, shift: int) -> str:
    """Return value · 10^shift with as many digits as the step needs."""
    powers = [math.floor(math.log10(abs(number)) + 1e-9) for number in (value, step)]
    mantissa, _, exponent = f"{value:.{max(0, powers[0] - powers[1])}e}".partition("e")
    return in_powers(mantissa, int(exponent) + shift)
