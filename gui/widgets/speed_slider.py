"""The slider for the pace of a run, from one epoch per second to unlimited."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QStyle, QStyleOptionSlider, QWidget

from ..accessible.focus_ring import draw_own_ring
from ..background.reporting import reporting
from ..run.controls import Pace
from ..text.numbers import format_count, format_scientific
from ..text.translation import Plural, plural, translate
from ..theme.blending import blend
from ..theme.legibility import edge_colour
from .outline import CORNER, RING, field_height, surroundings

# Each step is 26 % faster: fine enough to choose a pace, coarse enough for the arrow keys.
STEPS_PER_DECADE = 10
# Up to 100,000 epochs per second: single epochs of faster runs cannot be watched anyway.
DECADES = 5
UNLIMITED = DECADES * STEPS_PER_DECADE + 1
LEAST_WIDTH = 80
PLAIN_BELOW = 10_000
"""Epochs a second; more are written with an exponent, which is shorter."""

MAX = translate("widgets", "max")
PER_SECOND = translate("widgets", "{epochs} / s")
WIDEST = PER_SECOND.format(epochs="7,900")
FIRST_RUN = translate("widgets", "slow start")
"""Instead of "max", as long as the next run is the first of an example."""
TIP = translate("widgets", "Speed: from 1 epoch per second to unlimited")
FIRST_RUN_TIP = plural(
    "widgets",
    "The first run of an example is slow enough to watch: it takes {n} seconds.\n"
    "Any key or click makes it as fast as possible, as every run after it is.",
    "The first run of an example is slow enough to watch: it takes {n} second.\n"
    "Any key or click makes it as fast as possible, as every run after it is.",
    1,
)
SPOKEN_FIRST_RUN = plural(
    "widgets",
    "Speed: slow enough to watch during the first run, {n} seconds",
    "Speed: slow enough to watch during the first run, {n} second",
    1,
)
SPOKEN_MAX = translate("widgets", "Speed: as fast as possible")
SPOKEN = plural("widgets", "Speed: {n} epochs a second", "Speed: {n} epoch a second", 1)
_GROOVE, _HANDLE = 4.0, 14.0


class SpeedSlider(QSlider):
    """A logarithmic slider with "max" at the right end; ``pace_changed`` carries the pace.

    Its accessible name contains the pace: the value alone would be read as a position.
    ``note_changed`` carries what is shown beside it.
    """

    pace_changed = Signal(Pace)
    note_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("speed")
        self._first_run_seconds = 0.0
        self.setRange(0, UNLIMITED)
        self.setPageStep(STEPS_PER_DECADE)
        draw_own_ring(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.valueChanged.connect(self._report_pace)
        self.setValue(UNLIMITED)

    def pace(self) -> Pace:
        """Return the current pace."""
        return pace_at(self.value())

    @property
    def note(self) -> str:
        """What is shown beside the slider."""
        return FIRST_RUN if self._is_first_run_slow else pace_text(self.pace())

    def announce_first_run(self, seconds: float) -> None:
        """Say that the next run takes so long although the slider is at "max"; 0 says no more."""
        if seconds != self._first_run_seconds:
            self._first_run_seconds = seconds
            self._show_note()

    def position(self) -> int:
        """Return the position of the slider, which is kept for the next start."""
        return self.value()

    def set_position(self, position: int) -> None:
        """Move the slider."""
        self.setValue(position)

    def sizeHint(self) -> QSize:
        """Return a size as high as the fields beside it."""
        return QSize(LEAST_WIDTH, field_height(self.fontMetrics()))

    def minimumSizeHint(self) -> QSize:
        """Return the size hint: the slider never shrinks."""
        return self.sizeHint()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the groove, filled up to the handle, and a ring while it has the focus."""
        del event
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        handle = QRectF(self.style().subControlRect(control, option, part, self)).center()
        palette, middle = surroundings(self), self.height() / 2
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            left, right = _HANDLE / 2, self.width() - _HANDLE / 2
            start = right if option.upsideDown else left
            groove = QRectF(left, middle - _GROOVE / 2, right - left, _GROOVE)
            edge = edge_colour(palette)
            painter.setBrush(blend(palette.window().color(), edge, 0.6))
            painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
            groove.setLeft(min(start, handle.x()))
            groove.setRight(max(start, handle.x()))
            painter.setBrush(palette.accent())
            painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)
            painter.setPen(QPen(edge, 1.0))
            painter.setBrush(palette.base())
            painter.drawEllipse(QPointF(handle.x(), middle), _HANDLE / 2 - 1, _HANDLE / 2 - 1)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(palette.windowText().color(), RING))
                half = RING / 2
                ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
                painter.drawRoundedRect(ring, CORNER, CORNER)

    @Slot(int)
    def _report_pace(self, position: int) -> None:
        self._show_note()
        self.pace_changed.emit(pace_at(position))

    @property
    def _is_first_run_slow(self) -> bool:
        return bool(self._first_run_seconds) and self.pace().epochs_per_second is None

    def _show_note(self) -> None:
        """Say what holds, also to screen readers."""
        seconds = f"{self._first_run_seconds:g}"
        is_slow = self._is_first_run_slow
        spoken = spoken_pace(self.pace())
        if is_slow:
            spoken = _counted(SPOKEN_FIRST_RUN, self._first_run_seconds, seconds)
        self.setAccessibleName(spoken)
        tip = _counted(FIRST_RUN_TIP, self._first_run_seconds, seconds) if is_slow else TIP
        self.setToolTip(tip)
        self.note_changed.emit(self.note)


def pace_at(position: int) -> Pace:
    """Return the pace at a slider position, rounded to two digits."""
    if position >= UNLIMITED:
        return Pace()
    return Pace(float(f"{10 ** (position / STEPS_PER_DECADE):.1e}"))


def pace_text(pace: Pace) -> str:
    """Return the pace as it is shown beside the slider."""
    if pace.epochs_per_second is None:
        return MAX
    return PER_SECOND.format(epochs=_epochs(pace.epochs_per_second))


def spoken_pace(pace: Pace) -> str:
    """Return the pace as a screen reader says it."""
    if pace.epochs_per_second is None:
        return SPOKEN_MAX
    return _counted(SPOKEN, pace.epochs_per_second, _epochs(pace.epochs_per_second))


def _counted(form: Plural, number: float, written: str) -> str:
    """Return a sentence about a number that need not be whole: 1.2 are several."""
    return form.form(math.ceil(number)).format(n=written)


def _epochs(number: float) -> str:
    if number < STEPS_PER_DECADE:
        return f"{number:g}"
    return format_count(number) if number < PLAIN_BELOW else format_scientific(number, 2)


def faster(position: int) -> int:
    """Return the slider's position at the next decade above; the last one is unlimited."""
    return min((position // STEPS_PER_DECADE + 1) * STEPS_PER_DECADE, UNLIMITED)


def slower(position: int) -> int:
    """Return the slider's position at the next decade below."""
    return max((position - 1) // STEPS_PER_DECADE * STEPS_PER_DECADE, 0)
