"""The groove of the timeline: the loss curve of a run, with a handle at the epoch shown."""

import math
from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from engine import Trace
from engine.trace import EMPTY

from ...accessible.focus_ring import draw_own_ring
from ...background.reporting import report, reporting
from ...text.key_help import KeyHelp, KeyLine
from ...text.numbers import format_count, in_exponents
from ...text.translation import translate
from ...theme.blending import CURVE, TEXT, blend, hairline, legible, quiet

# Pixels beside the curve, so that the handle is whole at both ends.
_MARGIN = 6.0
_HANDLE = 5.0
_FOCUS_FRAME = 2
# A click this near to the latest epoch is one on it: later epochs are denser than pixels.
_SNAP = 3.0
_TICK = 6.0
# From a tick to its label, which stands above it: beside each other they would be read as a comma.
_BESIDE = 3.0
# Qt draws lines of one pixel five times as fast as wider ones: 0.2 instead of 0.9 ms (measured).
_LINE = 1.0
# Beside text twice as large as usual, the timeline then has room in the smallest window.
_LEAST_WIDTH = 96
# Between two labels of ticks; "10,000" has 38 pixels.
_LEAST_TICK_DISTANCE = 56.0
_TICK_FONT = 10 / 12
# A flatter curve is drawn as high as one of a tenth of a decade, so that rounding shows no hills.
_LEAST_DECADES = 0.1
# The same of losses below 0, which are drawn on a linear scale: of the highest.
_LEAST_SHARE = 0.25
_FILL = 0.22
"""The share of the curve's colour in the area below it, as in the other plots of the window."""
_MOST_VALUE = 2**31 - 1
_IN_FULL = 8
"""The largest power of ten that is written in full, as on the axis of the plot above; a larger one
gives all ticks exponents."""
_DECADE = 10.0

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_SPEEDS = {Qt.Key.Key_Minus: -1, Qt.Key.Key_Plus: 1}
_BESIDE_PLUS = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
"""What is held down for + on some keyboards."""


