"""The words on the surface: the axes, the optimum, start and epochs, and the heights.

A word that would cover the path, a mark or another word is left out.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...background.reporting import reporting
from ...theme.blending import TEXT, legible
from ...widgets.fonts import font_of_text
from ..area_items import AreaItem
from ..axis import GAP, PlotAxis
from ..axis_scale import Numbers
from ..theme import Theme
from .contour_item import DrawnContour
from .free_room import FreeRoom

_PADDING = 3.0
# Beside a mark, clear of the largest one.
_BESIDE = 9.0
_CLEAR = 7.0
# A word is so much nearer to its own dot than to any other that nobody takes it for the other's.
_NEARER = 3.0
# How many places along a contour are tried for its number.
_TRIED = 24

Point = tuple[float, float]
"""In pixels."""


@dataclass(frozen=True)
class SurfaceMark:
    """A word beside a place, in pixels, or other places; its colour is one of ``INK``."""

    text: str
    at: tuple[float, float]
    ink: str
    others: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class PlacedWord:
    """A word where it is drawn."""

    text: str
    rect: QRectF
    ink: str


class SurfaceLabels(AreaItem):
    """Draws words over the surface."""

    INK = ("text", "quiet", "run", "optimum", "slopes", "memory")
    """What a word is about: start, axes and the next step, heights, the path, the optimum, or the
    parts of the step."""

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self.placed: list[PlacedWord] = []
        self.setZValue(100)

    def place(
        self,
        area: QRectF,
        names: tuple[str, str],
        marks: Sequence[SurfaceMark],
        lines: Sequence[Numbers],
        contours: Sequence[DrawnContour],
    ) -> None:
        """Find room for the words, the most important first.

        Parameters
        ----------
        area : QRectF
        names : tuple of str
            Of the axes, at the right end of the bottom one and the upper end of the left one.
        marks : sequence of SurfaceMark
        lines : sequence of ndarray, each of shape (n, 2)
            What no word may cover: the path, arrows and a curve, in pixels.
        contours : sequence of DrawnContour
            Those with a number have it on their line, if there is room.
        """
        self.arrange(area)
        metrics, room = QFontMetricsF(self._theme.font), FreeRoom(area)
        room.take_lines(*lines)
        for mark in marks:
            x, y = mark.at
            if area.contains(x, y):
                room.take_rect(QRectF(x - _BESIDE / 2, y - _BESIDE / 2, _BESIDE, _BESIDE))
        self.placed = []
        across, up = (self._size(metrics, name) for name in names)
        right = area.right() - across.width() - _PADDING
        bottom = area.bottom() - across.height() - _PADDING
        left, top = area.left() + _PADDING, area.top() + _PADDING
        self._put(
            room,
            names[0],
            "text",
            [across.translated(right, bottom), across.translated(left, bottom)],
        )
        self._put(
            room,
            names[1],
            "text",
            [up.translated(left, top), up.translated(area.right() - up.width() - _PADDING, top)],
        )
        dots = [mark.at for mark in marks if not mark.others and area.contains(*mark.at)]
        for mark in marks:
            size = self._size(metrics, mark.text)
            places = [each for at in (mark.at, *mark.others) for each in _around(at, size)]
            if not mark.others:
                places = [each for each in places if _is_nearest(each, mark.at, dots)]
            self._put(room, mark.text, mark.ink, places)
        for contour in contours:
            if contour.label:
                size = self._size(metrics, contour.label)
                self._put(room, contour.label, "quiet", list(_along(contour, size, area)))
        self.update()

    def clear(self) -> None:
        """Draw no words."""
        self.placed = []
        self.update()

    def _size(self, metrics: QFontMetricsF, text: str) -> QRectF:
        width = metrics.horizontalAdvance(text) + 2 * _PADDING
        return QRectF(0, 0, width, metrics.height())

    def _put(self, room: FreeRoom, text: str, ink: str, places: Sequence[QRectF]) -> None:
        if text and (place := room.first_free(places)) is not None:
            self.placed.append(PlacedWord(text, place, ink))

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the words on the ground of the plot, so that no line strikes them through."""
        del option, widget
        theme = self._theme
        inks: dict[str, QColor] = {
            "text": theme.text,
            "quiet": theme.quiet,
            "run": legible(theme.run, theme.background, TEXT),
            "optimum": legible(theme.series[0], theme.background, TEXT),
            "slopes": legible(theme.series[1], theme.background, TEXT),
            "memory": legible(theme.series[2], theme.background, TEXT),
        }
        ascent = QFontMetricsF(theme.font).ascent()
        for word in self.placed:
            painter.fillRect(word.rect, theme.background)
            painter.setPen(inks[word.ink])
            painter.setFont(font_of_text(theme.font, word.text))
            left, baseline = word.rect.left() + _PADDING, word.rect.top() + ascent
            painter.drawText(QPointF(left, baseline), word.text)


def _around(at: tuple[float, float], size: QRectF) -> Iterator[QRectF]:
    """Yield the places of a word beside a mark: at its right, its left, above and below."""
    x, y = at
    width, height = size.width(), size.height()
    right, left, middle = x + _BESIDE, x - _BESIDE - width, x - width / 2
    above, level, below = y - height - _CLEAR, y - height / 2, y + _CLEAR
    for corner in (
        *((right, above), (right, below), (left, above), (left, below)),
        *((right, level), (left, level), (middle, above), (middle, below)),
    ):
        yield size.translated(*corner)


def _is_nearest(word: QRectF, own: Point, dots: Sequence[Point]) -> bool:
    """Return whether no dot but one at the same place is as near to a word as its own is."""
    beyond = _away(word, own) + _NEARER
    return all(math.dist(own, dot) < _BESIDE or _away(word, dot) >= beyond for dot in dots)


def _away(word: QRectF, dot: Point) -> float:
    """Return how far a dot is from the edge of a word."""
    x, y = dot
    across = max(word.left() - x, x - word.right(), 0.0)
    return math.hypot(across, max(word.top() - y, y - word.bottom(), 0.0))


def _along(contour: DrawnContour, size: QRectF, area: QRectF) -> Iterator[QRectF]:
    """Yield the places of a number along its contour, in the middle of the line."""
    room = area.adjusted(GAP, GAP, -GAP, -GAP)
    points = contour.points.reshape(-1, 2)
    inside = points[
        (points[:, 0] > room.left() + size.width() / 2)
        & (points[:, 0] < room.right() - size.width() / 2)
        & (points[:, 1] > room.top() + size.height() / 2)
        & (points[:, 1] < room.bottom() - size.height() / 2)
    ]
    if len(inside) == 0:
        return
    some = np.unique(np.linspace(0, len(inside) - 1, _TRIED).astype(int))
    for x, y in inside[some].tolist():
        yield size.translated(x - size.width() / 2, y - size.height() / 2)
