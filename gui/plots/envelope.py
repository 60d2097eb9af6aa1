"""A long history in few points, without losing a spike."""

import numpy as np
from numpy.typing import NDArray

from engine import Trace

from .scale import Numbers


def envelope(trace: Trace, places: Numbers, most: int) -> tuple[Numbers, Numbers]:
    """Return the places and losses (n,) to draw, n ≤ most + 1.

    ``places`` (m,), ascending, are those of the epochs along the axis. A short trace is returned as
    it is. Of a longer one, the bins that share a part of the axis are drawn by their lowest and
    highest loss, in the order in which they came; the last point is the latest epoch itself.
    """
    if len(trace) <= most and np.array_equal(trace.lowest, trace.highest, equal_nan=True):
        return places, trace.loss
    part = _parts(places, most // 2)
    high = _extreme(np.where(np.isnan(trace.highest), -np.inf, trace.highest), part)
    low = _extreme(-np.where(np.isnan(trace.lowest), np.inf, trace.lowest), part)
    # Within one bin the first loss tells which extreme came first.
    falling = (high < low) | ((high == low) & (trace.loss[high] > trace.lowest[low]))
    first, second = np.where(falling, high, low), np.where(falling, low, high)
    losses = np.where(
        np.stack((falling, ~falling), axis=1),
        trace.highest[np.stack((first, second), axis=1)],
        trace.lowest[np.stack((first, second), axis=1)],
    ).ravel()
    drawn = places[np.stack((first, second), axis=1)].ravel()
    return np.append(drawn, places[-1]), np.append(losses, trace.loss[-1])


def _parts(places: Numbers, most: int) -> NDArray[np.intp]:
    """Return which of so many parts of the axis, as far as anything is in them, each lies in."""
    span = float(places[-1] - places[0])
    if span <= 0 or most < 2:
        return np.zeros(len(places), dtype=np.intp)
    share = (places - places[0]) / span
    part = np.minimum((share * most).astype(np.intp), most - 1)
    return np.cumsum(np.diff(part, prepend=part[0]) > 0)


def _extreme(values: Numbers, part: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return where in values (n,) each part has its first highest."""
    starts = np.flatnonzero(np.diff(part, prepend=-1))
    reached = np.flatnonzero(values == np.maximum.reduceat(values, starts)[part])
    return reached[np.unique(part[reached], return_index=True)[1]]
