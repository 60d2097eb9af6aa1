"""The plot of the loss by epoch."""

import math

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QBrush, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Trace

from ..text.numbers import format_loss
from .axis_scale import EMPTY, AxisScale, Numbers, Scale, epoch_axis_scale, linear_axis_scale
from .axis_scale import logarithmic_axis_scale as logarithmic
from .base import Plot
from .choice import ChoiceActions
from .envelope import envelope
from .level_line import LevelLine
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
# The least possible loss is in view unless it is farther below the curve, in decades and in heights
# of the curve: at these limits the curve keeps a quarter of the plot, or it is nearly flat anyway.
_FARTHEST_DECADES, _FARTHEST_HEIGHTS = 3.0, 3.0
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
        self._least: float | None = None
        self.curve = PlotLine()
        self.latest = Markers(circle(), 7)
        self.marker = Markers(circle(), 9)
        self._add(self.curve, self.latest, self.marker)
        self.least_line = LevelLine(self.plot_area.left, theme_of(self))
        self.plot_area.scene().addItem(self.least_line)
        self.plot_area.range_changed.connect(self._arrange_least)
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

    def show_least(self, least: float | None) -> None:
        """Show the least possible loss of the table as a dashed line; None shows none.

        A least loss of 0 has no place on a logarithmic axis, so there it has no line.
        """
        if least is not None and not math.isfinite(least):
            least = None
        if least != self._least:
            self._least = least
            self._refresh()

    def clear(self) -> None:
        """Remove the curve and the line: there is no run yet."""
        self._trace = self._least = None
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
        self.readout.show_trace(self._trace, self._least)

    def _refresh(self) -> None:
        axis_scale, x, losses = self._points()
        loss_axis_scale = linear_axis_scale if self.scale is Scale.LINEAR else logarithmic
        least = self._drawn_least(losses)
        axis_scales = axis_scale, loss_axis_scale(np.append(losses, least))
        y = axis_scales[1].positions(losses)
        level = finite_range(axis_scales[1].positions(least))
        self.curve.set_points(x, y)
        self.latest.set_points(x[-1:], y[-1:])
        span = self._loss_span(y)
        is_near = level is not None and self._is_near(level[0], span)
        self.least_line.set_level(level[0] if level else None, self._least_text())
        if level is not None and is_near:
            span = self._with_level(level[0], span)
        self._show_range(_epoch_span(x), span, axis_scales)
        self._arrange_least()
        self._show_remarks(y, is_near or level is None)
        self.readout.show_trace(self._trace, self._least)

    def _drawn_least(self, losses: Numbers) -> Numbers:
        """Return the least possible loss (1,) if a line can show it beside losses, else (0,)."""
        is_drawn = self._least is not None and bool(np.isfinite(losses).any())
        if not is_drawn or (self.scale is Scale.LOGARITHMIC and not self._least):
            return EMPTY
        return np.array([self._least], dtype=np.float64)

    def _least_text(self) -> str:
        return "" if self._least is None else f"least possible {format_loss(self._least)}"

    def _is_near(self, level: float, span: Range) -> bool:
        """Return whether the curve stays legible if the line is in view too."""
        if self.scale is Scale.LINEAR:
            return True  # no farther than 0, from which most linear axes start anyway
        farthest = max(_FARTHEST_DECADES, _FARTHEST_HEIGHTS * (span[1] - span[0]))
        return span[0] - level <= farthest

    def _with_level(self, level: float, span: Range) -> Range:
        """Return the range with the line in it, and room for the label below the line."""
        low, high = min(level, span[0]), max(level, span[1])
        low, high = (low, high) if high > low else (low, low + _LEAST_DECADES)
        room, height = self.least_line.label_height, self.plot_area.area().height()
        per_pixel = (high - low) / max(height - room, room)
        return min(low, level - room * per_pixel), high

    @Slot()
    def _arrange_least(self) -> None:
        """Keep the line across the area, wherever the range and the size have moved it."""
        self.least_line.arrange(self.plot_area.area())
        self.least_line.update()

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

    def _show_remarks(self, y: Numbers, is_least_in_view: bool) -> None:
        finite = np.isfinite(y)
        missing = self._empty_text if self._trace is None else _NONE_FINITE
        self.plot_area.set_empty_text("" if finite.any() else missing)
        remarks = [_SOME_FINITE] if finite.any() and not finite.all() else []
        if not is_least_in_view:
            remarks.append(f"{self._least_text()}, far below")
        self.plot_area.header.set_caption(" ".join(remarks))

    def menu_actions(self) -> list[QAction]:
        """Return the actions that choose the scales of both axes."""
        return [*self._scales.actions(), *self._epoch_scales.actions()]

    def _apply_theme(self, theme: Theme) -> None:
        self.least_line.set_theme(theme)
        self.curve.set_pen(QPen(theme.run, THICK))
        self.latest.set_pen(QPen(theme.run, 1))
        self.latest.setBrush(QBrush(theme.run))
        self.marker.set_pen(QPen(theme.text, THICK))
        self.marker.setBrush(QBrush(theme.background))


def _epoch_span(x: Numbers) -> Range:
    span = finite_range(x) or (0.0, 1.0)
    return span if span[1] > span[0] else (span[0], span[0] + 1)
