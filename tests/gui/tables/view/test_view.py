"""Typing, moving and selecting in a table."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Document, TableName
from gui.tables import InputsModel, MatrixView
from gui.tables.commands.selection import selected_blocks
from gui.tables.models.cell_block import Block
from gui.tables.view.view import TABLE_ENDS

from ..conftest import Show

Key = Qt.Key


def cell(view: MatrixView) -> tuple[int, int]:
    return view.currentIndex().row(), view.currentIndex().column()


def go(view: MatrixView, row: int, column: int) -> None:
    view.setCurrentIndex(view.matrix.index(row, column))


def type_in(qtbot: QtBot, text: str) -> None:
    """Type as a person does: each key goes to the focused widget."""
    for letter in text:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClicks(widget, letter)


def press(qtbot: QtBot, key: Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, key, modifier or Qt.KeyboardModifier.NoModifier)


def message_note(view: MatrixView) -> QLabel:
    label = view.findChild(QLabel, "refusal")
    assert label is not None
    return label


def test_enter_commits_and_moves_down(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    type_in(qtbot, "0.5")
    press(qtbot, Key.Key_Return)
    type_in(qtbot, "-2e-3")
    press(qtbot, Key.Key_Enter)
    assert document.table(TableName.A).joined[:, 0].tolist() == [0.5, -2e-3, 7]
    assert cell(inputs) == (2, 0)
    assert QApplication.focusWidget() is inputs


def test_tab_moves_right_and_wraps(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    go(inputs, 0, 1)
    type_in(qtbot, "10")
    press(qtbot, Key.Key_Tab)
    type_in(qtbot, "11")
    press(qtbot, Key.Key_Tab)
    type_in(qtbot, "12")
    press(qtbot, Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert document.table(TableName.A).tolist() == [[1, 10, 11], [12, 5, 6], [7, 8, 9]]
    assert cell(inputs) == (0, 2)


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
def test_typing_past_the_end_is_told(inputs: MatrixView, qtbot: QtBot, key: Key) -> None:
    go(inputs, 2, 1)
    for text in ("5", "6") if key is Key.Key_Tab else ("5",):
        type_in(qtbot, text)
        press(qtbot, key)
    assert message_note(inputs).isHidden()
    type_in(qtbot, "7")
    assert message_note(inputs).text() == TABLE_ENDS.format(table="A")
    assert message_note(inputs).isVisible()
    press(qtbot, Key.Key_Escape)
    go(inputs, 0, 0)
    go(inputs, *cell(inputs))
    type_in(qtbot, "8")
    assert message_note(inputs).isHidden()


def test_shift_enter_moves_up(inputs: MatrixView, qtbot: QtBot) -> None:
    go(inputs, 2, 1)
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert cell(inputs) == (1, 1)
    press(qtbot, Key.Key_Right)
    press(qtbot, Key.Key_Up)
    assert cell(inputs) == (0, 2)


def test_escape_cancels_an_edit(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    type_in(qtbot, "99")
    press(qtbot, Key.Key_Escape)
    assert document.table(TableName.A).joined[0, 0] == 1.0
    assert QApplication.focusWidget() is inputs


def test_editor_shows_every_digit(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    document.set_block(TableName.A, 0, 0, np.array([[-1.2345678901234568e-300]]))
    press(qtbot, Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "-1.2345678901234568e-300"
    assert editor.width() >= editor.fontMetrics().horizontalAdvance(editor.text())
    assert inputs.viewport().rect().contains(editor.geometry())


def test_f2_continues_and_typing_replaces(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    go(inputs, 0, 1)
    press(qtbot, Key.Key_F2)
    type_in(qtbot, ".5")
    press(qtbot, Key.Key_Return)
    type_in(qtbot, "7")
    press(qtbot, Key.Key_Return)
    assert document.table(TableName.A).joined[:2, 1].tolist() == [2.5, 7.0]


def test_table_is_typed_row_by_row(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    go(inputs, 0, 1)
    for number, key in zip("1234", (Key.Key_Tab, Key.Key_Return) * 2, strict=True):
        type_in(qtbot, number)
        press(qtbot, key)
    assert document.table(TableName.A).joined[:2, 1:].tolist() == [[1.0, 2.0], [3.0, 4.0]]
    assert cell(inputs) == (2, 1)


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_clears_the_selection(
    inputs: MatrixView, document: Document, qtbot: QtBot, key: Key
) -> None:
    press(qtbot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, key)
    assert document.table(TableName.A).tolist() == [[0, 0, 3], [0, 0, 6], [7, 8, 9]]


def test_tab_leaves_after_the_last_cell(document: Document, show: Show, qtbot: QtBot) -> None:
    host = QWidget()
    view, beside = MatrixView(InputsModel(document, host), "A", "Inputs A"), QLineEdit()
    layout = QVBoxLayout(host)
    layout.addWidget(view)
    layout.addWidget(beside)
    show(host)
    view.setFocus()
    press(qtbot, Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is beside
    view.setFocus()
    go(view, 2, 2)
    press(qtbot, Key.Key_Tab)
    assert QApplication.focusWidget() is beside


def test_invalid_number_is_explained_in_place(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    go(inputs, 1, 1)
    type_in(qtbot, "abc")
    press(qtbot, Key.Key_Return)
    note = message_note(inputs)
    assert note.isVisible()
    assert note.text() == (
        "A, row 2, column 2: “abc” is not a number. Write one, such as 0.5 or 1e-3."
    )
    assert inputs.viewport().rect().contains(note.geometry())
    assert note.geometry().top() > inputs.visualRect(inputs.currentIndex()).bottom()
    assert cell(inputs) == (1, 1)
    assert document.table(TableName.A).joined[1, 1] == 5.0
    type_in(qtbot, "5.5")
    assert not note.isVisible()
    press(qtbot, Key.Key_Return)
    assert document.table(TableName.A).joined[1, 1] == 5.5
    assert cell(inputs) == (2, 1)


@pytest.mark.parametrize("key", [Key.Key_Escape, Key.Key_Down, Key.Key_F2])
def test_next_key_hides_the_message(inputs: MatrixView, qtbot: QtBot, key: Key) -> None:
    type_in(qtbot, "x")
    press(qtbot, Key.Key_Tab)
    assert message_note(inputs).isVisible()
    press(qtbot, key)
    assert not message_note(inputs).isVisible()


def test_click_elsewhere_returns_to_rejected_cell(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    type_in(qtbot, "x")
    where = inputs.visualRect(inputs.matrix.index(2, 2)).center()
    qtbot.mouseClick(inputs.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: cell(inputs) == (0, 0))
    assert message_note(inputs).isVisible()
    assert QApplication.focusWidget() is inputs
    qtbot.mouseClick(inputs.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert cell(inputs) == (2, 2)
    assert not message_note(inputs).isVisible()


def test_message_at_the_edge_stays_inside(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    document.resize(200, 60)
    go(inputs, 199, 59)
    type_in(qtbot, "x")
    press(qtbot, Key.Key_Return)
    note = message_note(inputs)
    assert note.text().startswith("A, row 200, column 60")
    assert inputs.viewport().rect().contains(note.geometry())


def test_typing_in_computed_cell_is_explained(
    outputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    go(outputs, 0, 1)
    type_in(qtbot, "7")
    assert message_note(outputs).text() == "Ŷ is computed and cannot be edited."
    assert document.table(TableName.Y).joined[0, 0] == 14.0


def test_position_survives_a_reshape(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    document.resize(1000, 40)
    go(inputs, 700, 30)
    scroll = inputs.verticalScrollBar().value(), inputs.horizontalScrollBar().value()
    assert min(scroll) > 0
    document.insert_rows(0, 5)
    assert cell(inputs) == (700, 30)
    assert scroll == (inputs.verticalScrollBar().value(), inputs.horizontalScrollBar().value())
    document.resize(10, 2)
    assert cell(inputs) == (9, 1)


def test_rows_grow_with_the_font(inputs: MatrixView) -> None:
    before = inputs.rowHeight(0)
    font = inputs.font()
    font.setPointSizeF(2 * font.pointSizeF())
    inputs.setFont(font)
    assert inputs.rowHeight(0) > before
    assert inputs.rowHeight(0) > inputs.fontMetrics().height()


def test_million_rows_have_one_height(inputs: MatrixView, document: Document) -> None:
    document.resize(1_000_000, 10)
    last = inputs.matrix.index(999_999, 9)
    inputs.scrollTo(last)
    assert inputs.rowHeight(999_999) == inputs.rowHeight(0)
    assert inputs.viewport().rect().intersects(inputs.visualRect(last))


def test_current_cell_emits_chosen(inputs: MatrixView, qtbot: QtBot) -> None:
    with qtbot.waitSignals([inputs.chosen, inputs.current_row_changed]):
        go(inputs, 2, 0)


def test_following_a_row_emits_nothing(inputs: MatrixView, qtbot: QtBot) -> None:
    go(inputs, 0, 2)
    with qtbot.assertNotEmitted(inputs.chosen), qtbot.assertNotEmitted(inputs.current_row_changed):
        inputs.follow_row(2)
    assert cell(inputs) == (2, 2)


def test_editable_and_computed_cells_differ(
    outputs: MatrixView, fitted: Matrix, qtbot: QtBot
) -> None:
    outputs.matrix.setParent(outputs)
    go(outputs, 2, 0)
    picture = outputs.viewport().grab().toImage()
    grounds = [
        picture.pixelColor(outputs.visualRect(outputs.matrix.index(0, k)).topLeft() + QPoint(3, 3))
        for k in range(2)
    ]
    palette = outputs.palette()
    assert grounds == [palette.base().color(), palette.window().color()]


def test_view_has_an_accessible_name(inputs: MatrixView) -> None:
    assert inputs.objectName() == "A"
    assert inputs.accessibleName() == "Inputs A"


def test_message_stays_inside_smaller_view(inputs: MatrixView, qtbot: QtBot) -> None:
    go(inputs, 1, 1)
    type_in(qtbot, "x")
    press(qtbot, Key.Key_Return)
    inputs.resize(200, 200)
    note = message_note(inputs)
    assert inputs.viewport().rect().contains(note.geometry())
    font = inputs.font()
    font.setPointSizeF(1.5 * font.pointSizeF())
    inputs.setFont(font)
    assert note.height() >= note.heightForWidth(note.width())


def test_edit_elsewhere_hides_the_message(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    type_in(qtbot, "x")
    press(qtbot, Key.Key_Return)
    assert message_note(inputs).isVisible()
    document.set_block(TableName.Y, 0, 0, np.array([[1.0]]))
    assert not message_note(inputs).isVisible()


def click_name(
    view: MatrixView, qtbot: QtBot, column: int, modifier: Qt.KeyboardModifier | None = None
) -> None:
    header = view.horizontalHeader()
    middle = header.sectionViewportPosition(column) + header.sectionSize(column) // 2
    qtbot.mouseClick(
        header.viewport(),
        Qt.MouseButton.LeftButton,
        modifier or Qt.KeyboardModifier.NoModifier,
        QPoint(middle, 8),
    )


def test_click_on_name_selects_column(inputs: MatrixView, qtbot: QtBot) -> None:
    click_name(inputs, qtbot, 1)
    assert selected_blocks(inputs) == [Block(0, 1, 3, 1)]
    click_name(inputs, qtbot, 2, Qt.KeyboardModifier.ShiftModifier)
    assert sum(block.cell_count for block in selected_blocks(inputs)) == 6
    click_name(inputs, qtbot, 0)
    click_name(inputs, qtbot, 2, Qt.KeyboardModifier.ControlModifier)
    assert {block.left for block in selected_blocks(inputs)} == {0, 2}


def test_click_on_number_selects_row(inputs: MatrixView, qtbot: QtBot) -> None:
    header = inputs.verticalHeader()
    middle = header.sectionViewportPosition(2) + header.sectionSize(2) // 2
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, middle))
    assert selected_blocks(inputs) == [Block(2, 0, 1, 3)]


def test_dragging_over_names_selects_columns(inputs: MatrixView, qtbot: QtBot) -> None:
    header = inputs.horizontalHeader()
    middles = [
        QPoint(header.sectionViewportPosition(k) + header.sectionSize(k) // 2, 8) for k in range(3)
    ]
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(header.viewport(), left, pos=middles[0])
    for middle in middles[1:]:
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(middle),
            QPointF(header.viewport().mapToGlobal(middle)),
            left,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(header.viewport(), move)
    qtbot.mouseRelease(header.viewport(), left, pos=middles[2])
    assert sum(block.cell_count for block in selected_blocks(inputs)) == 9


def test_control_enter_writes_all_selected_cells(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    type_in(qtbot, "2.5")
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert document.table(TableName.A).tolist() == [[2.5, 2.5, 3], [2.5, 2.5, 6], [7, 8, 9]]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "Fill"
    assert selected_blocks(inputs) == [Block(0, 0, 2, 2)]
    assert QApplication.focusWidget() is inputs


def test_invalid_number_fills_nothing(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    type_in(qtbot, "x")
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert message_note(inputs).isVisible()
    assert document.undo_stack.count() == 0


def test_select_block_clips_to_the_table(inputs: MatrixView) -> None:
    inputs.select_block(Block(1, 1, 5, 1))
    assert selected_blocks(inputs) == [Block(1, 1, 2, 1)]
    assert cell(inputs) == (1, 1)
    inputs.select_block(Block(7, 7, 1, 1))
    assert cell(inputs) == (1, 1)


def test_held_keys_do_not_extend_selection(inputs: MatrixView, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    go(inputs, 0, 0)
    inputs.follow_row(1)
    assert selected_blocks(inputs) == [Block(1, 0, 1, 1)]


def test_escape_requests_cancelling(inputs: MatrixView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(inputs.cancel_requested):
        press(qtbot, Key.Key_Escape)
