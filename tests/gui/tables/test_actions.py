"""The commands in menus and context menus."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from engine import Matrix
from gui.document import Document, Part
from gui.tables import MatrixView, TableActions

COLUMN_COMMANDS = ["insert_column_left", "insert_column_right", "remove_columns"]


@pytest.fixture
def actions(inputs: MatrixView, outputs: MatrixView, weights: MatrixView) -> TableActions:
    """One set of commands for the three tables."""
    shared = TableActions(inputs)
    for view in (inputs, outputs, weights):
        for action in view.actions():
            view.removeAction(action)
        shared.serve(view)
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
        ("paste", [[5, 2, 3], [4, 5, 6], [7, 8, 9]]),
    ],
)
def test_each_does_what_it_says(
    inputs: MatrixView, document: Document, name: str, table: list[list[float]]
) -> None:
    QGuiApplication.clipboard().setText("5")
    action = inputs.findChild(QAction, name)
    assert action is not None
    action.trigger()
    assert document.table(Part.A).tolist() == table


def test_copy_and_paste_have_the_standard_keys(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    qtbot.keyClick(inputs, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "1"
    QGuiApplication.clipboard().setText("8")
    qtbot.keyClick(inputs, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert document.table(Part.A).joined[0, 0] == 8.0


def test_an_open_editor_keeps_its_own_copy_and_paste(
    inputs: MatrixView, document: Document, qtbot: QtBot
) -> None:
    QGuiApplication.clipboard().setText("25")
    qtbot.keyClick(inputs, Qt.Key.Key_3)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert document.table(Part.A).joined[0, 0] == 1.0
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert document.table(Part.A).joined[0, 0] == 325.0


def test_they_act_on_the_table_chosen_last(
    actions: TableActions, weights: MatrixView, outputs: MatrixView, document: Document
) -> None:
    weights.setCurrentIndex(weights.matrix.index(1, 0))
    actions.action("clear").trigger()
    assert document.table(Part.W).joined[1, 0] == 0.0
    outputs.setCurrentIndex(outputs.matrix.index(2, 0))
    actions.action("clear").trigger()
    assert document.table(Part.Y).joined[:, 0].tolist() == [14, 32, 0]


def test_columns_are_for_a_only(
    actions: TableActions, inputs: MatrixView, weights: MatrixView
) -> None:
    weights.setCurrentIndex(weights.matrix.index(1, 0))
    assert not any(actions.action(name).isEnabled() for name in COLUMN_COMMANDS)
    inputs.setCurrentIndex(inputs.matrix.index(1, 0))
    assert all(actions.action(name).isEnabled() for name in COLUMN_COMMANDS)


def test_another_shape_leaves_the_choice_as_it_was(
    actions: TableActions, weights: MatrixView, document: Document, fitted: Matrix
) -> None:
    weights.setCurrentIndex(weights.matrix.index(1, 0))
    document.insert_rows(0, 1)
    actions.action("clear").trigger()
    assert document.table(Part.W).joined[1, 0] == 0.0
    assert document.table(Part.A).joined[1, 0] == 1.0


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_context_menu_offers_them_in_groups(inputs: MatrixView, qtbot: QtBot) -> None:
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
        "copy",
        "paste",
        "clear",
        "",
        "insert_row_above",
        "insert_row_below",
        "remove_rows",
        "",
        *COLUMN_COMMANDS,
    ]
