"""The key inside a picture: what each line is, where nothing is drawn."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from engine import Matrix

from ..background.reporting import reporting
from ..plots.axis import GAP
from ..plots.header import LegendEntry
from ..plots.theme import Theme
from ..widgets.fonts import sized_font

# As the legend of the plots.
_LINE, _SIZE = 20.0, 11


class PictureKey:
    """Lines of a sample and a name, one below the other.

    Parameters
    ----------
    entries : sequence of LegendEntry
    theme : Theme
    """

    def __init__(self, entries: Sequence[LegendEntry], theme: Theme) -> None:
        self._entries, self._theme = entries, theme
        self._font: QFont = sized_font(theme.font, _SIZE)
        self._metrics = QFontMetricsF(self._font)

    @property
    def size(self) -> QSizeF:
        """The room that it needs."""
        widest = max(self._metrics.horizontalAdvance(entry.name) for entry in self._entries)
        return QSizeF(_LINE + GAP + widest, len(self._entries) * self._row)

    @property
    def _row(self) -> float:
        return self._metrics.height() + 2

    def free_place(
        self, area: QRectF, taken: Sequence[Matrix], rects: Sequence[QRectF]
    ) -> QRectF | None:
        """Return the first corner or edge of an area in which nothing is drawn; None if none is.

        Parameters
        ----------
        area : QRectF
        taken : sequence of ndarray, shape (n, 2)
            The pixels of each line, from left to right.
        rects : sequence of QRectF
            What else is there.
        """
        size = self.size
        inner = area.adjusted(GAP, 0, -GAP, -GAP)
        if size.width() > inner.width() or size.height() > inner.height():
            return None
        left, right = inner.left(), inner.right() - size.width()
        middle = (left + right) / 2
        top, bottom = inner.top(), inner.bottom() - size.height()
        places = [(right, top), (middle, top), (left, top), (left, bottom), (right, bottom)]
        for x, y in places:
            place = QRectF(QPointF(x, y), size)
            ground = place.adjusted(-GAP, -GAP / 2, GAP, GAP / 2)
            is_crossed = any(_crosses(ground, line) for line in taken)
            if not is_crossed and not any(ground.intersects(rect) for rect in rects):
                return place
        return None

    @reporting
    def paint(self, painter: QPainter, place: QRectF) -> None:
        """Draw the lines and the names."""
        # No grid line through the names, nor a short piece of one beside them.
        painter.fillRect(place.adjusted(-GAP, 0, GAP, 0), self._theme.background)
        painter.setFont(self._font)
        for row, entry in enumerate(self._entries):
            middle = place.top() + (row + 0.5) * self._row
            painter.setPen(entry.pen)
            painter.drawLine(QLineF(place.left(), middle, place.left() + _LINE, middle))
            painter.setPen(self._theme.text)
            baseline = middle + self._metrics.capHeight() / 2
            painter.drawText(QPointF(place.left() + _LINE + GAP, baseline), entry.name)


def _crosses(rect: QRectF, line: Matrix) -> bool:
    """Return whether a line of close points goes through a rectangle."""
    x, y = line[:, 0], line[:, 1]
    within = (x >= rect.left()) & (x <= rect.right())
    if not within.any():
        return False
    return bool(y[within].min() <= rect.bottom() and y[within].max() >= rect.top())
