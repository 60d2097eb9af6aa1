"""The line edit over a cell."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from gui.tables.editor import CellEditor

from .conftest import Show


@pytest.fixture
def editor(show: Show) -> Iterator[CellEditor]:
    """A cell editor on a plain widget."""
    ground = QWidget()
    editor = CellEditor("A, row 1, column 1", ground.font(), ground)
    show(ground)
    editor.show()
    yield editor
    ground.close()


def test_editor_covers_the_cell_exactly(editor: CellEditor) -> None:
    cell = QRect(200, 50, 90, 24)
    editor.cover(cell, "1")
    assert editor.geometry() == cell


def test_editor_grows_to_the_left(editor: CellEditor) -> None:
    editor.cover(QRect(200, 50, 60, 24), "0.1234567890123456")
    assert editor.geometry().right() == 259
    assert editor.width() > editor.fontMetrics().horizontalAdvance("0.1234567890123456")


def test_editor_stays_inside_the_view(editor: CellEditor) -> None:
    editor.cover(QRect(0, 50, 60, 24), "0.1234567890123456")
    assert editor.geometry().left() == 0


def test_editor_has_accessible_name_and_alignment(editor: CellEditor) -> None:
    assert editor.accessibleName() == "A, row 1, column 1"
    assert editor.alignment() & Qt.AlignmentFlag.AlignRight


def test_editor_has_the_current_cells_frame(editor: CellEditor) -> None:
    editor.cover(QRect(200, 50, 90, 24), "1")
    picture = editor.grab().toImage()
    accent = editor.palette().highlight().color().name()
    edges = [(45, 0), (45, 23), (0, 12), (89, 12)]
    assert {picture.pixelColor(x, y).name() for x, y in edges} == {accent}
