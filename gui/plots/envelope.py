"""A long history in few points, without losing a spike."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from engine import Trace

from .scale import Numbers

_Choice = Callable[[Numbers, int], NDArray[np.intp]]


def envelope(trace: Trace, most: int) -> tuple[Numbers, Numbers]:
    """Return epochs and losses (n,) to draw, n ≤ most + 1.

    A short trace is returned as it is. Of a longer one, groups of bins are drawn by their lowest
    and highest loss, in the order in which they came; the last point is the latest epoch itself.
    """
    if len(trace) <= most and np.array_equal(trace.lowest, trace.highest, equal_nan=True):
        return trace.epoch.astype(np.float64), trace.loss
    size = -(-len(trace) // (most // 2))
    high = _extreme(np.where(np.isnan(trace.highest), -np.inf, trace.highest), size, np.argmax)
    low = _extreme(np.where(np.isnan(trace.lowest), np.inf, trace.lowest), size, np.argmin)
    # Within one bin the first loss tells which extreme came first.
    falling = (high < low) | ((high == low) & (trace.loss[high] > trace.lowest[low]))
    first, second = np.where(falling, high, low), np.where(falling, low, high)
    epochs = np.stack((trace.epoch[first], trace.epoch[second]), axis=1).ravel()
    losses = np.where(
        np.stack((falling, ~falling), axis=1),
        trace.highest[np.stack((first, second), axis=1)],
        trace.lowest[np.stack((first, second), axis=1)],
    ).ravel()
    return (
        np.append(epochs, trace.epoch[-1]).astype(np.float64),
        np.append(losses, trace.loss[-1]),
    )


def _extreme(values: Numbers, size: int, choose: _Choice) -> NDArray[np.intp]:
    """Return where in values (n,) each group of `size` has its extreme."""
    groups = -(-len(values) // size)
    padded = np.append(values, np.full(groups * size - len(values), values[-1]))
    index: NDArray[np.intp] = np.arange(groups) * size + choose(padded.reshape(groups, size), 1)
    return index.clip(max=len(values) - 1)
