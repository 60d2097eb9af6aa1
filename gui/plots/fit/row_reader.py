"""Shows the point that is nearest to the pointer, or that was reached by keys."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Slot

from ..axis_scale import EMPTY, Numbers
from ..interactive_area import InteractivePlotArea
from ..markers import Markers
from ..row_readout import RowReadout

REACH = 16.0
"""Pixels: a point that is farther from the pointer is not meant."""


class RowReader(RowReadout):
    """Marks a point and says what it is; ``here`` is the mark."""

    def __init__(self, plot_area: InteractivePlotArea, here: Markers) -> None:
        super().__init__(plot_area)
        self._here = here
        self._read_point: Callable[[int], str] = str
        plot_area.pointer_moved.connect(self._follow)
        plot_area.pointer_left.connect(self._leave)

    def show_points(self, x: Numbers, y: Numbers, read: Callable[[int], str]) -> None:
        """Go on reading at these positions, both (n,); ``read`` says what a point is."""
        self._read_point = read
        self._leave()
        self._show_places(x, y)

    def nearest(self, x: float, y: float) -> int | None:
        """Return the point nearest to a position, by its index; None if it is out of reach."""
        if not len(self._x):
            return None
        area = self._plot_area
        across = area.bottom.to_pixel(1.0) - area.bottom.to_pixel(0.0)
        up = area.left.to_pixel(1.0) - area.left.to_pixel(0.0)
        far = np.hypot((self._x - x) * across, (self._y - y) * up)
        index = int(np.argmin(far))
        return index if far[index] <= REACH else None

    def _reading(self, index: int) -> str:
        return self._read_point(index)

    @Slot(QPointF)
    def _follow(self, pixel: QPointF) -> None:
        if not self._plot_area.area().contains(pixel):
            self._leave()
            return
        at = self._plot_area.view.mapSceneToView(pixel)
        index = self.nearest(at.x(), at.y())
        if index is None:
            self._leave()
            return
        self._here.set_points(self._x[[index]], self._y[[index]])
        self._plot_area.header.set_reading(self._read_point(index))

    @Slot()
    def _leave(self) -> None:
        self._here.set_points(EMPTY, EMPTY)
        if self._place is None:
            self._plot_area.header.set_reading("")
        else:
            self._show(self._place)
