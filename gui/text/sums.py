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
# A quotient with fewer is better read from the last digits of its losses.
_FEWEST_OF_WHOLE_LOSSES = 4
# Losses that differ in their last bit have so many digits more that tell by how much.
_MORE_LAST_DIGITS = 8
# All that a float64 has.
_MOST_DIVISOR_DIGITS = 17
OMITTED = "…"
"""Stands for the first digits of two losses, if they are the same."""


class WrittenDifference(NamedTuple):
    """Three numbers as texts: the first less the second is the third."""

    before: str
    change: str
    after: str


class WrittenQuotient(NamedTuple):
    """Four numbers as texts: the first less the second, divided by the third, is the last.

    The first two may begin with ``…``, for digits that they share.
    """

    ahead: str
    behind: str
    divisor: str
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
        if first - taken == last and (last or not after):
            yield WrittenDifference(*map(place.least_of(numbers).text, numbers))


def scaled_differences(
    before: float, change: float, length: float, after: float, digits: int = NUMBER_DIGITS
) -> Iterator[WrittenScaledDifference]:
    """Yield ways to write ``(before − change) / length = after``, the best one first.

    The last ones have fewer digits, for numbers that are rounded to few or have little room.

    Parameters
    ----------
    before, change, length, after : float
        Such that the equation holds up to rounding, and the length is not 0.
    digits : int, optional
        How many of them the result has.
    """
    if not _are_finite((before, change, length, after)):
        return
    places = tuple(_places((before, change), change))
    rests = [place.shown(before) - place.shown(change) for place in places]
    for rounded in _roundings(after, digits):
        for place, rest in zip(places, rests, strict=True):
            divisor = _divisor(rest, length, rounded, (NUMBER_DIGITS, MOST_DIGITS), PLAIN_NUMBERS)
            if divisor:
                least = place.least_of((before, change))
                yield WrittenScaledDifference(
                    least.text(before), least.text(change), divisor, rounded.text
                )


def quotients(
    ahead: float,
    behind: float,
    step: float,
    slope: float,
    digits: int,
    plain: tuple[float, float] = PLAIN_NUMBERS,
    *,
    is_step_named: bool = False,
) -> Iterator[WrittenQuotient]:
    """Yield ways to write ``(ahead − behind) / step = slope``, the best one first.

    Parameters
    ----------
    ahead, behind, step, slope : float
        Such that the equation holds up to rounding, and the step is not 0.
    digits : int
        Those of the slope; it has fewer if the losses do not show that many.
    plain : (float, float), optional
        Outside of it, the step and the slope are written with an exponent.
    is_step_named : bool, optional
        Whether the step is known by its name, so that it is divided by as it is. Otherwise its text
        has as many digits as the slope needs.
    """
    losses = ahead, behind
    if not _are_finite((*losses, step, slope)):
        return
    usual = _Place.of(losses, LOSS_DIGITS)
    places = [
        usual.moved(by) for by in range(MOST_LOSS_DIGITS - LOSS_DIGITS + 1 + _MORE_LAST_DIGITS)
    ]
    rises = [place.value(place.units(ahead) - place.units(behind)) for place in places]
    least_digits = _MOST_DIVISOR_DIGITS if is_step_named else SMALL_DIGITS
    for count, is_whole in _forms(digits):
        rounded = _Rounded.of(slope, count, plain)
        most = MOST_LOSS_DIGITS - LOSS_DIGITS + 1 if is_whole else len(places)
        for place, rise in zip(places[:most], rises[:most], strict=True):
            divisor = _divisor(rise, step, rounded, (least_digits, _MOST_DIVISOR_DIGITS), plain)
            if divisor:
                least = place.least_of(losses)
                texts = map(least.text, losses) if is_whole else least.last_digits(ahead, behind)
                first, second = texts
                yield WrittenQuotient(first, second, divisor, rounded.text)
                if not is_whole:
                    break  # further ones are only longer


def _forms(digits: int) -> Iterator[tuple[int, bool]]:
    """Yield how many digits a slope may have, and whether its losses are written whole."""
    for is_whole, most, fewest in (
        (True, digits, _FEWEST_OF_WHOLE_LOSSES),
        (False, digits, 1),
        (True, _FEWEST_OF_WHOLE_LOSSES - 1, 1),
    ):
        for count in range(most, fewest - 1, -1):
            yield count, is_whole


