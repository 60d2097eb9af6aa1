"""The lines of h in a plot: the h that is looked at, the best one, and the textbook's."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...theme.blending import TEXT, legible
from ...theme.painting import reporting
from ..area_items import AreaItem
from ..axis import GAP, PlotAxis
from ..axis_scale import Numbers
from ..theme import Theme

_LINE = 2.5
_DOTS = (2.0, 3.0)
# The textbook's mark is a short line at the axis: it is only a remark.
_SHORT = 2 * GAP
# Half the width of the triangle that marks the best h.
_HALF = GAP / 2 + 1
# About half a marker: the points that words keep clear of are their middles.
_CLEAR = 3.0


@dataclass(frozen=True)
class HMark:
    """A position on the bottom axis, and its words; without room for them they are empty."""

    position: float
    words: str


class HMarks(AreaItem):
    """Draws the marks in pixels: the line of h over all, the others below it.

    No line strikes the words of a region through. The words of h stand at the bottom, beside the
    mark of the best h if they would cover it, and the textbook's above them. Those of the best h
    have the first row from the top, below that of the regions, in which they cover no point: see
    ``keep_clear``.
    """

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.h: HMark | None = None
        self.best: HMark | None = None
        self.textbook: HMark | None = None
        self._points: Numbers = np.empty((0, 2))
        self._taken: Sequence[QRectF] = ()
        self.setZValue(500)

    def set_marks(
        self, h: HMark | None, best: HMark | None = None, textbook: HMark | None = None
    ) -> None:
        """Draw these marks; None draws none."""
        if (h, best, textbook) != (self.h, self.best, self.textbook):
            self.h, self.best, self.textbook = h, best, textbook
            self.update()

    def keep_clear(self, points: Numbers, taken: Sequence[QRectF]) -> None:
        """Let the words of the best h cover no point (n, 2) and no rectangle, all in pixels."""
        self._points, self._taken = points, taken
        self.update()

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the textbook's mark, the best h, and over them the line of h."""
        del option, widget
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._theme.font)
        textbook, best, h = (
            mark if mark is not None and self._is_within(mark) else None
            for mark in (self.textbook, self.best, self.h)
        )
        if textbook is not None:
            self._paint_textbook(painter, textbook)
        if best is not None:
            self._paint_best(painter, best)
        if h is not None:
            self._paint_h(painter, h)
        # Over the line of h, which is often near and would strike the words through.
        if textbook is not None and textbook.words:
            top = self._area.bottom() - 2 * self._row - GAP / 4
            rect = self.words_rect(textbook, top)
            self._write_on_ground(painter, textbook.words, rect, self._theme.quiet)
        if best is not None and best.words:
            self._write_on_ground(painter, best.words, self.best_rect(best), self._theme.text)

    def words_rect(self, mark: HMark, top: float) -> QRectF:
        """Return the rectangle of the words of a mark, centred on it but inside the area."""
        metrics = QFontMetricsF(self._theme.font)
        width = metrics.horizontalAdvance(mark.words) + GAP
        left = self._axis.to_pixel(mark.position) - width / 2
        left = max(self._area.left(), min(left, self._area.right() - width))
        return QRectF(left, top, width, metrics.height())

    def best_rect(self, best: HMark) -> QRectF:
        """Return the rectangle of the words of the best h: the first row that covers nothing."""
        first = self.words_rect(best, self._area.top() + self._row + GAP / 2)
        rect, lowest = QRectF(first), self._area.bottom() - 3 * self._row
        while rect.top() <= lowest:
            if self._is_free(rect.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)):
                return rect
            rect.translate(0, GAP / 2)
        return first

    def h_rect(self, h: HMark) -> QRectF:
        """Return the rectangle of the words of h: at the bottom, clear of the mark of the best."""
        rect = self.words_rect(h, self._area.bottom() - self._row)
        if self.best is None:
            return rect
        here, best = (self._axis.to_pixel(mark.position) for mark in (h, self.best))
        is_covered = rect.left() - _HALF < best < rect.right() + _HALF
        if abs(best - here) > _HALF and is_covered:
            beside = here if best < here else here - rect.width()
            if self._area.left() <= beside <= self._area.right() - rect.width():
                rect.moveLeft(beside)
        return rect

    def lines_beside_words(self, pixel: float, top: float) -> list[QLineF]:
        """Return a line down to the axis, in pieces that strike no words of a region through."""
        lines, bottom = [], self._area.bottom()
        words = (rect for rect in self._taken if rect.left() - _LINE < pixel < rect.right() + _LINE)
        for rect in sorted(words, key=QRectF.top):
            if rect.bottom() > top:
                lines.append(QLineF(pixel, top, pixel, max(rect.top(), top)))
                top = rect.bottom()
        return [*lines, QLineF(pixel, top, pixel, max(bottom, top))]

    @property
    def _row(self) -> float:
        return QFontMetricsF(self._theme.font).height() + GAP / 2

    def _is_free(self, rect: QRectF) -> bool:
        if any(rect.intersects(each) for each in self._taken):
            return False
        x, y = self._points.T
        within = (x > rect.left()) & (x < rect.right()) & (y > rect.top()) & (y < rect.bottom())
        return not within.any()

    def _is_within(self, mark: HMark) -> bool:
        pixel = self._axis.to_pixel(mark.position)
        return self._area.left() - 1 <= pixel <= self._area.right() + 1

    def _paint_h(self, painter: QPainter, mark: HMark) -> None:
        pixel, run = self._axis.to_pixel(mark.position), self._theme.run
        painter.setPen(QPen(run, _LINE))
        painter.drawLines(self.lines_beside_words(pixel, self._area.top()))
        if mark.words:
            rect = self.h_rect(mark)
            painter.fillRect(rect, run)
            self._write(painter, mark.words, rect, legible(self._theme.background, run, TEXT))

    def _paint_best(self, painter: QPainter, mark: HMark) -> None:
        pixel, bottom = self._axis.to_pixel(mark.position), self._area.bottom()
        top = self._area.top() + self._row + GAP / 2
        pen = QPen(self._theme.text, 1)
        pen.setDashPattern(_DOTS)
        painter.setPen(pen)
        painter.drawLines(self.lines_beside_words(pixel, top))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.text)
        corners = [
            QPointF(pixel, bottom - GAP - 1),
            QPointF(pixel - _HALF, bottom),
            QPointF(pixel + _HALF, bottom),
        ]
        painter.drawPolygon(QPolygonF(corners))

    def _paint_textbook(self, painter: QPainter, mark: HMark) -> None:
        pixel, bottom = self._axis.to_pixel(mark.position), self._area.bottom()
        painter.setPen(QPen(self._theme.quiet, 1))
        painter.drawLine(QLineF(pixel, bottom - _SHORT, pixel, bottom))

    def _write_on_ground(self, painter: QPainter, words: str, rect: QRectF, ink: QColor) -> None:
        painter.fillRect(rect, self._theme.background)
        self._write(painter, words, rect, ink)

    def _write(self, painter: QPainter, words: str, rect: QRectF, ink: QColor) -> None:
        ascent = QFontMetricsF(self._theme.font).ascent()
        painter.setPen(ink)
        painter.drawText(QPointF(rect.left() + GAP / 2, rect.top() + ascent), words)
