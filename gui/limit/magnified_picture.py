"""Draws the loss through the microscope: the curve or the stairs, the secant and the tangent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from engine import Matrix
from engine.difference import Difference
from engine.language.sentence import marked
from engine.limit.microscope import HALF_WIDTH
from engine.threads.caching import cached_property

from ..background.reporting import reporting
from ..plots.area_items import Taken
from ..plots.axis import GAP, AxisSide, PlotAxis, label_gap, line_room
from ..plots.axis_scale import linear_axis_scale
from ..plots.header import LegendEntry, PlotHeader
from ..plots.theme import Theme
from ..text.numbers import format_loss, format_number
from ..text.translation import translated
from .limit_state import Curve, LimitState

CURVE_WIDTH, SECANT_WIDTH, STEP_WIDTH = 2.0, 2.0, 1.0
_POINT, _HERE = 5.0, 4.0
"""The radii of the ends of the secant, and of w itself, in pixels."""
_DASHES, _DOTS = (5.0, 4.0), (1.0, 2.0)
# Shares of the height above and below what is drawn, so that no point lies on an edge.
_ROOM = 0.12
_LABEL_DIGITS = 3
# Cleared to either side of words.
_GROUND = 2.0
_PLAIN = (1e-3, 1e6)
_RESTLESS = 16.0
"""Heights of the picture. A line that goes further up and down is one pixel of the device wide: of
801 points, it took 20 ms with a pen of two pixels, 2.9 s if it crossed the picture at each point,
and 1 to 3 ms with a pen of one (1000×500 pixels).
"""
# There is room for it from the start: the area, and a point that is dragged, stay where they are.
_USUAL_LABEL = "−0.00005"
# From so many different losses on, a line between them cannot be told from stairs.
_MOST_STAIRS = 150
# The bend is told from the tangent from a share of the height on.
_SEEN = 0.01


class MicroscopeText(Enum):
    """The words in the microscope."""

    TITLE = marked("limit", "Microscope")
    WINDOW = marked("limit", "a window {width} wide")
    WINDOW_SCALED = marked("limit", "a window {width} wide, columns scaled")
    WINDOW_TRIANGLE = marked("limit", "a window {width} wide, on the triangle")
    WINDOW_SCALED_TRIANGLE = marked(
        "limit", "a window {width} wide, columns scaled, on the triangle"
    )
    RISES = marked("limit", "loss − {loss}")
    BESIDE_TANGENT = marked("limit", "loss − tangent")
    COMPUTED = marked("limit", "the loss as the computer has it")
    LOSS = marked("limit", "loss")
    SECANT = marked("limit", "secant")
    TANGENT = marked("limit", "tangent")
    TRUE = marked("limit", "the true loss")
    TRUE_SHORT = marked("limit", "true")
    BEND = marked("limit", "the bend: what a small h removes")
    BEND_SHORT = marked("limit", "bend")
    STILL = marked("limit", "w + h is w: there is no secant.")
    NOT_FINITE = marked("limit", "The losses here are beyond the largest number.")
    BEHIND = marked("limit", "w − h")
    HERE = "{name} = {value}"
    AHEAD = marked("limit", "w + h")
    STEP_TAKEN = marked("limit", "{step} taken")

    @property
    def text(self) -> str:
        """The words for the reader, with their facts open."""
        return translated(self.value)


WINDOWS = {
    (False, False): MicroscopeText.WINDOW,
    (True, False): MicroscopeText.WINDOW_SCALED,
    (False, True): MicroscopeText.WINDOW_TRIANGLE,
    (True, True): MicroscopeText.WINDOW_SCALED_TRIANGLE,
}
"""By whether the columns are scaled, and whether the losses are those of the triangle."""


@dataclass(frozen=True)
class Places:
    """Where things are in the microscope, in pixels of the widget."""

    whole: QRectF
    header: QRectF
    area: QRectF

    def x(self, at: float) -> float:
        """Return the pixel of a place along the weight, in units of h."""
        return self.area.center().x() + at * self.area.width() / (2 * HALF_WIDTH)

    def units(self, pixel: float) -> float:
        """Return the place along the weight of a pixel, in units of h."""
        return (pixel - self.area.center().x()) * 2 * HALF_WIDTH / self.area.width()


@dataclass(frozen=True)
class Label:
    """Words in the picture: their baseline, and the ground that is cleared for them."""

    text: str
    at: QPointF
    rect: QRectF


class MagnifiedPicture:
    """What is drawn of one state in one rectangle; made anew for each.

    Parameters
    ----------
    state : LimitState
    theme : Theme
    size : QSizeF
        Of the widget.
    least_margin : float, optional
        The least width left of the area: that before, so that it does not move with the numbers.
    """

    def __init__(
        self,
        state: LimitState,
        theme: Theme,
        size: QSizeF,
        least_margin: float = 0.0,
    ) -> None:
        self._state, self._theme = state, theme
        usual = QFontMetricsF(theme.font).horizontalAdvance(_USUAL_LABEL) + 2 * GAP
        self._least_margin = max(GAP * math.ceil(usual / GAP), least_margin)
        self._seen = state.samples
        self.is_drawn = _is_finite(state)
        self._header = PlotHeader(theme)
        self._left = PlotAxis(AxisSide.LEFT, theme)
        low, high = self._range()
        self._y_scale = linear_axis_scale(np.array([low, high]))
        self._low, self._high = self._y_scale.positions(np.array([low, high])).tolist()
        self.places = self._arrange(size)
        self._entries = self._legend() if self.is_drawn else ()
        from .picture_key import PictureKey  # loaded on use: the view is not the first one seen

        self._key = PictureKey(self._entries, theme)
        self.key_place = self._place_of_key() if self.is_drawn else None
        self._set_title()

    @property
    def ends(self) -> tuple[QPointF, QPointF]:
        """The pixels of the two points that the quotient takes: behind, then ahead."""
        behind, ahead = (self._pixel(*end) for end in self._ends)
        return behind, ahead

    @property
    def _ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """The same in units of h, and relative to the loss or to the tangent, as it is drawn."""
        behind, ahead = ends_of(self._state)
        if self._state.curve is Curve.LOSS:
            return behind, ahead
        return self._less_tangent(*behind), self._less_tangent(*ahead)

    def _less_tangent(self, x: float, value: float) -> tuple[float, float]:
        seen = self._seen
        return x, value - (seen.offset + float(seen.line_at(np.array([x]))[0]))

    @reporting
    def paint(self, painter: QPainter) -> None:
        """Draw all of it, but for the ground."""
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        option = QStyleOptionGraphicsItem()
        self._header.paint(painter, option)
        if not self.is_drawn:
            self._say(painter, MicroscopeText.NOT_FINITE.text)
            return
        self._left.paint(painter, option)
        self._paint_bottom(painter)
        painter.save()
        painter.setClipRect(self.places.area.adjusted(0, -_POINT, 0, 1))
        if self._state.curve is Curve.LOSS:
            self._paint_loss(painter)
        else:
            self._paint_less_tangent(painter)
        painter.restore()
        self._paint_labels(painter)
        if self.key_place is not None:
            self._key.paint(painter, self.key_place)

    def shows_true_loss(self) -> bool:
        """Return whether the true loss is drawn: it is neither the computer's nor the tangent."""
        seen = self._seen
        height = float(np.ptp(seen.true_rises)) or 1.0
        is_bent = float(np.abs(seen.bends).max()) > _SEEN * height
        return seen.is_staircase and is_bent

    def _range(self) -> tuple[float, float]:
        """Return the losses at the bottom and at the top."""
        if not self.is_drawn:
            return 0.0, 1.0
        seen = self._seen
        if self._state.curve is Curve.LOSS:
            shown = [seen.rises, seen.true_rises]
        else:
            shown = [seen.beside_tangent, seen.bends, np.zeros(1)]
        values = np.concatenate([*shown, np.array([y for _, y in self._ends])])
        low, high = float(values.min()), float(values.max())
        if low == high:  # all alike: the next number on either side
            beside = float(np.spacing(self._state.point.table.A.dtype.type(seen.loss or 1.0)))
            low, high = low - beside, high + beside
        room = _ROOM * (high - low)
        return low - room, high + room

    def _arrange(self, size: QSizeF) -> Places:
        whole, theme = QRectF(QPointF(0, 0), size), self._theme
        height = line_room(theme, size.height())
        header = QRectF(0, 0, size.width(), height)
        self._header.arrange(header, size.width() - 2 * GAP)
        self._left.set_range((self._low, self._high), self._y_scale)
        left = self._left.thickness()
        foot = line_room(theme, size.height(), 1.5 * GAP)
        for _ in range(2):  # the ticks follow from the height, and their width from the ticks
            area = whole.adjusted(left, height, -2 * GAP, -foot)
            self._left.arrange(whole, area)
            left = max(self._least_margin, self._left.thickness())
        area = whole.adjusted(left, height, -2 * GAP, -foot)
        self._left.arrange(whole, area)
        return Places(whole, header, area)

    @property
    def ticks(self) -> tuple[Label, ...]:
        """The words below the area: w with its value, as far as there is room, and w ± h."""
        metrics, places = QFontMetricsF(self._theme.font), self.places
        gap = label_gap(places.whole.height())
        baseline = round(places.area.bottom()) + gap + metrics.ascent()
        room = places.x(1.0) - places.x(-1.0) - 2 * GAP
        room -= metrics.horizontalAdvance(MicroscopeText.BEHIND.text)
        value = format_number(self._state.digits.w)
        name, full_name = self._state.name, self._state.full_name
        whole = MicroscopeText.HERE.text.format(name=full_name, value=value)
        fitting = (each for each in (whole, full_name) if metrics.horizontalAdvance(each) <= room)
        here = next(fitting, name)
        here = metrics.elidedText(here, Qt.TextElideMode.ElideRight, max(room, 2 * GAP))
        texts = (MicroscopeText.BEHIND.text, here, MicroscopeText.AHEAD.text)
        return tuple(
            self._label(text, places.x(at) - metrics.horizontalAdvance(text) / 2, baseline)
            for text, at in zip(texts, (-1.0, 0.0, 1.0), strict=True)
        )

    def _paint_bottom(self, painter: QPainter) -> None:
        """Draw the line below the area, where w and w ± h are on it, and their words."""
        area, theme = self.places.area, self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(theme.font)
        painter.setPen(QPen(theme.line, 1))
        bottom = round(area.bottom())
        painter.drawLine(QLineF(area.left(), bottom, area.right(), bottom))
        for at in (-1.0, 0.0, 1.0):
            x = round(self.places.x(at))
            painter.drawLine(QLineF(x, bottom, x, bottom + GAP / 2))
        painter.setPen(theme.quiet)
        for label in self.ticks:
            painter.drawText(label.at, label.text)

    def _set_title(self) -> None:
        """Say what is seen; the legend stands beside it only if there is no room in the picture."""
        width = format_number(2 * HALF_WIDTH * self._state.h, 2)
        remark = WINDOWS[self._state.is_scaled, self._state.is_of_triangle]
        self._header.set_title(self._title(), remark.text.format(width=width))
        if self.key_place is None:
            self._header.set_legend(*self._entries)

    def _title(self) -> str:
        """Say what is upwards: the loss at w itself is 0 there. It matters more than the word."""
        if not self.is_drawn:
            return MicroscopeText.TITLE.text
        if self._state.curve is Curve.LOSS_LESS_TANGENT:
            return MicroscopeText.BESIDE_TANGENT.text
        return MicroscopeText.RISES.text.format(loss=format_loss(self._seen.loss))

    def _legend(self) -> tuple[LegendEntry, ...]:
        theme, texts = self._theme, MicroscopeText
        loss = _entry(texts.COMPUTED, texts.LOSS, QPen(theme.text, CURVE_WIDTH))
        tangent = _entry(texts.TANGENT, texts.TANGENT, _dashed(theme.quiet, _DOTS))
        if self._state.curve is Curve.LOSS_LESS_TANGENT:
            bend = QPen(theme.of_quotient(Difference.FORWARD), CURVE_WIDTH)
            return _entry(texts.BEND, texts.BEND_SHORT, bend), loss, tangent
        secant = _entry(texts.SECANT, texts.SECANT, QPen(self._colour(), SECANT_WIDTH))
        entries = [loss, tangent] if self._state.digits.is_still else [loss, secant, tangent]
        if self.shows_true_loss():
            entries.append(_entry(texts.TRUE, texts.TRUE_SHORT, QPen(theme.quiet, STEP_WIDTH)))
        return tuple(entries)

    def _place_of_key(self) -> QRectF | None:
        """Return where the key covers no line and no label."""
        seen = self._seen
        if self._state.curve is Curve.LOSS:
            lines = [seen.rises, seen.true_rises, seen.tangent, self._secant_at(seen.t)]
        else:
            lines = [seen.beside_tangent, seen.bends, np.zeros_like(seen.t)]
        pixels = [self._pixels(seen.t, line) for line in lines]
        return self._key.free_place(self.places.area, pixels, [each.rect for each in self.labels])

    def _secant_at(self, t: Matrix) -> Matrix:
        (x_behind, behind), (x_ahead, ahead) = ends_of(self._state)
        if x_ahead == x_behind:
            return self._seen.tangent
        found: Matrix = behind + (ahead - behind) / (x_ahead - x_behind) * (t - x_behind)
        return found

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """The words at the triangle of the secant, or in its place.

        They cover no point, no number of an axis and not each other; without room they are left
        out, the rise first.
        """
        if not self.is_drawn or self._state.curve is Curve.LOSS_LESS_TANGENT:
            return ()
        behind, ahead = self.ends
        if self._state.digits.is_still:
            return self._first_free(self._labels_of_still())
        if abs(behind.y() - ahead.y()) < GAP:
            return ()
        step = self._first_free(self._labels_of_step(behind, ahead))
        return (*step, *self._first_free(self._labels_of_rise(behind, ahead), step))

    def _first_free(
        self, candidates: Sequence[Label], others: Sequence[Label] = ()
    ) -> tuple[Label, ...]:
        """Return the first of these labels that covers nothing, or none."""
        taken = self._taken.beside(*(each.rect for each in others))
        area, right = self.places.area, self.places.whole.right() + _GROUND
        within = QRectF(area.left(), area.top(), right - area.left(), area.height())
        free = taken.first_free([each.rect for each in candidates], within)
        return tuple(each for each in candidates if each.rect is free)

    @cached_property
    def _taken(self) -> Taken:
        """The points, and the numbers and words of the axes."""
        metrics, left = QFontMetricsF(self._theme.font), self._left
        here = self._pixel(0.0, 0.0)
        ends = [(end.x(), end.y(), _POINT + 2) for end in self.ends]
        dots = np.array([*ends, (here.x(), here.y(), _HERE + 1)])
        numbers = (left.label_rect(tick, metrics) for tick in left.ticks)
        return Taken(dots, (*numbers, *(tick.rect for tick in self.ticks)))

    def _paint_loss(self, painter: QPainter) -> None:
        seen, theme = self._seen, self._theme
        if self.shows_true_loss():
            self._curve(painter, seen.true_rises, QPen(theme.quiet, STEP_WIDTH))
        self._paint_tangent(painter)
        self._paint_computed(painter, seen.rises)
        self._paint_secant(painter)

    def _paint_tangent(self, painter: QPainter) -> None:
        """Draw the tangent; at a kink, that of each side."""
        seen, pen = self._seen, _dashed(self._theme.quiet, _DOTS)
        left, right = (slope * seen.h for slope in seen.slopes)
        if left == right:
            self._line(painter, seen.offset, right, pen)
            return
        self._line(painter, seen.offset, left, pen, end=0.0)
        self._line(painter, seen.offset, right, pen, start=0.0)

    def _paint_computed(self, painter: QPainter, values: Matrix) -> None:
        """Draw the computer's loss: smooth, as stairs, or as the noise that it is."""
        theme = self._theme
        if not self._seen.is_staircase:
            self._curve(painter, values, QPen(theme.text, CURVE_WIDTH))
        elif len(np.unique(self._seen.rises)) <= _MOST_STAIRS:
            self._stairs(painter, values, QPen(theme.text, STEP_WIDTH))
        else:
            self._curve(painter, values, QPen(theme.text, STEP_WIDTH))

    def _paint_less_tangent(self, painter: QPainter) -> None:
        seen, theme = self._seen, self._theme
        self._curve(painter, seen.beside_tangent, self._noise_pen())
        self._line(painter, 0.0, 0.0, _dashed(theme.quiet, _DOTS))
        bend = theme.of_quotient(Difference.FORWARD)
        self._curve(painter, seen.bends, QPen(bend, CURVE_WIDTH))
        self._paint_ends(painter)

    def _noise_pen(self) -> QPen:
        seen = self._seen
        height = max(float(np.ptp(seen.beside_tangent)), float(np.abs(seen.bends).max()))
        off = float(np.abs(seen.beside_tangent - seen.bends).max())
        return QPen(self._theme.text, STEP_WIDTH if off > _SEEN * height else 2 * CURVE_WIDTH)

    def _paint_secant(self, painter: QPainter) -> None:
        """Draw the secant over the window, its triangle, and the points it goes through."""
        (x_behind, behind), (x_ahead, ahead) = ends_of(self._state)
        colour = self._colour()
        if x_ahead != x_behind:
            rise = (ahead - behind) / (x_ahead - x_behind)
            self._line(painter, behind - rise * x_behind, rise, QPen(colour, SECANT_WIDTH))
            self._paint_triangle(painter, *self.ends)
        self._paint_ends(painter)
        painter.setPen(QPen(self._theme.text, 2))
        painter.setBrush(QBrush(self._theme.background))
        painter.drawEllipse(self._pixel(0.0, 0.0), _HERE, _HERE)

    def _paint_ends(self, painter: QPainter) -> None:
        """Draw the points that the quotient takes, by which h is dragged."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.background, 2))
        painter.setBrush(QBrush(self._colour()))
        for end in self.ends:
            painter.drawEllipse(end, _POINT + 1, _POINT + 1)

    def _paint_triangle(self, painter: QPainter, behind: QPointF, ahead: QPointF) -> None:
        """Draw the step and the rise of the secant."""
        if abs(behind.y() - ahead.y()) < GAP:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(self._colour(), 1))
        level, upright = round(behind.y()), round(ahead.x())
        painter.drawLine(QLineF(behind.x(), level, upright, level))
        painter.drawLine(QLineF(upright, level, upright, ahead.y()))

    def _paint_labels(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font)
        for label in self.labels:
            painter.fillRect(label.rect, self._theme.background)
            painter.setPen(self._theme.text)
            painter.drawText(label.at, label.text)

    def _label(self, text: str, left: float, baseline: float) -> Label:
        metrics = QFontMetricsF(self._theme.font)
        top, width = baseline - metrics.ascent(), metrics.horizontalAdvance(text)
        rect = QRectF(left - _GROUND, top, width + 2 * _GROUND, metrics.height())
        return Label(text, QPointF(left, baseline), rect)

    def _labels_of_step(self, behind: QPointF, ahead: QPointF) -> list[Label]:
        """Return where the length of the step may be: beside its side of the triangle.

        In the middle of the side, or at its ends; outside the triangle, or within.
        """
        metrics, text = QFontMetricsF(self._theme.font), self._step_text()
        width, here = metrics.horizontalAdvance(text), self.places.x(0.0)
        is_over_w = behind.x() < here < ahead.x()  # of a central one, w is half-way
        start = (here if is_over_w else behind.x()) + 2 * GAP
        most = self.places.whole.right() - width - GAP / 2
        lefts = (max(start, (start + ahead.x() - width) / 2), start, ahead.x() - GAP - width)
        above, below = behind.y() - 5, behind.y() + metrics.ascent() + 3
        is_falling = ahead.y() > behind.y()
        farther = _POINT + 2  # clear of the points, as words longer than the side reach over them
        over, under = (above, above - farther), (below, below + farther)
        sides = (*over, *under) if is_falling else (*under, *over)
        return [self._label(text, min(left, most), side) for side in sides for left in lefts]

    def _labels_of_rise(self, behind: QPointF, ahead: QPointF) -> list[Label]:
        """Return where the rise may be: outside its side of the triangle, or within."""
        metrics, rise = QFontMetricsF(self._theme.font), self._state.digits.rise
        middle = (behind.y() + ahead.y()) / 2 + metrics.capHeight() / 2
        left = ahead.x() + _POINT + 4
        half = abs(ahead.y() - behind.y()) / 2
        moves = [0.0, *(sign * share * half for share in (0.5, 1.0) for sign in (1, -1))]
        texts = [format_number(rise, n, _PLAIN) for n in (_LABEL_DIGITS, _LABEL_DIGITS - 1)]
        most = self.places.whole.right() - 2
        found = [
            self._label(text, left, middle + move)
            for text in texts
            for move in moves
            if left + metrics.horizontalAdvance(text) <= most
        ]
        # Beside the level side, where the triangle is widest.
        width, height = metrics.horizontalAdvance(texts[-1]), metrics.height() + GAP
        across, upright = ahead.x() - behind.x(), 2 * half
        if width + 2 * GAP <= across * (1 - height / upright):
            below = behind.y() + metrics.ascent() + GAP / 2
            baseline = below if ahead.y() > behind.y() else behind.y() - GAP
            found.append(self._label(texts[-1], ahead.x() - GAP - width, baseline))
        return found

    def _labels_of_still(self) -> list[Label]:
        """Return where it may be said why there is no secant: below or above the line there is."""
        metrics, text = QFontMetricsF(self._theme.font), MicroscopeText.STILL.text
        area, level = self.places.area, self._pixel(0.0, 0.0).y()
        left = max(area.left() + _GROUND, area.center().x() - metrics.horizontalAdvance(text) / 2)
        rows = (2.0, 1.5, -1.0)
        return [self._label(text, left, level + row * metrics.height()) for row in rows]

    def _step_text(self) -> str:
        """Return how long the step is: h, or what rounding has made of it."""
        digits = self._state.digits
        sides = len(self._state.difference.sides)
        if abs(digits.step - sides * digits.h) <= 1e-3 * digits.h:
            return "2h" if sides > 1 else "h"
        step = format_number(digits.step, 4, _PLAIN)
        return MicroscopeText.STEP_TAKEN.text.format(step=step)

    def _line(
        self,
        painter: QPainter,
        at_zero: float,
        rise: float,
        pen: QPen,
        *,
        start: float = -HALF_WIDTH,
        end: float = HALF_WIDTH,
    ) -> None:
        """Draw a straight line over the whole window, or a part of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        ends = (self._pixel(x, at_zero + rise * x) for x in (start, end))
        painter.drawLine(QLineF(*ends))

    def _curve(self, painter: QPainter, values: Matrix, pen: QPen) -> None:
        """Draw a line through the losses at each place."""
        pixels = self._pixels(self._seen.t, values)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if np.abs(np.diff(pixels[:, 1])).sum() > _RESTLESS * self.places.area.height():
            pen.setCosmetic(True)
            pen.setWidthF(1.0)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(_polygon(pixels))

    def _stairs(self, painter: QPainter, values: Matrix, pen: QPen) -> None:
        """Draw each loss as long as it is the same, and the step to the next one upright."""
        t = self._seen.t
        edges = (t[1:] + t[:-1]) / 2
        x = np.concatenate(([t[0]], np.repeat(edges, 2), [t[-1]]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        path = QPainterPath()
        path.addPolygon(_polygon(self._pixels(x, np.repeat(values, 2))))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _pixels(self, x: Matrix, values: Matrix) -> Matrix:
        """Return where losses are, (n, 2)."""
        area = self.places.area
        across = area.center().x() + x * (area.width() / (2 * HALF_WIDTH))
        positions = self._y_scale.positions(np.asarray(values, np.float64))
        up = area.bottom() - (positions - self._low) / (self._high - self._low) * area.height()
        # Far outside, Qt draws lines wrongly.
        up = np.clip(up, area.top() - 4 * area.height(), area.bottom() + 4 * area.height())
        return np.column_stack((across, up))

    def _pixel(self, x: float, value: float) -> QPointF:
        return QPointF(*self._pixels(np.array([x]), np.array([value]))[0].tolist())

    def _colour(self) -> QColor:
        return self._theme.of_quotient(self._state.difference)

    def _say(self, painter: QPainter, text: str) -> None:
        """Write a sentence in the middle."""
        area = self.places.area
        painter.setFont(self._theme.font)
        flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
        ground = painter.boundingRect(area, flags, text).adjusted(-4, 0, 4, 0)
        painter.fillRect(ground, self._theme.background)
        painter.setPen(self._theme.quiet)
        painter.drawText(area, flags, text)


def ends_of(state: LimitState) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the points that the quotient really takes, in units of h and relative to the loss."""
    digits, loss = state.digits, state.samples.loss
    behind, ahead = (
        ((end - digits.w) / digits.h, value - loss)
        for end, value in ((digits.w_behind, digits.behind), (digits.w_ahead, digits.ahead))
    )
    return behind, ahead


def _is_finite(state: LimitState) -> bool:
    seen, digits = state.samples, state.digits
    numbers = [seen.offset, seen.slopes[1] * seen.h, digits.ahead, digits.behind]
    is_seen = np.isfinite(seen.rises).all() and np.isfinite(seen.true_rises).all()
    return bool(is_seen and np.isfinite(numbers).all())


def _polygon(pixels: Matrix) -> QPolygonF:
    """Return pixels (n, 2) as a polygon, a hundred times as fast as point by point."""
    count = np.array([len(pixels)], dtype=">i4").tobytes()
    stream = QDataStream(QByteArray(count + pixels.astype(">f8").tobytes()))
    polygon = QPolygonF()
    stream >> polygon
    return polygon


def _entry(name: MicroscopeText, short: MicroscopeText, pen: QPen) -> LegendEntry:
    return LegendEntry(name.text, short.text, pen)


def _dashed(colour: QColor, pattern: Sequence[float]) -> QPen:
    pen = QPen(colour, CURVE_WIDTH)
    pen.setDashPattern(pattern)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
