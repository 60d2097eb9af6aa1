"""How the numbers of an axis become places along it."""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
NOTHING: Numbers = np.empty(0)

BEFORE_FIRST = -1.0

# Qt's transforms give way near 1e±12: beyond these powers of ten an axis counts in its own.
_PLAIN = range(-6, 9)
_LARGEST = 300


def power_of_ten(exponent: int) -> float:
    """Return 10^exponent, or the largest or smallest power that is of use."""
    return 10.0 ** max(-_LARGEST, min(_LARGEST, exponent))


class Scale(Enum):
    """The two ways to divide an axis."""

    LINEAR = "Linear"
    LOGARITHMIC = "Logarithmic"


@dataclass(frozen=True)
class Measure:
    """The measure of one axis: value = place · 10^shift if linear, 10^place if logarithmic.

    On a logarithmic axis a zero has no place of its own; `zero` is the one it is given, or None.
    """

    scale: Scale = Scale.LINEAR
    shift: int = 0
    zero: float | None = None

    def places(self, values: Numbers) -> Numbers:
        """Return the places (n,) of the values (n,); NaN for what has none."""
        if self.scale is Scale.LINEAR:
            return np.where(np.isfinite(values), values, np.nan) / power_of_ten(self.shift)
        return self._logarithms(values)

    def _logarithms(self, values: Numbers) -> Numbers:
        places = np.full(len(values), np.nan)
        positive = (values > 0) & np.isfinite(values)
        np.log10(values, out=places, where=positive)
        if self.zero is not None:
            places[values == 0] = self.zero
        return places


def epoch_measure(epochs: Numbers, scale: Scale) -> Measure:
    """Return a measure for epochs (n,): on a logarithmic axis 0 stands a decade before 1."""
    if scale is Scale.LOGARITHMIC:
        return Measure(Scale.LOGARITHMIC, zero=BEFORE_FIRST)
    return linear_measure(epochs)


def linear_measure(values: Numbers) -> Measure:
    """Return a linear measure in which these values (n,) have places that Qt can draw."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max(initial=0.0))
    power = math.floor(math.log10(largest)) if largest > 0 else 0
    if power in _PLAIN:
        return Measure()
    return Measure(shift=max(-_LARGEST, min(_LARGEST, power)))


def logarithmic_measure(values: Numbers) -> Measure:
    """Return a logarithmic measure for values (n,), with a place for zeros if there are any."""
    if not np.any(values == 0):
        return Measure(Scale.LOGARITHMIC)
    positive = values[(values > 0) & np.isfinite(values)]
    if len(positive) == 0:
        return Measure(Scale.LOGARITHMIC, zero=0.0)
    return Measure(Scale.LOGARITHMIC, zero=math.floor(math.log10(positive.min())) - 1.0)
