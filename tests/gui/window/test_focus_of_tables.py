"""What keys and commands do while no cell has the focus, and how it comes back."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.tables import MatrixView
from gui.window.main_window import MainWindow
from tests.gui.finding import named

Key = Qt.Key


@pytest.fixture
def table(window: MainWindow) -> MatrixView:
    """A, whose second cell has the focus."""
    window.activateWindow()
    view = named(window, MatrixView, "A")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(1, 1))
    return view


def run_button(window: MainWindow) -> QWidget:
    return named(window, QWidget, "run_button")


def is_enabled(window: MainWindow, *names: str) -> set[bool]:
    return {named(window, QAction, name).isEnabled() for name in names}


def test_hidden_table_leaves_run_alone(window: MainWindow, table: MatrixView, qtbot: QtBot) -> None:
    while table.isVisible():
        qtbot.keyClick(window, Key.Key_F7)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.objectName() == "loss_plot_area"
    qtbot.keyClick(window, Key.Key_F7)
    assert table.hasFocus()
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 1)


def test_moved_focus_stays_away(window: MainWindow, table: MatrixView, qtbot: QtBot) -> None:
    while table.isVisible():
        qtbot.keyClick(window, Key.Key_F7)
    run_button(window).setFocus()
    qtbot.keyClick(window, Key.Key_F7)
    assert run_button(window).hasFocus()


def test_commands_need_a_seen_cell(window: MainWindow, table: MatrixView) -> None:
    commands = "cut", "copy", "clear", "remove_rows", "insert_row_above", "fill_down"
    assert is_enabled(window, *commands) == {True}
    run_button(window).setFocus()
    assert is_enabled(window, *commands) == {False}
    assert is_enabled(window, "paste") == {True}
    before = window.document.experiment
    named(window, QAction, "cut").trigger()
    assert window.document.experiment is before
    table.setFocus()
    assert is_enabled(window, *commands) == {True}


def test_several_cells_are_seen(window: MainWindow, table: MatrixView) -> None:
    table.selectRow(1)
    run_button(window).setFocus()
    assert is_enabled(window, "cut", "keep_selected") == {True}
    named(window, QAction, "clear").trigger()
    assert window.document.table(TableName.A).tolist()[1] == [0, 0, 0]
    table.setCurrentIndex(table.matrix.index(0, 0))
    assert is_enabled(window, "cut", "keep_selected") == {False}


def test_menu_of_head_enables_commands(window: MainWindow, table: MatrixView, qtbot: QtBot) -> None:
    run_button(window).setFocus()
    head = table.horizontalHeader()
    place = QPoint(head.sectionViewportPosition(2) + 9, 9)
    qtbot.mousePress(head.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert table.hasFocus()
    assert is_enabled(window, "remove_columns") == {True}


def test_editor_opens_with_shown_name(window: MainWindow, table: MatrixView, qtbot: QtBot) -> None:
    named(window, QAction, "add_intercept").trigger()
    table.setCurrentIndex(table.matrix.index(0, 0))
    steps = window.document.undo_stack.count()
    table.rename_column()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert (editor.text(), editor.selectedText()) == ("intercept", "intercept")
    qtbot.keyClick(editor, Key.Key_Return)
    assert window.document.undo_stack.count() == steps
    table.rename_column()
    qtbot.keyClicks(editor, "50")
    qtbot.keyClick(editor, Key.Key_Return)
    assert window.document.inputs[0].name == "50"


def test_inserted_row_keeps_intercept(window: MainWindow, table: MatrixView) -> None:
    named(window, QAction, "add_intercept").trigger()
    table.setCurrentIndex(table.matrix.index(1, 1))
    named(window, QAction, "insert_row_above").trigger()
    assert window.document.table(TableName.A).tolist()[1] == [1, 0, 0, 0]
    assert window.document.experiment.intercept == 0
