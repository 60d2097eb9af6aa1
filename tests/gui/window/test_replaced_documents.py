"""What replaces the document in the window, and what becomes of its file and its run."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from gui.document import TableName
from gui.run.run_state import RunState
from gui.tables import MatrixView
from gui.tables.models.headings import HeadedModel
from gui.window.main_window import MainWindow
from tests.gui.figures import epoch_text, loss_text
from tests.gui.finding import named

A, Y = [[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]], [1.0, 2.0, 3.0]


@pytest.fixture
def own(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """An open experiment, own.secant."""
    path = tmp_path / "own.secant"
    problem = Problem(A, Y)
    saved = SavedExperiment(problem.A, problem.Y, problem.W, Settings(epochs=40))
    write_whole(path, archived(saved))
    with qtbot.waitSignal(window.document.opened):
        window.open_file(path)
    window.document.flush()
    return path


def action(window: MainWindow, name: str) -> QAction:
    return named(window, QAction, name)


def text_of(window: MainWindow, name: str) -> str:
    window.document.flush()
    return named(window, QLabel, name).text()


def undo(window: MainWindow) -> None:
    action(window, "undo").trigger()
    window.document.flush()


def redo(window: MainWindow) -> None:
    action(window, "redo").trigger()
    window.document.flush()


def run(window: MainWindow, qtbot: QtBot, name: str = "run") -> None:
    with qtbot.waitSignal(window.session.state_changed, check_params_cb=lambda s: not s.is_active):
        action(window, name).trigger()


def press_import(window: MainWindow, qtbot: QtBot) -> None:
    button = named(window, QPushButton, "import_button")
    qtbot.waitUntil(button.isEnabled)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QDialog, "import_dialog") is None)
    window.document.flush()


def table_beside(window: MainWindow) -> Path:
    """Write a table to import beside the file of the window."""
    table = Path(window.windowFilePath()).parent / "table.csv"
    table.write_text("x1,x2,y\n9,8,7\n6,5,4\n3,2,0\n")
    return table


def import_table(window: MainWindow, qtbot: QtBot) -> None:
    window.open_file(table_beside(window))
    press_import(window, qtbot)


def drop_table(window: MainWindow, qtbot: QtBot) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(table_beside(window)))])
    copy = Qt.DropAction.CopyAction
    no_key, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(50, 50), copy, data, left, no_key))
    overlay = named(window, QWidget, "drop_overlay")
    QApplication.sendEvent(overlay, QDropEvent(QPointF(50, 50), copy, data, left, no_key))
    press_import(window, qtbot)


def draw_random(window: MainWindow, qtbot: QtBot) -> None:
    action(window, "random_problem").trigger()
    dialog = named(window, QDialog, "random_problem_dialog")
    dialog.accept()
    qtbot.waitUntil(lambda: window.document.experiment.name == "Random problem")
    window.document.flush()


def paste(window: MainWindow, text: str, select_all: bool = True) -> None:
    view = named(window, QTableView, "A")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    if select_all:
        view.selectAll()
    QGuiApplication.clipboard().setText(text)
    action(window, "paste").trigger()
    window.document.flush()


def paste_larger(window: MainWindow, _: QtBot) -> None:
    paste(window, "\n".join(f"{k}\t{k * k}\t{k + 1}" for k in range(10, 15)))


Replacement = Callable[[MainWindow, QtBot], None]
REPLACEMENTS: list[Replacement] = [import_table, drop_table, draw_random, paste_larger]


@pytest.mark.parametrize("replace", REPLACEMENTS)
def test_save_never_overwrites_former_file(
    window: MainWindow, qtbot: QtBot, own: Path, replace: Replacement
) -> None:
    before = own.read_bytes()
    replace(window, qtbot)
    assert window.windowTitle().startswith("Untitled")
    assert window.isWindowModified()
    assert window.windowFilePath() == ""
    action(window, "save").trigger()
    named(window, QFileDialog, "save_dialog").reject()
    assert own.read_bytes() == before
    undo(window)
    assert window.windowTitle() == "own — Secant"
    assert not window.isWindowModified()
    assert window.windowFilePath() == str(own)
    redo(window)
    assert window.windowTitle().startswith("Untitled")
    undo(window)
    window.document.set_block(TableName.A, 0, 0, np.array([[77.0]]))
    action(window, "save").trigger()
    qtbot.waitUntil(lambda: not window.features.files.is_writing)
    assert read_archive(own).A.tolist() == [[77, 2], *A[1:]]


REPLACED = "“own” was replaced. Undo brings it back, with its changes."


@pytest.mark.parametrize("replace", REPLACEMENTS[:2])
def test_undo_is_offered_and_complete(
    window: MainWindow, qtbot: QtBot, own: Path, replace: Replacement
) -> None:
    cast(HeadedModel, named(window, MatrixView, "A").matrix).rename(0, "first")
    window.document.change_settings(h=0.25, epochs=30, difference="forward")
    window.document.set_block(TableName.A, 0, 0, np.array([[1.5]]))
    run(window, qtbot)
    before, progress = window.document.experiment, window.session.progress
    said = text_of(window, "diagnosis_sentence")
    replace(window, qtbot)
    assert text_of(window, "diagnosis_sentence") == REPLACED
    action(window, "take_remedy").trigger()
    window.document.flush()
    assert window.document.experiment is before
    assert window.session.progress is progress
    assert window.windowFilePath() == str(own)
    assert window.isWindowModified()
    assert text_of(window, "diagnosis_sentence") == said


def test_undo_is_not_offered_needlessly(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    import_table(window, qtbot)  # the file has all of it
    assert text_of(window, "diagnosis_sentence") != REPLACED
    undo(window)
    window.document.set_block(TableName.A, 0, 0, np.array([[1.5]]))
    import_table(window, qtbot)
    assert text_of(window, "diagnosis_sentence") == REPLACED
    undo(window)
    assert "was replaced" not in text_of(window, "diagnosis_sentence")
    action(window, "new").trigger()  # asks before
    for dialog in window.findChildren(QMessageBox):
        dialog.button(QMessageBox.StandardButton.Discard).click()
    assert "was replaced" not in text_of(window, "diagnosis_sentence")


@pytest.mark.parametrize("text", ["5", "5\t6", "5\t6\n3\t5\n4\t1", "1\t2\n3\t5\n4\t1\n8\t8"])
def test_other_pastes_are_edits(window: MainWindow, own: Path, text: str) -> None:
    paste(window, text, select_all=False)
    assert window.windowTitle().startswith("own")
    assert window.isWindowModified()


@pytest.mark.parametrize("name", ["new", "example_published"])
def test_new_and_examples_have_no_file(window: MainWindow, own: Path, name: str) -> None:
    before = own.read_bytes()
    action(window, name).trigger()
    window.document.flush()
    assert not window.windowTitle().startswith("own")
    action(window, "save").trigger()
    named(window, QFileDialog, "save_dialog").reject()
    assert own.read_bytes() == before
    undo(window)
    assert window.windowTitle() == "own — Secant"
    assert window.windowFilePath() == str(own)
    redo(window)
    assert not window.windowTitle().startswith("own")


def epoch_of(window: MainWindow) -> str:
    window.document.flush()
    return epoch_text(window)


def figures(window: MainWindow) -> list[str]:
    window.document.flush()
    return [loss_text(window), epoch_text(window), text_of(window, "diagnosis_sentence")]


def cells(window: MainWindow, table: str) -> list[str]:
    model = named(window, QTableView, table).model()
    places = [(r, c) for r in range(model.rowCount()) for c in range(model.columnCount())]
    return [str(model.index(*place).data()) for place in places]


def shown(window: MainWindow) -> list[object]:
    progress = window.session.progress
    trace = progress.trace.loss.tolist() if progress else None
    state = window.session.state
    return [*figures(window), *cells(window, "W"), *cells(window, "Y"), trace, state]


@pytest.mark.parametrize("replace", REPLACEMENTS)
def test_replaced_tables_show_no_run(
    window: MainWindow, qtbot: QtBot, own: Path, replace: Replacement
) -> None:
    run(window, qtbot)
    before = shown(window)
    replace(window, qtbot)
    epochs = window.document.settings.epochs
    assert figures(window)[:2] == ["loss —", f"epoch 0 of {epochs:,}"]
    assert (window.session.progress, window.session.state) == (None, RunState.READY)
    assert not action(window, "export_history").isEnabled()
    after = shown(window)
    undo(window)
    assert shown(window)[:2] == before[:2]
    qtbot.waitUntil(lambda: shown(window) == before)
    redo(window)
    assert after[:2] == figures(window)[:2]


@pytest.mark.parametrize("table", ["A", "Y"])
@pytest.mark.parametrize("name", ["clear", "cut"])
def test_emptied_tables_show_no_run(
    window: MainWindow, qtbot: QtBot, own: Path, name: str, table: str
) -> None:
    run(window, qtbot)
    before = shown(window)
    view = named(window, QTableView, table)
    view.setFocus()
    view.selectAll()
    action(window, name).trigger()
    assert figures(window)[:2] == ["loss —", "epoch 0 of 40"]
    undo(window)
    assert shown(window) == before


def edit_cell(window: MainWindow) -> None:
    window.document.set_block(TableName.A, 0, 0, np.array([[9.0]]))
    window.document.flush()


def test_undone_edit_finds_fit(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    run(window, qtbot)
    before = shown(window)
    edit_cell(window)
    assert window.session.state is RunState.EDITED
    assert figures(window)[:2] == [before[0], "epoch 40 before the edit"]
    run(window, qtbot)
    second = shown(window)
    undo(window)
    assert shown(window) == before
    redo(window)
    assert shown(window) == second


def test_several_edits_are_undone(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    run(window, qtbot)
    before = shown(window)
    edit_cell(window)
    window.document.remove_rows([0])
    window.document.set_initial_weights(np.ones((2, 1)))
    window.document.flush()
    for _ in range(3):
        assert window.session.state is RunState.EDITED
        undo(window)
    assert shown(window) == before
    edit_cell(window)
    action(window, "add_intercept").trigger()
    window.document.flush()
    for _ in range(2):
        assert window.session.state is RunState.READY
        undo(window)
    assert shown(window) == before


def test_goal_is_that_of_run(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    run(window, qtbot)
    assert epoch_of(window) == "epoch 40 of 40"
    for epochs in (10, 500):
        window.document.change_settings(epochs=epochs)
        assert epoch_of(window) == "epoch 40 of 40"
    window.document.change_settings(until_converged=True)
    assert epoch_of(window) == "epoch 40 of 40"


def test_step_has_goal_of_step(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    run(window, qtbot, "step")
    assert epoch_of(window) == "epoch 1 of 40"
    run(window, qtbot)
    for epoch in (41, 42):
        run(window, qtbot, "step")
        assert epoch_of(window) == f"epoch {epoch} of {epoch}"


def test_reset_forgets_run_for_good(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    run(window, qtbot)
    action(window, "reset").trigger()
    edit_cell(window)
    undo(window)
    assert (window.session.progress, window.session.state) == (None, RunState.READY)
    assert epoch_of(window) == "epoch 0 of 40"


def test_settings_of_field_before_run(window: MainWindow, qtbot: QtBot, own: Path) -> None:
    field = named(window, QLineEdit, "epochs")
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "70")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert epoch_of(window) == "epoch 0 of 70"


def test_random_problem_leaves_undo_offered(window: MainWindow, own: Path, qtbot: QtBot) -> None:
    window.document.set_block(TableName.A, 0, 0, np.full((1, 1), 9.0))
    window.document.flush()
    action(window, "random_problem").trigger()
    named(window, QDialog, "random_problem_dialog").accept()
    qtbot.waitUntil(lambda: "was replaced" in text_of(window, "diagnosis_sentence"))
    qtbot.wait(50)
    assert text_of(window, "diagnosis_sentence") == (
        "“own” was replaced. Undo brings it back, with its changes."
    )
    assert "At half of η’s limit" in window.document.note
    button = named(window, QPushButton, "fix")
    assert (button.isVisible(), button.text()) == (True, "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    window.document.flush()
    assert window.document.table(TableName.A).value(0, 0) == 9.0
