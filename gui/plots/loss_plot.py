"""The plot of the loss by epoch."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QBrush, QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from engine import Trace

from ..text.names import all_of
from ..text.numbers import format_loss
from ..text.translation import plural, translate
from .area_items import LevelLine
from .axis_scale import EMPTY, AxisScale, Numbers, Scale, epoch_axis_scale, linear_axis_scale
from .axis_scale import logarithmic_axis_scale as logarithmic
from .base import Plot
from .choice import ChoiceActions
from .envelope import envelope
from .header import LegendEntry
from .line import THICK, PlotLine, RenderTarget
from .markers import Markers, circle
from .readout import Readout
from .sentences import loss_sentence
from .theme import Theme, theme_of
from .view_range import Range, finite_range, widened

if TYPE_CHECKING:
    from .runs.held_out_line import HeldOutLine
    from .runs.other_lines import OtherLines
    from .runs.overlaid_run import OverlaidRun

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
MOST_NAMED = 6
_REMARKS = {
    (Scale.LOGARITHMIC, Scale.LINEAR): translate("plots", "log scale, against epochs"),
    (Scale.LOGARITHMIC, Scale.LOGARITHMIC): translate(
        "plots", "log scale, against epochs on a log scale"
    ),
    (Scale.LINEAR, Scale.LINEAR): translate("plots", "against epochs"),
    (Scale.LINEAR, Scale.LOGARITHMIC): translate("plots", "against epochs on a log scale"),
}
"""What the axes are, by the scales of the losses and of the epochs."""
_EMPTY_TEXT = translate("plots", "Press Run to watch the loss fall.")
_ASLEEP = translate("plots", "Run wakes as soon as one row is complete.")
_TO_LEAST = translate("plots", "Run walks from here to the dashed line.")
_AS_SAVED = translate("plots", "As saved. Run starts again from the start row.")
_FROM_HERE = translate("plots", "Run walks down from here.")
_NONE_FINITE = translate("plots", "No loss of this run is a finite number.")
_LEAST = translate("plots", "least possible {least}")
_LEAST_SHORT = translate("plots", "least {least}")
"""In a plot that is too narrow for more: the readout above it has the whole."""
_OF_FORMER_LOSS = (
    translate("plots", "least possible of the former loss {least}"),
    translate("plots", "least of the former loss {least}"),
)
_OF_FORMER = translate("plots", "Of the run before, with the loss {loss}.")
_LEAST_BELOW = translate("plots", "least possible {least}, far below")
_SOME_FINITE = translate("plots", "Losses that are not finite are left out.")
_BESIDE = plural(
    "plots",
    "{described} Beside it are {n} kept runs: {numbers}.",
    "{described} Beside it is the kept run {numbers}.",
    1,
)
_HELD_OUT = translate("plots", "{described} The loss of the held-out rows ends at {loss}.")
_BELOW_ZERO = translate("plots", "No log scale: a loss below 0 has no logarithm.")


class LossPlot(Plot):
    """The plot of the loss at every epoch.

    The loss axis starts logarithmic, and is linear while a loss is below 0. The epoch axis starts
    linear; a run may suggest a scale for it, and the user can choose one for both axes.
    """

    TITLE = translate("plots", "Loss")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_names("loss_plot", translate("plots", "Loss by epoch"))
        self.scale = self._drawn = Scale.LOGARITHMIC
        self.epoch_scale = self._suggested = Scale.LINEAR
        self._trace: Trace | None = None
        self._least: float | None = None
        self._floor = 0.0
        self._former = ""
        self._others: OtherLines | None = None
        self._held_out: HeldOutLine | None = None
        self._start: tuple[float, float] | None = None
        self._start_hints = _FROM_HERE, _TO_LEAST
        self._shown: tuple[float, float] | None = None
        self.curve = PlotLine()
        self.latest = Markers(circle(), 7)
        self.marker = Markers(circle(), 9)
        self.shown = Markers(circle(), 11)
        self._add(self.curve, self.latest, self.shown, self.marker)
        self.least_line = LevelLine(self.plot_area.left, theme_of(self))
        self.plot_area.scene().addItem(self.least_line)
        self.plot_area.range_changed.connect(self._arrange_least)
        self.readout = Readout(self.plot_area, self.marker)
        self.plot_area.describe_by(self._described)
        self.plot_area.bottom.set_name("", counts_from=0)
        self._scales = ChoiceActions(reversed(Scale), self, of=translate("plots", "Loss"))
        self._scales.check(self.scale)
        self._scales.chosen.connect(self.set_scale)
        self._epoch_scales = ChoiceActions(reversed(Scale), self, of=translate("plots", "Epochs"))
        self._epoch_scales.check(self.epoch_scale)
        self._epoch_scales.chosen.connect(self.set_epoch_scale)
        self._apply_theme(theme_of(self))
        self.set_empty_text(_EMPTY_TEXT)

    def show_table(self, *, is_complete: bool) -> None:
        """Show what is to be done before there is a run: complete a row, or press Run."""
        self.set_empty_text(_EMPTY_TEXT if is_complete else _ASLEEP)

    def show_trace(self, trace: Trace, held_out: Trace | None = None) -> None:
        """Draw the recorded losses of a run, and those of the rows that are held out of it."""
        self._trace = trace if len(trace) else None
        self._take_held_out(held_out)
        self._redraw()

    def _take_held_out(self, trace: Trace | None) -> None:
        """Take the losses of held-out rows; most runs have none."""
        if self._held_out is None:
            if trace is None:
                return
            from .runs.held_out_line import HeldOutLine  # loaded on use: few hold rows out

            self._held_out = HeldOutLine(self.plot_area.view, self.plot_area.theme)
        self._held_out.show(trace)

    def show_least(self, least: float | None, floor: float = 0.0) -> None:
        """Show the least possible loss of the table as a dashed line; None shows none.

        A least loss of 0 has no place on a logarithmic axis, so there it has no line. Below the
        ``floor`` a loss is only rounding.
        """
        if least is not None and not math.isfinite(least):
            least = None
        if (least, floor) != (self._least, self._floor):
            self._least, self._floor = least, floor
            self._redraw()

    def show_former(self, loss: str) -> None:
        """Show the curve as that of a former loss, by its name; empty if it is the present one."""
        if loss != self._former:
            self._former = loss
            self._colour(self.plot_area.theme)
            self._redraw()

    def show_others(self, runs: "Sequence[OverlaidRun]") -> None:
        """Draw kept runs beside the curve."""
        if self._others is None:
            if not runs:
                return
            from .runs.other_lines import OtherLines  # loaded with the first run that is kept

            self._others = OtherLines(self.plot_area.view, self.plot_area.theme)
        self._others.show(runs)
        self._redraw()

    def show_start(self, loss: float | None, least: float | None) -> None:
        """Show where a run would start and what is least possible, as far as that is known.

        Nothing changes while there is a run.
        """
        self._start_hints = _FROM_HERE, _TO_LEAST
        self._show_point(None if loss is None else (0.0, loss), least)

    def show_saved(self, epoch: float, loss: float, least: float | None) -> None:
        """Show the end of a run of which the file has no more, and what is least possible.

        An epoch or a loss that is NaN is unknown. Nothing changes while there is a run.
        """
        self._start_hints = _AS_SAVED, _AS_SAVED
        self._show_point(None if math.isnan(epoch) else (epoch, loss), least)

    def _show_point(self, point: tuple[float, float] | None, least: float | None) -> None:
        self._start = point
        if self._trace is None:
            self._least = least
            self.fit()

    def show_epoch(self, shown: tuple[float, float] | None) -> None:
        """Mark an earlier epoch that the window shows, and its loss; None marks none."""
        if shown != self._shown:
            self._shown = shown
            self._redraw()

    def clear(self) -> None:
        """Remove the curve and the line: there is no run yet."""
        self._trace = self._least = self._start = self._shown = None
        self._floor = 0.0
        self._take_held_out(None)
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

    def _set_render_target(self, target: RenderTarget) -> None:
        super()._set_render_target(target)
        for lines in (self._others, self._held_out):
            if lines is not None:
                lines.set_render_target(target)

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the plot as it is now, without the buttons and the readout."""
        self.readout.hide()
        super().paint_picture(painter)
        self._show_reading()

    def _show_reading(self) -> None:
        trace = self._read_trace()
        held_out = None if self._held_out is None else self._held_out.loss_at
        self.readout.show_trace(trace, self._least, self._floor, held_out)

    def _curve_name(self) -> str:
        """Return what the legend calls the curve."""
        return translate("plots", "loss")

    def _read_trace(self) -> Trace | None:
        """Return the losses that the pointer and the keys read."""
        return self._trace

    def _refresh(self) -> None:
        axis_scale, x, losses = self._points()
        held_x, held_losses = self._held_out_points(axis_scale)
        is_below = (losses < 0).any() or (held_losses < 0).any()
        self._drawn = Scale.LINEAR if is_below else self.scale
        self.plot_area.header.set_title(self.TITLE, _REMARKS[self._drawn, self.epoch_scale])
        loss_axis_scale = linear_axis_scale if self._drawn is Scale.LINEAR else logarithmic
        least = self._drawn_least(losses)
        others = self._drawn_others(losses)
        every = np.concatenate((losses, held_losses, least, *(run.losses for run in others)))
        axis_scales = axis_scale, loss_axis_scale(every)
        y = axis_scales[1].positions(losses)
        level = finite_range(axis_scales[1].positions(least))
        self.curve.set_points(x, y)
        held_y = axis_scales[1].positions(held_losses)
        if self._held_out is not None:
            self._held_out.set_points(held_x, held_y)
        self.latest.set_points(x[-1:], y[-1:])
        epoch, loss = np.array(
            [self._shown] if self._shown else np.empty((0, 2)), dtype=np.float64
        ).T
        self.shown.set_points(axis_scale.positions(epoch), axis_scales[1].positions(loss))
        x_all, y_all = self._show_others(others, axis_scales, (x, y))
        x_all, y_all = np.append(x_all, held_x), np.append(y_all, held_y)
        span = self._loss_span(y_all)
        is_near = level is not None and self._is_near(level[0], span)
        forms = _OF_FORMER_LOSS if self._former else (_LEAST, _LEAST_SHORT)
        texts = (self._least_text(form) for form in forms)
        self.least_line.set_level(level[0] if level else None, *texts)
        if level is not None and is_near:
            span = self._with_level(level[0], span)
        begin = EMPTY if self._trace is not None else axis_scale.positions(np.zeros(1))
        self._show_range(_epoch_span(np.append(begin, x_all)), span, axis_scales)
        self._arrange_least()
        self._show_remarks(y, is_near or level is None)
        self._show_reading()

    def _held_out_points(self, axis_scale: AxisScale) -> tuple[Numbers, Numbers]:
        """Return the positions and the losses of held-out rows to draw."""
        if self._held_out is None:
            return EMPTY, EMPTY
        return self._held_out.points(axis_scale, self._most_points())

    def _most_points(self) -> int:
        return max(_LEAST_POINTS, min(_MOST_POINTS, int(self.plot_area.area().width())))

    def _drawn_others(self, losses: Numbers) -> "Sequence[OverlaidRun]":
        """Return the kept runs that are drawn: none while there is nothing beside them."""
        if self._others is None or not np.isfinite(losses).any():
            return ()
        return self._others.runs

    def _show_others(
        self,
        runs: "Sequence[OverlaidRun]",
        scales: tuple[AxisScale, AxisScale],
        own: tuple[Numbers, Numbers],
    ) -> tuple[Numbers, Numbers]:
        """Draw kept runs, and return the positions of all lines."""
        if self._others is None:
            return own
        points = [
            (scales[0].positions(run.epochs), scales[1].positions(run.losses)) for run in runs
        ]
        if points:
            self._others.set_points(points)
        else:
            self._others.clear()
        x, y = zip(own, *points, strict=True)
        return np.concatenate(x), np.concatenate(y)

    def _drawn_least(self, losses: Numbers) -> Numbers:
        """Return the least possible loss (1,) if a line can show it beside losses, else (0,)."""
        is_drawn = self._least is not None and bool(np.isfinite(losses).any())
        if not is_drawn or (self._drawn is Scale.LOGARITHMIC and not self._least):
            return EMPTY
        return np.array([self._least], dtype=np.float64)

    def _least_text(self, sentence: str) -> str:
        return "" if self._least is None else sentence.format(least=format_loss(self._least))

    def _is_near(self, level: float, span: Range) -> bool:
        """Return whether the curve stays legible if the line is in view too."""
        if self._drawn is Scale.LINEAR:
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
        self.least_line.keep_clear(self.plot_area.dots(self.latest, self.shown))

    def _points(self) -> tuple[AxisScale, Numbers, Numbers]:
        """Return the epoch scale, and the positions and losses to draw."""
        if self._trace is None:
            epochs, losses = np.array(
                [self._start] if self._start else np.empty((0, 2)), dtype=np.float64
            ).T
            axis_scale = epoch_axis_scale(np.append(0.0, epochs), self.epoch_scale)
            return axis_scale, axis_scale.positions(epochs), losses
        most = self._most_points()
        epochs = self._trace.epoch.astype(np.float64)
        axis_scale = epoch_axis_scale(self._with_others(epochs), self.epoch_scale)
        return axis_scale, *envelope(self._trace, axis_scale.positions(epochs), most)

    def _with_others(self, epochs: Numbers) -> Numbers:
        """Return the epochs of all lines."""
        if self._others is None:
            return epochs
        return np.concatenate((epochs, *(run.epochs for run in self._others.runs)))

    def _loss_span(self, y: Numbers) -> Range:
        span = finite_range(y)
        if span is None:
            return 0.0, 1.0
        if self._drawn is Scale.LOGARITHMIC:
            return widened(span, _LEAST_DECADES)
        from_zero = (0.0, span[1]) if 0 <= span[0] <= span[1] / 2 else span
        return widened(from_zero, _LEAST_SPAN * abs(from_zero[1]) or 1.0)

    def _show_remarks(self, y: Numbers, is_least_in_view: bool) -> None:
        finite = np.isfinite(y)
        missing = self._empty_text if self._trace is None else _NONE_FINITE
        self.plot_area.set_empty_text("" if finite.any() else missing)
        name = translate("plots", "former loss") if self._former else self._curve_name()
        curve = LegendEntry(name, name, QPen(self._curve_colour(self.plot_area.theme), THICK))
        has_curve = self._trace is not None and bool(finite.any())
        beside = self._others.legend() if self._others is not None and finite.any() else []
        held_out = self._held_out if self._held_out is not None and self._held_out.trace else None
        if held_out is not None:
            beside = [held_out.legend(), *beside]
        self.plot_area.header.set_legend(*([curve, *beside] if has_curve else beside))
        has_goal = self.least_line.position is not None and is_least_in_view
        hint = self._start_hints[has_goal]
        self.plot_area.set_hint(hint if self._trace is None and finite.any() else "")
        remarks = [_SOME_FINITE] if finite.any() and not finite.all() else []
        if self._former and has_curve:
            remarks.insert(0, _OF_FORMER.format(loss=self._former))
        if self._drawn is not self.scale:
            remarks.append(_BELOW_ZERO)
        if not is_least_in_view:
            remarks.append(self._least_text(_LEAST_BELOW))
        self.plot_area.header.set_caption(" ".join(remarks))

    def _described(self) -> str:
        if self._trace is None:
            return self._empty_text
        sentence = loss_sentence(self._trace, self._floor)
        if self._held_out is not None and self._held_out.trace is not None:
            last = format_loss(float(self._held_out.trace.loss[-1]))
            sentence = _HELD_OUT.format(described=sentence, loss=last)
        if self._others is not None and self._others.runs:
            numbers = [str(run.number) for run in self._others.runs]
            sentence = _BESIDE(
                len(numbers), described=sentence, numbers=all_of(numbers, MOST_NAMED)
            )
        return f"{sentence} {_OF_FORMER.format(loss=self._former)}" if self._former else sentence

    def menu_actions(self) -> list[QAction]:
        """Return the actions that choose the scales of both axes."""
        return [*self._scales.actions(), *self._epoch_scales.actions()]

    def _apply_theme(self, theme: Theme) -> None:
        self.least_line.set_theme(theme)
        self._colour(theme)
        for lines in (self._others, self._held_out):
            if lines is not None:
                lines.set_theme(theme)
        self.shown.set_pen(QPen(theme.text, THICK))
        self.marker.set_pen(QPen(theme.text, THICK))
        self.marker.setBrush(QBrush(theme.background))

    def _colour(self, theme: Theme) -> None:
        """Draw the curve and its points in the colour of the run, or muted if it is a former."""
        colour = self._curve_colour(theme)
        self.curve.set_pen(QPen(colour, THICK))
        self.latest.set_pen(QPen(colour, 1))
        self.latest.setBrush(QBrush(colour))
        self.shown.setBrush(QBrush(colour))

    def _curve_colour(self, theme: Theme) -> QColor:
        return theme.quiet if self._former else theme.run


def _epoch_span(x: Numbers) -> Range:
    span = finite_range(x) or (0.0, 1.0)
    return span if span[1] > span[0] else (span[0], span[0] + 1)