class EpochGroove(QSlider):
    """A slider over the epochs of a run, in logarithms, with the logarithm of the loss as groove.

    ``epoch_chosen`` carries an epoch, ``steps_chosen`` how many epochs to go on, ``speeds_chosen``
    how many speeds of playing back. Screen readers hear the epoch as the value of a QSlider: one
    written in Python crashes PySide6 6.11.3.
    """

    KEYS: ClassVar[KeyHelp] = KeyHelp(
        translate("widgets", "In the timeline"),
        (
            KeyLine(
                (
                    "Left",
                    "Right",
                    "Down",
                    "Up",
                ),
                translate("widgets", "Show the epoch before or after"),
            ),
            KeyLine(
                ("PgUp", "PgDown"),
                translate("widgets", "Go to a tenth of the epoch, or ten times as far"),
            ),
            KeyLine(
                ("Home", "End"),
                translate("widgets", "Show the start or the latest epoch"),
            ),
            KeyLine(("Space",), translate("widgets", "Play the epochs back, or stop that")),
            KeyLine(("-", "+"), translate("widgets", "Play back slower or faster")),
        ),
    )

    epoch_chosen = Signal(float)
    steps_chosen = Signal(int)
    play_chosen = Signal()
    speeds_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        draw_own_ring(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._trace = EMPTY
        self._last, self._epoch = 1.0, 0.0
        self._path: QPainterPath | None = None
        self._curve = QPolygonF()
        self._marks: list[tuple[float, str]] | None = None
        self.setRange(0, 1)
        self.valueChanged.connect(self._choose_value)

    def show_trace(self, trace: Trace, last: float, epoch: float, sentence: str) -> None:
        """Draw the losses of a run up to the epoch ``last``, and the handle at an epoch.

        The path is drawn again only if the trace or the scale has changed.
        """
        last = max(last, 1.0)
        if trace is not self._trace or last != self._last:
            self._trace, self._path = trace, None
        if last != self._last:
            self._marks = None
        if (last, epoch) != (self._last, self._epoch):
            self._last, self._epoch = last, epoch
            with QSignalBlocker(self):
                self.setRange(0, self._value_of(last))
                self.setValue(self._value_of(epoch))
        self.setAccessibleName(sentence)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that takes the room left in the line."""
        return QSize(240, 28)

    def minimumSizeHint(self) -> QSize:
        """Return a width on which two decades have their labels."""
        return QSize(_LEAST_WIDTH, 28)

    def position_of(self, epoch: float) -> float:
        """Return the pixel of an epoch."""
        area = self._area()
        return area.left() + area.width() * math.log1p(epoch) / math.log1p(self._last)

    def epoch_at(self, pixel: float) -> float:
        """Return the epoch at a pixel; infinite at the latest and beyond."""
        area = self._area()
        if len(self._trace) == 0 or pixel >= self.position_of(self._latest()) - _SNAP:
            return math.inf
        share = max(0.0, (pixel - area.left()) / area.width())
        return float(round(math.expm1(share * math.log1p(self._last))))

    def path(self) -> QPainterPath:
        """Return the area below the curve, in pixels; empty without a finite loss."""
        if self._path is None:
            points = self._points()
            self._curve = QPolygonF(points)
            self._path = _area_below(points, self._area().bottom())
        return self._path

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the epoch before or after, a decade back or ahead, to the start or to the latest.

        Pages go as in a text and in the plots: up towards the start.
        """
        key = Qt.Key(event.key())
        if key in _SPEEDS and not event.modifiers() & ~_BESIDE_PLUS:
            self.speeds_chosen.emit(_SPEEDS[key])
        elif event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
        elif key == Qt.Key.Key_Space:
            self.play_chosen.emit()
        elif key in _STEPS:
            self.steps_chosen.emit(_STEPS[key])
        elif key == Qt.Key.Key_PageDown:
            self.epoch_chosen.emit(max(1.0, _DECADE * self._epoch))
        elif key == Qt.Key.Key_PageUp:
            self.epoch_chosen.emit(float(math.floor(self._epoch / _DECADE)))
        elif key == Qt.Key.Key_Home:
            self.epoch_chosen.emit(0.0)
        elif key == Qt.Key.Key_End:
            self.epoch_chosen.emit(math.inf)
        else:
            event.ignore()

    @reporting
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the epoch under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.epoch_chosen.emit(self.epoch_at(event.position().x()))
        else:
            event.ignore()

    @reporting
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer while it drags."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.epoch_chosen.emit(self.epoch_at(event.position().x()))

    @reporting
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay at the epoch reached."""
        event.accept()

    @reporting
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what is scrolled: nobody turns it to choose an epoch."""
        event.ignore()

    @reporting
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the curve for the new size."""
        super().resizeEvent(event)
        self._path = self._marks = None

    def changeEvent(self, event: QEvent) -> None:
        """Draw again in other colours, or as disabled."""
        try:
            super().changeEvent(event)
            self.update()
        except Exception as error:
            report(error)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the curve, the ticks, the handle and the frame of the focus."""
        del event
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area, palette = self._area(), self.palette()
            ground = palette.color(QPalette.ColorRole.Base)
            fill = blend(ground, palette.accent().color(), _FILL)
            painter.fillRect(area, ground)
            painter.fillPath(self.path(), fill)
            painter.setPen(QPen(legible(palette.accent().color(), ground, CURVE), _LINE))
            painter.drawPolyline(self._curve)
            self._paint_ticks(painter, area, legible(quiet(palette), ground, TEXT), ground)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            if self.hasFocus():
                painter.setPen(QPen(palette.color(QPalette.ColorRole.WindowText), _FOCUS_FRAME))
                painter.drawRect(area.adjusted(-1, 1, 1, -1))
            else:
                painter.setPen(QPen(hairline(palette), 1))
                painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
            if len(self._trace):
                self._paint_handle(painter, area, palette.color(QPalette.ColorRole.WindowText))

    def _paint_ticks(self, painter: QPainter, area: QRectF, colour: QColor, ground: QColor) -> None:
        font = self._tick_font()
        metrics = QFontMetricsF(font)
        width_of = metrics.horizontalAdvance
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(font)
        painter.setPen(colour)
        if self._marks is None:
            powers = list(self._ticks(area.width()))
            write = _in_full if powers[-1] <= _IN_FULL else _in_exponents
            self._marks = [
                (round(self.position_of(_DECADE**power)) + 0.5, write(power)) for power in powers
            ]
        for x, text in self._marks:
            painter.drawLine(QLineF(x, area.bottom() - _TICK, x, area.bottom()))
            if x + _BESIDE + width_of(text) < area.right():
                where = QPointF(x + _BESIDE, area.bottom() - _TICK - 2)
                painter.fillRect(_ground_of(where, text, metrics), ground)
                painter.drawText(where, text)

    def _ticks(self, width: float) -> Iterator[int]:
        """Yield the powers of ten that have room for their labels."""
        decade = width * math.log(_DECADE) / math.log1p(self._last)
        last = math.floor(math.log10(self._last))
        write = _in_full if last <= _IN_FULL else _in_exponents
        widest = QFontMetricsF(self._tick_font()).horizontalAdvance(write(last))
        every = max(1, math.ceil(max(_LEAST_TICK_DISTANCE, widest + 2 * _BESIDE) / decade))
        yield from range(0, last + 1, every)

    def _tick_font(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _TICK_FONT)
        return font

    def _paint_handle(self, painter: QPainter, area: QRectF, colour: QColor) -> None:
        x, top = self.position_of(self._epoch), area.top()
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QLineF(x, top, x, area.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        ends = QPointF(x - _HANDLE, top - 1), QPointF(x + _HANDLE, top - 1)
        painter.drawPolygon(QPolygonF([*ends, QPointF(x, top + _HANDLE + 1)]))

    def _area(self) -> QRectF:
        """Return the rectangle of the curve."""
        return QRectF(self.rect()).adjusted(_MARGIN, 2, -_MARGIN, -2)

    def _latest(self) -> float:
        return float(self._trace.epoch[-1])

    def _points(self) -> list[QPointF]:
        """Return the curve in pixels, one point for two of them at most: it is 20 pixels high."""
        losses = self._trace.loss
        is_linear = bool((losses < 0).any())  # which have no logarithm
        with np.errstate(divide="ignore"):
            levels = losses if is_linear else np.log10(losses)
        finite = np.isfinite(levels)
        if not finite.any():
            return []
        area = self._area()
        high = float(levels[finite].max())
        low = float(levels[finite].min())
        span = max(high - low, _LEAST_SHARE * abs(high) if is_linear else _LEAST_DECADES)
        shares = np.log1p(self._trace.epoch.astype(np.float64)) / math.log1p(self._last)
        x = area.left() + area.width() * shares
        # A loss of 0 is at the bottom; one that is too large for a number, or none, at the top.
        heights = np.nan_to_num(1.0 - (high - levels) / span, nan=1.0, posinf=1.0, neginf=0.0)
        y = area.bottom() - 1 - heights.clip(0.0, 1.0) * (area.height() - 3)
        drawn = np.flatnonzero(np.diff(np.floor(x / 2), prepend=-1.0) > 0)
        drawn = np.append(drawn, len(x) - 1)
        return [QPointF(*point) for point in zip(x[drawn].tolist(), y[drawn].tolist(), strict=True)]

    def _value_of(self, epoch: float) -> int:
        """Return the value of the slider at an epoch: thousandths of the way if it is huge."""
        if self._last <= _MOST_VALUE:
            return int(epoch) if math.isfinite(epoch) else 0
        return round(1000 * math.log1p(epoch) / math.log1p(self._last))

    @Slot(int)
    def _choose_value(self, value: int) -> None:
        """Go where a screen reader, or another aid, has set the value."""
        epoch = float(value)
        if self._last > _MOST_VALUE:
            epoch = math.expm1(value / 1000 * math.log1p(self._last))
        self.epoch_chosen.emit(epoch)


def _ground_of(where: QPointF, text: str, metrics: QFontMetricsF) -> QRectF:
    """Return what a label covers, so that the curve does not strike it through."""
    around = metrics.tightBoundingRect(text).adjusted(-1.5, -1.5, 1.5, 1.5)
    return around.translated(where)


def _area_below(points: list[QPointF], bottom: float) -> QPainterPath:
    path = QPainterPath()
    if points:
        corners = QPointF(points[-1].x(), bottom), QPointF(points[0].x(), bottom)
        path.addPolygon(QPolygonF([*points, *corners]))
        path.closeSubpath()
    return path


def _in_full(power: int) -> str:
    return format_count(10**power)


def _in_exponents(power: int) -> str:
    return in_exponents("1", power)
