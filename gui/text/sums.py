"""Numbers of a working, written so that they lead to each other as they are shown.

The numbers of a sum end at the same decimal place, as those of an account do, and each is rounded
as it would be alone. If they do not add up when they are rounded, another place is taken.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from .numbers import NUMBER_DIGITS, PLAIN_NUMBERS, format_number, in_exponents, with_minus

SMALL_DIGITS = 4
"""Of the number that is taken away, which may be much smaller than the others."""
MOST_DIGITS = 12
"""Of the largest number, if fewer do not show the one that is taken away."""
LOSS_DIGITS, MOST_LOSS_DIGITS = 10, 17
"""Of two losses: they differ in their last digits."""
# One place in four does not add up by rounding, so one of so many nearly always does.
_MORE_PLACES = 5
_FEWEST_DIGITS = 3


class WrittenDifference(NamedTuple):
    """Three numbers as texts: the first less the second is the third."""

    before: str
    change: str
    after: str


class WrittenQuotient(NamedTuple):
    """Three numbers as texts: the first less the second, divided by a number, is the third."""

    ahead: str
    behind: str
    slope: str


class WrittenScaledDifference(NamedTuple):
    """Four numbers as texts: the first less the second, divided by the third, is the last."""

    before: str
    change: str
    length: str
    after: str


def differences(before: float, change: float, after: float) -> Iterator[WrittenDifference]:
    """Yield ways to write ``before − change = after``, the best one first.

    Parameters
    ----------
    before, change, after : float
        Such that the equation holds up to rounding.

    Yields
    ------
    WrittenDifference
        With the same last decimal place. A number that is smaller than that is written alone.
    """
    numbers = before, change, after
    if not _are_finite(numbers):
        return
    for place in _places(numbers, change):
        first, taken, last = map(place.units, numbers)
        if first - taken == last:
            yield WrittenDifference(*map(place.least_of(numbers).text, numbers))


def scaled_differences(
    before: float, change: float, length: float, after: float, digits: int = NUMBER_DIGITS
) -> Iterator[WrittenScaledDifference]:
    """Yield ways to write ``(before − change) / length = after``, the best one first.

    Parameters
    ----------
    before, change, length, after : float
        Such that the equation holds up to rounding, and the length is not 0.
    digits : int, optional
        How many of them the result has.
    """
    if not _are_finite((before, change, length, after)):
        return
    result = format_number(after, digits)
    for place in _places((before, change), change):
        for more in range(NUMBER_DIGITS, MOST_DIGITS + 1):
            divisor = format_number(length, more)
            found = place.value(place.units(before) - place.units(change)) / _value(divisor)
            if format_number(found, digits) == result:
                least = place.least_of((before, change))
                yield WrittenScaledDifference(
                    least.text(before), least.text(change), divisor, result
                )
                break


def quotients(
    ahead: float,
    behind: float,
    step: float,
    slope: float,
    digits: int,
    plain: tuple[float, float] = PLAIN_NUMBERS,
) -> Iterator[WrittenQuotient]:
    """Yield ways to write ``(ahead − behind) / step = slope``, the best one first.

    Parameters
    ----------
    ahead, behind, step, slope : float
        Such that the equation holds up to rounding, and the step is not 0.
    digits : int
        Those of the slope; it has fewer if the losses do not show that many.
    plain : (float, float), optional
        Outside of it, the slope is written with an exponent.
    """
    if not _are_finite((ahead, behind, step, slope)):
        return
    losses = ahead, behind
    usual = _Place.of(losses, LOSS_DIGITS)
    places = [usual.moved(by) for by in range(MOST_LOSS_DIGITS - LOSS_DIGITS + 1)]
    for count in range(digits, _FEWEST_DIGITS - 1, -1):
        result = format_number(slope, count, plain)
        for place in places:
            found = place.value(place.units(ahead) - place.units(behind)) / step
            if format_number(found, count, plain) == result:
                least = place.least_of(losses)
                yield WrittenQuotient(least.text(ahead), least.text(behind), result)


@dataclass(frozen=True)
class _Place:
    """The last decimal place of some numbers: the ``decimals`` of them in units of 10^power."""

    power: int
    decimals: int

    @classmethod
    def of(cls, numbers: Sequence[float], digits: int) -> "_Place":
        """Return the place at which the largest number has so many digits."""
        size = max(map(abs, numbers))
        largest = _power_of(size)
        is_plain = not size or PLAIN_NUMBERS[0] <= size < PLAIN_NUMBERS[1]
        power = 0 if is_plain else largest
        return cls(power, max(0, digits - 1 - largest + power))

    def moved(self, by: int) -> "_Place":
        """Return the place so many to the right."""
        return _Place(self.power, self.decimals + by)

    def units(self, value: float) -> int:
        """Return how many units of this place a number has, rounded."""
        places = self.decimals - self.power
        if places >= 0:
            return int(f"{value:.{places}f}".replace(".", ""))
        unit = 10**-places
        size: int = (2 * int(abs(value)) + unit) // (2 * unit)
        return size if value >= 0 else -size

    def value(self, units: int) -> float:
        """Return the number that has so many units of this place."""
        return float(f"{units}e{self.power - self.decimals}")

    def text(self, value: float) -> str:
        """Write a number up to this place; alone, if the place does not show it."""
        units = self.units(value)
        if not units:
            return format_number(value, SMALL_DIGITS)
        digits = f"{abs(units):0{self.decimals + 1}}"
        whole = len(digits) - self.decimals
        sign = "-" if units < 0 else ""
        written = f"{sign}{digits[:whole]}.{digits[whole:]}".rstrip(".")
        return in_exponents(written, self.power) if self.power else with_minus(written)

    def least_of(self, numbers: Sequence[float]) -> "_Place":
        """Return the first place at which all numbers are what they are at this one, exactly."""
        place = self
        units = [self.units(each) for each in numbers]
        if any(self.value(count) != each for count, each in zip(units, numbers, strict=True)):
            return self
        while place.decimals and not any(count % 10 for count in units):
            place, units = place.moved(-1), [count // 10 for count in units]
        return place


def _places(numbers: Sequence[float], change: float) -> Iterator[_Place]:
    """Yield places at which numbers may end, the best one first: one that shows the change."""
    usual, most = (_Place.of(numbers, digits) for digits in (NUMBER_DIGITS, MOST_DIGITS))
    if change and most.units(change):
        wanted = SMALL_DIGITS - 1 - _power_of(change) + usual.power
        usual = usual.moved(max(min(wanted, most.decimals) - usual.decimals, 0))
    fewest = _Place.of(numbers, _FEWEST_DIGITS).decimals
    after = range(_MORE_PLACES + 1)
    before = range(-1, fewest - usual.decimals - 1, -1)
    is_shown = bool(usual.units(change))
    for place in map(usual.moved, chain(after, before)):
        if place.units(change) or not is_shown:
            yield place


def _power_of(value: float) -> int:
    """Return the power of ten of a number; 0 for 0."""
    return math.floor(math.log10(abs(value))) if value else 0


def _value(text: str) -> float:
    return float(text.replace("−", "-"))


def _are_finite(numbers: Sequence[float]) -> bool:
    return all(map(math.isfinite, numbers))
