"""Inserting, removing, clearing and filling."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelection, QItemSelectionModel
from pytestqt.qtbot import QtBot

from engine import Matrix, Problem, Settings
from gui.document import Document, Experiment, TableName
from gui.document.blocks import BLOCK_ROWS
from gui.tables import InsertSide, MatrixView, TableAxis
from gui.tables.commands import edits
from gui.tables.commands.edits import filled, filled_down, filled_right
from gui.tables.models.cell_block import Block

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
    table = document.table(TableName.A).joined
    inserted = table[there[0]] if axis is TableAxis.ROW else table[:, there[1]]
    assert not inserted.any()
    assert np.count_nonzero(table) == 9


def test_insert_adds_as_many_selected_rows(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 1, 0, 2, 1)
    edits.insert(inputs, TableAxis.ROW, InsertSide.BEFORE)
    assert document.table(TableName.A).joined[:, 0].tolist() == [1, 0, 0, 4, 7]
    assert document.table(TableName.Y).joined[:, 0].tolist() == [14, 0, 0, 32, 50]
    assert document.undo_stack.undoText() == "Insert Rows"
    document.undo_stack.undo()
    assert document.rows == 3


def test_insert_adds_as_many_selected_columns(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    edits.insert(inputs, TableAxis.COLUMN, InsertSide.AFTER)
    assert document.table(TableName.A).joined[0].tolist() == [1, 2, 0, 0, 3]
    assert cell(inputs) == (0, 2)


def test_insert_takes_an_explicit_count(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 2, 0)
    edits.insert(inputs, TableAxis.ROW, InsertSide.AFTER, 1)
    assert document.table(TableName.A).joined[:, 0].tolist() == [1, 4, 7, 0]


def test_remove_takes_lines_with_selected_cells(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 0, 2, 0)
    edits.remove(inputs, TableAxis.ROW)
    assert document.table(TableName.A).tolist() == [[4, 5, 6]]
    select_only(inputs, 0, 1, 0, 2)
    edits.remove(inputs, TableAxis.COLUMN)
    assert document.table(TableName.A).tolist() == [[4]]


def test_remove_without_selection_takes_current_row(inputs: MatrixView, document: Document) -> None:
    go(inputs, 1, 0)
    inputs.clearSelection()
    edits.remove(inputs, TableAxis.ROW)
    assert document.table(TableName.A).joined[:, 0].tolist() == [1, 7]


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
    assert document.table(TableName.Y).joined[:, 0].tolist() == [0, 32, 0]
    assert document.undo_stack.undoText() == "Clear"
    document.undo_stack.undo()
    assert document.table(TableName.Y).joined[:, 0].tolist() == [14, 32, 50]


def test_clear_ignores_computed_cells(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    select_only(outputs, 0, 1, 2, 2)
    with qtbot.assertNotEmitted(document.values_changed):
        edits.clear(outputs)


def test_fill_down_copies_first_row(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 1, 2, 2)
    edits.fill_down(inputs)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 2, 3], [7, 2, 3]]
    assert document.undo_stack.undoText() == "Fill Down"


def test_fill_down_copies_row_above(inputs: MatrixView, document: Document) -> None:
    go(inputs, 1, 1)
    edits.fill_down(inputs)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 2, 6], [7, 8, 9]]


def test_fill_without_source_changes_nothing(inputs: MatrixView, document: Document) -> None:
    edits.fill_down(inputs)
    edits.fill_right(inputs)
    assert document.undo_stack.count() == 0


def test_fill_right_copies_first_column(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 1, 0, 2, 2)
    edits.fill_right(inputs)
    assert document.table(TableName.A).tolist() == [[1, 2, 3], [4, 4, 4], [7, 7, 7]]
    assert document.undo_stack.undoText() == "Fill Right"


def test_fill_writes_a_number_into_selection(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 2, 2, 2)
    edits.fill(inputs, 0.5)
    assert document.table(TableName.A).tolist() == [[0.5, 0.5, 3], [4, 5, 6], [7, 8, 0.5]]
    assert document.undo_stack.undoText() == "Fill"


def test_many_cells_are_filled_in_thread(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    document.resize(MANY, 3)
    inputs.selectColumn(1)
    with qtbot.waitSignal(document.idle):
        edits.fill(inputs, 2.0)
        assert document.is_busy
    assert (document.table(TableName.A).column(1) == 2.0).all()
    document.undo_stack.undo()
    assert document.table(TableName.A).column(1, range(4)).tolist() == [2, 5, 8, 0]


CellByCell = Callable[[Matrix, Block], None]
ROWS, COLUMNS = 7, 4


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    top, left = draw(st.integers(0, ROWS - 1)), draw(st.integers(0, COLUMNS - 1))
    return Block(top, left, draw(st.integers(1, ROWS - top)), draw(st.integers(1, COLUMNS - left)))


def experiment() -> Experiment:
    A = np.arange(float(ROWS * COLUMNS)).reshape(ROWS, COLUMNS)
    return Experiment.of(Problem(A, np.zeros(ROWS)), Settings())


def fill(A: Matrix, block: Block) -> None:
    A[block.top : block.bottom, block.left : block.right] = -1.5


def fill_down(A: Matrix, block: Block) -> None:
    source = block.top if block.height > 1 else max(block.top - 1, 0)
    for row in range(source + 1, block.bottom):
        A[row, block.left : block.right] = A[source, block.left : block.right]


def fill_right(A: Matrix, block: Block) -> None:
    source = block.left if block.width > 1 else max(block.left - 1, 0)
    for column in range(source + 1, block.right):
        A[block.top : block.bottom, column] = A[block.top : block.bottom, source]


def filled_by(change: CellByCell, blocks: Sequence[Block]) -> Experiment:
    before = experiment()
    match change.__name__:
        case "fill":
            return filled(before, TableName.A, blocks, -1.5)
        case "fill_down":
            return filled_down(before, TableName.A, blocks)
    return filled_right(before, TableName.A, blocks)


@pytest.mark.parametrize("change", [fill, fill_down, fill_right])
@given(wanted=st.lists(blocks(), max_size=3))
def test_blocks_fill_as_cell_by_cell(change: CellByCell, wanted: list[Block]) -> None:
    expected = experiment().A.joined.copy()
    for block in wanted:
        change(expected, block)
    assert filled_by(change, wanted).A.tolist() == expected.tolist()


@pytest.mark.parametrize("change", [fill, fill_down, fill_right])
def test_removed_cells_are_not_filled(change: CellByCell) -> None:
    assert filled_by(change, [Block(50, 0, 3, 1), Block(0, 50, 1, 3)]).A.tolist() == (
        experiment().A.tolist()
    )


def test_fill_without_source_returns_same_experiment() -> None:
    before = experiment()
    assert filled_down(before, TableName.A, [Block(0, 0, 1, 4)]) is before
    assert filled_right(before, TableName.A, [Block(0, 0, 7, 1)]) is before


def test_single_row_copies_the_one_above() -> None:
    after = filled_down(experiment(), TableName.A, [Block(2, 1, 1, 2)])
    assert after.A.rows([2]).tolist() == [[8, 5, 6, 11]]


def test_fill_shares_the_other_tables() -> None:
    before = experiment()
    after = filled(before, TableName.Y, [Block(0, 0, 2, 1)], 3.0)
    assert after.A is before.A
    assert after.Y.joined[:3, 0].tolist() == [3, 3, 0]


def test_equal_rows_are_stored_once() -> None:
    rows = 3 * BLOCK_ROWS
    before = Experiment.of(Problem(np.ones((rows, 2)), np.zeros(rows)), Settings())
    column = filled(before, TableName.A, [Block(0, 1, rows, 1)], 2.0).A.column(1, range(BLOCK_ROWS))
    assert column.strides == (0,)
    assert (column == 2.0).all()
