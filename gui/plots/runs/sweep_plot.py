"""The plot of a sweep: the loss after a number of epochs, against η, h or β."""

import math
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine.frame import StopReason
from engine.sweep.result import Sweep, SweptSetting

from ...background.reporting import reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.numbers import format_count, format_number
from ...text.translation import translate
from ..area_items import AreaItem, Taken
from ..axis import GAP, PlotAxis
from ..axis_scale import EMPTY, AxisScale, Numbers, Scale, logarithmic_axis_scale
from ..base import Plot
from ..header import LegendEntry
from ..interactive_area import InteractivePlotArea
from ..line import THICK, PlotLine
from ..markers import Markers, circle, cross
from ..point_steps import PointStep, stepped_index
from ..readout import nearest
from ..surface.surface_area import SurfaceArea
from ..theme import Theme, theme_of
from ..ticks import Tick
from ..view_range import finite_range, widened
from .sentences import DIGITS, SYMBOLS, sweep_reading, sweep_sentence

_TITLES = {
    SweptSetting.LEARNING_RATE: translate("plots", "Loss against η"),
    SweptSetting.H: translate("plots", "Loss against h"),
    SweptSetting.MOMENTUM: translate("plots", "Loss against β"),
}
_REMARK = translate("plots", "after {epochs} epochs, both axes on a log scale")
_EXPORT_TIP = translate("plots", "Write the picture of the sweep")
_DONE, _FAILED = translate("plots", "loss"), translate("plots", "diverged, or above")
_FAILED_SHORT = translate("plots", "diverged")
_LIMIT = translate("plots", "limit {value}")
_LEAST_BETA = translate("plots", "stable from {value}")
_MOST_BETA = translate("plots", "stable to {value}")
_OTHER = translate("plots", "Of the tables or settings before.")
_BETAS = (0.0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999)
# Above the largest stable loss, in decades: what is higher stands at the upper edge.
_ABOVE = 0.5
_LEAST_DECADES = 0.5
_SIZE, _BEST_SIZE, _HERE_SIZE = 5.0, 9.0, 13.0
_DASHES = (6.0, 4.0)


class SweepArea(SurfaceArea):
    """A plot area in which a click, or Enter at a point, takes its value."""

    KEYS: ClassVar[KeyHelp] = InteractivePlotArea.KEYS
    SWEEP_KEYS: ClassVar[tuple[KeyLine, ...]] = (
        KeyLine(
            ("Return", "Enter"),
            translate("plots", "Take the value of the point read in a sweep"),
        ),
    )
    """The keys of a sweep, which the view lists with its own."""


