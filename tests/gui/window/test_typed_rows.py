"""Rows typed into the sheet: empty cells do not count, and the table grows by typing."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.document import TableName
from gui.files.secant_document import from_saved, to_saved
from gui.run.run_state import RunState
from gui.tables import MatrixView
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.window.test_main_window import text_of

Key = Qt.Key


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """The window with a new document, the first cell of A focused."""
    named(window, QAction, "new").trigger()
    window.document.flush()
    window.activateWindow()
    view = table(window, "A")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    return window


def table(window: MainWindow, name: str) -> MatrixView:
    return named(window, MatrixView, name)


def type_cell(qtbot: QtBot, number: float, key: Key = Key.Key_Tab) -> None:
    for letter in f"{number:g}":
        qtbot.keyClick(QApplication.focusWidget(), letter)
    qtbot.keyClick(QApplication.focusWidget(), key)


def type_rows(qtbot: QtBot, *rows: tuple[float, ...]) -> None:
    for number in (number for row in rows for number in row):
        type_cell(qtbot, number)


def numbers(window: MainWindow) -> list[list[float]]:
    A, Y = (window.document.table(name) for name in (TableName.A, TableName.Y))
    both: list[list[float]] = np.nan_to_num(np.hstack((A.joined, Y.joined)), nan=-1).tolist()
    return both


def test_empty_cells_are_shown_empty(window: MainWindow) -> None:
    A, Y = table(window, "A").matrix, table(window, "Y").matrix
    shown = {A.display_text(row, column) for row in range(3) for column in range(2)}
    assert (shown, {Y.display_text(row, 0) for row in range(3)}) == ({""}, {""})


def test_only_complete_rows_count(window: MainWindow, qtbot: QtBot) -> None:
    type_cell(qtbot, 1)
    type_cell(qtbot, 2)
    window.document.flush()
    assert text_of(window, "diagnosis_sentence") == (
        "Ready for numbers. Run wakes as soon as one row is complete."
    )
    type_cell(qtbot, 52)
    window.document.flush()
    problem = window.document.problem()
    assert (problem.A.tolist(), problem.Y.tolist()) == ([[1, 2]], [[52]])
    assert "loss 2,704 " in text_of(window, "diagnosis_sentence")
    window.session.step()
    qtbot.waitUntil(lambda: window.session.state is RunState.PAUSED)
    assert window.session.progress is not None
    assert float(window.session.progress.trace.loss[0]) == 52**2


def test_tab_begins_new_row(window: MainWindow, qtbot: QtBot) -> None:
    rows = [(2.0, 1.0, 10.0), (3.0, 5.0, 20.0), (4.0, 6.0, 30.0)]
    type_rows(qtbot, *rows)
    assert numbers(window) == [*map(list, rows), [-1, -1, -1]]
    assert table(window, "A").currentIndex().row() == 3
    type_rows(qtbot, (1.0, 7.0, 77.0))
    assert numbers(window)[:4] == [*map(list, rows), [1, 7, 77]]
    assert window.document.problem().rows == 4


def test_row_left_empty_goes(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (2.0, 1.0, 10.0), (3.0, 5.0, 20.0), (4.0, 6.0, 30.0))
    steps = window.document.undo_stack.count()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up)
    qtbot.waitUntil(lambda: window.document.rows == 3)
    assert window.document.undo_stack.count() == steps - 1
    assert not window.document.undo_stack.canRedo()
    assert table(window, "A").currentIndex().row() == 2


def test_begun_row_keeps_the_run(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (2.0, 1.0, 10.0), (3.0, 5.0, 20.0), (4.0, 6.0, 30.0))
    window.session.step()
    qtbot.waitUntil(lambda: window.session.state is RunState.PAUSED)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Up)
    qtbot.waitUntil(lambda: window.document.rows == 3)
    assert window.session.state is RunState.PAUSED


def test_enter_after_tabs_goes_below(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (2.0, 1.0, 10.0), (3.0, 5.0, 20.0), (4.0, 6.0))
    type_cell(qtbot, 30, Key.Key_Return)
    view = table(window, "A")
    assert view.hasFocus()
    assert (view.currentIndex().row(), view.currentIndex().column()) == (3, 0)


def test_new_row_has_its_one(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (1.0, 7.0, 77.0), (1.0, 8.0, 88.0), (1.0, 9.0, 99.0))
    assert numbers(window)[3] == [1, -1, -1]


def test_tab_without_number_leaves_table(window: MainWindow, qtbot: QtBot) -> None:
    view = table(window, "Y")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(2, 0))
    qtbot.keyClick(view, Key.Key_Tab)
    assert window.document.rows == 3
    assert not view.hasFocus()


def test_unfilled_cells_survive_saving(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (2.0, 1.0, 10.0), (3.0,))
    before = window.document.experiment
    after, _ = from_saved(to_saved(before, None))
    assert np.array_equal(after.A.joined, before.A.joined, equal_nan=True)
    assert np.array_equal(after.Y.joined, before.Y.joined, equal_nan=True)
    assert after.problem.rows == 1


def test_empty_cell_can_be_left(window: MainWindow, qtbot: QtBot) -> None:
    steps = window.document.undo_stack.count()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_F2)
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Return)
    assert named(table(window, "A"), QLabel, "refusal").isHidden()
    assert window.document.undo_stack.count() == steps


def test_delete_empties_unfinished_rows(window: MainWindow, qtbot: QtBot) -> None:
    type_rows(qtbot, (2.0, 1.0, 10.0), (3.0,))
    view = table(window, "A")
    for row in range(2):
        view.setCurrentIndex(view.matrix.index(row, 0))
        named(window, QAction, "clear").trigger()
    assert numbers(window)[:2] == [[0, 1, 10], [-1, -1, -1]]
