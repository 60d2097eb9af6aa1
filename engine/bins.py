"""Bins of epochs, for histories that cannot keep every epoch.

A bin is named by its first epoch: an epoch rounded down to some significant bits. The first bins
hold one epoch each, later ones more, in proportion to the epoch. With one bit less, two
neighbouring bins become one.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Epochs = NDArray[Any]
"""Numbers of epochs, shape (n,): int64, or float64 if int64 cannot hold them."""

# Bits: every epoch is its own bin up to 4,096, which is a history's capacity.
FINEST = 12
# One bit below what int64 holds, so that the end of the last bin fits as well.
LARGEST_INT64 = 2.0**62


def bin_starts(epochs: Epochs, bits: int) -> NDArray[np.float64]:
    """Return the first epoch of each epoch's bin, shape (n,)."""
    widths = _widths(epochs, bits)
    starts: NDArray[np.float64] = np.floor(epochs / widths) * widths
    return starts


def starting_bins(after: float, last: float, bits: int = FINEST) -> NDArray[np.float64]:
    """Return the epochs in (after, last] that start a bin, in ascending order, shape (n,)."""
    found, start = [], math.floor(after) + 1.0
    while start <= last:
        exponent = math.frexp(start)[1]
        width = 2.0 ** max(exponent - bits, 0)
        octave = 2.0**exponent
        found.append(np.arange(math.ceil(start / width) * width, octave, width))
        start = octave
    starts = np.concatenate(found) if found else np.empty(0)
    return starts[(starts > after) & (starts <= last)]  # above 2^53, after + 1 equals after


def last_of_bins(starts: NDArray[np.float64], bits: int = FINEST) -> NDArray[np.float64]:
    """Return the last epoch of each bin, given its first."""
    lasts: NDArray[np.float64] = starts + _widths(starts, bits) - 1
    return lasts


def as_counts(epochs: NDArray[np.float64]) -> Epochs:
    """Return whole numbers as int64 if they all fit."""
    return epochs.astype(np.int64) if np.all(epochs < LARGEST_INT64) else epochs


def _widths(epochs: Epochs, bits: int) -> NDArray[np.float64]:
    exponents = np.frexp(np.asarray(epochs, dtype=np.float64))[1]
    widths: NDArray[np.float64] = np.exp2(np.maximum(exponents - bits, 0))
    return widths