@dataclass(frozen=True)
class _Rounded:
    """A number as a text of so many digits, and what may be said of others by it."""

    value: float
    digits: int
    plain: tuple[float, float]
    text: str

    @classmethod
    def of(cls, value: float, digits: int, plain: tuple[float, float]) -> "_Rounded":
        """Write a number."""
        return cls(value, digits, plain, format_number(value, digits, plain))

    def is_of(self, found: float) -> bool:
        """Return whether another number is the same once it is rounded as this one."""
        return found == self.value or (
            math.isfinite(found)
            and _value(format_number(found, self.digits, self.plain)) == _value(self.text)
        )


def _roundings(value: float, digits: int) -> Iterator[_Rounded]:
    """Yield ways to write a result, the one with the most digits first."""
    for count in range(digits, _FEWEST_DIGITS - 1, -1):
        yield _Rounded.of(value, count, PLAIN_NUMBERS)
        if abs(value) >= 10.0**count:  # with all its whole digits it has more than that
            yield _Rounded.of(value, count, (PLAIN_NUMBERS[0], 10.0**count))


def _divisor(
    dividend: float,
    divisor: float,
    result: _Rounded,
    digits: tuple[int, int],
    plain: tuple[float, float],
) -> str:
    """Write a divisor with the fewest digits with which it gives a result; empty if none do."""
    fewest, most = digits
    for count in range(fewest, most + 1):
        text = format_number(divisor, count, plain)
        if (shown := _value(text)) and result.is_of(dividend / shown):
            return text
        if shown == divisor:
            break
    return ""


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

    def shown(self, value: float) -> float:
        """Return the number that the text of one is read as."""
        units = self.units(value)
        return self.value(units) if units else _value(self.text(value))

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

    def last_digits(self, first: float, second: float) -> tuple[str, str]:
        """Write two numbers from the first digit on in which they differ: ``…4.567e−8``."""
        units = self.units(first), self.units(second)
        width = max(len(str(abs(each))) for each in units)
        digits = [f"{abs(each):0{width}}" for each in units]
        pairs = zip(*digits, strict=True)
        same = next((place for place, (one, other) in enumerate(pairs) if one != other), 0)
        if not same or units[0] * units[1] < 0:
            return self.text(first), self.text(second)
        last = self.power - self.decimals
        power = last + width - same - 1
        is_plain = power >= 0 >= last and 10.0**power < PLAIN_NUMBERS[1]
        whole = same + 1 + (power if is_plain else 0)
        sign = "-" if units[0] < 0 else ""
        texts = [f"{sign}{OMITTED}{each[same:whole]}.{each[whole:]}".rstrip(".") for each in digits]
        one, other = [with_minus(each) if is_plain else in_exponents(each, power) for each in texts]
        return one, other

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
    """Yield places at which numbers may end, the best one first: one that shows the change.

    The last ones are for numbers that are rounded to few digits, or have little room.
    """
    usual, most = (_Place.of(numbers, digits) for digits in (NUMBER_DIGITS, MOST_DIGITS))
    if change and most.units(change):
        wanted = SMALL_DIGITS - 1 - _power_of(change) + usual.power
        usual = usual.moved(max(min(wanted, most.decimals) - usual.decimals, 0))
    fewest = _Place.of(numbers, _FEWEST_DIGITS).decimals
    after = range(_MORE_PLACES + 1)
    before = range(-1, fewest - usual.decimals - 1, -1)
    found = [*map(usual.moved, chain(after, before)), *_short_places(numbers)]
    if usual.units(change):
        yield from (place for place in found if place.units(change))
        found = [place for place in found if not place.units(change)]
    yield from found


def _short_places(numbers: Sequence[float]) -> Iterator[_Place]:
    """Yield places before the point, for large numbers that are written without an exponent."""
    largest = _power_of(max(map(abs, numbers)))
    for digits in range(NUMBER_DIGITS, _FEWEST_DIGITS - 1, -1):
        if digits <= largest < _power_of(PLAIN_NUMBERS[1]):
            yield _Place(largest, digits - 1)


def _power_of(value: float) -> int:
    """Return the power of ten of a number; 0 for 0."""
    return math.floor(math.log10(abs(value))) if value else 0


def _value(text: str) -> float:
    return float(text.replace("−", "-"))


def _are_finite(numbers: Sequence[float]) -> bool:
    return all(map(math.isfinite, numbers))
