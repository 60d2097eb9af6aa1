"""How cells are drawn."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from engine import Matrix
from gui.document import TableName
from gui.tables import MatrixView, OutputsModel
from gui.tables.view.cell_delegate import CellEditor
from gui.tables.view.header import MARGIN

from ..commands.test_edits import go, select_only
from ..conftest import Show


def background(view: MatrixView, row: int, column: int) -> QColor:
    """Return the background colour of a cell, near its corner, away from the text."""
    picture = view.viewport().grab().toImage()
    corner = view.visualRect(view.matrix.index(row, column)).topLeft()
    return picture.pixelColor(corner + QPoint(3, 4))


def test_computed_cells_have_another_background(
    outputs: MatrixView,
) -> None:
    go(outputs, 2, 0)
    palette = outputs.palette()
    assert background(outputs, 0, 0) == palette.base().color()
    assert background(outputs, 0, 1) == palette.window().color()


def test_computed_cells_are_in_italics(outputs: MatrixView, fitted: Matrix) -> None:
    """The same number looks different even if both backgrounds have the same colour."""
    model = outputs.matrix
    assert isinstance(model, OutputsModel)
    model.show_weights(fitted)
    palette = QPalette(outputs.palette())
    palette.setColor(QPalette.ColorRole.Base, palette.window().color())
    outputs.setPalette(palette)
    go(outputs, 2, 0)
    pictures = [
        outputs.viewport().grab(outputs.visualRect(model.index(0, k)).adjusted(2, 2, -4, -4))
        for k in range(2)
    ]
    assert model.index(0, 0).data() == model.index(0, 1).data() == "14"
    assert pictures[0].toImage() != pictures[1].toImage()


def ink_at_right(view: MatrixView, row: int, column: int) -> set[str]:
    """Return the colours in the room of the mark, at the right end of a cell."""
    rect = view.visualRect(view.matrix.index(row, column))
    width = view.fontMetrics().horizontalAdvance("…")
    room = QRect(rect.right() - MARGIN - width + 1, rect.top() + 3, width, rect.height() - 6)
    picture = view.viewport().grab(room).toImage()
    pixels = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return {picture.pixelColor(x, y).name() for x, y in pixels}


def test_cut_number_has_quiet_mark(weights: MatrixView) -> None:
    go(weights, 2, 1)
    document = weights.matrix.document
    document.set_block(TableName.W, 0, 0, np.array([[-15.0618722713733], [0.5], [1.0]]))
    document.flush()
    assert [weights.matrix.index(k, 0).data() for k in range(2)] == ["−15.0619…", "0.5"]
    marked, whole = ink_at_right(weights, 0, 0), ink_at_right(weights, 1, 0)
    assert len(marked) > 1  # the mark
    assert len(whole) == 1  # its digits are aligned with those above
    assert weights.palette().text().color().name() not in marked


def test_current_row_and_selection_are_tinted(inputs: MatrixView) -> None:
    go(inputs, 1, 1)
    base = inputs.palette().base().color()
    row, selected = background(inputs, 1, 0), background(inputs, 1, 1)
    assert background(inputs, 0, 0) == base
    assert len({base.name(), row.name(), selected.name()}) == 3


def test_unfocused_selection_is_paler(inputs: MatrixView) -> None:
    select_only(inputs, 0, 0, 0, 0)
    strong = background(inputs, 0, 0)
    inputs.clearFocus()
    quiet = background(inputs, 0, 0)
    assert strong.name() != quiet.name()
    assert quiet.lightness() > strong.lightness()


def test_focused_current_cell_is_framed(inputs: MatrixView) -> None:
    go(inputs, 1, 1)
    accent = inputs.palette().highlight().color()
    rect = inputs.visualRect(inputs.currentIndex())
    edge = rect.topLeft() + QPoint(rect.width() // 2, 0)
    assert inputs.viewport().grab().toImage().pixelColor(edge) == accent
    inputs.clearFocus()
    assert inputs.viewport().grab().toImage().pixelColor(edge) != accent


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
