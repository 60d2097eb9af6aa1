"""What fields and buttons that draw themselves share: an edge, a focus ring and a height."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ..text.message import MessageKind
from ..theme.palette import kind_colour

CORNER = 4.0
RING = 2.0
"""The width of the ring in the text's colour; the style's own cannot be seen on dark ground."""
PADDING = 8
"""Pixels between the edge and the text."""
LEAST_HEIGHT = 28
UNDERLINE = 2
"""The thickness of the line below a mistake."""


def surroundings(widget: QWidget) -> QPalette:
    """Return the palette of what a widget lies in.

    That of its own class may have another window, in which the style draws edges that are seen.
    """
    return (widget.parentWidget() or widget).palette()


def field_height(metrics: QFontMetrics) -> int:
    """Return the height of a field or button with one line of text."""
    return max(LEAST_HEIGHT, metrics.height() + 12)


def chevron_room(metrics: QFontMetrics) -> int:
    """Return the width that the ▾ of a field takes."""
    return metrics.height() + 6


def draw_outline(painter: QPainter, widget: QWidget, ground: QColor, edge: QColor) -> None:
    """Draw the ground and the edge of a widget, and a ring instead while it has the focus.

    Between the ring and a ground of another colour than its edge's lies a line of the window, so
    that the ring is seen on any ground.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area, palette = QRectF(widget.rect()), surroundings(widget)
    if not widget.hasFocus():
        painter.setPen(QPen(edge, 1.0))
        painter.setBrush(ground)
        painter.drawRoundedRect(area.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        return
    half = RING / 2
    painter.setPen(QPen(palette.windowText().color(), RING))
    painter.setBrush(palette.window())
    painter.drawRoundedRect(area.adjusted(half, half, -half, -half), CORNER, CORNER)
    inside = RING + 1.0
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(area.adjusted(inside, inside, -inside, -inside), 2.0, 2.0)


def draw_chevron(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Draw a ▾ in the middle of an area."""
    middle, half = QRectF(area).center(), area.height() / 7
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    tip = QPointF(middle.x(), middle.y() + half / 2)
    ends = [middle + QPointF(-half, -half / 2), tip, middle + QPointF(half, -half / 2)]
    painter.drawPolyline(QPolygonF(ends))


def draw_mistake(painter: QPainter, field: QWidget, left: int, right: int) -> None:
    """Draw a line below what is wrong in a field with one line of text."""
    colour = kind_colour(MessageKind.FAULT, surroundings(field))
    painter.setPen(QPen(colour, UNDERLINE))
    y = (field.height() + field.fontMetrics().height()) // 2
    painter.drawLine(left, y, right, y)
