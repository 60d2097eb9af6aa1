from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from engine import Settings
from engine.archive import read_archive
from engine.examples import published
from gui.document import Experiment, TableName
from gui.files.files import FileActions
from gui.run.run_state import RunState
from gui.text.message import MessageKind
from tests.gui.files.desk import Desk

Button = QMessageBox.StandardButton


def test_first_save_asks_for_a_path(desk: Desk, tmp_path: Path) -> None:
    desk.files.save.trigger()
    desk.choose(tmp_path / "trial")
    desk.wait_saved()
    path = tmp_path / "trial.secant"
    assert read_archive(path).A.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert desk.sentences == [f"Saved to {path}."]
    assert desk.document.name == "trial"
    assert desk.files.file_state is not None
    assert desk.files.file_state.path == path


def test_second_save_asks_nothing(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "trial.secant")
    desk.edit(50)
    assert desk.files.is_modified
    desk.files.save.trigger()
    desk.wait_saved()
    assert not desk.files.is_modified
    assert read_archive(path).A[0, 0] == 50


def test_saved_experiment_opens_again(desk: Desk, tmp_path: Path) -> None:
    desk.document.change_settings(epochs=7)
    desk.run()
    path = desk.save_new(tmp_path / "trial.secant")
    desk.files.new.trigger()
    assert desk.document.name == "Untitled"
    desk.open_file(path)
    assert desk.document.name == "trial"
    assert desk.document.settings == Settings(epochs=7, h=0.1)
    fitted = desk.document.fitted
    assert fitted is not None
    assert fitted.epoch == 7
    assert fitted.W.any()
    assert desk.session.progress is not None
    assert desk.session.progress.frame.W.tolist() == fitted.W.tolist()
    assert desk.session.progress.frame.epoch == 7
    assert not desk.files.is_modified
    again = desk.files.snapshot().fitted
    assert again is not None
    assert (again.W.tolist(), again.epoch, again.loss) == (fitted.W.tolist(), 7, fitted.loss)


def test_new_shows_empty_experiment(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "trial.secant")
    desk.files.new.trigger()
    assert desk.document.table(TableName.A).shape == (3, 2)
    assert np.isnan(desk.document.table(TableName.A).joined).all()
    assert desk.document.note == ""
    assert desk.files.file_state is None
    assert not desk.files.is_modified


def test_unreadable_file_is_reported_without_question(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    (tmp_path / "bad.secant").write_text("no archive")
    desk.files.open_path(tmp_path / "bad.secant")
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 1)
    assert desk.messages.at(0)[0].kind is MessageKind.FAULT
    assert desk.sentences[0].startswith("bad.secant: ")
    assert desk.first_cell() == 5
    assert desk.questions() == []


def test_large_file_is_announced_first(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "large.secant"
    with path.open("wb") as file:
        file.truncate(9 * 2**20)
    desk.files.open_path(path)
    assert desk.sentences == [f"Opening {path}…"]
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 2)
    assert desk.sentences[1].startswith("large.secant: ")


def test_open_shows_a_dialog(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "trial.secant")
    desk.edit(50)
    desk.files.save.trigger()
    desk.wait_saved()
    desk.files.new.trigger()
    desk.files.open.trigger()
    with desk.qtbot.waitSignal(desk.document.opened):
        desk.choose(path)
    assert desk.first_cell() == 50


def test_opening_asks_about_unsaved_changes(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "trial.secant")
    desk.edit(50)
    desk.files.open_path(path)
    desk.answer(Button.Cancel)
    assert desk.first_cell() == 50
    desk.files.open_path(path)
    with desk.qtbot.waitSignal(desk.document.opened):
        desk.answer(Button.Discard)
    assert desk.first_cell() == 1


def test_other_document_has_no_file(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "trial.secant")
    example = published()
    desk.document.open(Experiment.of(example.problem, example.settings, example.name))
    assert desk.files.file_state is None
    assert not desk.files.is_modified
    assert desk.document.name == example.name


def test_recent_menu_lists_saved_files(desk: Desk, tmp_path: Path) -> None:
    first, second = desk.save_new(tmp_path / "a.secant"), desk.save_new(tmp_path / "b.secant")
    menu = desk.files.recent_menu
    menu.aboutToShow.emit()
    actions = [action for action in menu.actions() if action.data()]
    assert [action.data() for action in actions] == [str(second), str(first)]
    with desk.qtbot.waitSignal(desk.document.opened):
        actions[1].trigger()
    assert desk.document.name == "a"
    assert isinstance(menu, QMenu)


def test_pending_edit_is_committed_before_save(qtbot: QtBot, tmp_path: Path) -> None:
    desk = Desk.create(qtbot, commit_edits=lambda: desk.edit(50) or True)  # type: ignore[func-returns-value]
    path = desk.save_new(tmp_path / "trial.secant")
    assert read_archive(path).A[0, 0] == 50


def test_rejected_edit_prevents_save(qtbot: QtBot, tmp_path: Path) -> None:
    answers = [True, True]
    desk = Desk.create(qtbot, commit_edits=lambda: answers.pop() if answers else False)
    path = desk.save_new(tmp_path / "trial.secant")
    before = path.read_bytes()
    answers.clear()
    desk.edit()
    desk.files.save.trigger()
    assert not desk.files.is_writing
    assert path.read_bytes() == before


def test_save_includes_current_weights(desk: Desk, tmp_path: Path) -> None:
    desk.run()
    progress = desk.session.progress
    assert progress is not None
    saved = read_archive(desk.save_new(tmp_path / "trial.secant"))
    assert saved.fitted is not None
    np.testing.assert_array_equal(saved.fitted, progress.frame.W)
    assert (saved.epoch, saved.loss) == (1000, progress.frame.loss)


@pytest.mark.parametrize("name", ["new", "open", "save", "save_as"])
def test_file_actions_have_key_and_tooltip(desk: Desk, name: str) -> None:
    action = getattr(desk.files, name)
    assert action.objectName() == name
    assert action.shortcut().toString() in action.toolTip()
    assert not action.shortcut().isEmpty()


@pytest.mark.parametrize(
    ("name", "key"),
    [("new", "Ctrl+N"), ("open", "Ctrl+O"), ("save", "Ctrl+S"), ("save_as", "Ctrl+Shift+S")],
)
def test_each_action_has_key_and_tooltip(qtbot: QtBot, name: str, key: str) -> None:
    owner = QObject()
    action = getattr(FileActions(owner), name)
    assert isinstance(action, QAction)
    assert action.objectName() == name
    assert action.shortcut().toString() == key
    assert action.toolTip().endswith(f"({key})")
    assert "&" in action.text()


def test_opening_shows_document_once(desk: Desk, tmp_path: Path) -> None:
    """A finished run was first taken away, which drew everything a second time."""
    desk.run()
    path = desk.save_new(tmp_path / "first.secant")
    updated = QSignalSpy(desk.session.updated)
    desk.open_file(path)
    assert desk.session.state is RunState.DONE, "the file has the run"
    assert sum(bool(updated.at(k)[0].document) for k in range(updated.count())) == 1
