"""The scale of an axis: converts numbers to positions along it."""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from engine.language.sentence import marked

Numbers = NDArray[np.float64]
EMPTY: Numbers = np.empty(0)

# Epoch 0 has no logarithm; it is drawn one decade before epoch 1.
BEFORE_FIRST = -1.0

# Qt's transforms lose precision near 1e±12, so outside these powers of ten the axis takes a power
# of ten out of its numbers. The range leaves room for zooming.
_PLAIN = range(-6, 9)
# 10^±300 keeps the product with a mantissa within float64.
_LARGEST = 300


def power_of_ten(exponent: int) -> float:
    """Return 10^exponent, limited to 10^±300."""
    return 10.0 ** max(-_LARGEST, min(_LARGEST, exponent))


class Scale(Enum):
    """The two kinds of scale."""

    LINEAR = marked("plots", "Linear")
    LOGARITHMIC = marked("plots", "Logarithmic")


@dataclass(frozen=True)
class AxisScale:
    """The scale of one axis: value = position · 10^shift if linear, 10^position if logarithmic.

    On a logarithmic axis, ``zero`` is the position at which zeros are drawn, or None. With
    ``direction`` −1 such an axis falls: value = 10^−position, and has no zeros.
    """

    scale: Scale = Scale.LINEAR
    shift: int = 0
    zero: float | None = None
    direction: int = 1

    def positions(self, values: Numbers) -> Numbers:
        """Return the positions (n,) of values (n,); NaN for a value that has none."""
        if self.scale is Scale.LINEAR:
            return np.where(np.isfinite(values), values, np.nan) / power_of_ten(self.shift)
        return self._logarithms(values)

    def _logarithms(self, values: Numbers) -> Numbers:
        positions = np.full(len(values), np.nan)
        positive = (values > 0) & np.isfinite(values)
        np.log10(values, out=positions, where=positive)
        if self.zero is not None:
            positions[values == 0] = self.zero
        return self.direction * positions


FALLING = AxisScale(Scale.LOGARITHMIC, direction=-1)
"""A scale on which numbers become smaller to the right."""


def epoch_axis_scale(epochs: Numbers, scale: Scale) -> AxisScale:
    """Return a scale for epochs (n,); if logarithmic, epoch 0 is a decade before 1."""
    if scale is Scale.LOGARITHMIC:
        return AxisScale(Scale.LOGARITHMIC, zero=BEFORE_FIRST)
    return linear_axis_scale(epochs)


def linear_axis_scale(values: Numbers) -> AxisScale:
    """Return a linear scale on which Qt can draw these values (n,)."""
    finite = np.abs(values[np.isfinite(values)])
    largest = float(finite.max(initial=0.0))
    power = math.floor(math.log10(largest)) if largest > 0 else 0
    if power in _PLAIN:
        return AxisScale()
    return AxisScale(shift=max(-_LARGEST, min(_LARGEST, power)))


def logarithmic_axis_scale(values: Numbers) -> AxisScale:
    """Return a logarithmic scale for values (n,), with a position for zeros if there are any."""
    if not np.any(values == 0):
        return AxisScale(Scale.LOGARITHMIC)
    positive = values[(values > 0) & np.isfinite(values)]
    if len(positive) == 0:
        return AxisScale(Scale.LOGARITHMIC, zero=0.0)
    return AxisScale(Scale.LOGARITHMIC, zero=math.floor(math.log10(positive.min())) - 1.0)
