"""The plot of the loss by epoch."""

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QBrush, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Trace

from .axis_scale import EMPTY, AxisScale, Numbers, Scale, epoch_axis_scale, linear_axis_scale
from .axis_scale import logarithmic_axis_scale as logarithmic
from .base import Plot
from .choice import ChoiceActions
from .envelope import envelope
from .line import THICK, PlotLine
from .markers import Markers, circle
from .readout import Readout
from .theme import Theme, theme_of
from .view_range import Range, finite_range, widened

__all__ = ["LossPlot", "Scale"]

# One point per pixel is enough; the limits bound the time of a frame on wide screens and keep the
# shape of the curve in small windows.
_LEAST_POINTS, _MOST_POINTS = 200, 2000
# The least range of the loss axis, in decades and relative to the loss, so that the rounding of a
# constant loss does not fill the plot.
_LEAST_DECADES, _LEAST_SPAN = 0.1, 1e-6
_EMPTY_TEXT = "Press Run to watch the loss fall."
_NONE_FINITE = "No loss of this run is a finite number."
_SOME_FINITE = "Losses that are not finite are left out."


class LossPlot(Plot):
    """The plot of the loss at every epoch.

    The loss axis starts logarithmic. The epoch axis starts linear; a run may suggest a scale for
    it, and the user can choose one for both axes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_names("loss_plot", "Loss by epoch")
        self.scale = Scale.LOGARITHMIC
        self.epoch_scale = self._suggested = Scale.LINEAR
        self._trace: Trace | None = None
        self.curve = PlotLine()
        self.latest = Markers(circle(), 7)
        self.marker = Markers(circle(), 9)
        self._add(self.curve, self.latest, self.marker)
        self.readout = Readout(self.plot_area, self.marker)
        self.plot_area.header.set_name("loss")
        self.plot_area.bottom.set_name("epoch", counts_from=0)
        self._scales = ChoiceActions(reversed(Scale), self, of="Loss")
        self._scales.check(self.scale)
        self._scales.chosen.connect(self.set_scale)
        self._epoch_scales = ChoiceActions(reversed(Scale), self, of="Epochs")
        self._epoch_scales.check(self.epoch_scale)
        self._epoch_scales.chosen.connect(self.set_epoch_scale)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_trace(self, trace: Trace) -> None:
        """Draw the recorded losses of a run."""
        self._trace = trace if len(trace) else None
        self._refresh()

    def clear(self) -> None:
        """Remove the curve: there is no run yet."""
        self._trace = None
        self.fit()

    @Slot(object)
    def set_scale(self, scale: Scale) -> None:
        """Set the scale of the loss axis."""
        self.scale = scale
        self._scales.check(scale)
        self.fit()

    @Slot(object)
    def set_epoch_scale(self, scale: Scale) -> None:
        """Set the scale of the epoch axis."""
        self.epoch_scale = scale
        self._epoch_scales.check(scale)
        self.fit()

    def suggest_epoch_scale(self, scale: Scale) -> None:
        """Set the scale that suits a run; repeating a suggestion keeps the user's choice."""
        if scale is not self._suggested:
            self._suggested = scale
            self.set_epoch_scale(scale)

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without the buttons and the readout."""
        self.readout.hide()
        super().paint_picture(painter)
        self.readout.show_trace(self._trace)

    def _refresh(self) -> None:
        axis_scale, x, losses = self._points()
        loss_axis_scale = linear_axis_scale if self.scale is Scale.LINEAR else logarithmic
        axis_scales = axis_scale, loss_axis_scale(losses)
        y = axis_scales[1].positions(losses)
        self.curve.set_points(x, y)
        self.latest.set_points(x[-1:], y[-1:])
        self._show_range(_epoch_span(x), self._loss_span(y), axis_scales)
        self._show_remarks(y)
        self.readout.show_trace(self._trace)

    def _points(self) -> tuple[AxisScale, Numbers, Numbers]:
        """Return the epoch scale, and the positions and losses to draw."""
        if self._trace is None:
            return epoch_axis_scale(EMPTY, self.epoch_scale), EMPTY, EMPTY
        most = max(_LEAST_POINTS, min(_MOST_POINTS, int(self.plot_area.area().width())))
        epochs = self._trace.epoch.astype(np.float64)
        axis_scale = epoch_axis_scale(epochs, self.epoch_scale)
        return axis_scale, *envelope(self._trace, axis_scale.positions(epochs), most)

    def _loss_span(self, y: Numbers) -> Range:
        span = finite_range(y)
        if span is None:
            return 0.0, 1.0
        if self.scale is Scale.LOGARITHMIC:
            return widened(span, _LEAST_DECADES)
        from_zero = (0.0, span[1]) if 0 <= span[0] <= span[1] / 2 else span
        return widened(from_zero, _LEAST_SPAN * abs(from_zero[1]) or 1.0)

    def _show_remarks(self, y: Numbers) -> None:
        finite = np.isfinite(y)
        missing = self._empty_text if self._trace is None else _NONE_FINITE
        self.plot_area.set_empty_text("" if finite.any() else missing)
        self.plot_area.header.set_caption(_SOME_FINITE if finite.any() and not finite.all() else "")

    def menu_actions(self) -> list[QAction]:
        """Return the actions that choose the scales of both axes."""
        return [*self._scales.actions(), *self._epoch_scales.actions()]

    def _apply_theme(self, theme: Theme) -> None:
        self.curve.set_pen(QPen(theme.run, THICK))
        self.latest.set_pen(QPen(theme.run, 1))
        self.latest.setBrush(QBrush(theme.run))
        self.marker.set_pen(QPen(theme.text, THICK))
        self.marker.setBrush(QBrush(theme.background))


def _epoch_span(x: Numbers) -> Range:
    span = finite_range(x) or (0.0, 1.0)
    return span if span[1] > span[0] else (span[0], span[0] + 1)
