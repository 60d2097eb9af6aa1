"""A line through many points, drawn fast on the screen and as one path in an exported picture."""

from enum import Enum

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ..background.reporting import reporting
from .axis_scale import Numbers
from .graph import PlotCurveItem


class RenderTarget(Enum):
    """Where a plot is drawn."""

    SCREEN = "screen"
    EXPORT = "export"


# In pixels: clearly wider than the grid lines of 1 pixel.
THICK = 1.5

# A line that goes up and down by more than 20 times the height of the plot (it oscillates) is drawn
# thin. Thick lines are slow in Qt: on 1,104×448 pixels, 20 swings took 156 ms to paint and 100 took
# 751 ms, but only 15 and 27 ms when drawn thin (measured).
_DENSE = 20.0


class PlotLine(PlotCurveItem):
    """A line that is interrupted at points without a position (NaN)."""

    def __init__(self) -> None:
        super().__init__(antialias=True)
        self._pen = QPen()
        self._is_dense = False
        self._render_target = RenderTarget.SCREEN
        # Drawing segment by segment is ten times as fast as one stroke.
        self.setSegmentedLineMode("on")

    @property
    def pen(self) -> QPen:
        """What it is drawn with."""
        return self._pen

    def set_pen(self, pen: QPen) -> None:
        """Draw with this pen, or a thinner one while the line is restless."""
        self._pen = pen
        self.update()

    def set_points(self, x: Numbers, y: Numbers) -> None:
        """Set the positions x and y, each (n,)."""
        whole = bool(np.isfinite(y).all())
        self._is_dense = _relative_length(y) > _DENSE
        self.setData(x, y, connect="all" if whole else "finite", skipFiniteCheck=whole)

    def set_render_target(self, target: RenderTarget) -> None:
        """Draw in fast segments on the screen, as one path in an export."""
        self._render_target = target

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line with the width of its pen, in pixels of the window or the picture."""
        pen = QPen(self._pen)
        pen.setWidthF(1.0 if self._is_dense else pen.widthF())
        # Segments must not overlap, because their antialiased edges are half transparent.
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._render_target is RenderTarget.EXPORT:
            self._paint_path(painter, pen)
            return
        # The width of a cosmetic pen is in device pixels, which may be finer than the window's.
        pen.setCosmetic(True)
        pen.setWidthF(pen.widthF() * painter.device().devicePixelRatioF())
        self.opts["pen"] = pen
        super().paint(painter, option, widget)

    def _paint_path(self, painter: QPainter, pen: QPen) -> None:
        path = self.sceneTransform().map(self.getPath())
        painter.setWorldTransform(QTransform())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(path, pen)


def _relative_length(y: Numbers) -> float:
    """Return the total movement up and down of positions (n,), in units of their range."""
    finite = y[np.isfinite(y)] / 4  # so that no difference overflows
    span = float(np.ptp(finite)) if len(finite) else 0.0
    return float((np.abs(np.diff(finite)) / span).sum()) if span > 0 else 0.0
