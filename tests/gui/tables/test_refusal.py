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
    """A widget to show notes in."""
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
def test_note_lies_beside_the_cell(container: QWidget, cell: QRect) -> None:
    note = Refusal(container)
    note.show_under(cell, SENTENCE)
    assert note.isVisible()
    assert container.rect().contains(note.geometry())
    assert not note.geometry().intersects(cell)
    assert note.geometry().left() <= cell.right()
    assert note.height() >= note.heightForWidth(note.width())


def test_note_wraps_in_a_narrow_view(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    wide = note.size()
    container.resize(160, 300)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    assert note.width() <= 160
    assert note.height() > wide.height()


def test_short_note_takes_one_line(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), "No.")
    assert note.width() < 80


def test_note_is_plain_and_click_through(container: QWidget) -> None:
    note = Refusal(container)
    note.show_under(QRect(0, 0, 60, 24), "<b>x</b>")
    assert note.text() == "<b>x</b>"
    assert container.childAt(note.geometry().center()) is None


def test_note_follows_a_dark_palette(container: QWidget) -> None:
    note = Refusal(container)
    palette = QPalette(QColor("#202124"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#18191c"))
    container.setPalette(palette)
    note.show_under(QRect(0, 0, 60, 24), "      ")
    picture = note.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness() < 100
