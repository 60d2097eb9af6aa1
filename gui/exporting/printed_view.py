"""A view on a sheet of paper: its name, its sentence, and its pictures with what they show."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
)
from PySide6.QtWidgets import QWidget

from ..plots.picture import Drawable, Recording
from ..theme.appearance import Appearance, palette_of
from ..theme.blending import quiet
from ..theme.palette import is_dark

PIXELS_PER_INCH = 96
"""As on a screen: the pictures are drawn in its pixels, and scaled as shapes."""
MARGIN_MILLIMETRES = 15
GAP = 16.0
"""Between two pictures, and between a picture and what is said of it."""
TITLE, SENTENCE, CAPTION = 18, 13, 11
"""The sizes of the texts, in pixels of a screen."""
MOST_ENLARGED = 1.25
"""A picture of a small window is not blown up to fill the sheet."""
_WORTH_STACKING = 1.5
"""As on the screen pictures stand beside each other, unless below each other they have more area
by this factor."""
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, eq=False)
class PrintedPicture:
    """A picture as it was when it was asked for, and the sentence on what it shows."""

    drawn: Recording
    caption: str

    @classmethod
    def of(cls, drawn: Drawable, caption: str) -> "PrintedPicture":
        """Record a picture on white paper, whatever the appearance of the window is."""
        if not (isinstance(drawn, QWidget) and is_dark(drawn.palette())):
            return cls(Recording(drawn), caption)
        drawn.setPalette(palette_of(Appearance.LIGHT))
        recording = Recording(drawn)
        drawn.setPalette(QPalette())  # that of what it lies in
        return cls(recording, caption)


@dataclass(frozen=True, eq=False)
class PrintedView:
    """What stands on the sheet; ``name`` is that of the view, ``title`` has the document's too."""

    name: str
    title: str
    sentence: str
    pictures: Sequence[PrintedPicture]


@dataclass(frozen=True)
class _PrintedRow:
    """Pictures beside each other: the width of their texts, their size, and the texts' height."""

    columns: list[float]
    widths: list[float]
    height: float
    below: float


def sheet() -> QPageLayout:
    """Return a sheet as it is usual here, lying on its side, as the panels of the window do."""
    is_american = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize.PageSizeId.Letter if is_american else QPageSize.PageSizeId.A4
    margin = MARGIN_MILLIMETRES
    margins = QMarginsF(margin, margin, margin, margin)
    return QPageLayout(
        QPageSize(size),
        QPageLayout.Orientation.Landscape,
        margins,
        QPageLayout.Unit.Millimeter,
    )


def printed_pdf(view: PrintedView, layout: QPageLayout) -> Iterator[bytes]:
    """Write a view as a PDF of one page, with text as text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(PIXELS_PER_INCH)
    writer.setTitle(view.title)
    writer.setCreator("Secant")
    writer.setPageLayout(layout)
    print_on(writer, view)
    yield bytes(data.data())


def print_on(device: QPagedPaintDevice, view: PrintedView) -> None:
    """Draw a view on the current page of a device, which counts in pixels of a screen."""
    room = device.pageLayout().paintRectPixels(PIXELS_PER_INCH).size()
    with QPainter(device) as painter:
        draw_view(painter, QSizeF(room), view)


def draw_view(painter: QPainter, room: QSizeF, view: PrintedView) -> None:
    """Draw a view in a room, in pixels of a screen; pictures keep their shape."""
    palette = palette_of(Appearance.LIGHT)
    ink, faint = palette.color(QPalette.ColorRole.Text), quiet(palette)
    painter.setPen(ink)
    top = _text(painter, QRectF(0, 0, room.width(), room.height()), view.title, TITLE)
    if view.sentence:
        below = QRectF(0, top + GAP / 2, room.width(), room.height())
        top = _text(painter, below, view.sentence, SENTENCE)
    left = QSizeF(room.width(), room.height() - top - GAP)
    top += GAP
    shown = list(view.pictures)
    beside = _rows(painter, [shown], left)
    stacked = _rows(painter, [[each] for each in shown], left)
    rows = stacked if _area(stacked) > _WORTH_STACKING * _area(beside) else beside
    pictures = iter(shown)
    for row in rows:
        starts = accumulate((column + GAP for column in row.columns), initial=0.0)
        for column, width, start in zip(row.columns, row.widths, starts, strict=False):
            picture = next(pictures)
            _draw(painter, picture.drawn, QRectF(start, top, width, row.height))
            painter.setPen(faint)
            beneath = QRectF(start, top + row.height + GAP / 2, column, room.height())
            _text(painter, beneath, picture.caption, CAPTION)
        top += row.height + row.below


def _rows(
    painter: QPainter, way: Sequence[Sequence[PrintedPicture]], room: QSizeF
) -> list[_PrintedRow]:
    """Return rows of pictures that are all enlarged alike, as far as all have room."""
    sizes = [[QSizeF(each.drawn.picture_size()) for each in row] for row in way]
    scale = min(
        MOST_ENLARGED,
        *(
            (room.width() - GAP * (len(row) - 1)) / sum(size.width() for size in row)
            for row in sizes
        ),
    )
    below = [
        max(
            _height(painter, each.caption, scale * size.width())
            for each, size in zip(row, widths, strict=True)
        )
        + 2 * GAP
        for row, widths in zip(way, sizes, strict=True)
    ]
    heights = [max(size.height() for size in row) for row in sizes]
    columns = [[scale * size.width() for size in row] for row in sizes]
    scale = max(min(scale, (room.height() - sum(below)) / sum(heights)), 0.0)
    return [
        _PrintedRow(wide, [scale * size.width() for size in row], scale * height, under)
        for wide, row, height, under in zip(columns, sizes, heights, below, strict=True)
    ]


def _area(rows: Iterable[_PrintedRow]) -> float:
    return sum(sum(row.widths) * row.height for row in rows)


def _draw(painter: QPainter, drawn: Recording, place: QRectF) -> None:
    size = drawn.picture_size()
    scale = place.width() / max(size.width(), 1)
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(scale, scale)
    painter.setClipRect(QRectF(0, 0, size.width(), size.height()))
    drawn.paint_picture(painter)
    painter.restore()


def _text(painter: QPainter, room: QRectF, text: str, size: int) -> float:
    """Draw a text from the top of a room, in as many lines as it needs, and return where it ends.

    It is drawn in pixels: points would be those of a screen or of the sheet.
    """
    painter.setFont(_font(painter, size))
    painter.drawText(room, _WRAPPED, text)
    return painter.boundingRect(room, _WRAPPED, text).bottom()


def _height(painter: QPainter, text: str, width: float) -> float:
    painter.setFont(_font(painter, CAPTION))
    return painter.boundingRect(QRectF(0, 0, width, 1e4), _WRAPPED, text).height()


def _font(painter: QPainter, size: int) -> QFont:
    font = QFont(painter.font())
    font.setPixelSize(size)
    font.setBold(size == TITLE)
    return font
