"""Heights and widths."""

import numpy as np

from gui.document import Document, Part
from gui.tables import MatrixView


def test_columns_are_alike_and_hold_the_longest_number(
    inputs: MatrixView, document: Document
) -> None:
    document.set_block(Part.A, 2, 2, np.array([[-554894.125]]))
    widths = {inputs.columnWidth(k) for k in range(3)}
    shown = inputs.matrix.index(2, 2).data()
    assert len(widths) == 1
    assert widths.pop() > inputs.fontMetrics().horizontalAdvance(shown)


def test_no_column_narrows_while_it_is_typed_in(inputs: MatrixView, document: Document) -> None:
    document.set_block(Part.A, 0, 0, np.array([[-554894.125]]))
    wide = inputs.columnWidth(0)
    document.set_block(Part.A, 0, 0, np.array([[1.0]]))
    assert inputs.columnWidth(0) == wide
    document.resize(4, 3)
    assert inputs.columnWidth(0) < wide


def test_computed_columns_have_room_before_there_is_a_number(outputs: MatrixView) -> None:
    assert outputs.columnWidth(1) > outputs.fontMetrics().horizontalAdvance("-7.925e-4")


def test_the_header_is_as_high_as_a_row(inputs: MatrixView) -> None:
    assert inputs.horizontalHeader().height() == inputs.rowHeight(0)
