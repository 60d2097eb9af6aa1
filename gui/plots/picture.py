"""A plot as a picture: the bytes of a PNG, SVG or PDF file, which the caller writes."""

from typing import Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

_PIXELS_PER_INCH = 96
_POINTS_PER_INCH = 72


class Picturesque(Protocol):
    """Something that can draw a picture of itself, such as a plot."""

    def accessibleName(self) -> str:
        """Return what the picture shows."""

    def picture_size(self) -> QSize:
        """Return the size of the picture, in pixels of the screen."""

    def paint_picture(self, painter: QPainter) -> None:
        """Draw it."""


def render_png(widget: Picturesque, scale: int = 2) -> bytes:
    """Return the picture as a PNG file, at so many times its size on the screen."""
    image = QImage(widget.picture_size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    widget.paint_picture(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())


def render_svg(widget: Picturesque) -> bytes:
    """Return the picture as an SVG file, text as text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Only version 1.1 cuts curves off where the plot ends.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(_PIXELS_PER_INCH)
    generator.setSize(widget.picture_size())
    generator.setViewBox(QRectF(0, 0, *widget.picture_size().toTuple()))
    generator.setTitle(widget.accessibleName())
    painter = QPainter(generator)
    widget.paint_picture(painter)
    painter.end()
    return bytes(data.data())


def render_pdf(widget: Picturesque) -> bytes:
    """Return the picture as a PDF file of one page of its size, text as text."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_PIXELS_PER_INCH)
    writer.setTitle(widget.accessibleName())
    points = QSizeF(widget.picture_size()) * _POINTS_PER_INCH / _PIXELS_PER_INCH
    writer.setPageSize(
        QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF())
    painter = QPainter(writer)
    widget.paint_picture(painter)
    painter.end()
    return bytes(data.data())
