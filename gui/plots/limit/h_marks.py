"""The lines of h in a plot: that which is looked at, the best, the textbook's, the nearest kink."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...background.reporting import reporting
from ...theme.blending import TEXT, legible
from ..area_items import NO_DOTS, AreaItem, Taken
from ..axis import GAP, PlotAxis
from ..axis_scale import Numbers
from ..theme import Theme

_LINE = 2.5
_DOTS = (2.0, 3.0)
# Of the nearest kink, from which on no h is the best.
_DASHES = (6.0, 4.0)
# The textbook's mark is a short line at the axis: it is only a remark.
_SHORT = 2 * GAP
# Half the width of the triangle that marks the best h.
_HALF = GAP / 2 + 1
# Around words, so that no dot touches them.
_CLEAR = 2.0
# So many rows above the axis the words of the textbook's mark are still seen to be its own.
_ROWS_OF_TEXTBOOK = 4
# So few letters are its own only right above it.
_ROWS_OF_SHORT = 2


class MarkKind(Enum):
    """What a mark is of; in the order in which their words take their places."""

    H = "the h that is looked at"
    BEST = "the best h"
    KINK = "the nearest kink"
    TEXTBOOK = "the h of textbooks"


@dataclass(frozen=True)
class HMark:
    """A position on the bottom axis, and its words; without room for them they are empty.

    ``short`` is what is written where the words have no place.
    """

    position: float
    words: str
    short: str = ""


class HMarks(AreaItem):
    """Draws the marks in pixels: the line of h over all, the others below it.

    No line strikes the words of a region through. The words of a mark cover no dot, no other mark
    and no other words: see ``keep_clear``. Each takes the first place that is free, beside its line
    or on it: those of h from the bottom, of the best h from the top, of the textbook's at its foot.
    Where none is free they are left out: the view says h and the best h in its fields and
    sentences. The mark of the textbook goes with its words: without them it is a riddle.
    """

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.h: HMark | None = None
        self.best: HMark | None = None
        self.textbook: HMark | None = None
        self.kink: HMark | None = None
        self._dots: Numbers = NO_DOTS
        self._taken: Sequence[QRectF] = ()
        self._places: Mapping[MarkKind, QRectF] | None = None
        self.setZValue(500)

    def set_marks(
        self,
        h: HMark | None,
        best: HMark | None = None,
        textbook: HMark | None = None,
        kink: HMark | None = None,
    ) -> None:
        """Draw these marks; None draws none."""
        if (h, best, textbook, kink) != (self.h, self.best, self.textbook, self.kink):
            self.h, self.best, self.textbook, self.kink = h, best, textbook, kink
            self._places = None
            self.update()

    def keep_clear(self, dots: Numbers, taken: Sequence[QRectF]) -> None:
        """Let no words cover a dot or a rectangle; find their places anew.

        Parameters
        ----------
        dots : ndarray, shape (n, 3)
            The middles of the dots and their radii, in pixels.
        taken : sequence of QRectF
            The words of the regions, in pixels.
        """
        self._dots, self._taken, self._places = dots, taken, None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Use the colours and the font of a theme."""
        self._places = None
        super().set_theme(theme)

    @property
    def places(self) -> Mapping[MarkKind, QRectF]:
        """The rectangles of the words that have room, in pixels."""
        if self._places is None:
            self._places = self._find_places()
        return self._places

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the nearest kink, the textbook's mark, the best h, and over them the line of h."""
        del option, widget
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._theme.font)
        marks = self._marks
        paints = {
            MarkKind.KINK: self._paint_kink,
            MarkKind.TEXTBOOK: self._paint_textbook,
            MarkKind.BEST: self._paint_best,
            MarkKind.H: self._paint_h,
        }
        for kind, paint in paints.items():
            if kind in marks and (kind is not MarkKind.TEXTBOOK or kind in self.places):
                paint(painter, marks[kind])
        # Over the line of h, which is often near and would strike the words through.
        for kind, rect in self.places.items():
            self._paint_words(painter, kind, self.words_in(marks[kind], rect), rect)

    def words_rect(self, mark: HMark, top: float) -> QRectF:
        """Return the rectangle of the words of a mark, centred on it but inside the area."""
        metrics = QFontMetricsF(self._theme.font)
        width = metrics.horizontalAdvance(mark.words) + GAP
        left = self._axis.to_pixel(mark.position) - width / 2
        left = max(self._area.left(), min(left, self._area.right() - width))
        return QRectF(left, top, width, metrics.height())

    def words_in(self, mark: HMark, rect: QRectF) -> str:
        """Return the words of a mark that were given this rectangle."""
        has_room = rect.width() > self.words_rect(mark, 0.0).width() - _CLEAR
        return mark.words if mark.words and has_room else mark.short

    @property
    def _marks(self) -> dict[MarkKind, HMark]:
        """The marks that are in view."""
        marks = {
            MarkKind.H: self.h,
            MarkKind.BEST: self.best,
            MarkKind.KINK: self.kink,
            MarkKind.TEXTBOOK: self.textbook,
        }
        return {
            kind: mark for kind, mark in marks.items() if mark is not None and self._is_within(mark)
        }

    def _find_places(self) -> dict[MarkKind, QRectF]:
        """Return where the words of each mark are, the most important ones first."""
        marks, found = self._marks, dict[MarkKind, QRectF]()
        taken = Taken(self._dots, tuple(self._taken)).beside(*self._feet(marks))
        within = self._area.adjusted(-_CLEAR, -_CLEAR, _CLEAR, _CLEAR)
        for kind in MarkKind:
            if kind not in marks:
                continue
            others = {MarkKind.H, MarkKind.BEST, MarkKind.KINK} - {kind}
            lines = (self._line(marks[other]) for other in others if other in marks)
            besides = taken.beside(*lines)
            mark = marks[kind]
            shorter = (replace(mark, words=each) for each in (mark.words, mark.short) if each)
            tried = (
                free.first_free(self._places_of(kind, each), within)
                for each in shorter
                for free in (besides, taken)
            )
            if (place := next(filter(None, tried), None)) is not None:
                found[kind] = place.adjusted(_CLEAR, _CLEAR, -_CLEAR, -_CLEAR)
                taken = taken.beside(place)
        return found

    def _places_of(self, kind: MarkKind, mark: HMark) -> Iterator[QRectF]:
        """Yield where the words of a mark may be with what is clear around them, best first."""
        height = QFontMetricsF(self._theme.font).height()
        highest, lowest = self._area.top(), self._area.bottom() - height
        if kind is MarkKind.BEST:
            highest += self._row + GAP / 2
        if kind is MarkKind.TEXTBOOK:
            lowest -= _SHORT + _CLEAR
            rows = _ROWS_OF_SHORT if mark.words == mark.short else _ROWS_OF_TEXTBOOK
            highest = max(highest, lowest - rows * self._row)
        count = max(int((lowest - highest) / (GAP / 2)) + 1, 0)
        tops = [lowest - k * GAP / 2 for k in range(count)]
        if kind is MarkKind.BEST:
            tops = [highest + k * GAP / 2 for k in range(count)]
        pixel, centred = self._axis.to_pixel(mark.position), self.words_rect(mark, 0.0)
        apart = _HALF + _CLEAR  # of the triangle, if that stands here
        lefts = [centred.left(), pixel + apart, pixel - apart - centred.width()]
        if mark.words == mark.short:
            del lefts[1:]
        size = centred.width() + 2 * _CLEAR, centred.height() + 2 * _CLEAR
        for top in tops:
            for left in lefts:
                yield QRectF(left - _CLEAR, top - _CLEAR, *size)

    def _feet(self, marks: Mapping[MarkKind, HMark]) -> list[QRectF]:
        """Return what is drawn of the marks at the axis: the triangle, and the short line."""
        feet, bottom = [], self._area.bottom()
        if MarkKind.BEST in marks:
            pixel = self._axis.to_pixel(marks[MarkKind.BEST].position)
            feet.append(QRectF(pixel - _HALF, bottom - GAP - 1, 2 * _HALF, GAP + 1))
        if MarkKind.TEXTBOOK in marks:
            pixel = self._axis.to_pixel(marks[MarkKind.TEXTBOOK].position)
            feet.append(QRectF(pixel - 0.5, bottom - _SHORT, 1, _SHORT))
        return feet

    def _line(self, mark: HMark) -> QRectF:
        pixel = self._axis.to_pixel(mark.position)
        return QRectF(pixel - _LINE / 2, self._area.top(), _LINE, self._area.height())

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

    def _is_within(self, mark: HMark) -> bool:
        pixel = self._axis.to_pixel(mark.position)
        return self._area.left() - 1 <= pixel <= self._area.right() + 1

    def _paint_h(self, painter: QPainter, mark: HMark) -> None:
        pixel, run = self._axis.to_pixel(mark.position), self._theme.run
        painter.setPen(QPen(run, _LINE))
        painter.drawLines(self.lines_beside_words(pixel, self._area.top()))

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

    def _paint_kink(self, painter: QPainter, mark: HMark) -> None:
        pixel = self._axis.to_pixel(mark.position)
        pen = QPen(self._theme.quiet, 1)
        pen.setDashPattern(_DASHES)
        painter.setPen(pen)
        painter.drawLines(self.lines_beside_words(pixel, self._area.top()))

    def _paint_textbook(self, painter: QPainter, mark: HMark) -> None:
        pixel, bottom = self._axis.to_pixel(mark.position), self._area.bottom()
        painter.setPen(QPen(self._theme.quiet, 1))
        painter.drawLine(QLineF(pixel, bottom - _SHORT, pixel, bottom))

    def _paint_words(self, painter: QPainter, kind: MarkKind, words: str, rect: QRectF) -> None:
        theme = self._theme
        ground, ink = theme.background, theme.quiet
        if kind is MarkKind.H:
            ground, ink = theme.run, legible(theme.background, theme.run, TEXT)
        elif kind is MarkKind.BEST:
            ink = theme.text
        painter.fillRect(rect, ground)
        painter.setPen(ink)
        ascent = QFontMetricsF(theme.font).ascent()
        painter.drawText(QPointF(rect.left() + GAP / 2, rect.top() + ascent), words)
