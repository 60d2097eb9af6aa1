"""A view on paper: white, whole, and with the sentences of its pictures."""

import re
import zlib

import pytest
from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.exporting.printed_view import PrintedPicture, PrintedView, draw_view, printed_pdf, sheet
from gui.plots.picture import Recording
from gui.theme.appearance import Appearance, palette_of

A4 = QSize(1009, 680)
RED, BLUE = QColor("#ff0000"), QColor("#0000ff")


class Picture(QWidget):
    """A picture in one colour, or in that of its ground."""

    def __init__(self, size: QSize, colour: QColor | None = None) -> None:
        super().__init__()
        self._size, self._colour = size, colour

    def picture_size(self) -> QSize:
        """Return its size."""
        return self._size

    def paint_picture(self, painter: QPainter) -> None:
        """Fill it."""
        colour = self._colour or self.palette().base().color()
        painter.fillRect(0, 0, self._size.width(), self._size.height(), colour)


def picture(qtbot: QtBot, size: QSize, colour: QColor, caption: str = "What it shows.") -> object:
    widget = Picture(size, colour)
    qtbot.addWidget(widget)
    return PrintedPicture(Recording(widget), caption)


def drawn(view: PrintedView, size: QSize = A4) -> QImage:
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    with QPainter(image) as painter:
        draw_view(painter, QSizeF(size), view)
    return image


def extent(image: QImage, colour: QColor) -> tuple[int, int, int, int]:
    """Return from where to where a colour is seen."""
    places = [
        (x, y)
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
        if image.pixelColor(x, y) == colour
    ]
    columns, rows = zip(*places, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def view_of(*pictures: object, sentence: str = "What is seen.") -> PrintedView:
    return PrintedView("Descent", "Longley – Descent", sentence, pictures)  # type: ignore[arg-type]


def test_pictures_stand_beside_each_other(qtbot: QtBot) -> None:
    wide, narrow = QSize(700, 300), QSize(500, 300)
    image = drawn(view_of(picture(qtbot, wide, RED), picture(qtbot, narrow, BLUE)))
    left, right = extent(image, RED), extent(image, BLUE)
    assert left[2] < right[0] <= left[2] + 20
    assert left[1] == right[1] > 40  # below the title and the sentence
    assert right[2] == pytest.approx(A4.width(), abs=4)
    shapes = [(each[2] - each[0]) / (each[3] - each[1]) for each in (left, right)]
    assert shapes == pytest.approx([7 / 3, 5 / 3], rel=0.02)


def test_upright_sheet_stacks_pictures(qtbot: QtBot) -> None:
    size = QSize(700, 300)
    upright = A4.transposed()
    image = drawn(view_of(picture(qtbot, size, RED), picture(qtbot, size, BLUE)), upright)
    upper, lower = extent(image, RED), extent(image, BLUE)
    assert upper[3] < lower[1]
    assert upper[0] == lower[0] == 0
    assert lower[3] < upright.height() - 20  # its caption has room


def test_long_caption_stays_on_the_sheet(qtbot: QtBot) -> None:
    long = "What it shows is told at length. " * 60
    image = drawn(view_of(picture(qtbot, QSize(600, 800), RED, long)))
    assert extent(image, RED)[3] < A4.height() - 150
    last = [image.pixelColor(x, A4.height() - 3) for x in range(A4.width())]
    assert {each.name() for each in last} == {"#ffffff"}


def test_dark_picture_is_printed_white(qtbot: QtBot) -> None:
    widget = Picture(QSize(400, 300))
    qtbot.addWidget(widget)
    around = QWidget()
    qtbot.addWidget(around)
    around.setPalette(palette_of(Appearance.DARK))
    widget.setParent(around)
    dark = widget.palette().base().color()
    image = drawn(view_of(PrintedPicture.of(widget, "")))
    assert dark.lightness() < 100
    assert image.pixelColor(200, 200) == QColor("#ffffff")
    assert widget.palette().base().color() == dark


def test_pdf_has_text_and_one_page(qtbot: QtBot) -> None:
    view = view_of(picture(qtbot, QSize(400, 300), RED))
    data = b"".join(printed_pdf(view, sheet()))
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1
    pages = [
        zlib.decompress(found)
        for found in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
        if found[:1] == b"x"
    ]
    assert any(b"BT" in page for page in pages)  # text as text
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", data)[0])
    assert width > height
