"""The arrows of the next step: what its parts add, and the move that they add up to."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine.optimisers.step_parts import PartKind

from ...background.reporting import reporting
from ...text.numbers import format_number
from ...text.translation import translate
from ..area_items import AreaItem
from ..axis import PlotAxis
from ..axis_scale import Numbers
from ..header import LegendEntry
from ..line import THICK
from ..theme import Theme
from .shown_step import ShownPart, ShownStep

MOVE = translate("plots", "step")
SHORTENED = translate("plots", "{formula} ×{factor}")
# A shorter move, in pixels, is not told from the mark at its start.
LEAST_MOVE = 10.0
# A shorter part of it, in pixels, is not seen: neither it nor its entry in the legend is drawn.
_LEAST_PART = 3.0
# What is divided is of another size: it is drawn as long as the move, but so long at least.
_LEAST_UNDIVIDED = 48.0
_SHARE_UNDIVIDED = 0.3
# Beyond so many pixels Qt would draw far outside the plot, slowly.
_LONGEST = 1e4
_HEAD, _HEAD_WIDTH = 9.0, 7.0
# Of a shorter arrow than the head is twice: its head is this part of it.
_HEAD_SHARE = 0.5


# Pixels between arrows side by side, and less than which two are one to the eye.
_LANES = (0.0, 7.0, -7.0, 14.0, -14.0)
_APART = 5.0
_TRIED = np.linspace(0.05, 0.95, 10)


class ArrowInk(Enum):
    """The colours of arrows and of their words."""

    MOVE = "text"
    SLOPES = "slopes"
    MEMORY = "memory"
    DECAY = "quiet"


_INKS = {
    PartKind.SLOPES: ArrowInk.SLOPES,
    PartKind.MEMORY: ArrowInk.MEMORY,
    PartKind.DECAY: ArrowInk.DECAY,
    PartKind.DIVIDED: ArrowInk.SLOPES,
}
_DASHES = {
    ArrowInk.MOVE: Qt.PenStyle.SolidLine,
    ArrowInk.SLOPES: Qt.PenStyle.SolidLine,
    ArrowInk.MEMORY: Qt.PenStyle.DashLine,
    ArrowInk.DECAY: Qt.PenStyle.DashDotLine,
}


@dataclass(frozen=True, eq=False)
class StepArrow:
    """An arrow in pixels, (2,) each, and what it is; ``is_undivided`` of what a root divides.

    ``text`` is its ``formula``, with the factor by which it is shortened.
    """

    text: str
    ink: ArrowInk
    start: Numbers
    end: Numbers
    formula: str
    is_undivided: bool = False

    @property
    def length(self) -> float:
        """In pixels."""
        return math.dist(self.start, self.end)

    def along(self, share: float) -> tuple[float, float]:
        """Return a place on the arrow: 0 at its start, 1 at its tip."""
        x, y = (self.start + share * (self.end - self.start)).tolist()
        return x, y


def arrows_of(
    step: ShownStep, to_pixels: Callable[[Numbers], Numbers], height: float = math.inf
) -> list[StepArrow]:
    """Return the arrows of a step; none of one that is too short to be seen.

    ``height`` is that of the plot, in pixels: in a low one, what is divided is shorter.
    """
    start, end = to_pixels(step.start), to_pixels(step.end)
    length = math.dist(start, end)
    if not (math.isfinite(length) and length >= LEAST_MOVE):
        return []
    if len(step.added) > 1:
        parts = [_arrow(part, to_pixels) for part in step.added]
        parts.append(StepArrow(MOVE, ArrowInk.MOVE, start, end, MOVE))
    else:
        text = step.added[0].formula if step.added else MOVE
        parts = [StepArrow(text, ArrowInk.MOVE, start, end, text)]
    least = min(_LEAST_UNDIVIDED, _SHARE_UNDIVIDED * height)
    undivided = _shortened(step.undivided, to_pixels, max(length, least))
    seen = [each for each in (*undivided, *parts) if _LEAST_PART <= each.length < math.inf]
    return _told_apart(seen)


def _arrow(part: ShownPart, to_pixels: Callable[[Numbers], Numbers]) -> StepArrow:
    start, end = to_pixels(part.start), to_pixels(part.end)
    return StepArrow(part.formula, _INKS[part.kind], start, end, part.formula)


def _shortened(
    parts: Sequence[ShownPart], to_pixels: Callable[[Numbers], Numbers], longest: float
) -> list[StepArrow]:
    """Return arrows of which none is longer than that, all by one factor, which they tell."""
    arrows = [_arrow(part, to_pixels) for part in parts]
    most = max((each.length for each in arrows if math.isfinite(each.length)), default=0.0)
    factor = min(1.0, longest / most) if most > 0 else 1.0
    factor = float(f"{factor:.1e}")
    found = []
    for each in arrows:
        text = each.text
        if factor < 1:
            text = SHORTENED.format(formula=text, factor=format_number(factor, 2))
        end = each.start + factor * (each.end - each.start)
        found.append(replace(each, text=text, end=end, is_undivided=True))
    return found


def _told_apart(arrows: list[StepArrow]) -> list[StepArrow]:
    """Return the arrows, the last one in its place and each that lies on another beside it."""
    placed: list[StepArrow] = []
    for arrow in reversed(arrows):
        lanes = (_beside(arrow, lane) for lane in _LANES)
        free = (each for each in lanes if not any(_meets(each, other) for other in placed))
        placed.append(next(free, arrow))
    return placed[::-1]


def _beside(arrow: StepArrow, lane: float) -> StepArrow:
    """Return an arrow moved sideways by so many pixels."""
    if lane == 0 or arrow.length == 0:
        return arrow
    along = (arrow.end - arrow.start) / arrow.length
    if along[0] < 0 or (along[0] == 0 and along[1] < 0):
        along = -along  # the same side for either direction
    aside = lane * np.array([-along[1], along[0]])
    return replace(arrow, start=arrow.start + aside, end=arrow.end + aside)


def _meets(arrow: StepArrow, other: StepArrow) -> bool:
    """Return whether most of one of two arrows lies on the other."""
    if not (arrow.length and other.length):
        return False
    return _lies_on(arrow, other) or _lies_on(other, arrow)


def _lies_on(arrow: StepArrow, other: StepArrow) -> bool:
    points = arrow.start + np.multiply.outer(_TRIED, arrow.end - arrow.start)
    along = (other.end - other.start) / other.length
    across = np.array([-along[1], along[0]])
    far = ((points - other.start) * along).sum(axis=1)
    aside = np.abs(((points - other.start) * across).sum(axis=1))
    is_on = (far > 0) & (far < other.length) & (aside < _APART)
    return int(is_on.sum()) * 2 > len(_TRIED)


class StepArrows(AreaItem):
    """Draws the arrows that it is given."""

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.arrows: list[StepArrow] = []
        self.setZValue(90)  # below the words, above the path

    def show_arrows(self, arrows: list[StepArrow]) -> None:
        """Draw these arrows."""
        if arrows or self.arrows:
            self.arrows = arrows
            self.update()

    def legend(self) -> list[LegendEntry]:
        """Return what the arrows are, in order."""
        return [LegendEntry(each.text, each.formula, self._pen_of(each)) for each in self.arrows]

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the arrows, the move last."""
        del option, widget
        painter.save()
        painter.setClipRect(self._area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for arrow in self.arrows:
            _draw(painter, arrow, self._pen_of(arrow))
        painter.restore()

    def _pen_of(self, arrow: StepArrow) -> QPen:
        width = THICK if arrow.ink is ArrowInk.MOVE else 1.5
        dashes = Qt.PenStyle.DotLine if arrow.is_undivided else _DASHES[arrow.ink]
        return QPen(ink_colour(arrow.ink, self._theme), width, dashes)


def ink_colour(ink: ArrowInk, theme: Theme) -> QColor:
    """Return the colour of an arrow."""
    colours = {
        ArrowInk.MOVE: theme.text,
        ArrowInk.SLOPES: theme.series[1],
        ArrowInk.MEMORY: theme.series[2],
        ArrowInk.DECAY: theme.quiet,
    }
    return colours[ink]


def _draw(painter: QPainter, arrow: StepArrow, pen: QPen) -> None:
    length = arrow.length
    if length == 0:
        return
    along = (arrow.end - arrow.start) / length
    shaft = min(length, _LONGEST)
    tip = arrow.start + shaft * along
    head = min(_HEAD, _HEAD_SHARE * shaft)
    base = tip - head * along
    across = np.array([-along[1], along[0]]) * (_HEAD_WIDTH / 2 * head / _HEAD)
    painter.setPen(pen)
    painter.drawLine(QLineF(QPointF(*arrow.start.tolist()), QPointF(*base.tolist())))
    painter.setPen(QPen(pen.color(), 1))
    painter.setBrush(pen.color())
    corners = (tip, base + across, base - across)
    painter.drawPolygon(QPolygonF([QPointF(*corner.tolist()) for corner in corners]))
