"""Shows the loss at the recorded epoch nearest to the pointer."""

import math

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from engine import Trace

from ..text.numbers import format_count, format_factor, format_loss
from .axis_scale import EMPTY, Numbers
from .interactive_area import InteractivePlotArea
from .markers import Markers

# In milliseconds: one frame of a 60 Hz screen; more readings would not be seen.
_INTERVAL = 16


class Readout(QObject):
    """Marks the recorded epoch nearest to the pointer, and shows its loss in the header."""

    def __init__(self, plot_area: InteractivePlotArea, marker: Markers) -> None:
        super().__init__(plot_area)
        self._plot_area = plot_area
        self._marker = marker
        self._trace: Trace | None = None
        self._least: float | None = None
        self._pointer: QPointF | None = None
        self._throttle = QTimer(self, singleShot=True, interval=_INTERVAL)
        self._throttle.timeout.connect(self._read)
        plot_area.pointer_moved.connect(self._on_pointer_moved)
        plot_area.pointer_left.connect(self._on_pointer_left)

    def show_trace(self, trace: Trace | None, least: float | None = None) -> None:
        """Read the losses of this run from now on, and compare them with the least possible."""
        self._trace, self._least = trace, least
        self._read()

    def hide(self) -> None:
        """Remove marker and reading until the pointer moves again."""
        self._marker.set_points(EMPTY, EMPTY)
        self._plot_area.header.set_reading("")

    @Slot(QPointF)
    def _on_pointer_moved(self, pixel: QPointF) -> None:
        self._pointer = pixel
        if not self._throttle.isActive():
            self._throttle.start()

    @Slot()
    def _on_pointer_left(self) -> None:
        self._pointer = None
        self.hide()

    @Slot()
    def _read(self) -> None:
        inside = self._pointer is not None and self._plot_area.area().contains(self._pointer)
        if self._trace is None or self._pointer is None or not inside:
            self.hide()
            return
        x, y = self._plot_area.axis_scales
        positions = x.positions(self._trace.epoch.astype(np.float64))
        index = nearest(positions, self._plot_area.view.mapSceneToView(self._pointer).x())
        epoch, loss = float(self._trace.epoch[index]), float(self._trace.loss[index])
        self._marker.set_points(positions[index : index + 1], y.positions(np.array([loss])))
        reading = f"epoch {format_count(epoch)}   loss {format_loss(loss)}"
        if self._least and math.isfinite(loss):
            reading = f"{reading} = {format_factor(loss / self._least)} × least"
        self._plot_area.header.set_reading(reading)


def nearest(positions: Numbers, position: float) -> int:
    """Return the index of the position in positions (n,), ascending, that is nearest."""
    after = int(np.searchsorted(positions, position))
    around = range(max(0, after - 1), min(len(positions), after + 1))
    distances = [abs(float(positions[index]) - position) for index in around]
    return around[distances.index(min(distances))]
