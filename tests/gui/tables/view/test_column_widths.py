"""Row heights and column widths."""

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from gui.document import Document, TableName
from gui.tables import MatrixView, WeightsModel
from gui.tables.view.header import MARGIN


def test_columns_fit_the_longest_number(inputs: MatrixView, document: Document) -> None:
    document.set_block(TableName.A, 2, 2, np.array([[-554894.125]]))
    widths = {inputs.columnWidth(k) for k in range(3)}
    shown = inputs.matrix.index(2, 2).data()
    assert len(widths) == 1
    assert widths.pop() > inputs.fontMetrics().horizontalAdvance(shown)


def test_columns_do_not_narrow_while_typing(inputs: MatrixView, document: Document) -> None:
    document.set_block(TableName.A, 0, 0, np.array([[-554894.125]]))
    wide = inputs.columnWidth(0)
    document.set_block(TableName.A, 0, 0, np.array([[1.0]]))
    assert inputs.columnWidth(0) == wide
    document.resize(4, 3)
    assert inputs.columnWidth(0) < wide


def test_computed_columns_have_room_from_start(outputs: MatrixView) -> None:
    assert outputs.columnWidth(1) > outputs.fontMetrics().horizontalAdvance("-7.925e-4")


def test_weight_columns_have_own_widths(weights: MatrixView) -> None:
    model = weights.matrix
    assert isinstance(model, WeightsModel)
    before = [weights.columnWidth(k) for k in range(3)]
    assert before[0] < before[2]
    model.show(np.array([[-123456789.5], [1.0], [2.0]]), np.zeros((3, 1)))
    after = [weights.columnWidth(k) for k in range(3)]
    assert after[1] > before[1]
    assert (after[0], after[2]) == (before[0], before[2])
    model.show(np.ones((3, 1)), np.zeros((3, 1)))
    assert weights.columnWidth(1) == after[1]


WEIGHTS = st.floats(allow_nan=False, allow_infinity=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(WEIGHTS, min_size=3, max_size=3), st.lists(WEIGHTS, min_size=3, max_size=3))
def test_no_digit_of_weights_is_cut(
    weights: MatrixView, initial: list[float], now: list[float]
) -> None:
    model = weights.matrix
    assert isinstance(model, WeightsModel)
    model.document.set_block(TableName.W, 0, 0, np.array(initial)[:, None])
    model.show(np.array(now)[:, None], np.array(now)[::-1, None])
    font = QFont(weights.font())
    for column in range(3):
        font.setItalic(column > 0)
        metrics = QFontMetrics(font)
        room = weights.columnWidth(column) - 2 * MARGIN
        for row in range(3):
            assert metrics.horizontalAdvance(model.index(row, column).data()) <= room


def test_header_is_as_high_as_row(inputs: MatrixView) -> None:
    assert inputs.horizontalHeader().height() == inputs.rowHeight(0)


def test_name_widens_its_own_column(inputs: MatrixView) -> None:
    before = inputs.columnWidth(0)
    inputs.matrix.rename(1, "blood pressure")
    needed = inputs.fontMetrics().horizontalAdvance("blood pressure")
    assert inputs.columnWidth(1) > needed * 0.8 > before
    assert inputs.columnWidth(0) == inputs.columnWidth(2) == before
    inputs.matrix.rename(1, "")
    assert inputs.columnWidth(1) == before


def test_long_name_widens_only_so_far(inputs: MatrixView) -> None:
    name = "a name as long as a whole sentence that nobody would ever want to read here"
    inputs.matrix.rename(1, name)
    assert inputs.columnWidth(1) < inputs.fontMetrics().horizontalAdvance(name) / 3


def drag_edge(view: MatrixView, qtbot: QtBot, column: int, by: int) -> None:
    header = view.horizontalHeader()
    place = header.viewport()
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    start, end = QPoint(edge, header.height() // 2), QPoint(edge + by, header.height() // 2)
    qtbot.mouseMove(place, start)
    qtbot.mousePress(place, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(place, end)
    qtbot.mouseRelease(place, Qt.MouseButton.LeftButton, pos=end)


def test_dragged_width_is_kept(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    before = inputs.columnWidth(0)
    drag_edge(inputs, qtbot, 0, 60)
    chosen = inputs.columnWidth(0)
    assert chosen > before + 40
    document.insert_rows(0, 2)
    inputs.matrix.rename(0, "age")
    document.set_block(TableName.A, 0, 1, np.array([[-554894.125]]))
    assert inputs.columnWidth(0) == chosen
    assert inputs.columnWidth(1) == inputs.columnWidth(2) > before
    document.open(document.experiment)
    assert inputs.columnWidth(0) == inputs.columnWidth(1)


def test_width_dragged_back_follows_numbers(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    before = inputs.columnWidth(0)
    drag_edge(inputs, qtbot, 0, 60)
    drag_edge(inputs, qtbot, 0, -60)
    assert inputs.columnWidth(0) == before
    document.set_block(TableName.A, 0, 1, np.array([[-554894.125]]))
    assert inputs.columnWidth(0) == inputs.columnWidth(1) > before


def test_view_width_follows_column_names(outputs: MatrixView) -> None:
    before = outputs.width_of(3)
    outputs.matrix.rename(0, "disease progress")
    assert outputs.width_of(3) > before
