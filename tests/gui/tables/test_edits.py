"""Inserting, removing, clearing and filling."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from pytestqt.qtbot import QtBot

from gui.document import Document, Part
from gui.tables import InsertSide, MatrixView, TableAxis, edits

MANY = 300_000


def go(view: MatrixView, row: int, column: int) -> None:
    view.setCurrentIndex(view.matrix.index(row, column))


def cell(view: MatrixView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def select(view: MatrixView, top: int, left: int, bottom: int, right: int) -> None:
    model = view.matrix
    area = QItemSelection(model.index(top, left), model.index(bottom, right))
    view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.Select)


def select_only(view: MatrixView, top: int, left: int, bottom: int, right: int) -> None:
    view.clearSelection()
    select(view, top, left, bottom, right)


@pytest.mark.parametrize(
    ("axis", "side", "there"),
    [
        (TableAxis.ROW, InsertSide.BEFORE, (1, 1)),
        (TableAxis.ROW, InsertSide.AFTER, (2, 1)),
        (TableAxis.COLUMN, InsertSide.BEFORE, (1, 1)),
        (TableAxis.COLUMN, InsertSide.AFTER, (1, 2)),
    ],
)
def test_insert_adds_line_and_goes_there(
    inputs: MatrixView,
    document: Document,
    axis: TableAxis,
    side: InsertSide,
    there: tuple[int, int],
) -> None:
    go(inputs, 1, 1)
    edits.insert(inputs, axis, side)
    assert cell(inputs) == there
    table = document.table(Part.A).joined
    inserted = table[there[0]] if axis is TableAxis.ROW else table[:, there[1]]
    assert not inserted.any()
    assert np.count_nonzero(table) == 9


def test_insert_adds_as_many_selected_rows(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 1, 0, 2, 1)
    edits.insert(inputs, TableAxis.ROW, InsertSide.BEFORE)
    assert document.table(Part.A).joined[:, 0].tolist() == [1, 0, 0, 4, 7]
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 0, 0, 32, 50]
    assert document.undo_stack.undoText() == "Insert Rows"
    document.undo_stack.undo()
    assert document.rows == 3


def test_insert_adds_as_many_selected_columns(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    edits.insert(inputs, TableAxis.COLUMN, InsertSide.AFTER)
    assert document.table(Part.A).joined[0].tolist() == [1, 2, 0, 0, 3]
    assert cell(inputs) == (0, 2)


def test_insert_takes_an_explicit_count(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 2, 0)
    edits.insert(inputs, TableAxis.ROW, InsertSide.AFTER, 1)
    assert document.table(Part.A).joined[:, 0].tolist() == [1, 4, 7, 0]


def test_remove_takes_lines_with_selected_cells(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 0, 2, 0)
    edits.remove(inputs, TableAxis.ROW)
    assert document.table(Part.A).tolist() == [[4, 5, 6]]
    select_only(inputs, 0, 1, 0, 2)
    edits.remove(inputs, TableAxis.COLUMN)
    assert document.table(Part.A).tolist() == [[4]]


def test_remove_without_selection_takes_current_row(inputs: MatrixView, document: Document) -> None:
    go(inputs, 1, 0)
    inputs.clearSelection()
    edits.remove(inputs, TableAxis.ROW)
    assert document.table(Part.A).joined[:, 0].tolist() == [1, 7]


def test_last_row_cannot_be_removed(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    inputs.selectAll()
    with qtbot.waitSignal(inputs.refused) as refusal:
        edits.remove(inputs, TableAxis.ROW)
    assert refusal.args == ["A needs at least one row. Clear the cells instead."]
    assert document.rows == 3


def test_clear_is_one_change(outputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    select_only(outputs, 0, 0, 0, 2)
    select(outputs, 2, 0, 2, 0)
    with qtbot.waitSignal(document.values_changed):
        edits.clear(outputs)
    assert document.table(Part.Y).joined[:, 0].tolist() == [0, 32, 0]
    assert document.undo_stack.undoText() == "Clear"
    document.undo_stack.undo()
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 32, 50]


def test_clear_ignores_computed_cells(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    select_only(outputs, 0, 1, 2, 2)
    with qtbot.assertNotEmitted(document.values_changed):
        edits.clear(outputs)


def test_fill_down_copies_first_row(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 1, 2, 2)
    edits.fill_down(inputs)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 2, 3], [7, 2, 3]]
    assert document.undo_stack.undoText() == "Fill Down"


def test_fill_down_copies_row_above(inputs: MatrixView, document: Document) -> None:
    go(inputs, 1, 1)
    edits.fill_down(inputs)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 2, 6], [7, 8, 9]]


def test_fill_without_source_changes_nothing(inputs: MatrixView, document: Document) -> None:
    edits.fill_down(inputs)
    edits.fill_right(inputs)
    assert document.undo_stack.count() == 0


def test_fill_right_copies_first_column(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 1, 0, 2, 2)
    edits.fill_right(inputs)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 4, 4], [7, 7, 7]]
    assert document.undo_stack.undoText() == "Fill Right"


def test_fill_writes_a_number_into_selection(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 2, 2, 2)
    edits.fill(inputs, 0.5)
    assert document.table(Part.A).tolist() == [[0.5, 0.5, 3], [4, 5, 6], [7, 8, 0.5]]
    assert document.undo_stack.undoText() == "Fill"


def test_many_cells_are_filled_in_thread(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    document.resize(MANY, 3)
    inputs.selectColumn(1)
    with qtbot.waitSignal(document.idle):
        edits.fill(inputs, 2.0)
        assert document.is_busy
    assert (document.table(Part.A).column(1) == 2.0).all()
    document.undo_stack.undo()
    assert document.table(Part.A).column(1, range(4)).tolist() == [2, 5, 8, 0]
