"""A bar that shows how much of its limit η takes up."""

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
_THICKNESS = 4
_TOP = 3
_HATCH = 4
_LEAST_SEEN = 3.0


def kind_of_share(share: float) -> MessageKind:
    """Return whether a share of the limit is good, near the limit, or beyond it."""
    if share > 1 + AT_LIMIT:
        return MessageKind.FAULT
    return MessageKind.WARNING if share > NEAR else MessageKind.GOOD


class LimitGauge(QWidget):
    """Filled up to the share; a tick at half the limit, a mark at it, hatching beyond.

    Hidden while no share is known; its place is kept. A note beside it has the number in words.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._share: float | None = None
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def share(self) -> float | None:
        """The share that is shown; None if none is known."""
        return self._share

    def show_share(self, share: float | None) -> None:
        """Show a share of the limit, 1 at the limit; None hides the gauge."""
        self._share = share
        self.setVisible(share is not None)
        self.update()

    def filled(self) -> float:
        """Return how many pixels are filled."""
        limit = MARK * self.width()
        return min(max(limit * (self._share or 0.0), _LEAST_SEEN), float(self.width()))

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
            painter.drawLine(QPointF(limit / 2, _TOP - 1), QPointF(limit / 2, bottom))
