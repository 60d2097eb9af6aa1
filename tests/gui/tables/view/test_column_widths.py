"""Row heights and column widths."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from gui.document import Document, TableName
from gui.tables import MatrixView, RunNumbers, WeightsModel
from gui.tables.models.cell_look import CellLook
from gui.tables.models.weight_rows import WEIGHTS
from gui.tables.view.cell_delegate import MARK_ROOM, bold
from gui.tables.view.header import MARGIN


def needed(view: MatrixView, column: int) -> int:
    return view.column_widths.needed(column)


def weights_model(view: MatrixView) -> WeightsModel:
    assert isinstance(view.matrix, WeightsModel)
    return view.matrix


def test_columns_fit_the_longest_number(inputs: MatrixView, document: Document) -> None:
    before = needed(inputs, 2)
    with_room = inputs.fontMetrics().horizontalAdvance
    document.set_block(TableName.A, 2, 2, np.array([[-554894.125]]))
    assert needed(inputs, 2) > with_room(inputs.matrix.index(2, 2).data())
    assert needed(inputs, 1) == before


def test_columns_do_not_narrow_while_typing(inputs: MatrixView, document: Document) -> None:
    assert needed(inputs, 0) == needed(inputs, 1)
    document.set_block(TableName.A, 0, 0, np.array([[-554894.125]]))
    wide = needed(inputs, 0)
    document.set_block(TableName.A, 0, 0, np.array([[1.0]]))
    assert needed(inputs, 0) == wide
    document.resize(4, 3)
    assert needed(inputs, 0) < wide


def test_only_columns_asked_for_are_measured(
    inputs: MatrixView, document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    document.resize(10, 500)
    measured: list[int] = []
    longest_text = inputs.matrix.longest_text

    def note(column: int) -> str:
        measured.append(column)
        return longest_text(column)

    monkeypatch.setattr(inputs.matrix, "longest_text", note)
    needed(inputs, 3)
    inputs.column_widths.forget_others([4])
    document.set_block(TableName.A, 0, 0, np.ones((10, 500)) * 0.123456)
    assert measured == [3]


def test_computed_columns_have_room_from_start(outputs: MatrixView) -> None:
    assert needed(outputs, 1) > outputs.fontMetrics().horizontalAdvance("-7.925e-4")


def test_weights_widen_during_a_run(weights: MatrixView, qtbot: QtBot) -> None:
    before = needed(weights, 0), needed(weights, 1)
    with qtbot.waitSignal(weights.column_widths.changed):
        weights_model(weights).show(RunNumbers(W=np.array([[-123456789.5], [0.0], [0.0]])))
    assert (needed(weights, 0) > before[0], needed(weights, 1)) == (True, before[1])
    wide = needed(weights, 0)
    weights_model(weights).show(RunNumbers(W=np.ones((3, 1))))
    assert needed(weights, 0) == wide


def test_rows_that_go_leave_their_width(weights: MatrixView) -> None:
    model, slopes = weights_model(weights), np.full((3, 1), -123456.75)
    model.show(RunNumbers(gradient=slopes, exact_gradient=slopes))
    wide = needed(weights, 0)
    model.show_rows(WEIGHTS)
    assert needed(weights, 0) < wide


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(NUMBERS, min_size=3, max_size=3), st.lists(NUMBERS, min_size=3, max_size=3))
def test_no_digit_of_weights_is_cut(
    weights: MatrixView, start: list[float], now: list[float]
) -> None:
    model = weights_model(weights)
    model.document.set_block(TableName.W, 0, 0, np.array(start)[:, None])
    slopes = np.array(now)[::-1, None]
    model.show(RunNumbers(np.array(now)[:, None], slopes, exact_gradient=slopes))
    plain, heavy = QFontMetrics(weights.font()), QFontMetrics(bold(weights.font()))
    for column in range(3):
        for row in range(model.rowCount()):
            metrics = heavy if model.look(row, column) is CellLook.CURRENT else plain
            mark = MARK_ROOM if model.agreement(row, column) is not None else 0
            room = needed(weights, column) - 2 * MARGIN - mark
            assert metrics.horizontalAdvance(model.index(row, column).data()) <= room


def test_names_are_higher_than_rows(inputs: MatrixView) -> None:
    assert inputs.horizontalHeader().height() == inputs.rowHeight(0) + 4


def test_name_widens_its_own_column(inputs: MatrixView) -> None:
    before = needed(inputs, 0)
    inputs.matrix.rename(1, "blood pressure")
    room = inputs.fontMetrics().horizontalAdvance("blood pressure")
    assert needed(inputs, 1) > room * 0.8 > before
    assert needed(inputs, 0) == needed(inputs, 2) == before
    inputs.matrix.rename(1, "")
    assert needed(inputs, 1) == before


def test_long_name_widens_only_so_far(inputs: MatrixView) -> None:
    name = "a name as long as a whole sentence that nobody would ever want to read here"
    inputs.matrix.rename(1, name)
    assert needed(inputs, 1) < inputs.fontMetrics().horizontalAdvance(name) / 3


def drag_edge(view: MatrixView, qtbot: QtBot, column: int, by: int) -> None:
    header = view.horizontalHeader()
    place = header.viewport()
    edge = header.sectionViewportPosition(column) + header.sectionSize(column) - 1
    start, end = QPoint(edge, header.height() // 2), QPoint(edge + by, header.height() // 2)
    qtbot.mouseMove(place, start)
    qtbot.mousePress(place, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(place, end)
    qtbot.mouseRelease(place, Qt.MouseButton.LeftButton, pos=end)


def set_as_needed(view: MatrixView) -> None:
    for column in range(view.matrix.columnCount()):
        view.column_widths.set_width(column, needed(view, column))


def test_dragged_width_is_kept(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    set_as_needed(inputs)
    before = needed(inputs, 0)
    drag_edge(inputs, qtbot, 0, 60)
    chosen = inputs.columnWidth(0)
    assert needed(inputs, 0) == chosen > before + 40
    assert inputs.column_widths.is_dragged(0)
    document.insert_rows(0, 2)
    inputs.matrix.rename(0, "age")
    document.set_block(TableName.A, 0, 1, np.array([[-554894.125]]))
    assert needed(inputs, 0) == chosen
    document.open(document.experiment)
    assert needed(inputs, 0) < chosen


def test_width_dragged_back_follows_numbers(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    set_as_needed(inputs)
    before = needed(inputs, 0)
    drag_edge(inputs, qtbot, 0, 60)
    drag_edge(inputs, qtbot, 0, -60)
    assert needed(inputs, 0) == before
    document.set_block(TableName.A, 0, 0, np.array([[-554894.125]]))
    assert needed(inputs, 0) > before
