"""The symbols on the run buttons, drawn in the colours of the palette."""

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

# The symbols are drawn on a square of 64 pixels and scaled down: enough for 32 pixels at 200 %.
SIDE = 64


class Glyph(Enum):
    """A symbol for a button."""

    RUN = "run"
    PAUSE = "pause"
    STEP = "step"
    RESET = "reset"
    FIRST = "first"
    PREVIOUS = "previous"
    NEXT = "next"
    LATEST = "latest"


def glyph_icon(glyph: Glyph, colour: QColor, faint: QColor) -> QIcon:
    """Return the symbol as an icon, in the faint colour while its button is disabled."""
    icon = QIcon()
    icon.addPixmap(_pixmap(glyph, colour), QIcon.Mode.Normal)
    icon.addPixmap(_pixmap(glyph, faint), QIcon.Mode.Disabled)
    return icon


def _pixmap(glyph: Glyph, colour: QColor) -> QPixmap:
    pixmap = QPixmap(SIDE, SIDE)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if glyph is Glyph.RESET:
            painter.setPen(QPen(colour, 6.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawArc(QRectF(13, 13, 38, 38), 120 * 16, 290 * 16)
        painter.fillPath(_path(glyph), colour)
    return pixmap


def _path(glyph: Glyph) -> QPainterPath:
    """Return the filled part of a symbol, on a square of 64 by 64."""
    path = QPainterPath()
    if glyph is Glyph.RUN:
        path.addPolygon(_polygon((16, 9), (54, 32), (16, 55)))
    elif glyph is Glyph.PAUSE:
        path.addRect(15, 11, 12, 42)
        path.addRect(37, 11, 12, 42)
    elif glyph is Glyph.STEP:
        path.addPolygon(_polygon((12, 11), (42, 32), (12, 53)))
        path.addRect(44, 11, 8, 42)
    elif glyph is Glyph.RESET:
        path.addPolygon(_polygon((9, 5), (31, 13), (14, 30)))
    elif glyph is Glyph.FIRST:
        path.addRect(13, 14, 7, 36)
        path.addPolygon(_polygon((50, 14), (50, 50), (23, 32)))
    elif glyph is Glyph.LATEST:
        path.addRect(44, 14, 7, 36)
        path.addPolygon(_polygon((14, 14), (14, 50), (41, 32)))
    elif glyph is Glyph.PREVIOUS:
        path.addPolygon(_polygon((47, 10), (47, 54), (16, 32)))
    else:
        path.addPolygon(_polygon((17, 10), (17, 54), (48, 32)))
    path.closeSubpath()
    return path


def _polygon(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])
