"""Which range of places an axis shows."""

from enum import Enum

import numpy as np

from .scale import Numbers

Range = tuple[float, float]


class Framing(Enum):
    """Who decides what is shown."""

    ANEW = "the data alone"
    FOLLOWS = "the data, as calmly as possible"
    HELD = "the person who panned or zoomed"


def extent(places: Numbers) -> Range | None:
    """Return the lowest and highest of places (n,) that are finite, None if none is."""
    finite = places[np.isfinite(places)]
    return (float(finite.min()), float(finite.max())) if len(finite) else None


def padded(span: Range, pixels: float, margin: float) -> Range:
    """Return the range that leaves margins of so many pixels when it fills `pixels` of them."""
    per_pixel = (span[1] - span[0]) / max(pixels - 2 * margin, 2 * margin)
    return span[0] - margin * per_pixel, span[1] + margin * per_pixel


def widened(span: Range, least: float) -> Range:
    """Return a range around the same middle that spans at least so much."""
    missing = max(0.0, least - (span[1] - span[0])) / 2
    return span[0] - missing, span[1] + missing


def steadied(wanted: Range, current: Range) -> Range:
    """Return the current range while it shows all that is wanted without much waste."""
    inside = current[0] <= wanted[0] and wanted[1] <= current[1]
    used = (wanted[1] - wanted[0]) / (current[1] - current[0])
    return current if inside and used > 0.6 else wanted


def zoomed(current: Range, factor: float, centre: float, most: float) -> Range:
    """Return the range made wider by a factor around a place, if it still shows anything then."""
    low = centre + (current[0] - centre) * factor
    high = centre + (current[1] - centre) * factor
    least = max(1e-15, 1e-7 * max(abs(low), abs(high)))
    return (low, high) if least < high - low < most else current
