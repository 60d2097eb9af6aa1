"""Reduce a long history to a few points without losing a spike."""

import numpy as np
from numpy.typing import NDArray

from engine import Trace

from .axis_scale import Numbers


def envelope(trace: Trace, positions: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Return the positions and losses (n,) to draw, n ≤ most + 1.

    ``positions`` (m,) are the positions of the epochs along the axis, ascending. A short trace is
    returned unchanged. For a longer one, the axis is divided into parts, and each part is drawn by
    its lowest and highest loss, in the order of the run; the last point is the latest epoch.
    """
    if len(trace) <= most and np.array_equal(trace.lowest, trace.highest, equal_nan=True):
        return positions, trace.loss
    part = _parts(positions, most // 2)
    high = _extreme(np.where(np.isnan(trace.highest), -np.inf, trace.highest), part)
    low = _extreme(-np.where(np.isnan(trace.lowest), np.inf, trace.lowest), part)
    # If both extremes are in one bin, its first loss shows which of them came first.
    falling = (high < low) | ((high == low) & (trace.loss[high] > trace.lowest[low]))
    first, second = np.where(falling, high, low), np.where(falling, low, high)
    losses = np.where(
        np.stack((falling, ~falling), axis=1),
        trace.highest[np.stack((first, second), axis=1)],
        trace.lowest[np.stack((first, second), axis=1)],
    ).ravel()
    drawn = positions[np.stack((first, second), axis=1)].ravel()
    return np.append(drawn, positions[-1]), np.append(losses, trace.loss[-1])


def _parts(positions: Numbers, most: int) -> NDArray[np.intp]:
    """Return the number of the part that contains each position, counting non-empty parts only."""
    span = float(positions[-1] - positions[0])
    if span <= 0 or most < 2:
        return np.zeros(len(positions), dtype=np.intp)
    share = (positions - positions[0]) / span
    part = np.minimum((share * most).astype(np.intp), most - 1)
    return np.cumsum(np.diff(part, prepend=part[0]) > 0)


def _extreme(values: Numbers, part: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the index of the first maximum of values (n,) in each part."""
    starts = np.flatnonzero(np.diff(part, prepend=-1))
    reached = np.flatnonzero(values == np.maximum.reduceat(values, starts)[part])
    return reached[np.unique(part[reached], return_index=True)[1]]
