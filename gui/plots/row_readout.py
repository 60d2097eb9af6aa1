"""Shows Y and Ŷ of the row that was reached by keys."""

import numpy as np
from PySide6.QtCore import QObject, Slot

from .axis_scale import Numbers
from .interactive_area import InteractivePlotArea
from .point_steps import PointStep, stepped_index
from .rows import NO_ROWS, PlotRows
from .sentences import row_reading


class RowReadout(QObject):
    """Moves a crosshair from row to row, in the order along the axis, and says what is there."""

    def __init__(self, plot_area: InteractivePlotArea) -> None:
        super().__init__(plot_area)
        self._plot_area = plot_area
        self._rows = NO_ROWS
        self._x = self._y = np.empty(0)
        self._place: int | None = None
        plot_area.step_requested.connect(self._step)
        plot_area.focus_left.connect(self.hide)

    def show_rows(self, rows: PlotRows, x: Numbers, y: Numbers) -> None:
        """Go on reading in these rows, each at its position x, y, both (n,)."""
        self._rows = rows
        self._show_places(x, y)

    def _show_places(self, x: Numbers, y: Numbers) -> None:
        """Go on reading at these positions, both (n,)."""
        is_other_table = len(x) != len(self._x)
        self._x, self._y = x, y
        if is_other_table:
            self.hide()
        elif self._place is not None:
            self._show(self._place)

    @Slot()
    def hide(self) -> None:
        """Remove the crosshair and the reading until the next key."""
        if self._place is not None:
            self._place = None
            self._plot_area.set_crosshair(None)
            self._plot_area.header.set_reading("")

    @Slot(PointStep)
    def _step(self, step: PointStep) -> None:
        if len(self._x):
            self._place = stepped_index(self._place, step, len(self._x))
            self._plot_area.tell_reached(self._show(self._place))

    def _reading(self, index: int) -> str:
        """Return what is said of a point by its index."""
        return row_reading(self._rows, index)

    def _show(self, place: int) -> str:
        index = int(np.argsort(self._x, kind="stable")[place])
        reading = self._reading(index)
        self._plot_area.set_crosshair((float(self._x[index]), float(self._y[index])))
        self._plot_area.header.set_reading(reading)
        return reading
