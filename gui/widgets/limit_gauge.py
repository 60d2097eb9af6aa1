"""A bar that shows how much of its limit η takes up, on a logarithmic scale."""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.stability import AT_LIMIT

from ..background.reporting import reporting
from ..text.message import MessageKind
from ..theme.blending import hairline
from ..theme.palette import kind_colour

NEAR = 0.9
"""The share of the limit above which a small change of the table may lead over it."""
MARK = 0.8
"""Where the limit lies, as a share of the width; what is beyond is hatched."""
DECADES = 3.0
"""From the left end to the limit: an η a thousandth of it crawls anyway."""
HALF = 0.5
"""The share of 1/λmax in the limit of plain descent."""
_THICKNESS = 4
_TOP = 3
_HATCH = 4
_LEAST_SEEN = 3.0
_REACH = {1: 3.0, 2: 1.5, 5: 1.5}
"""How far up into the bar the ticks at 1, 2 and 5 of a power reach."""
_OPACITY = {1: 1.0, 2: 0.7, 5: 0.7}


def kind_of_share(share: float) -> MessageKind:
    """Return whether a share of the limit is good, near the limit, or beyond it."""
    if share > 1 + AT_LIMIT:
        return MessageKind.FAULT
    return MessageKind.WARNING if share > NEAR else MessageKind.GOOD


def place_of(share: float) -> float:
    """Return where a share of the limit lies, from 0 at the left end to 1 at the right."""
    if share <= 0:
        return 0.0
    return min(max(MARK * (1 + math.log10(share) / DECADES), 0.0), 1.0)


LADDER = [
    (place_of(step * 10.0**-decade), _REACH[step], _OPACITY[step])
    for decade in range(int(DECADES), 0, -1)
    for step in _REACH
    if decade < DECADES or step > 1  # the left end has none
]
"""Where the small ticks are, as on a slide rule, and how each is drawn."""


class LimitGauge(QWidget):
    """Filled up to the share; a tick at 1/λmax, a mark at the limit, hatching beyond.

    Small ticks at 1, 2 and 5 of each power of ten, unevenly apart, show that it is logarithmic.

    Hidden while no share is known; its place is kept. A note beside it has the number in words.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._share: float | None = None
        self._tick, self._tick_place = HALF, place_of(HALF)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def share(self) -> float | None:
        """The share that is shown; None if none is known."""
        return self._share

    @property
    def tick(self) -> float:
        """The share of the limit at which 1/λmax is marked."""
        return self._tick

    def show_share(self, share: float | None, tick: float = HALF) -> None:
        """Show a share of the limit, 1 at the limit; None hides the gauge.

        ``tick`` is the share that 1/λmax is of the limit.
        """
        self._share = share
        if tick != self._tick:
            self._tick, self._tick_place = tick, place_of(tick)
        self.setVisible(share is not None)
        self.update()

    def filled(self) -> float:
        """Return how many pixels are filled."""
        return max(place_of(self._share or 0.0) * self.width(), _LEAST_SEEN)

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar from below to above: ground, hatching, share, marks."""
        del event
        if self._share is None:
            return
        palette, width = self.palette(), float(self.width())
        fault = kind_colour(MessageKind.FAULT, palette)
        limit, bottom = MARK * width, _TOP + _THICKNESS
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(QRectF(0, _TOP, limit, _THICKNESS), hairline(palette))
            painter.save()
            painter.setClipRect(QRectF(limit, _TOP, width - limit, _THICKNESS))
            painter.setPen(QPen(fault, 1.0))
            for x in range(int(limit) - _HATCH, self.width() + _HATCH, _HATCH):
                painter.drawLine(QPointF(x, bottom), QPointF(x + _HATCH, _TOP))
            painter.restore()
            kind = kind_of_share(self._share)
            painter.fillRect(QRectF(0, _TOP, self.filled(), _THICKNESS), kind_colour(kind, palette))
            pen = QPen(
                palette.windowText().color(), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap
            )
            painter.setPen(pen)
            painter.drawLine(QPointF(limit, _TOP - 2), QPointF(limit, bottom + 1))
            pen.setWidthF(1.0)
            painter.setPen(pen)
            for place, reach, opacity in LADDER:
                at = round(place * width) + 0.5
                painter.setOpacity(opacity)
                painter.drawLine(QPointF(at, bottom + 1 - reach), QPointF(at, bottom + 1))
            painter.setOpacity(1.0)
            tick = self._tick_place * width
            painter.drawLine(QPointF(tick, _TOP - 1), QPointF(tick, bottom))
