"""The line above a plot: the name of the left axis, the legend and the readout."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from .axis import GAP
from .theme import Theme

# The size of a marker in the legend is that in the plot; a line needs 20 pixels to show dashes.
_MARKER = 8.0
_LINE = 20.0


@dataclass(frozen=True)
class LegendEntry:
    """A series in the legend: full and short name, pen, and marker (None for a line)."""

    name: str
    short: str
    pen: QPen
    marker: QPainterPath | None = None


class PlotHeader(QGraphicsItem):
    """Draws the header in the rectangle that ``arrange`` sets, left of ``end``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.name = ""
        self.legend: tuple[LegendEntry, ...] = ()
        self.caption = ""
        self.reading = ""
        self._theme = theme
        self._rect = QRectF()
        self._indent = 0.0
        self._end = 0.0
        # Drawn before the view: in an SVG, items after it are clipped to the view.
        self.setZValue(-1000)

    def boundingRect(self) -> QRectF:
        """Return the rectangle of the header."""
        return self._rect

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._theme = theme
        self.update()

    def arrange(self, rect: QRectF, indent: float, end: float) -> None:
        """Set the rectangle; the legend starts at ``indent``, and nothing is beyond ``end``."""
        self.prepareGeometryChange()
        self._rect, self._indent, self._end = rect, indent, end
        self.update()

    def set_name(self, name: str) -> None:
        """Set the name of the left axis."""
        if name != self.name:
            self.name = name
            self.update()

    def set_legend(self, *entries: LegendEntry) -> None:
        """Set the series in the legend."""
        if entries != self.legend:
            self.legend = entries
            self.update()

    def set_caption(self, caption: str) -> None:
        """Set a remark on the data, at the right end."""
        if caption != self.caption:
            self.caption = caption
            self.update()

    def set_reading(self, reading: str) -> None:
        """Show the values under the pointer."""
        if reading != self.reading:
            self.reading = reading
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw name, legend and reading from the left, and the caption at the right end."""
        del option, widget
        metrics = QFontMetricsF(self._theme.font)
        baseline = self._rect.center().y() + metrics.capHeight() / 2
        painter.setFont(self._theme.font)
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(GAP, baseline), self.name)
        left = max(self._indent, 2 * GAP + metrics.horizontalAdvance(self.name))
        names = self._names(metrics, left)
        for entry, name in zip(self.legend, names, strict=True):
            left = self._paint_entry(painter, metrics, entry, name, QPointF(left, baseline))
        painter.drawText(QPointF(left, baseline), self.reading)
        left += metrics.horizontalAdvance(self.reading)
        elided = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, self._end - left)
        painter.setPen(self._theme.quiet)
        painter.drawText(QPointF(self._end - metrics.horizontalAdvance(elided), baseline), elided)

    def _names(self, metrics: QFontMetricsF, left: float) -> list[str]:
        """Return the names of the series: the full ones if there is room."""
        full = [entry.name for entry in self.legend]
        needed = sum(map(metrics.horizontalAdvance, full)) + len(full) * (_LINE + 3 * GAP)
        return full if left + needed <= self._end else [entry.short for entry in self.legend]

    def _paint_entry(
        self,
        painter: QPainter,
        metrics: QFontMetricsF,
        entry: LegendEntry,
        name: str,
        start: QPointF,
    ) -> float:
        middle = start.y() - metrics.capHeight() / 2
        painter.setPen(entry.pen)
        if entry.marker is None:
            width = _LINE
            painter.drawLine(QLineF(start.x(), middle, start.x() + width, middle))
        else:
            width = _MARKER
            shape = QTransform.fromScale(_MARKER, _MARKER).map(entry.marker)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.drawPath(shape.translated(start.x() + width / 2, middle))
        left = start.x() + width + GAP
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(left, start.y()), name)
        return left + metrics.horizontalAdvance(name) + 2 * GAP
