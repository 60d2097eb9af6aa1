"""The plot of the gap: the loss above the least one, and what each direction has of it."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...background.reporting import reporting
from ...text.numbers import format_count, format_grouped, format_percent
from ...text.translation import plural, translate
from ...theme.blending import TEXT, legible
from ..area_items import NO_DOTS, AreaItem
from ..axis_scale import EMPTY, Numbers, Scale, epoch_axis_scale, logarithmic_axis_scale
from ..base import Plot
from ..header import LegendEntry
from ..line import THICK, PlotLine
from ..markers import Markers, circle
from ..readout import nearest
from ..theme import Theme, theme_of
from ..view_range import Range
from .direction_colours import ColourPlaces, direction_colours
from .free_room import FreeRoom
from .reached_point import ReachedPoint
from .shown_gap import MOST_DIRECTIONS, ShownGap
from .surface_labels import PlacedWord

_TITLE = translate("plots", "Gap by direction")
_REMARK = translate("plots", "loss above the least, log scale")
_EXPORT_TIP = translate("plots", "Write the plot of the gap as a picture")
_GAP, _FORECAST = translate("plots", "gap"), translate("plots", "forecast")
_EPOCH = translate("plots", "epoch")
_READING = translate("plots", "epoch {epoch}   gap {gap}")
_LARGEST = translate("plots", "{reading}   {share} % along {name}")
_DESCRIBED = plural(
    "plots",
    "Lines: the loss above the least one, {gap} at epoch {epoch}, and {n} directions of it.",
    "Lines: the loss above the least one, {gap} at epoch {epoch}, and {n} direction of it.",
    1,
)
# Below this part of the largest gap nothing is drawn.
_LOWEST = 1e-9
# Above and below, of the range.
_AROUND = 0.06
_NOW_SIZE = 9
_DIGITS = 4
_TRIED = 24
_PADDING = 3.0


class DirectionNames(AreaItem):
    """Writes the name of each direction at its line, where it covers no other."""

    def __init__(self, axis: object, theme: Theme) -> None:
        super().__init__(axis, theme)  # type: ignore[arg-type]
        self.placed: list[PlacedWord] = []
        self.setZValue(100)

    def place(
        self,
        area: QRectF,
        names: list[tuple[str, int]],
        lines: list[Numbers],
        dots: Numbers = NO_DOTS,
    ) -> None:
        """Find room for the names beside their lines.

        Parameters
        ----------
        area : QRectF
        names : list of (str, int)
            Each with the place of its colour.
        lines : list of ndarray, each of shape (n, 2)
            In pixels; the first one is that of the gap.
        dots : ndarray, shape (m, 3)
            What they do not cover: middles and radii.
        """
        self.arrange(area)
        metrics, room = QFontMetricsF(self._theme.font), FreeRoom(area)
        room.take_lines(*lines)
        for x, y, radius in dots.tolist():
            room.take_rect(QRectF(x - radius, y - radius, 2 * radius, 2 * radius))
        self.placed = []
        for (name, colour), line in zip(names, lines[1:], strict=True):
            if any(word.text == name for word in self.placed):
                continue  # two directions that move the same weights most
            width, height = metrics.horizontalAdvance(name) + 2 * _PADDING, metrics.height()
            inside = line[_within(line, area)]
            some = np.unique(np.linspace(0, len(inside) - 1, _TRIED).astype(int))
            places = inside[some].tolist() if len(inside) else []
            candidates = [
                QRectF(left, top, width, height)
                for side in (0.0, 1.0)  # right of the place, or left of it
                for x, y in places
                for left in [x + _PADDING - side * (width + 2 * _PADDING)]
                for top in (y - height - _PADDING, y + _PADDING, y - height / 2)
            ]
            if (found := room.first_free(candidates)) is not None:
                self.placed.append(PlacedWord(name, found, str(colour)))
        self.update()

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the names."""
        del option, widget
        theme = self._theme
        inks = [legible(each, theme.background, TEXT) for each in direction_colours(theme)]
        painter.setFont(theme.font)
        ascent = QFontMetricsF(theme.font).ascent()
        for word in self.placed:
            painter.fillRect(word.rect, theme.background)
            painter.setPen(inks[int(word.ink)])
            at = QPointF(word.rect.left() + _PADDING, word.rect.top() + ascent)
            painter.drawText(at, word.text)


