"""The note under a cell."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from gui.tables.refusal import Refusal

from .conftest import Show

SENTENCE = "A, row 2, column 3: 'abc' is not a number. Write one, such as 0.5 or 1e-3."


@pytest.fixture
def container(show: Show) -> Iterator[QWidget]:
    """Something to lie on."""
    container = QWidget()
    show(container)
    container.resize(400, 300)
    yield container
    container.close()


@pytest.mark.parametrize(
    "cell",
    [
        QRect(0, 0, 60, 24),
        QRect(340, 0, 60, 24),
        QRect(0, 276, 60, 24),
        QRect(340, 276, 60, 24),
        QRect(170, 140, 60, 24),
    ],
)
def test_lies_beside_the_cell_and_inside(container: QWidget, cell: QRect) -> None:
    note = Refusal(container)
    note.show_under(cell, SENTENCE)
    assert note.isVisible()
    assert container.rect().contains(note.geometry())
    assert not note.geometry().intersects(cell)
    assert note.geometry().left() <= cell.right()
    assert note.height() >= note.heightForWidth(note.width())


def test_wraps_in_a_narrow_place(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    wide = note.size()
    container.resize(160, 300)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    assert note.width() <= 160
    assert note.height() > wide.height()


def test_a_short_sentence_takes_one_line(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), "No.")
    assert note.width() < 80


def test_is_read_as_plain_text_and_lets_the_mouse_through(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), "<b>x</b>")
    assert note.text() == "<b>x</b>"
    assert container.childAt(note.geometry().center()) is None


def test_follows_a_dark_palette(container: QWidget) -> None:
    note = Refusal(container)
    palette = QPalette(QColor("#202124"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#18191c"))
    container.setPalette(palette)
    note.show_under(QRect(0, 0, 60, 24), "      ")
    picture = note.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness() < 100
