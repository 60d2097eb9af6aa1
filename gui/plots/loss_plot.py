"""The loss along a run."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QBrush, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Trace

from .base import Plot
from .choice import Choice
from .envelope import envelope
from .framing import Range, extent, widened
from .line import THICK, Line
from .markers import Markers, circle
from .readout import Readout
from .scale import NOTHING, Measure, Numbers, Scale, epoch_measure, linear_measure
from .scale import logarithmic_measure as logarithmic
from .theme import Theme, theme_of

__all__ = ["LossPlot", "Scale"]

_EMPTY_TEXT = "Press Run to watch the loss fall."
_NONE_FINITE = "No loss of this run is a finite number."
_SOME_FINITE = "Losses that are not finite are left out."


class LossPlot(Plot):
    """One curve: the loss at every epoch, on a logarithmic axis unless told otherwise.

    The axis of the epochs is linear, unless the run or a person asks for another.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.introduce("loss_plot", "Loss by epoch")
        self.scale = Scale.LOGARITHMIC
        self.epoch_scale = self._suggested = Scale.LINEAR
        self._trace: Trace | None = None
        self.curve = Line()
        self.latest = Markers(circle(), 7)
        self.marker = Markers(circle(), 9)
        self._add(self.curve, self.latest, self.marker)
        self.readout = Readout(self.canvas, self.marker)
        self.canvas.header.set_name("loss")
        self.canvas.bottom.set_name("epoch", counts_from=0)
        self._scales = Choice(reversed(Scale), self, of="Loss")
        self._scales.check(self.scale)
        self._scales.chosen.connect(self.set_scale)
        self._epoch_scales = Choice(reversed(Scale), self, of="Epochs")
        self._epoch_scales.check(self.epoch_scale)
        self._epoch_scales.chosen.connect(self.set_epoch_scale)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_trace(self, trace: Trace) -> None:
        """Draw what is known of a run."""
        self._trace = trace if len(trace) else None
        self._refresh()

    def clear(self) -> None:
        """Show that there is no run yet."""
        self._trace = None
        self.fit()

    @Slot(object)
    def set_scale(self, scale: Scale) -> None:
        """Divide the loss axis in this way."""
        self.scale = scale
        self._scales.check(scale)
        self.fit()

    @Slot(object)
    def set_epoch_scale(self, scale: Scale) -> None:
        """Divide the epoch axis in this way."""
        self.epoch_scale = scale
        self._epoch_scales.check(scale)
        self.fit()

    def suggest_epoch_scale(self, scale: Scale) -> None:
        """Divide the epoch axis as suits a run; the same again does not undo a person's choice."""
        if scale is not self._suggested:
            self._suggested = scale
            self.set_epoch_scale(scale)

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it stands, without buttons and without what the pointer reads off."""
        self.readout.hide()
        super().paint_picture(painter)
        self.readout.show_trace(self._trace)

    def _refresh(self) -> None:
        measure, x, losses = self._points()
        measure_losses = linear_measure if self.scale is Scale.LINEAR else logarithmic
        measures = measure, measure_losses(losses)
        y = measures[1].places(losses)
        self.curve.set_points(x, y)
        self.latest.set_points(x[-1:], y[-1:])
        self._frame(_epoch_span(x), self._loss_span(y), measures)
        self._remark(y)
        self.readout.show_trace(self._trace)

    def _points(self) -> tuple[Measure, Numbers, Numbers]:
        """Return the places and losses to draw: more than one a pixel would not be seen."""
        if self._trace is None:
            return epoch_measure(NOTHING, self.epoch_scale), NOTHING, NOTHING
        most = max(200, min(2000, int(self.canvas.area().width())))
        epochs = self._trace.epoch.astype(np.float64)
        measure = epoch_measure(epochs, self.epoch_scale)
        return measure, *envelope(self._trace, measure.places(epochs), most)

    def _loss_span(self, y: Numbers) -> Range:
        span = extent(y)
        if span is None:
            return 0.0, 1.0
        if self.scale is Scale.LOGARITHMIC:
            return widened(span, 0.1)
        from_zero = (0.0, span[1]) if 0 <= span[0] <= span[1] / 2 else span
        return widened(from_zero, 1e-6 * abs(from_zero[1]) or 1.0)

    def _remark(self, y: Numbers) -> None:
        finite = np.isfinite(y)
        nothing = self._empty_text if self._trace is None else _NONE_FINITE
        self.canvas.set_empty_text("" if finite.any() else nothing)
        self.canvas.header.set_caption(_SOME_FINITE if finite.any() and not finite.all() else "")

    def menu_actions(self) -> list[QAction]:
        """Return the ways to divide the axes, as actions."""
        return [*self._scales.actions(), *self._epoch_scales.actions()]

    def _apply_theme(self, theme: Theme) -> None:
        self.curve.set_pen(QPen(theme.run, THICK))
        self.latest.set_pen(QPen(theme.run, 1))
        self.latest.setBrush(QBrush(theme.run))
        self.marker.set_pen(QPen(theme.text, THICK))
        self.marker.setBrush(QBrush(theme.background))


def _epoch_span(x: Numbers) -> Range:
    span = extent(x) or (0.0, 1.0)
    return span if span[1] > span[0] else (span[0], span[0] + 1)