class UnstableZone(AreaItem):
    """Hatches the values at which a run is not stable, and writes where they begin."""

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self._ends: tuple[float, float] = (-math.inf, math.inf)
        self._words: tuple[str, str] = ("", "")
        self._taken = Taken(np.empty((0, 3)))
        self.setZValue(-900)

    def set_ends(self, ends: tuple[float, float], words: tuple[str, str]) -> None:
        """Set between which positions a run is stable, and what is written at each."""
        self._ends, self._words = ends, words
        self.update()

    def keep_clear(self, dots: Numbers) -> None:
        """Let the words cover none of these dots (n, 3)."""
        self._taken = Taken(dots)
        self.update()

    def rects(self) -> list[QRectF]:
        """Return the hatched rectangles that are in view."""
        low, high = self._edges()
        area = self._area
        left = QRectF(area.left(), area.top(), low - area.left(), area.height())
        right = QRectF(high, area.top(), area.right() - high, area.height())
        return [each for each in (left, right) if each.width() > 0]

    def words(self) -> list[tuple[str, QRectF]]:
        """Return the words and their places; none for words without room."""
        metrics, found = QFontMetricsF(self._theme.font), []
        taken = self._taken
        for words, edge in zip(self._words, self._edges(), strict=True):
            if not words or not self._area.left() < edge < self._area.right():
                continue
            width, height = metrics.horizontalAdvance(words) + GAP, metrics.height()
            tops = (self._area.top() + GAP, self._area.bottom() - height - GAP / 2)
            places = [
                QRectF(left, top, width, height)
                for top in tops
                for left in (edge - width - GAP / 2, edge + GAP / 2)
            ]
            if (place := taken.first_free(places, self._area)) is not None:
                found.append((words, place))
                taken = taken.beside(place)
        return found

    def _edges(self) -> tuple[float, float]:
        """Return the pixels of both ends, within the area."""
        left, right = self._area.left(), self._area.right()
        low, high = (
            self._axis.to_pixel(end) if math.isfinite(end) else math.copysign(math.inf, end)
            for end in self._ends
        )
        return min(max(low, left), right), min(max(high, left), right)

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the hatching, the lines and the words."""
        del option, widget
        theme = self._theme
        for rect in self.rects():
            painter.fillRect(rect, QBrush(theme.line, Qt.BrushStyle.BDiagPattern))
        pen = QPen(theme.series[0], THICK)
        pen.setDashPattern(_DASHES)
        for words, edge in zip(self._words, self._edges(), strict=True):
            if words and self._area.left() < edge < self._area.right():
                painter.setPen(pen)
                painter.drawLine(QLineF(edge, self._area.top(), edge, self._area.bottom()))
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(theme.font)
        ascent = QFontMetricsF(theme.font).ascent()
        for words, rect in self.words():
            painter.fillRect(rect, theme.background)
            painter.setPen(theme.text)
            painter.drawText(QPointF(rect.left() + GAP / 2, rect.top() + ascent), words)


class SweepPlot(Plot):
    """The loss of each run of a sweep; those that diverged stand at the upper edge.

    ``value_chosen`` carries the index of the run whose value is to be taken.
    """

    value_chosen = Signal(int)
    AREA = SweepArea
    plot_area: SweepArea

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_names("sweep_plot", translate("plots", "Loss of a sweep"))
        self._export_action.setToolTip(_EXPORT_TIP)
        self._export_action.setStatusTip(_EXPORT_TIP)
        self._sweep: Sweep | None = None
        self._is_former = False
        self._reached: int | None = None
        self._x = self._y = EMPTY
        theme = theme_of(self)
        self.line = PlotLine()
        self.points = Markers(circle(), _SIZE)
        self.failed = Markers(cross(), _SIZE + 2)
        self.best = Markers(circle(), _BEST_SIZE)
        self.here = Markers(circle(), _HERE_SIZE)
        self._add(self.line, self.points, self.failed, self.best, self.here)
        area = self.plot_area
        self.zone = UnstableZone(area.bottom, theme)
        area.scene().addItem(self.zone)
        area.describe_by(self._described)
        area.range_changed.connect(self._arrange)
        area.step_requested.connect(self._step)
        area.place_chosen.connect(self._choose)
        area.focus_left.connect(self._stop_reading)
        area.pointer_moved.connect(self._read)
        area.pointer_left.connect(self._stop_reading)
        self._apply_theme(theme)

    @property
    def sweep(self) -> Sweep | None:
        """What is drawn; None while there is nothing."""
        return self._sweep

    def show_sweep(self, sweep: Sweep | None, *, is_former: bool = False) -> None:
        """Draw a sweep; one of other tables or settings than now says so."""
        is_other = sweep is not self._sweep
        self._sweep, self._is_former = sweep, is_former
        if is_other:
            self._stop_reading()
            self.fit()
        else:
            self._redraw()

    @Slot()
    def _refresh(self) -> None:
        sweep = self._sweep
        if sweep is None:
            self.plot_area.set_empty_text(self._empty_text)
            return
        self.plot_area.set_empty_text("")
        scales = self._scales(sweep)
        self._x = self._positions(sweep.values)
        levels = scales[1].positions(sweep.losses)
        top = self._top(sweep, levels)
        is_done = np.array([stop is StopReason.DONE for stop in sweep.stops])
        is_known = sweep.known  # of a sweep that goes on, some runs may not be
        is_drawn = is_done & np.isfinite(levels) & (levels <= top)
        self._y = np.where(is_drawn, levels, top)
        self.line.set_points(self._x, np.where(is_drawn, levels, np.nan))
        self.points.set_points(self._x[is_drawn], levels[is_drawn])
        has_failed = is_known & ~is_drawn
        self.failed.set_points(self._x[has_failed], self._y[has_failed])
        at = [] if sweep.best is None else [sweep.best]
        self.best.set_points(self._x[at], self._y[at])
        span = finite_range(np.append(levels[is_drawn], top)) or (0.0, 1.0)
        across = float(self._x[0]), float(self._x[-1])
        if across[0] == across[1]:
            across = across[0] - _LEAST_DECADES, across[1] + _LEAST_DECADES
        self._show_range(across, widened(span, _LEAST_DECADES), scales)
        self._show_words(sweep, has_failed)
        self._arrange()
        self._show_reached()

    def _scales(self, sweep: Sweep) -> tuple[AxisScale, AxisScale]:
        finite = sweep.losses[np.isfinite(sweep.losses)]
        # β has a scale of its own, whose ticks are given.
        across = AxisScale() if self._is_of_beta else AxisScale(Scale.LOGARITHMIC)
        return across, logarithmic_axis_scale(finite)

    @property
    def _is_of_beta(self) -> bool:
        return self._sweep is not None and self._sweep.name is SweptSetting.MOMENTUM

    def _positions(self, values: Numbers) -> Numbers:
        """Return where values are: the logarithm, of β that of 1/(1 − β)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            if self._is_of_beta:
                return np.asarray(-np.log10(np.maximum(1 - values, 0.0)))
            return np.asarray(np.log10(values))

    def _top(self, sweep: Sweep, levels: Numbers) -> float:
        """Return the height at which runs stand that have diverged, or nearly."""
        is_stable = np.isfinite(levels)
        if sweep.stable is not None:
            within = (sweep.values >= sweep.stable[0]) & (sweep.values <= sweep.stable[1])
            is_stable = is_stable & within if (is_stable & within).any() else is_stable
        highest: NDArray[np.float64] = levels[is_stable]
        return (float(highest.max()) if len(highest) else 0.0) + _ABOVE

    def _show_words(self, sweep: Sweep, has_failed: NDArray[np.bool_]) -> None:
        """Show title, legend, the name of the axis and its ticks, and the limit."""
        theme, header = self.plot_area.theme, self.plot_area.header
        remark = _REMARK.format(epochs=format_count(float(sweep.epochs)))
        header.set_title(_TITLES[sweep.name], remark)
        header.set_caption(_OTHER if self._is_former else "")
        entries = [
            LegendEntry(_DONE, _DONE, QPen(theme.run, 1), circle(), QBrush(theme.run)),
        ]
        if has_failed.any():
            pen = QPen(theme.series[0], THICK)
            entries.append(LegendEntry(_FAILED, _FAILED_SHORT, pen, cross()))
        header.set_legend(*entries)
        self.plot_area.bottom.set_name(SYMBOLS[sweep.name])
        betas = np.array(_BETAS)
        ticks = [
            Tick(float(at), format_number(beta, DIGITS))
            for at, beta in zip(self._positions(betas).tolist(), _BETAS, strict=True)
        ]
        self.plot_area.bottom.set_ticks(ticks if self._is_of_beta else ())
        ends, words = (-math.inf, math.inf), ("", "")
        if sweep.stable is not None:
            low, high = sweep.stable
            at_low, at_high = self._positions(np.array([low, min(high, 1.0)])).tolist()
            if self._is_of_beta:
                ends = (at_low if low > 0 else -math.inf), (at_high if high < 1 else math.inf)
                words = (
                    _LEAST_BETA.format(value=format_number(low, 3)) if low > 0 else "",
                    _MOST_BETA.format(value=format_number(high, 3)) if high < 1 else "",
                )
            elif math.isfinite(high):
                ends = -math.inf, math.log10(high)
                words = "", _LIMIT.format(value=format_number(high, 3))
        self.zone.set_ends(ends, words)

    @Slot()
    def _arrange(self) -> None:
        """Keep zone and words where the range has moved them."""
        self.zone.arrange(self.plot_area.area())
        self.zone.keep_clear(self.plot_area.dots(self.points, self.failed, self.best))

    @Slot(float, float)
    def _choose(self, x: float, y: float) -> None:
        """Take the value of the run that is nearest to a click."""
        del y
        if self._sweep is not None:
            self.value_chosen.emit(nearest(self._x, x))

    @Slot(PointStep)
    def _step(self, step: PointStep) -> None:
        if self._sweep is not None:
            self._reached = stepped_index(self._reached, step, len(self._sweep.values))
            self._show_reached()
            self.plot_area.tell_reached(self.plot_area.header.reading)

    @Slot(QPointF)
    def _read(self, pixel: QPointF) -> None:
        if self._sweep is None or not self.plot_area.area().contains(pixel):
            self._stop_reading()
            return
        at = nearest(self._x, self.plot_area.view.mapSceneToView(pixel).x())
        self.here.set_points(self._x[at : at + 1], self._y[at : at + 1])
        self.plot_area.header.set_reading(sweep_reading(self._sweep, at))

    def _show_reached(self) -> None:
        sweep = self._sweep
        if sweep is None or self._reached is None:
            return
        at = min(self._reached, len(sweep.values) - 1)
        self.here.set_points(self._x[at : at + 1], self._y[at : at + 1])
        self.plot_area.set_crosshair((float(self._x[at]), float(self._y[at])))
        self.plot_area.header.set_reading(sweep_reading(sweep, at))

    @Slot()
    def _stop_reading(self) -> None:
        self._reached = None
        self.here.set_points(EMPTY, EMPTY)
        self.plot_area.set_crosshair(None)
        self.plot_area.header.set_reading("")

    def _described(self) -> str:
        return self._empty_text if self._sweep is None else sweep_sentence(self._sweep)

    def _apply_theme(self, theme: Theme) -> None:
        self.line.set_pen(QPen(theme.run, 1))
        self.points.set_pen(QPen(theme.run, 1))
        self.points.setBrush(QBrush(theme.run))
        self.failed.set_pen(QPen(theme.series[0], THICK))
        self.best.set_pen(QPen(theme.text, THICK))
        self.best.setBrush(QBrush(theme.run))
        self.here.set_pen(QPen(theme.text, THICK))
        self.zone.set_theme(theme)
        if self._sweep is not None:
            self._redraw()
