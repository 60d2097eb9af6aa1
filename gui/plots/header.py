"""The line above a plot: the name of the left axis, the series, and what is read off."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from .axis import GAP
from .theme import Theme

_MARKER = 8.0
_LINE = 20.0


@dataclass(frozen=True)
class Key:
    """A series in the legend: its name, its pen, and its marker (a line if None)."""

    name: str
    pen: QPen
    marker: QPainterPath | None = None


class Header(QGraphicsItem):
    """Draws the header within the rectangle that `arrange` tells it, left of `end`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.name = ""
        self.keys: tuple[Key, ...] = ()
        self.caption = ""
        self.reading = ""
        self._theme = theme
        self._rect = QRectF()
        self._indent = 0.0
        self._end = 0.0

    def boundingRect(self) -> QRectF:
        """Return the rectangle it draws in."""
        return self._rect

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours and this font."""
        self._theme = theme
        self.update()

    def arrange(self, rect: QRectF, indent: float, end: float) -> None:
        """Draw within `rect`, the series from `indent` on, nothing beyond `end`."""
        self.prepareGeometryChange()
        self._rect, self._indent, self._end = rect, indent, end
        self.update()

    def set_name(self, name: str) -> None:
        """Show the name of the left axis."""
        self.name = name
        self.update()

    def set_keys(self, *keys: Key) -> None:
        """Name these series."""
        self.keys = keys
        self.update()

    def set_caption(self, caption: str) -> None:
        """Add what should be known about the picture."""
        self.caption = caption
        self.update()

    def set_reading(self, reading: str) -> None:
        """Show what is read off under the pointer."""
        self.reading = reading
        self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw all on one baseline: name, series and reading from the left, caption at the end."""
        del option, widget
        metrics = QFontMetricsF(self._theme.font)
        baseline = self._rect.center().y() + metrics.capHeight() / 2
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(GAP, baseline), self.name)
        left = max(self._indent, 2 * GAP + metrics.horizontalAdvance(self.name))
        for key in self.keys:
            left = self._paint_key(painter, metrics, key, QPointF(left, baseline))
        painter.drawText(QPointF(left, baseline), self.reading)
        left += metrics.horizontalAdvance(self.reading)
        elided = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, self._end - left)
        painter.setPen(self._theme.quiet)
        painter.drawText(QPointF(self._end - metrics.horizontalAdvance(elided), baseline), elided)

    def _paint_key(
        self, painter: QPainter, metrics: QFontMetricsF, key: Key, start: QPointF
    ) -> float:
        width = _LINE if key.marker is None else _MARKER
        painter.save()
        painter.setPen(key.pen)
        painter.translate(start.x() + width / 2, start.y() - metrics.capHeight() / 2)
        if key.marker is None:
            painter.drawLine(QLineF(-width / 2, 0, width / 2, 0))
        else:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(_MARKER, _MARKER)
            painter.drawPath(key.marker)
        painter.restore()
        left = start.x() + width + GAP
        painter.drawText(QPointF(left, start.y()), key.name)
        return left + metrics.horizontalAdvance(key.name) + 2 * GAP
