"""The point of a line that keys have reached: its mark, the crosshair and the reading."""

from PySide6.QtCore import QObject, QPointF, Signal, Slot

from ..axis_scale import EMPTY, Numbers
from ..interactive_area import InteractivePlotArea
from ..markers import Markers
from ..point_steps import PointStep, stepped_index


class ReachedPoint(QObject):
    """Follows the keys and the pointer of a plot area, and ends what they show.

    ``moved`` says that keys have reached another point, which the plot then shows by ``show``;
    ``pointed`` carries a place inside the axes, in pixels, that the pointer is at.
    """

    moved = Signal()
    pointed = Signal(QPointF)

    def __init__(self, area: InteractivePlotArea, mark: Markers) -> None:
        super().__init__(area)
        self._area, self._mark, self._points = area, mark, 0
        self.index: int | None = None
        area.step_requested.connect(self._step)
        area.focus_left.connect(self.leave)
        area.pointer_moved.connect(self._follow)
        area.pointer_left.connect(self.leave)

    def set_points(self, points: int) -> None:
        """Take so many points; the line that there was may have been longer."""
        self._points = points
        if self.index is not None and self.index >= points:
            self.leave()

    def show(self, x: Numbers, y: Numbers, reading: str) -> None:
        """Mark the point, at positions of one number each, and read it."""
        self._mark.set_points(x, y)
        self._area.set_crosshair((float(x[0]), float(y[0])))
        self._area.header.set_reading(reading)

    @Slot()
    def leave(self) -> None:
        """Mark and read nothing more."""
        self.forget()
        self._area.set_crosshair(None)
        self._area.header.set_reading("")

    def forget(self) -> None:
        """Mark no point: something else is read."""
        self.index = None
        self._mark.set_points(EMPTY, EMPTY)

    @Slot(PointStep)
    def _step(self, step: PointStep) -> None:
        if self._points:
            self.index = stepped_index(self.index, step, self._points)
            self.moved.emit()
            self._area.tell_reached(self._area.header.reading)

    @Slot(QPointF)
    def _follow(self, pixel: QPointF) -> None:
        """Tell the plot of a place with something to read."""
        if not self._area.empty_text and self._area.area().contains(pixel):
            self.pointed.emit(pixel)
        else:
            self.leave()
