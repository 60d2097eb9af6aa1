"""The axes of a picture: where a number stands, and which numbers are written beside it."""

import math
from dataclasses import dataclass

import numpy as np

from ...matrix import Matrix
from ...verdict.wording import number

# Digits of a tick that tell it from its neighbour, whose distance is at least 1/1000 of its size.
MOST_DIGITS = 12
# More room on both sides than the data take: points do not stand on the frame.
MARGIN = 0.04
# Numbers of fewer digits are shorter with an exponent, from here on and below.
SHORT = 6
PLAIN_BELOW, LEAST_PLAIN = 1e7, 1e-4
# A span that is smaller than this part of its numbers is rounding, which no tick can tell apart.
LEAST_SPAN = 1e-10
# Beyond it, differences of two numbers overflow.
LARGEST = 1e300


@dataclass(frozen=True)
class ChartTick:
    """A number beside an axis, and where it stands, from 0 to 1."""

    place: float
    text: str


@dataclass(frozen=True)
class ChartScale:
    """An axis from ``low`` to ``high``; of a logarithmic one, these are powers of ten."""

    low: float
    high: float
    is_log: bool = False

    @classmethod
    def of(
        cls, values: Matrix, *, is_log: bool = False, margin: float = MARGIN
    ) -> "ChartScale | None":
        """Return an axis that holds finite values, (n,); None if there are none.

        A logarithmic axis holds those above 0.
        """
        held = values[np.isfinite(values) & (np.abs(values) < LARGEST)]
        held = held[held > 0] if is_log else held
        if not len(held):
            return None
        held = np.log10(held) if is_log else held
        low, high = float(held.min()), float(held.max())
        size = max(abs(low), abs(high))
        if high - low <= LEAST_SPAN * size:
            room = 0.5 if is_log else 0.1 * size or 1.0
            return cls(low - room, high + room, is_log)
        room = margin * (high - low)
        return cls(low - room, high + room, is_log)

    def places(self, values: Matrix) -> Matrix:
        """Return where values stand, from 0 at the low end to 1; NaN outside of the axis."""
        with np.errstate(all="ignore"):
            on_axis = np.log10(values) if self.is_log else values
            found: Matrix = (on_axis - self.low) / (self.high - self.low)
        return np.where((found >= 0) & (found <= 1), found, np.nan)

    def ticks(self, most: int = 6) -> list[ChartTick]:
        """Return at most about so many round numbers."""
        if self.is_log and self.high - self.low >= 2:
            every = math.ceil((self.high - self.low) / most)
            first = math.ceil(self.low / every) * every
            powers = range(first, math.floor(self.high) + 1, every)
            return [ChartTick(self._share(power), _power_of_ten(power)) for power in powers]
        low, high = (10**self.low, 10**self.high) if self.is_log else (self.low, self.high)
        step = round_step((high - low) / most)
        at = [k * step for k in range(math.ceil(low / step), math.floor(high / step) + 1)]
        digits = _digits(max(map(abs, at), default=1.0), step)
        places = [
            math.log10(each) if self.is_log else each for each in at if each or not self.is_log
        ]
        texts = [_text(each, digits, step) for each in at if each or not self.is_log]
        return [ChartTick(self._share(p), text) for p, text in zip(places, texts, strict=True)]

    def _share(self, place: float) -> float:
        return (place - self.low) / (self.high - self.low)


def round_step(step: float) -> float:
    """Return the next of 1, 2, 5 and 10 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(step))
    return next((k * power for k in (1, 2, 5) if k * power >= step), 10 * power)


def _digits(largest: float, step: float) -> int:
    if not largest:
        return 1
    return min(
        MOST_DIGITS, max(1, math.floor(math.log10(largest)) - math.floor(math.log10(step)) + 1)
    )


def _text(value: float, digits: int, step: float) -> str:
    """Write a tick; one that needs many digits only for its size with an exponent."""
    if digits < SHORT and (abs(value) >= PLAIN_BELOW or 0 < step < LEAST_PLAIN):
        return in_exponents(value, digits)
    return number(value, digits)


def _power_of_ten(power: int) -> str:
    return number(10.0**power, 1) if -4 <= power <= 4 else in_exponents(float(f"1e{power}"), 1)


def in_exponents(value: float, digits: int) -> str:
    """Write a number as ``2.5e7``, 0 as it is."""
    if not value:
        return "0"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    whole = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{whole}e{int(exponent)}".replace("-", "−")
