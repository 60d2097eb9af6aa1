"""The range of positions that an axis shows."""

from enum import Enum

import numpy as np

from .axis_scale import Numbers

Range = tuple[float, float]

# A range that stays is kept while the data fill at least this part of it: the curve then stays
# large enough, and the axes do not change with every frame of a run.
_LEAST_USE = 0.6
# Narrower ranges, relative to their numbers, would need tick labels of more than eight digits.
_NARROWEST = 1e-7
# The same in absolute terms, around 0.
_NARROWEST_AT_ZERO = 1e-15


# A constant gets a range of this fraction of it, so that its points are in the middle.
_CONSTANT_SPAN = 0.2
# Values that differ by less, relative to their size, are drawn as equal.
_LEAST_SPAN = 1e-6


class ViewMode(Enum):
    """What decides the visible range."""

    FIT = "the data"
    FOLLOW = "the data, but the range only moves if it must"
    MANUAL = "the user, who panned or zoomed"


def finite_range(positions: Numbers) -> Range | None:
    """Return the lowest and highest finite position of (n,), or None if all are NaN or infinite."""
    finite = positions[np.isfinite(positions)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None


def padded(span: Range, pixels: float, margin: float) -> Range:
    """Return the range with a margin in pixels on both sides; ``pixels`` includes both margins."""
    per_pixel = (span[1] - span[0]) / max(pixels - 2 * margin, 2 * margin)
    return span[0] - margin * per_pixel, span[1] + margin * per_pixel


def widened(span: Range, least: float) -> Range:
    """Return the range, widened around its middle to span at least this much."""
    missing = max(0.0, least - (span[1] - span[0])) / 2
    return span[0] - missing, span[1] + missing


def visible_range(span: Range | None) -> Range:
    """Return the range of positions, widened if they are (nearly) all the same."""
    if span is None:
        return 0.0, 1.0
    largest = max(abs(span[0]), abs(span[1]))
    return widened(
        span, _LEAST_SPAN * largest if span[1] > span[0] else _CONSTANT_SPAN * largest or 1.0
    )


def steady(wanted: Range, current: Range) -> Range:
    """Return the current range while it shows everything wanted without much empty room."""
    inside = current[0] <= wanted[0] and wanted[1] <= current[1]
    used = (wanted[1] - wanted[0]) / (current[1] - current[0])
    return current if inside and used > _LEAST_USE else wanted


def zoomed(current: Range, factor: float, centre: float, most: float) -> Range:
    """Return the range scaled by a factor around the centre, unless it gets too wide or narrow."""
    low = centre + (current[0] - centre) * factor
    high = centre + (current[1] - centre) * factor
    least = max(_NARROWEST_AT_ZERO, _NARROWEST * max(abs(low), abs(high)))
    return (low, high) if least < high - low < most else current
