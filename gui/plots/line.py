"""A line through many points, drawn fast on the screen and as one shape in a picture."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .graph import PlotCurveItem
from .medium import Medium
from .scale import Numbers

THICK = 1.5

# Painting takes its time by the length of the line: one that is this many times as long as
# the plot is high is drawn thin, which is fast.
_RESTLESS = 20.0


class Line(PlotCurveItem):
    """A line that breaks where a point has no place."""

    def __init__(self) -> None:
        super().__init__(antialias=True)
        self._pen = QPen()
        self._restless = False
        self._medium = Medium.SCREEN
        # Piece by piece, which is ten times as fast as in one stroke.
        self.setSegmentedLineMode("on")

    def set_pen(self, pen: QPen) -> None:
        """Draw with this pen, or a thinner one while the line is restless."""
        self._pen = pen
        self.update()

    def set_points(self, x: Numbers, y: Numbers) -> None:
        """Draw through the places x, y, each (n,)."""
        whole = bool(np.isfinite(y).all())
        self._restless = _ups_and_downs(y) > _RESTLESS
        self.setData(x, y, connect="all" if whole else "finite", skipFiniteCheck=whole)

    def set_medium(self, medium: Medium) -> None:
        """Draw fast on the screen, in one stroke on paper."""
        self._medium = medium

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line as wide as its pen, in pixels of the window or of the picture."""
        pen = QPen(self._pen)
        pen.setWidthF(1.0 if self._restless else pen.widthF())
        # Pieces must not overlap, for their edges are half transparent.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._medium is Medium.PAPER:
            self._paint_whole(painter, pen)
            return
        # The width of a cosmetic pen is in pixels of the device, which may be finer.
        pen.setCosmetic(True)
        pen.setWidthF(pen.widthF() * painter.device().devicePixelRatioF())
        self.opts["pen"] = pen
        super().paint(painter, option, widget)

    def _paint_whole(self, painter: QPainter, pen: QPen) -> None:
        path = self.sceneTransform().map(self.getPath())
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(path, pen)


def _ups_and_downs(y: Numbers) -> float:
    """Return how far the places (n,) go up and down, in units of all they span."""
    finite = y[np.isfinite(y)]
    span = float(np.ptp(finite)) if len(finite) else 0.0
    return float(np.abs(np.diff(finite)).sum()) / span if span > 0 else 0.0
