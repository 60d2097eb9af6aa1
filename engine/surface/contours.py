"""The contours of a parabolic loss in a plane: ellipses at a ladder of heights.

Where the loss is ½·(H₁₁x² + 2H₁₂xy + H₂₂y²) above the least one, the ellipse of height l is

    x = X·cos t,    y = −(H₁₂/H₂₂)·x ± Y·sin t,    X² = 2l/(H₁₁ − H₁₂²/H₂₂),    Y² = 2l/H₂₂.

Points at even steps of t are dense where the ellipse turns. Only those in view are computed, so
that an ellipse that is much larger than the view is as smooth as a small one.
"""

import math
from dataclasses import dataclass

import numpy as np

from ..matrix import Matrix
from ..threads.caching import cached_property
from .plane import NOTHING_LEFT, Plane, lengths_of

FACTOR = 4.0
"""Between two heights; the ellipses are then twice as large."""
MOST_LEVELS = 16
"""Of more, the inner ones are closer to each other than lines can be told apart."""
POINTS = 97
"""Of each half of an ellipse: with so many, no corner is as much as 0.1 pixel off at 1920×1080."""

View = tuple[tuple[float, float], tuple[float, float]]
"""The ranges of x and y that are seen."""


@dataclass(frozen=True, eq=False)
class Contours:
    """The ellipses of one plane."""

    plane: Plane

    @cached_property
    def _is_turned(self) -> bool:
        """Whether x is followed along y, because the loss is flat along the whole of y."""
        return self.plane.is_flat[1]

    @cached_property
    def _shape(self) -> tuple[float, float, float]:
        """X and Y of an ellipse of height 1, and the slope of its middle line; inf if flat."""
        first, second = self.plane.slopes.T[:: -1 if self._is_turned else 1]
        size = lengths_of(self.plane.slopes)[0 if self._is_turned else 1]
        if size == 0:
            return math.inf, math.inf, 0.0
        unit = second / size
        left, along = first, 0.0
        for _ in range(2):  # the first time leaves some of the part along it to rounding
            part = float(unit @ left)
            left, along = left - part * unit, along + part
        (rest,) = lengths_of(left[:, np.newaxis])
        (whole,) = lengths_of(first[:, np.newaxis])
        root = math.sqrt(self.plane.rows)
        across = root / rest if rest > NOTHING_LEFT * whole else math.inf
        return across, root / size, -along / size

    def reach(self, level: float) -> tuple[float, float]:
        """Return how far from its middle an ellipse reaches along x and along y."""
        across, up, slope = self._shape
        up = math.hypot(up, across * slope) if slope else up
        found = math.sqrt(level) * across, math.sqrt(level) * up
        return found[::-1] if self._is_turned else found

    def levels(self, view: View, smallest: tuple[float, float]) -> list[float]:
        """Return the heights to draw, highest first: powers of 4 above the least loss.

        Parameters
        ----------
        view : pair of ranges
            What is seen of x and of y.
        smallest : pair of float
            An ellipse that reaches less far along both axes is too small to be seen.
        """
        (left, right), (low, high) = view
        corners = np.array([(x, y) for x in (left, right) for y in (low, high)])
        highest = float(self.plane.gaps(corners).max())
        if not 0 < highest < math.inf:
            return []
        top = math.floor(math.log(highest, FACTOR))
        found = (FACTOR ** (top - k) for k in range(MOST_LEVELS))
        return [level for level in found if self._is_seen(level, smallest)]

    def _is_seen(self, level: float, smallest: tuple[float, float]) -> bool:
        across, up = self.reach(level)
        return across > smallest[0] or up > smallest[1]

    def ellipse(self, level: float, view: View) -> Matrix:
        """Return the points of one contour within a range of x, round and round, (2n, 2).

        It is closed by lines beyond the range where it goes on there. Of a plane that is flat
        along one axis, it is a band; of one that is flat everywhere, there is none: (0, 2).
        """
        ranges = view[::-1] if self._is_turned else view
        across, up, slope = (math.sqrt(level) * self._shape[0], self._shape[1], self._shape[2])
        if math.isinf(up):
            return np.empty((0, 2))
        x_0, y_0 = self.plane.middle[:: -1 if self._is_turned else 1].tolist()
        left, right = ranges[0][0] - x_0, ranges[0][1] - x_0
        if math.isinf(across):
            x = np.linspace(left, right, POINTS)
            half = np.full(POINTS, math.sqrt(level) * up)
        else:
            begin, end = (math.acos(min(max(x / across, -1.0), 1.0)) for x in (left, right))
            t = np.linspace(begin, end, POINTS)
            x, half = across * np.cos(t), math.sqrt(level) * up * np.sin(t)
        middle = y_0 + slope * x
        x = np.concatenate((x, x[::-1])) + x_0
        y = np.concatenate((middle + half, (middle - half)[::-1]))
        return np.column_stack((y, x) if self._is_turned else (x, y))