class GapPlot(Plot):
    """The gap so far, its foretold rest, and the directions that it is made of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        said = translate("plots", "Gap to the least loss, by direction")
        self.set_names("gap_plot", said, _EXPORT_TIP)
        self._shown: ShownGap | None = None
        self._is_refreshing = False
        theme = theme_of(self)
        self.directions = [PlotLine() for _ in range(MOST_DIRECTIONS)]
        self.ahead = [PlotLine() for _ in range(MOST_DIRECTIONS)]
        self._places, self._colours = ColourPlaces(), list(range(MOST_DIRECTIONS))
        self.gap, self.foretold = PlotLine(), PlotLine()
        self.now, self.here = Markers(circle(), _NOW_SIZE), Markers(circle(), _NOW_SIZE + 4)
        for line in (*self.directions, *self.ahead, self.foretold):
            line.setSegmentedLineMode("off")  # dashes would begin again at each point
        self._add(
            *reversed(self.ahead),
            *reversed(self.directions),
            self.foretold,
            self.gap,
            self.now,
            self.here,
        )
        area = self.plot_area
        self.names = DirectionNames(area.bottom, theme)
        area.scene().addItem(self.names)
        area.describe_by(self._described)
        area.range_changed.connect(self._arrange)
        self._reached = ReachedPoint(area, self.here)
        self._reached.moved.connect(self._show_reached)
        self._reached.pointed.connect(self._read)
        area.header.set_title(_TITLE, _REMARK)
        area.bottom.set_name(_EPOCH, counts_from=0)
        self._apply_theme(theme)

    @property
    def shown(self) -> ShownGap | None:
        """What is drawn; None while there is nothing."""
        return self._shown

    def show_gap(self, shown: ShownGap) -> None:
        """Draw a gap."""
        self._shown = shown
        self._reached.set_points(len(shown.epochs))
        self.plot_area.set_empty_text("")
        self._redraw()

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._shown = None
        self._reached.set_points(0)
        self._reached.leave()
        for line in (*self.directions, *self.ahead, self.gap, self.foretold):
            line.set_points(EMPTY, EMPTY)
        self.now.set_points(EMPTY, EMPTY)
        self.names.place(QRectF(), [], [np.empty((0, 2))])
        self.plot_area.header.set_legend()
        self.set_empty_text(sentence)

    @Slot()
    def _refresh(self) -> None:
        shown = self._shown
        if shown is None:
            self.plot_area.set_empty_text(self._empty_text)
            return
        scales = (
            epoch_axis_scale(shown.epochs, Scale.LOGARITHMIC),
            logarithmic_axis_scale(shown.whole[shown.whole > 0]),
        )
        x = scales[0].positions(shown.epochs)
        known = shown.known
        for place, (line, ahead) in enumerate(zip(self.directions, self.ahead, strict=True)):
            is_drawn = place < len(shown.parts)
            part = shown.parts[place] if is_drawn else EMPTY
            of_part = x if is_drawn else EMPTY
            line.set_points(*_line(of_part[:known], part[:known]))
            ahead.set_points(*_line(of_part[known - 1 :], part[known - 1 :]))
        self._colours = self._places.of(shown.modes or range(len(shown.parts)))
        self._colour(self.plot_area.theme)
        self.gap.set_points(*_line(x[:known], shown.whole[:known]))
        self.foretold.set_points(*_line(x[known - 1 :], shown.whole[known - 1 :]))
        self.now.set_points(*_line(x[known - 1 : known], shown.whole[known - 1 : known]))
        self._is_refreshing = True  # what follows the range is drawn once, at the end
        ends = float(x[0]), max(float(x[-1]), float(x[0]) + 1)  # of one epoch, a decade
        self._show_range(ends, _heights(shown), scales)
        self._is_refreshing = False
        self._show_legend()
        self._arrange()
        self._show_reached()

    def _show_legend(self) -> None:
        theme, shown = self.plot_area.theme, self._shown
        entries = [LegendEntry(_GAP, _GAP, QPen(theme.run, THICK))]
        if shown is not None and shown.has_forecast:
            entries.append(LegendEntry(_FORECAST, _FORECAST, _dashed(theme.run)))
        self.plot_area.header.set_legend(*entries)

    @Slot()
    def _arrange(self) -> None:
        """Place the names of the directions at their lines."""
        shown, area = self._shown, self.plot_area.area()
        if shown is None or area.isEmpty() or self._is_refreshing:
            return
        count = len(shown.parts)
        pixels = [
            np.concatenate([self._pixels_of(line) for line in pair])
            for pair in (
                (self.gap, self.foretold),
                *zip(self.directions[:count], self.ahead[:count], strict=True),
            )
        ]
        names = list(zip(shown.names, self._colours, strict=True))
        self.names.place(area, names, pixels, self.plot_area.dots(self.now))

    def _pixels_of(self, line: PlotLine) -> Numbers:
        x, y = line.getData()
        if x is None or y is None:
            return np.empty((0, 2))
        bottom, left = self.plot_area.bottom, self.plot_area.left
        found = [
            axis.to_pixel(0.0) + (axis.to_pixel(1.0) - axis.to_pixel(0.0)) * values
            for axis, values in ((bottom, x), (left, y))
        ]
        return np.column_stack(found)

    @Slot(QPointF)
    def _read(self, pixel: QPointF) -> None:
        if self._shown is None:
            return
        x = self.plot_area.axis_scales[0].positions(self._shown.epochs)
        place = nearest(x, self.plot_area.view.mapSceneToView(pixel).x())
        self.plot_area.header.set_reading(_reading(self._shown, place))

    @Slot()
    def _show_reached(self) -> None:
        shown, index = self._shown, self._reached.index
        if shown is None or index is None:
            return
        place = slice(index, index + 1)
        x = self.plot_area.axis_scales[0].positions(shown.epochs[place])
        y = self.plot_area.axis_scales[1].positions(shown.whole[place])
        self._reached.show(x, y, _reading(shown, index))

    def _described(self) -> str:
        shown = self._shown
        if shown is None:
            return self._empty_text
        now = shown.known - 1
        return _DESCRIBED(
            len(shown.parts),
            gap=format_grouped(float(shown.whole[now]), _DIGITS),
            epoch=format_count(float(shown.epochs[now])),
        )

    def _apply_theme(self, theme: Theme) -> None:
        self.gap.set_pen(QPen(theme.run, 2))
        self.foretold.set_pen(_dashed(theme.run))
        self._colour(theme)
        self.now.set_pen(QPen(theme.background, 1))
        self.now.setBrush(QBrush(theme.run))
        self.here.set_pen(QPen(theme.text, 1.5))
        self.names.set_theme(theme)
        if self._shown is not None:
            self._redraw()

    def _colour(self, theme: Theme) -> None:
        """Give each direction its colour; the one with most of the gap is drawn thicker."""
        colours = direction_colours(theme)
        for place, colour in enumerate(self._colours):
            width = THICK if place == 0 else 1.0
            self.directions[place].set_pen(QPen(colours[colour], width))
            self.ahead[place].set_pen(_dashed(colours[colour], width))


def _within(points: Numbers, area: QRectF) -> NDArray[np.bool_]:
    """Return which of points (n, 2) lie in an area."""
    (left, right), (top, bottom) = (area.left(), area.right()), (area.top(), area.bottom())
    x, y = points.T
    inside: NDArray[np.bool_] = (left <= x) & (x <= right) & (top <= y) & (y <= bottom)
    return inside


def _dashed(colour: QColor, width: float = THICK) -> QPen:
    """Return what draws what is foretold, and nothing else."""
    return QPen(colour, width, Qt.PenStyle.DashLine)


def _heights(shown: ShownGap) -> Range:
    """Return the range of the logarithms that are seen."""
    whole = shown.whole[(shown.whole > 0) & np.isfinite(shown.whole)]
    if len(whole) == 0:
        return 0.0, 1.0
    high = math.log10(float(whole.max()))
    # What a run has come to is seen also if it is foretold to grow beyond all bounds.
    known = shown.whole[: shown.known]
    known = known[(known > 0) & np.isfinite(known)]
    least_seen = math.log10(float(known.max())) if len(known) else high
    low = max(math.log10(float(whole.min())), least_seen + math.log10(_LOWEST))
    if high - low < 1:
        low = high - 1
    around = _AROUND * (high - low)
    return low - around, high + around


def _line(x: Numbers, values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the points of a line with logarithmic heights, as far as it has any."""
    y = np.full(len(values), np.nan)
    np.log10(values, out=y, where=(values > 0) & np.isfinite(values))
    return x, y


def _reading(shown: ShownGap, index: int) -> str:
    gap = float(shown.whole[index])
    reading = _READING.format(
        epoch=format_count(float(shown.epochs[index])), gap=format_grouped(gap, _DIGITS)
    )
    if not gap > 0:
        return reading
    largest = int(np.argmax(shown.parts[:, index]))
    share = format_percent(float(shown.parts[largest, index]) / gap)
    return _LARGEST.format(reading=reading, share=share, name=shown.names[largest])
