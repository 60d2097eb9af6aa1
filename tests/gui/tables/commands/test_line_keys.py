"""The shortcuts that insert and remove whole columns."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from gui.document import Document, TableName
from gui.tables import MatrixView, TableActions

from .test_edits import go, select_only

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


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
