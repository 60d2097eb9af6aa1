"""Shows the loss at the recorded epoch nearest to the pointer, or reached by keys."""

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from engine import Trace

from ..text.numbers import format_count, format_loss, format_multiple
from ..text.translation import translate
from .axis_scale import EMPTY, Numbers
from .interactive_area import InteractivePlotArea
from .markers import Markers
from .point_steps import PointStep, stepped_index

# In milliseconds: one frame of a 60 Hz screen; more readings would not be seen.
_INTERVAL = 16


class Readout(QObject):
    """Marks a recorded epoch and shows its loss in the header.

    It is the one nearest to the pointer, or the one that keys have reached, which is also spoken.
    """

    def __init__(self, plot_area: InteractivePlotArea, marker: Markers) -> None:
        super().__init__(plot_area)
        self._plot_area = plot_area
        self._marker = marker
        self._trace: Trace | None = None
        self._least: float | None = None
        self._floor = 0.0
        self._held_out: Callable[[float], float | None] = _unknown
        self._pointer: QPointF | None = None
        self._reached: int | None = None
        self._throttle = QTimer(self, singleShot=True, interval=_INTERVAL)
        self._throttle.timeout.connect(self._read)
        plot_area.pointer_moved.connect(self._on_pointer_moved)
        plot_area.pointer_left.connect(self._on_pointer_left)
        plot_area.step_requested.connect(self._step)
        plot_area.focus_left.connect(self._on_pointer_left)

    def show_trace(
        self,
        trace: Trace | None,
        least: float | None = None,
        floor: float = 0.0,
        held_out: Callable[[float], float | None] | None = None,
    ) -> None:
        """Read the losses of this run from now on, and compare them with the least possible.

        Below the ``floor`` a loss is only rounding. ``held_out`` returns the loss of the rows held
        out at an epoch, None if it is not known.
        """
        self._trace, self._least, self._floor = trace, least, floor
        self._held_out = held_out or _unknown
        self._read()

    def hide(self) -> None:
        """Remove marker and reading until the pointer moves again, or a key is pressed."""
        self._marker.set_points(EMPTY, EMPTY)
        if self._plot_area.crosshair is not None:
            self._plot_area.set_crosshair(None)
        self._plot_area.header.set_reading("")

    @Slot(QPointF)
    def _on_pointer_moved(self, pixel: QPointF) -> None:
        self._pointer, self._reached = pixel, None
        if not self._throttle.isActive():
            self._throttle.start()

    @Slot()
    def _on_pointer_left(self) -> None:
        self._pointer = self._reached = None
        self.hide()

    @Slot(PointStep)
    def _step(self, step: PointStep) -> None:
        if self._trace is not None:
            self._reached = stepped_index(self._reached, step, len(self._trace))
            self._read()
            self._plot_area.tell_reached(self._plot_area.header.reading)

    @Slot()
    def _read(self) -> None:
        is_asked = self._pointer is not None or self._reached is not None
        index = self._index() if is_asked else None
        if self._trace is None or index is None:
            self.hide()
            return
        x, y = self._plot_area.axis_scales
        epoch, loss = float(self._trace.epoch[index]), float(self._trace.loss[index])
        position = x.positions(np.array([epoch])), y.positions(np.array([loss]))
        self._marker.set_points(*position)
        by_key = self._reached is not None
        self._plot_area.set_crosshair((position[0][0], position[1][0]) if by_key else None)
        reading = translate("plots", "epoch {epoch}   loss {loss}").format(
            epoch=format_count(epoch), loss=format_loss(loss, floor=self._floor)
        )
        if self._least and math.isfinite(loss):
            reading = translate("plots", "{reading} = {factor} × least").format(
                reading=reading, factor=format_multiple(loss / self._least)
            )
        if (beside := self._held_out(epoch)) is not None:
            reading = translate("plots", "{reading}   held out {loss}").format(
                reading=reading, loss=format_loss(beside)
            )
        self._plot_area.header.set_reading(reading)

    def _index(self) -> int | None:
        """Return the index of the epoch to read, if there is one."""
        if self._trace is None:
            return None
        if self._reached is not None:
            return min(self._reached, len(self._trace) - 1)
        if self._pointer is None or not self._plot_area.area().contains(self._pointer):
            return None
        positions = self._plot_area.axis_scales[0].positions(self._trace.epoch.astype(np.float64))
        return nearest(positions, self._plot_area.view.mapSceneToView(self._pointer).x())


def _unknown(_: float) -> float | None:
    return None


def nearest(positions: Numbers, position: float) -> int:
    """Return the index of the position in positions (n,), ascending, that is nearest."""
    after = int(np.searchsorted(positions, position))
    around = range(max(0, after - 1), min(len(positions), after + 1))
    distances = [abs(float(positions[index]) - position) for index in around]
    return around[distances.index(min(distances))]
