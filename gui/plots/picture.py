"""Renders a plot as the bytes of a PNG, SVG or PDF file; the caller writes the file.

A plot can only be drawn in the window's thread. ``Recording`` draws it there once, and can then be
rendered in any thread and any format.
"""

from typing import NamedTuple, Protocol, runtime_checkable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QPicture

# CSS defines 96 pixels as an inch, and PostScript 72 points, so an SVG has the size of the screen.
_PIXELS_PER_INCH = 96
_POINTS_PER_INCH = 72


class Drawable(Protocol):
    """An object that can draw a picture of itself, such as a plot."""

    def accessibleName(self) -> str:
        """Return what the picture shows."""

    def picture_size(self) -> QSize:
        """Return the size of the picture in screen pixels."""

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the picture."""


@runtime_checkable
class SpokenPicture(Drawable, Protocol):
    """A picture on the screen, with a sentence on what it shows."""

    def isVisible(self) -> bool:
        """Return whether it is seen."""

    def spoken_sentence(self) -> str:
        """Return what it shows."""


class ViewPicture(NamedTuple):
    """What a view can save: the title of the dialog that asks where, and the name of the file."""

    drawn: Drawable
    title: str
    file_name: str


class Recording:
    """What a plot draws, recorded: as it was at that time, in one of three times a drawing's time.

    It holds shapes and text, not pixels.
    """

    def __init__(self, plot: Drawable) -> None:
        self._name, self._size = plot.accessibleName(), plot.picture_size()
        self._picture = QPicture()
        with QPainter(self._picture) as painter:
            plot.paint_picture(painter)

    def accessibleName(self) -> str:
        """Return what the picture shows."""
        return self._name

    def picture_size(self) -> QSize:
        """Return the size of the picture in screen pixels."""
        return self._size

    def paint_picture(self, painter: QPainter) -> None:
        """Draw the picture."""
        self._picture.play(painter)


def render_png(plot: Drawable, scale: int = 2) -> bytes:
    """Return the picture as a PNG file, ``scale`` times as large as on the screen."""
    image = QImage(plot.picture_size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)  # Qt leaves what was in memory
    image.setDevicePixelRatio(scale)
    with QPainter(image) as painter:
        plot.paint_picture(painter)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def render_svg(plot: Drawable) -> bytes:
    """Return the picture as an SVG file, with text as text."""
    from PySide6.QtSvg import QSvgGenerator  # another library, which no start needs

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Only version 1.1 clips curves at the edge of the plot area.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_PIXELS_PER_INCH)
    generator.setSize(plot.picture_size())
    generator.setViewBox(QRectF(0, 0, *plot.picture_size().toTuple()))
    generator.setTitle(plot.accessibleName())
    with QPainter(generator) as painter:
        plot.paint_picture(painter)
    return bytes(data.data())


def render_pdf(plot: Drawable) -> bytes:
    """Return the picture as a PDF file with one page of its size, with text as text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PIXELS_PER_INCH)
    writer.setTitle(plot.accessibleName())
    points = QSizeF(plot.picture_size()) * _POINTS_PER_INCH / _PIXELS_PER_INCH
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF())
    with QPainter(writer) as painter:
        plot.paint_picture(painter)
    return bytes(data.data())
