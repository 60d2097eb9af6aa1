"""Reads off the loss at the epoch nearest to the pointer."""

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from engine import Trace

from ..counts import shown_count
from .canvas import Canvas
from .markers import Markers
from .scale import NOTHING, Numbers

_PAUSE = 16


class Readout(QObject):
    """Marks the recorded epoch nearest to the pointer, and says its loss in the header."""

    def __init__(self, canvas: Canvas, marker: Markers) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._marker = marker
        self._trace: Trace | None = None
        self._pointer: QPointF | None = None
        self._throttle = QTimer(self, singleShot=True, interval=_PAUSE)
        self._throttle.timeout.connect(self._read)
        canvas.pointed.connect(self._on_pointed)
        canvas.left_alone.connect(self._on_left_alone)

    def show_trace(self, trace: Trace | None) -> None:
        """Read off this run from now on."""
        self._trace = trace
        self._read()

    def hide(self) -> None:
        """Show nothing until the next reading."""
        self._marker.set_points(NOTHING, NOTHING)
        self._canvas.header.set_reading("")

    @Slot(QPointF)
    def _on_pointed(self, place: QPointF) -> None:
        self._pointer = place
        if not self._throttle.isActive():
            self._throttle.start()

    @Slot()
    def _on_left_alone(self) -> None:
        self._pointer = None
        self.hide()

    @Slot()
    def _read(self) -> None:
        inside = self._pointer is not None and self._canvas.area().contains(self._pointer)
        if self._trace is None or self._pointer is None or not inside:
            self.hide()
            return
        x, y = self._canvas.measures
        places = x.places(self._trace.epoch.astype(np.float64))
        index = nearest(places, self._canvas.view.mapSceneToView(self._pointer).x())
        epoch, loss = float(self._trace.epoch[index]), float(self._trace.loss[index])
        self._marker.set_points(places[index : index + 1], y.places(np.array([loss])))
        self._canvas.header.set_reading(f"epoch {shown_count(epoch)}   loss {loss:.6g}")


def nearest(places: Numbers, place: float) -> int:
    """Return the index of the place, among ascending ones (n,), nearest to this one."""
    after = int(np.searchsorted(places, place))
    around = range(max(0, after - 1), min(len(places), after + 1))
    distances = [abs(float(places[index]) - place) for index in around]
    return around[distances.index(min(distances))]
