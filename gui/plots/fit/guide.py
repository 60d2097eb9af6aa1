"""Straight lines across the whole area, which are no data: zero, two deviations, equality."""

import numpy as np

from ..axis_scale import EMPTY, power_of_ten
from ..line import PlotLine
from ..plot_area import PlotArea


class DashedLine(PlotLine):
    """A curve whose dashes go on from point to point; drawn in segments, each would begin anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setSegmentedLineMode("off")


class Guide(DashedLine):
    """The line y = ``slope``·x + ``height`` in numbers, from edge to edge of what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self._across: tuple[float, float] | None = None

    def set_line(self, slope: float, height: float) -> None:
        """Draw this line from now on; none if the height is not finite."""
        self._across = (slope, height) if np.isfinite(height) else None

    def draw_across(self, area: PlotArea) -> None:
        """Draw the line across the range that is seen."""
        if self._across is None or area.empty_text:
            self.set_points(EMPTY, EMPTY)
            return
        slope, height = self._across
        x, y = area.axis_scales
        ends = np.array(area.shown_range()[0])
        rise = slope * power_of_ten(x.shift - y.shift)
        self.set_points(ends, rise * ends + height * power_of_ten(-y.shift))
