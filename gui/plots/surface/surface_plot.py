"""The plot of the loss as a surface, seen from above, with the path of the run on it."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QBrush, QPainterPath, QPen
from PySide6.QtWidgets import QWidget

from engine.surface.contours import Contours
from engine.surface.plane import Plane

from ...text.numbers import format_count, format_factor
from ...text.translation import translate
from ..axis_scale import EMPTY, Numbers, linear_axis_scale, power_of_ten
from ..base import Plot
from ..line import THICK, PlotLine, RenderTarget
from ..markers import Markers, circle
from ..plot_area import AxisScales
from ..runs.other_lines import OtherLines
from ..theme import Theme, theme_of
from ..view_range import Range, finite_range, widened
from .contour_item import ContourForm, ContourItem
from .reached_point import ReachedPoint
from .shown_step import ShownStep
from .shown_surface import ShownSurface
from .step_arrows import StepArrows, arrows_of
from .surface_area import SurfaceArea
from .surface_labels import SurfaceLabels, SurfaceMark
from .surface_sentences import reading_at, reading_of_place, step_sentence, surface_sentence

_TITLE = translate("plots", "Surface")
_REMARK = translate("plots", "loss above the least")
_REMARK_CURVE = translate("plots", "loss")
_EXPORT_TIP = translate("plots", "Write the surface as a picture")
_VERTICAL = translate("plots", "vertical ×{factor}")
_HORIZONTAL = translate("plots", "horizontal ×{factor}")
_START, _OPTIMUM = translate("plots", "start"), translate("plots", "optimum")
_EPOCH = translate("plots", "epoch {epoch}")
_ARROWS = translate("plots", "Next Step as Arrows")
_ARROWS_TIP = translate("plots", "Show what the next step adds to W, while the run is slow (A)")
# Along an arrow: where its words are tried.
_BESIDE_ARROW = 0.5, 0.75, 0.3, 1.0
_SEVERAL = "{first} – {last}"
"""Epochs at one place."""
# Of the range, around all that is to be seen: room for the words beside the marks.
_AROUND = 0.08
# A narrower range than this part of the outermost contour is widened to it: it is rounding.
_LEAST_PART = 1e-7
# Narrower ranges, relative to their numbers, would need labels of more than eight digits.
_LEAST_SPAN = 1e-6
# Scales that differ by less look alike.
_ALIKE = 1.05
_START_SIZE, _MARK_SIZE, _NOW_SIZE, _OPTIMUM_SIZE, _HERE_SIZE = 10, 7, 11, 13, 15
# Marks that are nearer to each other, in pixels, have one label.
_TOGETHER = 7.0
# Points of a path that lie in one cell of this size, in pixels, are drawn as one, if there are more
# than a few: 4,000 of them take the window 3 ms.
_APART, _FEW = 0.5, 500


def plus() -> QPainterPath:
    """Return an upright cross in the unit square around the origin."""
    path = QPainterPath(QPointF(-0.5, 0))
    path.lineTo(0.5, 0)
    path.moveTo(0, -0.5)
    path.lineTo(0, 0.5)
    return path


class SurfacePlot(Plot):
    """Contours of the loss, the path, its start, its epochs 1, 10, 100 …, and the optimum.

    ``start_chosen`` carries the place, in the units of the axes, at which the next run is to start.
    """

    start_chosen = Signal(float, float)
    AREA = SurfaceArea
    plot_area: SurfaceArea

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_names("surface_plot", translate("plots", "Surface of the loss"), _EXPORT_TIP)
        self._shown: ShownSurface | None = None
        self._is_refreshing = False
        self.arrows_action = QAction(_ARROWS, self)
        self.arrows_action.setCheckable(True)
        self.arrows_action.setChecked(True)
        self.arrows_action.setToolTip(_ARROWS_TIP)
        self.arrows_action.toggled.connect(self._refresh)
        theme = theme_of(self)
        self.path = PlotLine()
        self.marks = Markers(circle(), _MARK_SIZE)
        self.optimum = Markers(plus(), _OPTIMUM_SIZE)
        self.start = Markers(circle(), _START_SIZE)
        self.now = Markers(circle(), _NOW_SIZE)
        self.here = Markers(circle(), _HERE_SIZE)
        self._add(self.path, self.marks, self.optimum, self.start, self.now, self.here)
        self.others = OtherLines(self.plot_area.view, theme)
        self.contours = ContourItem(self.plot_area.bottom, self.plot_area.left, theme)
        self.labels = SurfaceLabels(self.plot_area.bottom, theme)
        self.arrows = StepArrows(self.plot_area.bottom, theme)
        for item in (self.contours, self.arrows, self.labels):
            self.plot_area.scene().addItem(item)
        area = self.plot_area
        area.describe_by(self._described)
        area.range_changed.connect(self._arrange)
        area.place_chosen.connect(self._choose)
        area.cursor_moved.connect(self._read_cursor)
        self._reached = ReachedPoint(area, self.here)
        self._reached.moved.connect(self._show_reached)
        self._reached.pointed.connect(self._read)
        area.header.set_title(_TITLE, _REMARK)
        area.left.leave_out_grid()
        self._apply_theme(theme)

    @property
    def shown(self) -> ShownSurface | None:
        """What is drawn; None while there is nothing."""
        return self._shown

    def show_surface(self, shown: ShownSurface, *, fit: bool) -> None:
        """Draw a surface; ``fit`` shows all of it, as another plane needs."""
        self._shown = shown
        self._reached.set_points(len(shown.path))
        self.plot_area.set_empty_text("")
        if fit:
            self.fit()
        else:
            self._redraw()

    def show_nothing(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._shown = None
        self._reached.set_points(0)
        self._reached.leave()
        self.contours.set_ground(None)
        self.labels.clear()
        self.others.clear()
        self.arrows.show_arrows([])
        self.plot_area.header.set_legend()
        self.path.set_points(EMPTY, EMPTY)
        for markers in (self.marks, self.optimum, self.start, self.now):
            markers.set_points(EMPTY, EMPTY)
        self.plot_area.header.set_caption("")
        self.set_empty_text(sentence)

    def menu_actions(self) -> list[QAction]:
        """Return the actions that show all and save a picture; the plane is chosen above."""
        return [self.arrows_action, *super().menu_actions()]

    @property
    def _drawn_step(self) -> ShownStep | None:
        """The step that is drawn, if one is."""
        if self._shown is None or not self.arrows_action.isChecked():
            return None
        return self._shown.step

    def spoken_step(self) -> str:
        """Return what is drawn of the next step."""
        if self._shown is None:
            return self._empty_text
        words = [arrow.text for arrow in self.arrows.arrows]
        return step_sentence(self._shown, self._drawn_step, words)

    def _set_render_target(self, target: RenderTarget) -> None:
        super()._set_render_target(target)
        self.others.set_render_target(target)

    @Slot()
    def _refresh(self) -> None:
        shown = self._shown
        if shown is None:
            self.plot_area.set_empty_text(self._empty_text)
            return
        x, y = self._range_of(shown)
        scales = linear_axis_scale(np.array(x)), linear_axis_scale(np.array(y))
        self.contours.set_ground(shown.ground)
        self.others.show([run for run, _ in shown.others])
        positions = [
            scale.positions(np.array(ends)) for scale, ends in zip(scales, (x, y), strict=True)
        ]
        across, up = ((float(ends[0]), float(ends[1])) for ends in positions)
        self._is_refreshing = True  # what follows the range is drawn once, at the end
        self._show_range(across, up, scales)
        self._is_refreshing = False
        drawn = self.plot_area.axis_scales
        for markers, places in (
            (self.marks, shown.marks),
            (self.optimum, shown.optimum[np.newaxis]),
            (self.start, shown.start[np.newaxis]),
            (self.now, shown.now[np.newaxis]),
        ):
            markers.set_points(*_positions(places, drawn))
        self.plot_area.header.set_title(
            _TITLE, _REMARK if isinstance(shown.ground, Plane) else _REMARK_CURVE
        )
        self._arrange()
        self._show_reached()

    def _range_of(self, shown: ShownSurface) -> tuple[Range, Range]:
        """Return the ranges of the axes in which everything is seen."""
        places = shown.everything()
        if self._drawn_step is not None:
            places = np.concatenate((places, self._drawn_step.tips()))
        ranges = []
        for k, reach in enumerate(self._reach(shown)):
            span = finite_range(places[:, k]) or (0.0, 1.0)
            largest = max(abs(span[0]), abs(span[1]))
            if span[1] - span[0] <= _LEAST_PART * reach:  # a line along the other axis
                span = widened(span, reach)
            span = widened(span, _LEAST_SPAN * largest or 1.0)
            around = _AROUND * (span[1] - span[0])
            ranges.append((span[0] - around, span[1] + around))
        return ranges[0], ranges[1]

    def _reach(self, shown: ShownSurface) -> tuple[float, float]:
        """Return how far the outermost contour reaches along each axis; 0 if that is unknown."""
        if not isinstance(shown.ground, Plane):
            return 0.0, 0.0
        places = shown.everything()
        gaps = shown.ground.gaps(places[np.isfinite(places).all(axis=1)])
        gap = float(gaps.max(initial=0.0))
        reach = Contours(shown.ground).reach(gap) if 0 < gap < math.inf else (0.0, 0.0)
        across, up = (each if math.isfinite(each) else 0.0 for each in reach)
        return across, up

    @Slot()
    def _arrange(self) -> None:
        """Draw ground and words for the ranges that are seen."""
        shown, area = self._shown, self.plot_area.area()
        if shown is None or area.isEmpty() or self._is_refreshing:
            return
        scales = self.plot_area.axis_scales
        x, y = (
            (low * power_of_ten(scale.shift), high * power_of_ten(scale.shift))
            for (low, high), scale in zip(self.plot_area.shown_range(), scales, strict=True)
        )
        self.contours.show_view((x, y), scales, area)
        pixels = self.contours.to_pixels(shown.path)
        kept = _told_apart(pixels)
        self.path.set_points(*_positions(shown.path[kept], scales))
        beside = (
            places[_told_apart(self.contours.to_pixels(places))] for _, places in shown.others
        )
        self.others.set_points([_positions(places, scales) for places in beside])
        arrows = (
            []
            if self._drawn_step is None
            else arrows_of(self._drawn_step, self.contours.to_pixels, area.height())
        )
        self.arrows.arrange(area)
        self.arrows.show_arrows(arrows)
        self.plot_area.header.set_legend(*self.arrows.legend(), *self.others.legend())
        lines = [np.array([arrow.start, arrow.end]) for arrow in arrows]
        curves = [each.points for each in self.contours.drawn if each.form is ContourForm.LINE]
        self.labels.place(
            area,
            shown.names,
            self._marks_of(shown),
            [pixels[kept], *lines, *curves],
            self.contours.drawn,
        )
        self.plot_area.header.set_caption("   ".join(self._notes(shown, (x, y))))

    def _notes(self, shown: ShownSurface, ranges: tuple[Range, Range]) -> list[str]:
        """Return how the scales differ, and what is said of the axes."""
        if not isinstance(shown.ground, Plane):
            return list(shown.notes)
        area = self.plot_area.area()
        (left, right), (low, high) = ranges
        times = ((right - left) / area.width()) / ((high - low) / area.height())
        if not math.isfinite(times) or 1 / _ALIKE < times < _ALIKE:
            return list(shown.notes)
        form, factor = (_VERTICAL, times) if times > 1 else (_HORIZONTAL, 1 / times)
        return [form.format(factor=format_factor(float(f"{factor:.1e}"), 2)), *shown.notes]

    def _marks_of(self, shown: ShownSurface) -> list[SurfaceMark]:
        """Return the words beside the marks, one for those that lie together."""
        to_pixels = self.contours.to_pixels
        optimum, start, now = (
            tuple(to_pixels(place).tolist()) for place in (shown.optimum, shown.start, shown.now)
        )
        found = [SurfaceMark(_OPTIMUM, optimum, "optimum"), SurfaceMark(_START, start, "text")]
        if shown.has_run and shown.now_epoch > 0:
            epoch = _EPOCH.format(epoch=format_count(shown.now_epoch))
            found.append(SurfaceMark(epoch, now, "run"))
        found += [
            SurfaceMark(
                arrow.text,
                arrow.along(_BESIDE_ARROW[0]),
                arrow.ink.value,
                tuple(arrow.along(share) for share in _BESIDE_ARROW[1:]),
            )
            for arrow in reversed(self.arrows.arrows)
        ]
        together: list[list[float]] = []
        places: list[tuple[float, float]] = []
        for (x, y), epoch in zip(
            to_pixels(shown.marks).tolist(), shown.mark_epochs.tolist(), strict=True
        ):
            if epoch == shown.now_epoch:
                continue
            if places and math.dist(places[-1], (x, y)) < _TOGETHER:
                together[-1].append(epoch)
            else:
                together.append([epoch])
                places.append((x, y))
        for at, epochs in zip(places, together, strict=True):
            first, last = (format_count(epochs[k]) for k in (0, -1))
            text = first if len(epochs) == 1 else _SEVERAL.format(first=first, last=last)
            found.append(SurfaceMark(text, at, "run"))
        return [mark for mark in found if all(map(math.isfinite, mark.at))]

    @Slot(float, float)
    def _choose(self, x: float, y: float) -> None:
        if self._shown is not None:
            self.start_chosen.emit(*self._value_at(x, y))

    @Slot()
    def _show_reached(self) -> None:
        """Mark the point of the path that keys have reached."""
        shown, index = self._shown, self._reached.index
        if shown is None or index is None:
            return
        place = shown.path[index]
        x, y = _positions(place[np.newaxis], self.plot_area.axis_scales)
        self._reached.show(x, y, reading_at(shown, index))

    @Slot()
    def _read_cursor(self) -> None:
        """Say what lies under the cursor."""
        at = self.plot_area.crosshair
        if self._shown is not None and at is not None:
            self._reached.forget()
            reading = reading_of_place(self._shown, *self._value_at(*at))
            self.plot_area.header.set_reading(reading)
            self.plot_area.tell_reached(reading)

    @Slot(QPointF)
    def _read(self, pixel: QPointF) -> None:
        """Show what lies under the pointer."""
        if self._shown is None:
            return
        at = self.plot_area.view.mapSceneToView(pixel)
        reading = reading_of_place(self._shown, *self._value_at(at.x(), at.y()))
        self.plot_area.header.set_reading(reading)

    def _value_at(self, x: float, y: float) -> tuple[float, float]:
        across, up = self.plot_area.axis_scales
        return x * power_of_ten(across.shift), y * power_of_ten(up.shift)

    def _described(self) -> str:
        return self._empty_text if self._shown is None else surface_sentence(self._shown)

    def _apply_theme(self, theme: Theme) -> None:
        self.path.set_pen(QPen(theme.run, THICK))
        self.marks.set_pen(QPen(theme.background, 1))
        self.marks.setBrush(QBrush(theme.run))
        self.now.set_pen(QPen(theme.background, 1.25))
        self.now.setBrush(QBrush(theme.run))
        self.start.set_pen(QPen(theme.text, 1.75))
        self.start.setBrush(QBrush(theme.background))
        self.optimum.set_pen(QPen(theme.series[0], 2.25))
        self.here.set_pen(QPen(theme.text, 1.5, Qt.PenStyle.SolidLine))
        self.contours.set_theme(theme)
        self.others.set_theme(theme)
        self.labels.set_theme(theme)
        self.arrows.set_theme(theme)
        if self._shown is not None:
            self._redraw()


def _told_apart(pixels: Numbers) -> NDArray[np.bool_]:
    """Return which points (n, 2) of a path are drawn: at rest, thousands lie at one pixel."""
    kept = np.ones(len(pixels), bool)
    if len(pixels) > _FEW:
        with np.errstate(invalid="ignore"):
            cells = np.floor(pixels / _APART)
        kept[1:] = (cells[1:] != cells[:-1]).any(axis=1)
        kept[-1] = True
    return kept


def _positions(places: Numbers, scales: AxisScales) -> tuple[Numbers, Numbers]:
    return scales[0].positions(places[:, 0]), scales[1].positions(places[:, 1])
