"""What the message strip offers after a paste: one click, which can be undone."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from gui.document import Experiment, TableName
from gui.tables import MatrixView
from gui.tables.view.rejected_edit import CellMessage
from gui.widgets.note import MessageBar
from gui.window.main_window import MainWindow
from tests.gui.finding import named
from tests.gui.tables.clipboard.clips import put
from tests.gui.window.test_main_window import text_of

TABLE = "\n".join(
    [
        "species\tlength\tdepth\tmass",
        *(f"Adelie\t{k}.5\t{k % 5}\t{k * k}" for k in range(20)),
        "Adelie\tNA\t3\t5",
    ]
)


def paste(window: MainWindow, text: str) -> None:
    put(text)
    named(window, QAction, "paste").trigger()


def click_remedy(window: MainWindow, qtbot: QtBot, label: str) -> None:
    button = named(window, QPushButton, "fix")
    assert button.isVisible()
    assert button.text() == label
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_two_clicks_paste_a_table(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    paste(window, TABLE)
    assert "“Adelie” is not a number" in named(window, MessageBar, "data_message").text()
    assert text_of(window, "diagnosis_sentence") == (
        "The clipboard is complete in 3 of 4 columns, 20 of 21 rows."
    )
    click_remedy(window, qtbot, "Paste what is complete")
    assert (document.rows, document.columns) == (20, 3)
    assert "Y was not pasted" in text_of(window, "diagnosis_sentence")
    assert not named(window, MessageBar, "data_message").isVisible()
    click_remedy(window, qtbot, "Use last column as Y")
    assert (document.rows, document.columns, document.output) == (20, 2, "mass")
    assert document.table(TableName.Y).rows(range(3)).tolist() == [[0], [1], [4]]
    assert named(window, QPushButton, "fix").text().startswith("Use η = ")
    document.undo_stack.undo()
    assert (document.columns, document.output) == (3, "")
    document.undo_stack.undo()
    assert (document.rows, document.columns) == (3, 3)


def test_offer_stands_until_an_edit(window: MainWindow) -> None:
    paste(window, "1\t2\t3\t4\n5\t6\t7\t8\n1\t1\t2\t5")
    assert named(window, QPushButton, "fix").text() == "Use last column as Y"
    window.document.set_block(
        TableName.Y, 0, 0, window.document.table(TableName.A).block(0, 3, 3, 1)
    )
    assert "Y was not pasted" not in text_of(window, "diagnosis_sentence")


def test_smaller_table_takes_two_clicks(window: MainWindow, qtbot: QtBot) -> None:
    document = window.document
    paste(window, "x\ty\n1\t2\n3\t4\n5\t6\n7\t8")
    click_remedy(window, qtbot, "Keep only what was pasted")
    assert (document.rows, document.columns) == (4, 2)
    click_remedy(window, qtbot, "Use last column as Y")
    assert (document.columns, document.output) == (1, "y")
    assert document.table(TableName.Y).tolist() == [[2], [4], [6], [8]]
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert (document.rows, document.columns) == (4, 3)


def test_refused_start_is_in_strip(window: MainWindow, qtbot: QtBot) -> None:
    view = named(window, MatrixView, "W")
    view.setFocus()
    view.setCurrentIndex(view.matrix.index(0, 0))
    before = window.document.experiment
    paste(window, "1\t2\n3\t4")
    assert text_of(window, "diagnosis_sentence") == (
        "W takes one row or one column; the clipboard has more."
    )
    (note,) = [each for each in window.findChildren(CellMessage) if each.isVisible()]
    assert note.heightForWidth(note.width()) <= note.height()  # nothing is cut
    assert window.document.experiment is before


def test_remedy_sets_nothing_twice(window: MainWindow, qtbot: QtBot) -> None:
    A = np.random.default_rng(0).normal(size=(8, 2)) * 1e25
    problem = Problem(A, A @ np.array([[1.0], [2.0]]))
    settings = Settings(h=1.0, precision="float32", learning_rate=1e-30)
    window.document.open(Experiment.of(problem, settings, "large"))
    qtbot.waitUntil(lambda: text_of(window, "diagnosis_sentence").startswith("h = 1 is too large"))
    assert not named(window, QPushButton, "fix").isVisible()
