"""Inserting, removing, clearing, copying and pasting."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QLocale
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Document, Part
from gui.tables import Axis, MatrixView, Side, edits

TABLES = arrays(
    np.float64,
    array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.floats(allow_nan=False, allow_infinity=False),
)


def put(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def clip() -> str:
    return QGuiApplication.clipboard().text()


def go(view: MatrixView, row: int, column: int) -> None:
    view.setCurrentIndex(view.matrix.index(row, column))


def select(view: MatrixView, top: int, left: int, bottom: int, right: int) -> None:
    model = view.matrix
    area = QItemSelection(model.index(top, left), model.index(bottom, right))
    view.selectionModel().select(area, QItemSelectionModel.SelectionFlag.Select)


def select_only(view: MatrixView, top: int, left: int, bottom: int, right: int) -> None:
    view.clearSelection()
    select(view, top, left, bottom, right)


@pytest.mark.parametrize(
    ("axis", "side", "cell"),
    [
        (Axis.ROW, Side.BEFORE, (1, 1)),
        (Axis.ROW, Side.AFTER, (2, 1)),
        (Axis.COLUMN, Side.BEFORE, (1, 1)),
        (Axis.COLUMN, Side.AFTER, (1, 2)),
    ],
)
def test_inserts_beside_the_current_cell_and_goes_there(
    inputs: MatrixView, document: Document, axis: Axis, side: Side, cell: tuple[int, int]
) -> None:
    go(inputs, 1, 1)
    edits.insert(inputs, axis, side)
    assert (inputs.currentIndex().row(), inputs.currentIndex().column()) == cell
    table = document.table(Part.A).joined
    inserted = table[cell[0]] if axis is Axis.ROW else table[:, cell[1]]
    assert not inserted.any()
    assert np.count_nonzero(table) == 9


def test_removes_every_row_and_column_with_a_selected_cell(
    inputs: MatrixView, document: Document
) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 0, 2, 0)
    edits.remove(inputs, Axis.ROW)
    assert document.table(Part.A).tolist() == [[4, 5, 6]]
    select_only(inputs, 0, 1, 0, 2)
    edits.remove(inputs, Axis.COLUMN)
    assert document.table(Part.A).tolist() == [[4]]


def test_without_a_selection_the_current_row_is_meant(
    inputs: MatrixView, document: Document
) -> None:
    go(inputs, 1, 0)
    inputs.clearSelection()
    edits.remove(inputs, Axis.ROW)
    assert document.table(Part.A).joined[:, 0].tolist() == [1, 7]


def test_the_last_row_cannot_be_removed(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    inputs.selectAll()
    with qtbot.waitSignal(inputs.refused) as refusal:
        edits.remove(inputs, Axis.ROW)
    assert refusal.args == ["A needs at least one row. Clear the cells instead."]
    assert document.rows == 3


def test_clears_the_editable_cells_in_one_change(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    select_only(outputs, 0, 0, 0, 2)
    select(outputs, 2, 0, 2, 0)
    with qtbot.waitSignal(document.values_changed):
        edits.clear(outputs)
    assert document.table(Part.Y).joined[:, 0].tolist() == [0, 32, 0]


def test_clearing_computed_cells_changes_nothing(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    select_only(outputs, 0, 1, 2, 2)
    with qtbot.assertNotEmitted(document.values_changed):
        edits.clear(outputs)


def test_copies_the_selected_rows_and_columns(inputs: MatrixView, document: Document) -> None:
    document.set_block(Part.A, 0, 0, np.array([[1 / 3]]))
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 0, 2, 1)
    edits.copy(inputs)
    assert clip() == "0.3333333333333333\t2\n7\t8"


def test_copies_what_is_computed_in_full(
    outputs: MatrixView, document: Document, fitted: Matrix
) -> None:
    outputs.selectAll()
    edits.copy(outputs)
    assert clip() == "14\t\t\n32\t\t\n50\t\t"


def test_too_much_to_copy_is_refused(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    put("as it was")
    document.resize(edits.MOST_COPIED // 2, 3)
    inputs.selectAll()
    with qtbot.waitSignal(inputs.refused) as refusal:
        edits.copy(inputs)
    assert refusal.args == [
        "1,500,000 cells are too many for the clipboard, which takes 1,000,000. Select fewer."
    ]
    assert clip() == "as it was"


def test_pastes_at_the_current_cell(inputs: MatrixView, document: Document) -> None:
    put("10\t11\n12\t13\n")
    go(inputs, 1, 1)
    edits.paste(inputs)
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 10, 11], [7, 12, 13]]


def test_a_larger_block_makes_the_table_grow(inputs: MatrixView, document: Document) -> None:
    put("1\t2\n3\t4")
    go(inputs, 2, 2)
    edits.paste(inputs)
    assert document.table(Part.A).tolist() == [
        [1, 2, 3, 0],
        [4, 5, 6, 0],
        [7, 8, 1, 2],
        [0, 0, 3, 4],
    ]
    assert document.table(Part.Y).shape == (4, 1)
    assert document.table(Part.W).shape == (4, 1)


def test_y_grows_by_rows(outputs: MatrixView, document: Document) -> None:
    put("1\n2")
    go(outputs, 2, 0)
    edits.paste(outputs)
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 32, 1, 2]
    assert document.table(Part.A).shape == (4, 3)


def test_w_grows_by_weights(weights: MatrixView, document: Document) -> None:
    put("1\n2\n3\n4")
    edits.paste(weights)
    assert document.table(Part.W).joined[:, 0].tolist() == [1, 2, 3, 4]
    assert document.table(Part.A).shape == (3, 4)


@pytest.mark.parametrize("column", [0, 1])
def test_nothing_is_pasted_into_computed_columns(
    outputs: MatrixView, document: Document, qtbot: QtBot, column: int
) -> None:
    put("1\t2" if column == 0 else "1")
    go(outputs, 0, column)
    with qtbot.waitSignal(outputs.refused) as refusal:
        edits.paste(outputs)
    assert refusal.args == ["Ŷ is computed and cannot be pasted into. Nothing was pasted."]
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 32, 50]


def test_one_bad_cell_refuses_the_whole_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    put("1\t2\t3\t4\n5\t6\t7\t8\n9\t10\t11\toops")
    with (
        qtbot.waitSignal(inputs.refused) as refusal,
        qtbot.assertNotEmitted(document.values_changed),
        qtbot.assertNotEmitted(document.reshaped),
    ):
        edits.paste(inputs)
    assert refusal.args[0].startswith("Clipboard, row 3, column 4: 'oops' is not a number.")
    assert document.table(Part.A).tolist() == [[1, 2, 3], [4, 5, 6], [7, 8, 9]]


def test_a_block_too_large_to_keep_is_refused(
    inputs: MatrixView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.document.changes.MOST_CELLS", 20)
    put("1\n2\n3\n4\n5\n6\n7")
    with qtbot.waitSignal(inputs.refused) as refusal:
        edits.paste(inputs)
    assert "too many to keep here" in refusal.args[0]
    assert document.rows == 3


@pytest.mark.parametrize("language", [QLocale.Language.C, QLocale.Language.German])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(values=TABLES)
def test_any_table_survives_copy_and_paste_bit_for_bit(
    inputs: MatrixView, document: Document, language: QLocale.Language, values: Matrix
) -> None:
    QLocale.setDefault(QLocale(language))
    document.resize(*values.shape)
    document.set_block(Part.A, 0, 0, values)
    inputs.selectAll()
    edits.copy(inputs)
    document.set_block(Part.A, 0, 0, np.ones(values.shape))
    go(inputs, 0, 0)
    edits.paste(inputs)
    QLocale.setDefault(QLocale.c())
    assert document.table(Part.A).joined.tobytes() == values.tobytes()
