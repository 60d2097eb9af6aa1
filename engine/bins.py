"""Which epochs stand for others when not all can be kept: those of few significant bits.

An epoch rounded down to some significant bits is the first of its bin. Bins of one epoch come
first, then ever wider ones, in proportion to the epoch; with a bit less, two bins become one.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Epochs = NDArray[Any]
"""Counts of epochs, shape (n,): int64, or float64 where that cannot hold them."""

FINEST = 12
LARGEST_INT64 = 2.0**62


def bin_starts(epochs: Epochs, bits: int) -> NDArray[np.float64]:
    """Return the first epoch of the bin of each, shape (n,)."""
    widths = _widths(epochs, bits)
    starts: NDArray[np.float64] = np.floor(epochs / widths) * widths
    return starts


def starting_bins(after: float, last: float, bits: int = FINEST) -> NDArray[np.float64]:
    """Return the epochs in (after, last] that start a bin, ascending, shape (n,)."""
    found, start = [], math.floor(after) + 1.0
    while start <= last:
        exponent = math.frexp(start)[1]
        width = 2.0 ** max(exponent - bits, 0)
        octave = 2.0**exponent
        found.append(np.arange(math.ceil(start / width) * width, octave, width))
        start = octave
    starts = np.concatenate(found) if found else np.empty(0)
    return starts[(starts > after) & (starts <= last)]  # past 2^53, after + 1 is after


def last_of_bins(starts: NDArray[np.float64], bits: int = FINEST) -> NDArray[np.float64]:
    """Return the last epoch of the bins that start so."""
    lasts: NDArray[np.float64] = starts + _widths(starts, bits) - 1
    return lasts


def as_counts(epochs: NDArray[np.float64]) -> Epochs:
    """Return whole numbers as int64, where they all fit."""
    return epochs.astype(np.int64) if np.all(epochs < LARGEST_INT64) else epochs


def _widths(epochs: Epochs, bits: int) -> NDArray[np.float64]:
    exponents = np.frexp(np.asarray(epochs, dtype=np.float64))[1]
    widths: NDArray[np.float64] = np.exp2(np.maximum(exponents - bits, 0))
    return widths
