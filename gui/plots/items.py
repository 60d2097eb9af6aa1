"""What is drawn within the axes: lines, and markers that stay apart without their colour."""

from enum import Enum

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from .graph import PlotCurveItem, ScatterPlotItem
from .scale import Numbers

NOTHING: Numbers = np.empty(0)


class Medium(Enum):
    """What is drawn on."""

    SCREEN = "screen"
    PAPER = "paper"


def stroke(colour: QColor, width: float = 1.5, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """Return a pen as wide in pixels, whatever the scale of what it draws."""
    pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.RoundJoin)
    pen.setCosmetic(True)
    return pen


def circle() -> QPainterPath:
    """Return a circle in the unit square around the origin."""
    path = QPainterPath()
    path.addEllipse(QRectF(-0.5, -0.5, 1, 1))
    return path


def cross() -> QPainterPath:
    """Return two crossing strokes in the unit square around the origin."""
    path = QPainterPath(QPointF(-0.5, -0.5))
    path.lineTo(0.5, 0.5)
    path.moveTo(-0.5, 0.5)
    path.lineTo(0.5, -0.5)
    return path


class Line(PlotCurveItem):
    """A line that breaks where a point has no place."""

    def __init__(self) -> None:
        super().__init__(antialias=True)
        self.set_medium(Medium.SCREEN)

    def set_points(self, x: Numbers, y: Numbers) -> None:
        """Draw through the places x, y, each (n,)."""
        whole = bool(np.isfinite(y).all())
        self.setData(x, y, connect="all" if whole else "finite", skipFiniteCheck=whole)

    def set_medium(self, medium: Medium) -> None:
        """Draw piece by piece on the screen, which is ten times as fast; in one stroke on paper."""
        self.setSegmentedLineMode("on" if medium is Medium.SCREEN else "off")


class Markers(ScatterPlotItem):
    """Markers of one kind; setting what they already show costs nothing."""

    def __init__(self, symbol: QPainterPath, size: float) -> None:
        super().__init__(symbol=symbol, size=size, antialias=True)
        self._size = size
        self._shown = NOTHING, NOTHING
        self.setBrush(QBrush(Qt.BrushStyle.NoBrush))

    def set_size(self, size: float) -> None:
        """Draw the markers so many pixels wide."""
        if size != self._size:
            self._size = size
            self.setSize(size)

    def set_points(self, x: Numbers, y: Numbers) -> None:
        """Mark the places x, y, each (n,), as far as they are finite."""
        finite = np.isfinite(x) & np.isfinite(y)
        x, y = x[finite], y[finite]
        if not (np.array_equal(x, self._shown[0]) and np.array_equal(y, self._shown[1])):
            self._shown = x, y
            self.setData(x, y)

    def set_medium(self, medium: Medium) -> None:
        """Draw from kept pixels on the screen, as shapes on paper."""
        self.setExportMode(medium is Medium.PAPER, {"antialias": True})
