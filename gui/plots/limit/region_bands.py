"""What rules the error at each h: grounds across a plot, each with its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from engine.limit.regions import Region

from ...background.reporting import reporting
from ...text.translation import translate
from ...theme.blending import TEXT, blend, legible
from ...widgets.fonts import sized_font
from ..area_items import AreaItem
from ..axis import GAP, PlotAxis
from ..theme import Theme

# Shares of ink in the grounds: each is told from its neighbours, and from the points on it.
_SHARES = {
    Region.KINKS: 0.09,
    Region.BEND: 0.08,
    Region.PARABOLA: 0.08,
    Region.STRAIGHT: 0.05,
    Region.CANCEL: 0.06,
    Region.ALIKE: 0.13,
    Region.STILL: 0.21,
}


# Of words below each other, as in the legend.
_SMALL = 11
_FIRST = (Region.KINKS, Region.BEND, Region.PARABOLA, Region.STRAIGHT)
"""The regions of large h, of whose words only the short ones have room between the points."""
REGION_NAMES = {
    Region.KINKS: translate("plots", "the secant reaches over kinks"),
    Region.BEND: translate("plots", "the secant cuts the bend"),
    Region.PARABOLA: translate("plots", "no bend to cut: the loss is a parabola"),
    Region.STRAIGHT: translate("plots", "no bend to cut: the loss is straight"),
    Region.CANCEL: translate("plots", "digits cancel"),
    Region.ALIKE: translate("plots", "both losses alike"),
    Region.STILL: translate("plots", "w + h is w"),
}
"""What rules the error in a region."""
SHORT = {
    Region.KINKS: translate("plots", "over kinks"),
    Region.STRAIGHT: translate("plots", "no bend"),
    Region.BEND: translate("plots", "bend cut"),
    Region.PARABOLA: translate("plots", "no bend"),
    Region.CANCEL: translate("plots", "digits cancel"),
    Region.ALIKE: translate("plots", "losses alike"),
    Region.STILL: translate("plots", "w + h is w"),
}
"""What a region is called if there is no room for its words."""


class Setting(Enum):
    """How words are set."""

    ACROSS = "in one line"
    BELOW = "each below the other, in a smaller size"
    UPRIGHT = "from the bottom to the top"


@dataclass(frozen=True)
class BandWords:
    """The lines that name a region, in their rectangle."""

    lines: tuple[str, ...]
    rect: QRectF
    setting: Setting


@dataclass(frozen=True)
class Band:
    """A region between two positions of the bottom axis."""

    region: Region
    left: float
    right: float


ROW_ABOVE = 3
"""A plot that is so many rows of text high has a row for the words across, above its points."""


class RegionBands(AreaItem):
    """The grounds and words of regions, in pixels.

    Words without room across are shorter ones. If they lack it too, those of large h are a small
    word below the other in the middle, clear of the points, and those of small h stand upright at
    the bottom. A region narrower than that has none: the sentence of the plot names all.
    """

    def __init__(self, axis: PlotAxis, theme: Theme) -> None:
        super().__init__(axis, theme)
        self._bands: tuple[Band, ...] = ()
        # Over the grid of the axes, which would strike the words through; the grounds let it show.
        self.setZValue(-900)

    def set_bands(self, bands: Sequence[Band]) -> None:
        """Draw these regions."""
        if tuple(bands) != self._bands:
            self._bands = tuple(bands)
            self.update()

    @property
    def row_height(self) -> float:
        """The height that the words across need at the top."""
        return QFontMetricsF(self._theme.font).height() + GAP / 2

    def rect_of(self, band: Band) -> QRectF:
        """Return the ground of a region, in pixels of the plot."""
        left = max(self._axis.to_pixel(band.left), self._area.left())
        right = min(self._axis.to_pixel(band.right), self._area.right())
        return QRectF(left, self._area.top(), max(right - left, 0.0), self._area.height())

    def ground(self, region: Region) -> QColor:
        """Return the colour of a ground: warm if the bend is cut, cool if there is none."""
        return blend(self._theme.background, self._ink(region), _SHARES[region])

    def _ink(self, region: Region) -> QColor:
        run = self._theme.run
        inks = {Region.BEND: self._theme.series[0], Region.PARABOLA: run, Region.STRAIGHT: run}
        return inks.get(region, self._theme.text)

    @reporting
    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the grounds, then the words."""
        del option, widget
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        painter.setFont(self._theme.font)
        for band in self._bands:
            rect = self.rect_of(band)
            ink = QColor(self._ink(band.region))
            ink.setAlphaF(_SHARES[band.region])
            painter.fillRect(rect, ink)
            painter.setPen(legible(self._theme.quiet, self.ground(band.region), TEXT))
            if (words := self.words_of(band)) is not None:
                self._paint_words(painter, words)

    def words_rects(self) -> list[QRectF]:
        """Return the rectangles of all words."""
        words = (self.words_of(band) for band in self._bands)
        return [each.rect for each in words if each is not None]

    def words_of(self, band: Band) -> BandWords | None:
        """Return the words that have room in a region; None if none have."""
        rect, metrics = self.rect_of(band), QFontMetricsF(self._theme.font)
        has_row = rect.height() >= ROW_ABOVE * self.row_height
        for words in (REGION_NAMES[band.region], SHORT[band.region]):
            width = metrics.horizontalAdvance(words)
            if has_row and width + GAP <= rect.width():
                place = QRectF(rect.center().x() - width / 2, rect.top() + GAP / 4, width, 0)
                place.setHeight(metrics.height())
                return BandWords((words,), place, Setting.ACROSS)
        room = rect.height() - 2 * self.row_height
        if band.region in _FIRST:
            return self._words_below(SHORT[band.region], rect, room)
        return self._words_upright(band.region, rect, room)

    def _words_below(self, words: str, rect: QRectF, room: float) -> BandWords | None:
        metrics, lines = QFontMetricsF(self._small), tuple(words.split())
        width = max(metrics.horizontalAdvance(line) for line in lines)
        size = QSizeF(width, len(lines) * metrics.height())
        if width + GAP / 4 > rect.width() or size.height() > room / 2:
            return None
        corner = rect.center() - QPointF(size.width(), size.height()) / 2
        return BandWords(lines, QRectF(corner, size), Setting.BELOW)

    def _words_upright(self, region: Region, rect: QRectF, room: float) -> BandWords | None:
        metrics = QFontMetricsF(self._theme.font)
        height = metrics.height()
        for words in (REGION_NAMES[region], SHORT[region]):
            width = metrics.horizontalAdvance(words)
            if height <= rect.width() and width + GAP <= room:
                bottom = rect.bottom() - self.row_height - GAP / 2
                place = QRectF(rect.center().x() - height / 2, bottom - width, height, width)
                return BandWords((words,), place, Setting.UPRIGHT)
        return None

    @property
    def _small(self) -> QFont:
        return sized_font(self._theme.font, _SMALL)

    def _paint_words(self, painter: QPainter, words: BandWords) -> None:
        painter.save()
        font = self._small if words.setting is Setting.BELOW else self._theme.font
        painter.setFont(font)
        metrics, rect = QFontMetricsF(font), words.rect
        if words.setting is Setting.UPRIGHT:
            painter.translate(rect.bottomLeft())
            painter.rotate(-90)
            rect = QRectF(0, 0, rect.height(), rect.width())
        for row, line in enumerate(words.lines):
            left = rect.center().x() - metrics.horizontalAdvance(line) / 2
            baseline = rect.top() + row * metrics.height() + metrics.ascent()
            painter.drawText(QPointF(left, baseline), line)
        painter.restore()
