"""The note under a cell."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.tables import MatrixView
from gui.tables.view.rejected_edit import CellMessage, RejectedEdit
from gui.widgets import note

from ..commands.test_edits import go
from ..conftest import Show

SENTENCE = "A, row 2, column 3: “abc” is not a number. Write one, such as 0.5 or 1e-3."


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
    note = CellMessage(container)
    note.show_under(cell, SENTENCE)
    assert note.isVisible()
    assert container.rect().contains(note.geometry())
    assert not note.geometry().intersects(cell)
    assert note.geometry().left() <= cell.right()
    assert note.height() >= note.heightForWidth(note.width())


def test_note_wraps_in_a_narrow_view(container: QWidget) -> None:
    note = CellMessage(container)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    wide = note.size()
    container.resize(160, 300)
    note.show_under(QRect(0, 0, 60, 24), SENTENCE)
    assert note.width() <= 160
    assert note.height() > wide.height()


def test_short_note_takes_one_line(container: QWidget) -> None:
    note = CellMessage(container)
    note.show_under(QRect(0, 0, 60, 24), "No.")
    assert note.width() < 80


def test_note_is_plain_and_click_through(container: QWidget) -> None:
    note = CellMessage(container)
    note.show_under(QRect(0, 0, 60, 24), "<b>x</b>")
    assert note.text() == "<b>x</b>"
    assert container.childAt(note.geometry().center()) is None


def test_note_follows_a_dark_palette(container: QWidget) -> None:
    note = CellMessage(container)
    palette = QPalette(QColor("#202124"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#18191c"))
    container.setPalette(palette)
    note.show_under(QRect(0, 0, 60, 24), "      ")
    picture = note.grab().toImage()
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).lightness() < 100


def test_rejected_edit_waits_until_dismissed(inputs: MatrixView) -> None:
    rejected_edit = RejectedEdit(inputs)
    assert not rejected_edit.is_waiting
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    assert rejected_edit.is_waiting
    assert inputs.currentIndex() == inputs.matrix.index(1, 2)
    rejected_edit.dismiss()
    assert not rejected_edit.is_waiting


def test_rejected_edit_returns_after_a_click(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = RejectedEdit(inputs)
    rejected_edit.reject(inputs.matrix.index(1, 2), "No.")
    go(inputs, 0, 0)
    qtbot.waitUntil(lambda: inputs.currentIndex() == inputs.matrix.index(1, 2))
    assert not rejected_edit.is_waiting


def test_rejected_edit_ignores_removed_cells(inputs: MatrixView, qtbot: QtBot) -> None:
    rejected_edit = RejectedEdit(inputs)
    rejected_edit.reject(inputs.matrix.index(2, 2), "No.")
    inputs.matrix.document.resize(1, 1)
    qtbot.waitUntil(lambda: not rejected_edit.is_waiting)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == (0, 0)


def test_rejection_is_left_to_others_to_say(
    inputs: MatrixView, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(note, "announce_shown", lambda _, sentence: said.append(sentence))
    rejected = RejectedEdit(inputs)
    rejected.reject(inputs.matrix.index(1, 1), SENTENCE)
    rejected.reposition()
    assert said == []
    rejected.show_message(SENTENCE)
    assert said == [SENTENCE]
