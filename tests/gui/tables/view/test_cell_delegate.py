"""How cells are drawn."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from engine import Matrix
from gui.document import TableName, changes
from gui.tables import MatrixView, RunNumbers, WeightsModel
from gui.tables.models.cell_look import CellLook
from gui.tables.models.weight_rows import WeightRow
from gui.tables.view.cell_delegate import CellEditor, _Inks
from gui.tables.view.header import MARGIN
from gui.text.message import MessageKind
from gui.theme.palette import kind_colour

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


def test_weights_now_are_tinted_and_bold(weights: MatrixView, fitted: Matrix) -> None:
    model = weights.matrix
    assert isinstance(model, WeightsModel)
    model.show(RunNumbers(fitted, optimum=fitted))
    now, optimum = (model.rows.index(row) for row in (WeightRow.NOW, WeightRow.OPTIMUM))
    assert background(weights, now, 1) != background(weights, optimum, 1)
    assert ink(weights, now, 1) > 1.2 * ink(weights, optimum, 1)


def ink(view: MatrixView, row: int, column: int) -> int:
    """Return how many pixels of a cell are as dark as its text."""
    rect = view.visualRect(view.matrix.index(row, column)).adjusted(2, 3, -3, -3)
    picture = view.viewport().grab(rect).toImage()
    ground, text = picture.pixelColor(0, 0).lightness(), view.palette().text().color().lightness()
    pixels = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    middle = (ground + text) / 2
    return sum(picture.pixelColor(x, y).lightness() < middle for x, y in pixels)


def test_empty_table_has_no_dashes(weights: MatrixView) -> None:
    row = [each.title for each in WeightRow].index("now")
    assert str(weights.matrix.index(row, 1).data()) == "—"
    assert ink(weights, row, 1) > 0
    weights.show_empty(is_empty=True)
    assert ink(weights, row, 1) == 0
    assert str(weights.matrix.index(row, 1).data()) == "—"  # which is heard
    weights.show_empty(is_empty=False)
    assert ink(weights, row, 1) > 0


@pytest.mark.parametrize(
    ("off", "kind"), [(0.0, MessageKind.GOOD), (1e-4, MessageKind.WARNING), (1, MessageKind.FAULT)]
)
def test_slope_has_its_mark(weights: MatrixView, off: float, kind: MessageKind) -> None:
    model = weights.matrix
    assert isinstance(model, WeightsModel)
    slopes = np.array([[1.0], [2.0], [3.0]])
    model.show(RunNumbers(gradient=slopes * (1 + off), exact_gradient=slopes))
    rect = weights.visualRect(model.index(model.rows.index(WeightRow.EXACT), 0))
    picture = weights.viewport().grab(QRect(rect.left(), rect.top(), 20, rect.height())).toImage()
    pixels = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    colours = [picture.pixelColor(x, y) for x, y in pixels]
    ink = max(colours, key=QColor.hslSaturation)  # its edges are blended with the ground
    assert abs(ink.hslHue() - kind_colour(kind, weights.palette()).hslHue()) < 10


def ink_at_right(view: MatrixView, row: int, column: int) -> set[str]:
    """Return the colours in the room of the mark, at the right end of a cell."""
    rect = view.visualRect(view.matrix.index(row, column))
    width = view.fontMetrics().horizontalAdvance("…")
    room = QRect(rect.right() - MARGIN - width + 1, rect.top() + 3, width, rect.height() - 6)
    picture = view.viewport().grab(room).toImage()
    pixels = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return {picture.pixelColor(x, y).name() for x, y in pixels}


def test_cut_number_has_quiet_mark(weights: MatrixView) -> None:
    go(weights, 0, 1)
    model = weights.matrix
    assert isinstance(model, WeightsModel)
    document = model.document
    document.set_block(TableName.W, 0, 0, np.array([[-15.0618722713733], [0.5], [1.0]]))
    document.flush()
    model.show(RunNumbers(W=np.ones((3, 1)), optimum=np.ones((3, 1))))
    optimum = model.rows.index(WeightRow.OPTIMUM)
    assert [model.index(row, 0).data() for row in (0, optimum)] == ["−15.06187…", "1.00000"]
    marked, whole = ink_at_right(weights, 0, 0), ink_at_right(weights, optimum, 0)
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
    select_only(inputs, 0, 0, 1, 0)
    strong = background(inputs, 1, 0)
    inputs.clearFocus()
    quiet = background(inputs, 1, 0)
    assert strong.name() != quiet.name()
    assert quiet.lightness() > strong.lightness()


def test_one_cell_shows_with_focus_only(inputs: MatrixView) -> None:
    select_only(inputs, 2, 0, 2, 0)
    inputs.clearFocus()
    assert background(inputs, 2, 0) == background(inputs, 2, 1)


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


def test_row_left_out_is_struck_through(inputs: MatrixView) -> None:
    def ink(row: int) -> int:
        """Return how many pixels of a cell differ from its ground."""
        go(inputs, 2, 0)
        rect = inputs.visualRect(inputs.matrix.index(row, 0)).adjusted(2, 2, -4, -3)
        picture = inputs.viewport().grab(rect).toImage()
        ground = picture.pixelColor(0, 0)
        places = ((x, y) for x in range(picture.width()) for y in range(picture.height()))
        return sum(picture.pixelColor(x, y) != ground for x, y in places)

    before = ink(0)
    inputs.matrix.document.leave_out([0])
    inputs.matrix.document.flush()
    assert ink(0) > before
    assert background(inputs, 0, 0) == inputs.palette().base().color()
    inputs.matrix.document.undo_stack.undo()
    inputs.matrix.document.flush()
    assert ink(0) == before


def test_held_out_rows_are_marked(inputs: MatrixView, outputs: MatrixView) -> None:
    document = inputs.matrix.document
    document.change("Hold Out Rows", partial(changes.hold_out, share=0.3, seed=0), 0)
    document.flush()
    held = document.experiment.held_out
    assert held is not None
    (row,) = np.flatnonzero(held.rows).tolist()
    other = (row + 1) % 3
    for view in (inputs, outputs):
        model = view.matrix
        assert model.look(row, 0) is CellLook.HELD_OUT
        assert model.look(other, 0) is CellLook.INPUT
        vertical = Qt.Orientation.Vertical
        assert model.headerData(row, vertical) == f"◇ {row + 1}"
        assert model.headerData(other, vertical) == str(other + 1)
        tip = model.headerData(row, vertical, Qt.ItemDataRole.ToolTipRole)
        assert "This row is held out" in str(tip)
        assert f"row {row + 1}, held out" in model.spoken_place(row, 0)
    assert outputs.matrix.look(row, 1) is CellLook.HELD_OUT_COMPUTED
    document.leave_out([row])
    document.flush()
    assert inputs.matrix.look(row, 0) is CellLook.STRUCK
    assert inputs.matrix.headerData(row, Qt.Orientation.Vertical) == str(row + 1)
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert inputs.matrix.look(row, 0) is CellLook.INPUT


def test_held_out_cells_are_in_italics(inputs: MatrixView) -> None:
    palette, font = inputs.palette(), inputs.font()
    held = _Inks.of(palette, font, CellLook.HELD_OUT, False)
    plain = _Inks.of(palette, font, CellLook.INPUT, False)
    assert (held.font.italic(), plain.font.italic()) == (True, False)
    assert held.background == plain.background
