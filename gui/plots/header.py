"""The line above a plot: its title and what its axes are, the legend and the readout."""

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from ..background.reporting import reporting
from ..widgets.fonts import font_of_text, sized_font
from .axis import GAP
from .theme import Theme

# The size of a marker in the legend is that in the plot; a line needs 20 pixels to show dashes.
_MARKER = 8.0
_LINE = 20.0
_MARGIN = 2 * GAP
# Title, remark and legend, beside a font of 12 pixels.
_TITLE_SIZE, _REMARK_SIZE = 12, 11


@dataclass(frozen=True)
class LegendEntry:
    """A series in the legend: full and short name, pen, and marker (None for a line).

    A marker is filled with ``brush``, if there is one.
    """

    name: str
    short: str
    pen: QPen
    marker: QPainterPath | None = None
    brush: QBrush | None = None

    @property
    def symbol_width(self) -> float:
        """The width of the line or the marker."""
        return _LINE if self.marker is None else _MARKER


class _HeaderFonts(NamedTuple):
    """The fonts of the header, made once for a theme: each redraw uses them ten times."""

    title: QFont
    remark: QFont

    @classmethod
    def of(cls, theme: Theme) -> "_HeaderFonts":
        return cls(
            sized_font(theme.font, _TITLE_SIZE, QFont.Weight.DemiBold),
            sized_font(theme.font, _REMARK_SIZE),
        )


class PlotHeader(QGraphicsItem):
    """Draws the header in the rectangle that ``arrange`` sets, left of ``end``.

    From the left: the title, a remark on the axes, and a caption on the data; instead of these two
    the values under the pointer. The legend is at the right end.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.title = ""
        self.remark = ""
        self.legend: tuple[LegendEntry, ...] = ()
        self.caption = ""
        self.reading = ""
        self._theme, self._fonts = theme, _HeaderFonts.of(theme)
        self._rect = QRectF()
        self._end = 0.0
        # Drawn before the view: in an SVG, items after it are clipped to the view.
        self.setZValue(-1000)

    def boundingRect(self) -> QRectF:
        """Return the rectangle of the header."""
        return self._rect

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._theme, self._fonts = theme, _HeaderFonts.of(theme)
        self.update()

    def arrange(self, rect: QRectF, end: float) -> None:
        """Set the rectangle; nothing is drawn beyond ``end``."""
        self.prepareGeometryChange()
        self._rect, self._end = rect, end
        self.update()

    def set_title(self, title: str, remark: str) -> None:
        """Set the title of the plot, and what stands against what in it."""
        if (title, remark) != (self.title, self.remark):
            self.title, self.remark = title, remark
            self.update()

    def set_legend(self, *entries: LegendEntry) -> None:
        """Set the series in the legend."""
        if entries != self.legend:
            self.legend = entries
            self.update()

    def set_caption(self, caption: str) -> None:
        """Set a remark on the data."""
        if caption != self.caption:
            self.caption = caption
            self.update()

    def set_reading(self, reading: str) -> None:
        """Show the values under the pointer."""
        if reading != self.reading:
            self.reading = reading
            self.update()

    def least_width(self) -> float:
        """Return the width in which the title is whole, with the margin before it."""
        return _MARGIN + _width(self._title_font(), self.title)

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the title and the remarks from the left, and the legend at the right end."""
        del option, widget
        start = QPointF(_MARGIN, self._baseline())
        title_font = self._title_font()
        title = _elided(title_font, self.title, self._end - _MARGIN)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(title_font)
        painter.setPen(self._theme.text)
        painter.drawText(start, title)
        start.setX(_MARGIN + _width(title_font, title) + GAP)
        names = self._names(start.x())
        if self.reading and self._covers_legend(start.x(), names):
            names = []
        end = self._paint_legend(painter, names) if names else self._end
        if self.reading:
            painter.setFont(self._theme.font)
            painter.setPen(self._theme.text)
            painter.drawText(start, _elided(self._theme.font, self.reading, end - start.x()))
            return
        painter.setFont(self._remark_font())
        painter.setPen(self._theme.quiet)
        for remark in self._remarks(end - start.x()):
            painter.drawText(start, remark)
            start.setX(start.x() + _width(self._remark_font(), remark) + _MARGIN)

    def _covers_legend(self, left: float, names: list[str]) -> bool:
        """Return whether the reading, which matters more, has no room beside the legend."""
        if not names:
            return False
        needed = _width(self._theme.font, self.reading) + self._legend_width(names)
        return left + needed > self._end

    def _baseline(self) -> float:
        return self._rect.center().y() + QFontMetricsF(self._theme.font).capHeight() / 2

    def _title_font(self) -> QFont:
        return self._fonts.title

    def _remark_font(self) -> QFont:
        return self._fonts.remark

    def _remarks(self, room: float) -> list[str]:
        """Return the remark and the caption, or the caption alone if both have no room."""
        font = self._remark_font()
        both = [text for text in (self.remark, self.caption) if text]
        needed = sum(_width(font, text) for text in both) + _MARGIN * (len(both) - 1)
        if needed <= room:
            return both
        # Less than a third of it says nothing: “horizontal …” would.
        is_told = self.caption and room >= _width(font, self.caption) / 3
        return [_elided(font, self.caption, room)] if is_told else []

    def _names(self, left: float) -> list[str]:
        """Return the names of the series: the full ones beside all remarks, else the short ones.

        Return none if there is no room beside the title.
        """
        full, short = [key.name for key in self.legend], [key.short for key in self.legend]
        font = self._remark_font()
        texts = [text for text in (self.remark, self.caption) if text]
        beside = sum(_width(font, text) + _MARGIN for text in texts)
        if left + beside + self._legend_width(full) <= self._end:
            return full
        return short if left + self._legend_width(short) <= self._end else []

    def _legend_width(self, names: list[str]) -> float:
        """Return the width of the legend with these names, and of the gap before it."""
        widths = (
            key.symbol_width + GAP + _width(self._remark_font(), name)
            for key, name in zip(self.legend, names, strict=True)
        )
        return sum(width + _MARGIN for width in widths)

    def _paint_legend(self, painter: QPainter, names: list[str]) -> float:
        """Draw the legend up to the right end; return where what is before it must end."""
        left = self._end - self._legend_width(names)
        start = QPointF(left + _MARGIN, self._baseline())
        for entry, name in zip(self.legend, names, strict=True):
            self._paint_entry(painter, entry, name, start)
            width = _width(self._remark_font(), name)
            start.setX(start.x() + entry.symbol_width + GAP + width + _MARGIN)
        return left

    def _paint_entry(
        self, painter: QPainter, entry: LegendEntry, name: str, start: QPointF
    ) -> None:
        font = self._remark_font()
        middle = start.y() - QFontMetricsF(font).capHeight() / 2
        painter.setPen(entry.pen)
        if entry.marker is None:
            painter.drawLine(QLineF(start.x(), middle, start.x() + _LINE, middle))
        else:
            shape = QTransform.fromScale(_MARKER, _MARKER).map(entry.marker)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(entry.brush or QBrush(Qt.BrushStyle.NoBrush))
            painter.drawPath(shape.translated(start.x() + _MARKER / 2, middle))
        painter.setFont(font_of_text(font, name))
        painter.setPen(self._theme.text)
        painter.drawText(QPointF(start.x() + entry.symbol_width + GAP, start.y()), name)


def _width(font: QFont, text: str) -> float:
    return QFontMetricsF(font).horizontalAdvance(text)


def _elided(font: QFont, text: str, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(room, 0.0))
