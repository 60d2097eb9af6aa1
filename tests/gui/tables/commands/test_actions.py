"""The table commands in menus and context menus."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Document, TableName
from gui.tables import MatrixView, TableActions

from .test_edits import go, select_only

COLUMN_COMMANDS = ["insert_column_left", "insert_column_right", "remove_columns"]
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def actions(inputs: MatrixView, outputs: MatrixView, weights: MatrixView) -> TableActions:
    """One set of actions shared by the three tables."""
    shared = TableActions(inputs)
    for view in (inputs, outputs, weights):
        for action in view.actions():
            view.removeAction(action)
        shared.attach(view)
    return shared


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("insert_row_above", [[0, 0, 0], [1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        ("insert_row_below", [[1, 2, 3], [0, 0, 0], [4, 5, 6], [7, 8, 9]]),
        ("remove_rows", [[4, 5, 6], [7, 8, 9]]),
        ("insert_column_left", [[0, 1, 2, 3], [0, 4, 5, 6], [0, 7, 8, 9]]),
        ("insert_column_right", [[1, 0, 2, 3], [4, 0, 5, 6], [7, 0, 8, 9]]),
        ("remove_columns", [[2, 3], [5, 6], [8, 9]]),
        ("clear", [[0, 2, 3], [4, 5, 6], [7, 8, 9]]),
        ("cut", [[0, 2, 3], [4, 5, 6], [7, 8, 9]]),
        ("copy", [[1, 2, 3], [4, 5, 6], [7, 8, 9]]),
        ("paste", [[5, 2, 3], [4, 5, 6], [7, 8, 9]]),
    ],
)
def test_each_action_does_its_command(
    inputs: MatrixView, document: Document, name: str, table: list[list[float]]
) -> None:
    QGuiApplication.clipboard().setText("5")
    action = inputs.findChild(QAction, name)
    assert action is not None
    action.trigger()
    assert document.table(TableName.A).tolist() == table


def test_copy_and_paste_have_standard_keys(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(inputs, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1"
    QGuiApplication.clipboard().setText("8")
    qtbot.keyClick(inputs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert document.table(TableName.A).joined[0, 0] == 8.0


def test_open_editor_keeps_its_own_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("25")
    qtbot.keyClick(inputs, Qt.Key.Key_3)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert document.table(TableName.A).joined[0, 0] == 1.0
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert document.table(TableName.A).joined[0, 0] == 325.0


def test_actions_apply_to_last_used_table(
    actions: TableActions, weights: MatrixView, outputs: MatrixView, document: Document
) -> None:
    weights.setCurrentIndex(weights.matrix.index(0, 1))
    actions.action("clear").trigger()
    assert document.table(TableName.W).joined[1, 0] == 0.0
    outputs.setCurrentIndex(outputs.matrix.index(2, 0))
    actions.action("clear").trigger()
    assert document.table(TableName.Y).joined[:, 0].tolist() == [14, 32, 0]


def test_column_commands_need_columns_of_a(
    actions: TableActions, inputs: MatrixView, outputs: MatrixView
) -> None:
    outputs.setCurrentIndex(outputs.matrix.index(1, 0))
    assert not any(actions.action(name).isEnabled() for name in COLUMN_COMMANDS)
    inputs.setCurrentIndex(inputs.matrix.index(1, 0))
    assert all(actions.action(name).isEnabled() for name in COLUMN_COMMANDS)


def test_reshape_keeps_the_current_table(
    actions: TableActions, weights: MatrixView, document: Document, fitted: Matrix
) -> None:
    weights.setCurrentIndex(weights.matrix.index(0, 1))
    document.insert_rows(0, 1)
    actions.action("clear").trigger()
    assert document.table(TableName.W).joined[1, 0] == 0.0
    assert document.table(TableName.A).joined[1, 0] == 1.0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_context_menu_has_groups(inputs: MatrixView, qtbot: QtBot) -> None:
    offered: list[list[QAction]] = []

    def look() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered.append(menu.actions())
        menu.close()

    QTimer.singleShot(0, look)
    middle = QPoint(20, 20)
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, middle, inputs.viewport().mapToGlobal(middle)
    )
    QApplication.sendEvent(inputs.viewport(), asked)
    names = [action.objectName() for action in offered[0]]
    assert names == [
        *("cut", "copy", "copy_with_names", "paste", "paste_complete", "clear", ""),
        *("fill_down", "fill_right", ""),
        *("select_all", "select_rows", "select_columns", ""),
        *("insert_row_above", "insert_row_below", "remove_rows", ""),
        *COLUMN_COMMANDS,
        "keep_selected",
        *("leave_rows_out", "take_rows_back"),
        "rename_column",
    ]


def test_headers_have_the_same_menu(inputs: MatrixView) -> None:
    for header in (inputs.horizontalHeader(), inputs.verticalHeader()):
        offered = [action.objectName() for action in header.actions()]
        assert offered == [action.objectName() for action in inputs.actions()]
        assert header.contextMenuPolicy() == Qt.ContextMenuPolicy.ActionsContextMenu


@pytest.mark.parametrize(
    ("key", "modifiers", "table"),
    [
        (Qt.Key.Key_Plus, CONTROL, [[0, 0], [1, 2], [3, 4]]),
        (Qt.Key.Key_Equal, CONTROL, [[0, 0], [1, 2], [3, 4]]),
        (Qt.Key.Key_Minus, CONTROL, [[3, 4]]),
        (Qt.Key.Key_Plus, CONTROL | ALT, [[0, 1, 2], [0, 3, 4]]),
        (Qt.Key.Key_Equal, CONTROL | ALT, [[0, 1, 2], [0, 3, 4]]),
        (Qt.Key.Key_Minus, CONTROL | ALT, [[2], [4]]),
    ],
)
def test_plus_and_minus_insert_and_remove(
    inputs: MatrixView,
    document: Document,
    qtbot: QtBot,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
    table: list[list[float]],
) -> None:
    document.resize(2, 2)
    document.set_block(TableName.A, 0, 0, np.array([[1.0, 2.0], [3.0, 4.0]]))
    qtbot.keyClick(inputs, key, modifiers)
    assert document.table(TableName.A).tolist() == table


def test_fill_shortcuts_fill_cells(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    inputs.selectAll()
    qtbot.keyClick(inputs, Qt.Key.Key_D, CONTROL)
    assert document.table(TableName.A).tolist() == [[1, 2, 3]] * 3
    qtbot.keyClick(inputs, Qt.Key.Key_D, CONTROL | SHIFT)
    assert document.table(TableName.A).tolist() == [[1, 1, 1]] * 3


def test_action_commits_open_editor_first(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(inputs, Qt.Key.Key_5)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Minus, CONTROL | ALT)
    assert document.table(TableName.A).tolist() == [[2, 3], [5, 6], [8, 9]]
    document.undo_stack.undo()
    assert document.table(TableName.A).joined[0, 0] == 5.0


def test_action_waits_for_rejected_edit(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(inputs, Qt.Key.Key_X)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_Minus, CONTROL)
    assert document.rows == 3


def test_rename_is_offered_for_named_columns(
    actions: TableActions, inputs: MatrixView, outputs: MatrixView, weights: MatrixView
) -> None:
    rename = actions.action("rename_column")
    for view, column, offered in (
        (inputs, 1, True),
        (outputs, 1, False),
        (outputs, 0, True),
        (weights, 0, False),
    ):
        view.setCurrentIndex(view.matrix.index(1, column))
        assert rename.isEnabled() is offered


def test_menu_actions_are_in_menu_order(actions: TableActions) -> None:
    names = [action.objectName() for action in actions.menu_actions()]
    assert names[:3] == ["cut", "copy", "copy_with_names"]
    assert names.count("") == 4


@pytest.mark.parametrize(
    ("key", "table"),
    [
        (Qt.Key.Key_Minus, [[1, 3], [4, 6], [7, 9]]),
        (Qt.Key.Key_Plus, [[1, 0, 2, 3], [4, 0, 5, 6], [7, 0, 8, 9]]),
    ],
)
def test_keys_apply_to_whole_columns(
    inputs: MatrixView,
    document: Document,
    qtbot: QtBot,
    key: Qt.Key,
    table: list[list[float]],
) -> None:
    go(inputs, 1, 1)
    qtbot.keyClick(inputs, Qt.Key.Key_Space, CONTROL)
    qtbot.keyClick(inputs, key, CONTROL)
    assert document.table(TableName.A).tolist() == table


def test_keys_return_to_rows(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    qtbot.keyClick(inputs, Qt.Key.Key_Space, CONTROL)
    qtbot.keyClick(inputs, Qt.Key.Key_Minus, CONTROL)
    qtbot.keyClick(inputs, Qt.Key.Key_Minus, CONTROL)
    assert document.table(TableName.A).tolist() == [[5, 6], [8, 9]]
    qtbot.keyClick(inputs, Qt.Key.Key_Space, SHIFT)
    qtbot.keyClick(inputs, Qt.Key.Key_Minus, CONTROL)
    assert document.table(TableName.A).tolist() == [[8, 9]]


def test_keys_of_single_row_stay_rows(inputs: MatrixView, document: Document, qtbot: QtBot) -> None:
    document.resize(1, 3)
    qtbot.keyClick(inputs, Qt.Key.Key_Plus, CONTROL)
    assert document.table(TableName.A).tolist() == [[0, 0, 0], [1, 2, 3]]


def test_menu_shows_the_moved_shortcuts(
    inputs: MatrixView, outputs: MatrixView, document: Document
) -> None:
    actions = TableActions(inputs)
    actions.attach(inputs)
    actions.attach(outputs)
    rows, columns = actions.action("remove_rows"), actions.action("remove_columns")
    minus = QKeySequence("Ctrl+-")
    assert rows.shortcut() == minus
    select_only(inputs, 0, 0, document.rows - 1, 1)
    assert (rows.shortcut(), columns.shortcut()) == (QKeySequence(), minus)
    go(outputs, 1, 0)
    select_only(outputs, 0, 0, document.rows - 1, 2)
    assert rows.shortcut() == minus, "Y has no columns to be removed"
    go(inputs, 1, 0)
    assert rows.shortcut() == minus
