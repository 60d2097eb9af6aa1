"""What is selected, without asking every cell."""

from gui.document import Document, Part
from gui.tables import Axis, MatrixView
from gui.tables.selection import cleared, selected

from .test_edits import go, select, select_only


def test_rows_and_columns_of_several_blocks(inputs: MatrixView) -> None:
    select_only(inputs, 0, 0, 0, 1)
    select(inputs, 2, 1, 2, 1)
    assert selected(inputs, Axis.ROW) == [0, 2]
    assert selected(inputs, Axis.COLUMN) == [0, 1]


def test_nothing_selected_means_the_current_cell(inputs: MatrixView) -> None:
    go(inputs, 2, 1)
    inputs.clearSelection()
    assert (selected(inputs, Axis.ROW), selected(inputs, Axis.COLUMN)) == ([2], [1])
    assert cleared(inputs) is None


def test_what_lies_between_selected_blocks_is_kept(inputs: MatrixView, document: Document) -> None:
    select_only(inputs, 0, 1, 0, 1)
    select(inputs, 2, 2, 2, 2)
    block = cleared(inputs)
    assert block is not None
    row, column, values = block
    assert (row, column) == (0, 1)
    assert values.tolist() == [[0, 3], [5, 6], [8, 0]]
    assert document.table(Part.A).joined[0, 1] == 2.0


def test_computed_columns_are_left_out(outputs: MatrixView) -> None:
    select_only(outputs, 1, 0, 2, 2)
    block = cleared(outputs)
    assert block is not None
    assert block[2].shape == (2, 1)
