"""The ground of the surface: contours, darker towards the optimum, or the curve of one weight."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine import Matrix
from engine.surface.contours import FACTOR, Contours, View
from engine.surface.loss_grid import LossGrid
from engine.surface.plane import Plane

from ...background.reporting import reporting
from ...text.numbers import format_grouped
from ...theme.blending import CURVE, blend, legible
from ..area_items import AreaItem
from ..axis import PlotAxis
from ..axis_scale import AxisScale, Numbers
from ..theme import Theme
from .shown_surface import Ground

# Of 255, of the run's colour: each contour makes what is within it darker by so much.
_SHADE = 15
# Of background in the lines between two that have a number.
_BETWEEN = 0.75
# An ellipse that is smaller than so many pixels is not told from the mark of the optimum.
_SMALLEST = 6.0
# Of a curve: one for each two pixels of a usual plot.
_CURVE_POINTS = 301
# Beyond these Qt would draw far outside the plot, slowly.
_FARTHEST = 1e5
# Digits of a height; 0.0156 is the third power of a quarter.
_DIGITS = 3
_PLAIN = 1e-3, 1e6


class ContourForm(Enum):
    """What the points of a contour are."""

    FILLED = "the corners of a polygon, (n, 2)"
    LINE = "the points of one line, (n, 2)"
    PIECES = "the ends of loose pieces of a line, (m, 2, 2)"


@dataclass(frozen=True, eq=False)
class DrawnContour:
    """One contour in pixels; ``label`` is empty if it has no number."""

    points: Numbers
    label: str
    form: ContourForm


class ContourItem(AreaItem):
    """Draws the ground that is given, for the ranges that the axes show."""

    def __init__(self, bottom: PlotAxis, left: PlotAxis, theme: Theme) -> None:
        super().__init__(bottom, theme)
        self._bottom, self._left = bottom, left
        self._ground: Ground | None = None
        self._key: object = None
        self._contours: Contours | None = None
        self.drawn: list[DrawnContour] = []
        self._shapes: list[QPolygonF | list[QLineF]] = []
        self.setZValue(-600)  # before the view, as in an SVG later items are clipped to it

    def set_ground(self, ground: Ground | None) -> None:
        """Draw another ground; None draws none."""
        if ground is not self._ground:
            self._ground, self._key = ground, None
            self.drawn, self._shapes = [], []
            self._contours = Contours(ground) if isinstance(ground, Plane) else None
            self.update()

    def show_view(self, view: View, scales: tuple[AxisScale, AxisScale], area: QRectF) -> None:
        """Compute what is seen of the ground, unless nothing has changed."""
        self.arrange(area)
        key = view, scales, area.getRect()
        if key == self._key:
            return
        self._key = key
        self.drawn = self._found(view)
        self._shapes = [_shape_of(each) for each in self.drawn]
        self.update()

    def to_pixels(self, places: Matrix) -> Numbers:
        """Return places (…, 2), in the units of the axes, in pixels."""
        found = np.empty(np.shape(places))
        for k, axis in enumerate((self._bottom, self._left)):
            start, per = axis.to_pixel(0.0), axis.to_pixel(1.0) - axis.to_pixel(0.0)
            flat = np.asarray(places[..., k], dtype=np.float64).reshape(-1)
            positions = axis.axis_scale.positions(flat).reshape(np.shape(places)[:-1])
            found[..., k] = start + per * positions
        return found

    def _found(self, view: View) -> list[DrawnContour]:
        ground = self._ground
        if self._contours is not None:
            return self._ellipses(self._contours, view)
        if isinstance(ground, LossGrid):
            levels = ground.levels()
            return [
                DrawnContour(self.to_pixels(ground.contour(level)), label, ContourForm.PIECES)
                for level, label in zip(levels, _told_apart(levels), strict=True)
            ]
        if ground is not None and not isinstance(ground, Plane):
            x = np.linspace(*view[0], _CURVE_POINTS)
            points = self.to_pixels(np.column_stack((x, ground.losses(x))))
            return [DrawnContour(points, "", ContourForm.LINE)]
        return []

    def _ellipses(self, contours: Contours, view: View) -> list[DrawnContour]:
        smallest = tuple(
            _SMALLEST * (ends[1] - ends[0]) / max(pixels, 1.0)
            for ends, pixels in zip(view, (self._area.width(), self._area.height()), strict=True)
        )
        # Beyond the edge, so that the lines that close an ellipse there are not seen.
        wider = tuple((a - (b - a) / 50, b + (b - a) / 50) for a, b in view)
        return [
            DrawnContour(
                self.to_pixels(contours.ellipse(level, (wider[0], wider[1]))),
                _label(level),
                ContourForm.FILLED,
            )
            for level in contours.levels(view, (smallest[0], smallest[1]))
        ]

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the contours from the outermost to the innermost."""
        del option, widget
        theme = self._theme
        shade = QColor(theme.run)
        shade.setAlpha(_SHADE)
        named = QPen(legible(theme.line, theme.background, CURVE), 1)
        between = QPen(blend(theme.text, theme.background, _BETWEEN), 1)
        painter.save()
        painter.setClipRect(self._area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for each, shape in zip(self.drawn, self._shapes, strict=True):
            is_weak = each.form is ContourForm.FILLED and not each.label
            painter.setPen(between if is_weak else named)
            painter.setBrush(shade)
            if not isinstance(shape, QPolygonF):
                painter.drawLines(shape)
            elif each.form is ContourForm.LINE:
                painter.drawPolyline(shape)
            else:
                painter.drawPolygon(shape)
        painter.restore()


def _shape_of(contour: DrawnContour) -> QPolygonF | list[QLineF]:
    points = np.clip(contour.points, -_FARTHEST, _FARTHEST)
    if contour.form is ContourForm.PIECES:
        kept = points[np.isfinite(points).all(axis=(1, 2))]
        return [QLineF(*start, *end) for start, end in kept.tolist()]
    kept = points[np.isfinite(points).all(axis=1)]
    return QPolygonF([QPointF(x, y) for x, y in kept.tolist()])


def _label(level: float) -> str:
    """Return the number of every second height: those of 16 and its powers."""
    power = round(np.log(level) / np.log(FACTOR))
    return "" if power % 2 else f"+{format_grouped(level, _DIGITS, _PLAIN)}"


def _told_apart(levels: Sequence[float]) -> list[str]:
    """Write losses at even steps with as many digits as the steps need."""
    if len(levels) < 2:
        return [format_grouped(level, _DIGITS, _PLAIN) for level in levels]
    largest = max(map(abs, levels))
    step = levels[1] - levels[0]
    digits = 1 + max(1, math.ceil(math.log10(largest / step)))
    # A level is a sum of steps: 148.20000000000002 is 148.2 as the others are.
    rounded = (float(f"{level:.{digits}g}") for level in levels)
    return [format_grouped(level, digits, _PLAIN) for level in rounded]
