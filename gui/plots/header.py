"""The line above a plot: the name of the left axis, the series, and what is read off."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from .axis import GAP
from .theme import Theme

_MARKER = 8.0
_LINE = 20.0


@dataclass(frozen=True)
class Key:
    """A series in the legend: its name in full and in short, its pen, its marker (None: a line)."""

    name: str
    short: str
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
        # Before the view: in an SVG, what comes after it is cut off where the view ends.
        self.setZValue(-1000)

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
        if name != self.name:
            self.name = name
            self.update()

    def set_keys(self, *keys: Key) -> None:
        """Name these series."""
        if keys != self.keys:
            self.keys = keys
            self.update()

    def set_caption(self, caption: str) -> None:
        """Add what should be known about the picture."""
        if caption != self.caption:
            self.caption = caption
            self.update()

    def set_reading(self, reading: str) -> None:
        """Show what is read off under the pointer."""
        if reading != self.reading:
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
        names = self._names(metrics, left)
        for key, name in zip(self.keys, names, strict=True):
            left = self._paint_key(painter, metrics, key, name, QPointF(left, baseline))
        painter.drawText(QPointF(left, baseline), self.reading)
        left += metrics.horizontalAdvance(self.reading)
        elided = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, self._end - left)
        painter.setPen(self._theme.quiet)
        painter.drawText(QPointF(self._end - metrics.horizontalAdvance(elided), baseline), elided)

    def _names(self, metrics: QFontMetricsF, left: float) -> list[str]:
        """Return the names of the series, in full if there is room."""
        full = [key.name for key in self.keys]
        needed = sum(map(metrics.horizontalAdvance, full)) + len(full) * (_LINE + 3 * GAP)
        return full if left + needed <= self._end else [key.short for key in self.keys]

    def _paint_key(
        self, painter: QPainter, metrics: QFontMetricsF, key: Key, name: str, start: QPointF
    ) -> float:
        middle = start.y() - metrics.capHeight() / 2
        painter.setPen(key.pen)
        if key.marker is None:
            width = _LINE
            painter.drawLine(QLineF(start.x(), middle, start.x() + width, middle))
        else:
            width = _MARKER
            shape = QTransform.fromScale(_MARKER, _MARKER).map(key.marker)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPath(shape.translated(start.x() + width / 2, middle))
        left = start.x() + width + GAP
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(left, start.y()), name)
        return left + metrics.horizontalAdvance(name) + 2 * GAP
