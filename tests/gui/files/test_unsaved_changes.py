from pathlib import Path

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
from gui.document import TableName
from gui.files.unsaved_changes import CloseMode, HalfTyped
from gui.run.run_state import RunState
from tests.gui.files.desk import LONG, Desk, Gate
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def confirm(desk: Desk) -> list[float]:
    """Confirm an action that records the first cell."""
    ran: list[float] = []

    def action() -> None:
        ran.append(desk.first_cell())

    desk.files.confirm(action)
    return ran


def test_unmodified_document_runs_action_at_once(desk: Desk) -> None:
    assert confirm(desk) == [1]
    assert desk.questions() == []


def test_discard_runs_action_without_saving(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit()
    ran = confirm(desk)
    assert ran == []
    desk.answer(Button.Discard)
    assert ran == [5]
    assert read_archive(path).A[0, 0] == 1


def test_cancel_drops_action(desk: Desk) -> None:
    desk.edit()
    ran = confirm(desk)
    desk.answer(Button.Cancel)
    assert ran == []
    assert desk.files.is_modified
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    confirm(desk)
    desk.question("unsaved_changes")


def test_action_waits_for_complete_save(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit()
    seen: list[float] = []

    def action() -> None:
        seen.append(float(read_archive(path).A[0, 0]))

    desk.files.confirm(action)
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: bool(seen))
    assert seen == [5]


def test_save_answer_asks_for_path(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    ran = confirm(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "a.secant")
    desk.qtbot.waitUntil(lambda: ran == [5])
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 5


def test_cancelled_save_dialog_drops_action(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    ran = confirm(desk)
    desk.answer(Button.Save)
    named(desk.window, QFileDialog, "save_dialog").reject()
    desk.save_new(tmp_path / "a.secant")
    assert ran == []


def test_failed_save_drops_action(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    ran = confirm(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "no folder/a.secant")
    desk.wait_saved()
    assert ran == []
    assert desk.files.is_modified
    desk.save_new(tmp_path / "a.secant")
    assert ran == []


def test_edit_during_save_is_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.create(qtbot, delay=LONG)
    gate = Gate(monkeypatch)
    desk.edit(5)
    ran = confirm(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    desk.edit(6)
    gate.open()
    desk.answer(Button.Discard)
    assert ran == [6]
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 5


def test_action_waits_for_pending_change(desk: Desk) -> None:
    change = desk.document.experiment.with_grid
    grid = desk.document.experiment.A.with_block(0, 0, np.array([[6.0]]))
    desk.document.change("Edit", lambda _: change(TableName.A, grid), cells=10**9)
    ran = confirm(desk)
    assert desk.questions() == []
    desk.answer(Button.Discard)
    assert ran == [6]


def test_saving_pauses_run(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "a.secant")
    desk.document.change_settings(epochs=10**9, method="literal", learning_rate=1e-9)
    with desk.qtbot.waitSignal(
        desk.session.progressed, check_params_cb=lambda progress: progress.frame.epoch > 0
    ):
        desk.session.run_or_pause()
    ran = confirm(desk)
    assert desk.session.state is RunState.RUNNING
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: ran == [1])
    progress = desk.session.progress
    assert progress is not None
    assert read_archive(tmp_path / "a.secant").epoch == progress.frame.epoch


def test_deleted_file_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    path.unlink()
    ran = confirm(desk)
    assert "deleted or renamed" in desk.question("unsaved_changes").text()
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: ran == [1])
    assert read_archive(path).A[0, 0] == 1


def test_deleted_file_can_be_discarded(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "a.secant").unlink()
    desk.window.close()
    assert desk.window.isVisible()
    desk.answer(Button.Discard)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())


def test_only_one_question_is_open(desk: Desk) -> None:
    desk.edit()
    one, other = confirm(desk), confirm(desk)
    assert len(desk.questions()) == 1
    desk.answer(Button.Discard)
    assert (one, other) == ([5], [])


def test_unmodified_window_closes_at_once(desk: Desk) -> None:
    assert desk.window.close()
    assert desk.files.close_mode is CloseMode.USER


@pytest.mark.parametrize("button", [Button.Discard, Button.Save])
def test_window_closes_after_answer(desk: Desk, tmp_path: Path, button: Button) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit()
    assert not desk.window.close()
    assert not desk.window.close()
    assert desk.window.isVisible()
    desk.answer(button)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert desk.files.close_mode is CloseMode.USER
    assert read_archive(path).A[0, 0] == (5 if button is Button.Save else 1)


def test_cancelled_close_asks_again_next_time(desk: Desk) -> None:
    desk.edit()
    desk.window.close()
    desk.answer(Button.Cancel)
    assert desk.window.isVisible()
    assert desk.files.close_mode is None
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    assert not desk.window.close()
    assert len(desk.questions()) == 1


def test_window_stays_open_during_save(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.create(qtbot, delay=LONG)
    gate = Gate(monkeypatch)
    desk.files.save_as.trigger()
    desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    assert not desk.window.close()
    gate.open()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 1


def test_system_close_asks_nothing(desk: Desk) -> None:
    desk.edit()
    desk.window.close()
    desk.files.close_without_asking()
    assert not desk.window.isVisible()
    assert desk.files.close_mode is CloseMode.SYSTEM
    assert desk.questions() == []


@pytest.mark.parametrize("is_link", [False, True])
def test_saved_file_is_read_again(desk: Desk, tmp_path: Path, is_link: bool) -> None:
    """Opening the file that is shown with changes shows them once they are saved."""
    path = desk.save_new(tmp_path / "a.secant")
    link = tmp_path / "b.secant"
    link.symlink_to(path)
    desk.edit(5)
    with desk.qtbot.waitSignal(desk.document.opened):
        desk.files.open_path(link if is_link else path)
        desk.answer(Button.Save)
    assert desk.first_cell() == 5
    desk.edit(6)
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.questions() == []
    assert read_archive(path).A[0, 0] == 6


def test_discarded_changes_show_the_file(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(5)
    with desk.qtbot.waitSignal(desk.document.opened):
        desk.files.open_path(path)
        desk.answer(Button.Discard)
    assert desk.first_cell() == 1
    assert not desk.files.is_modified


def test_otherwise_runs_while_a_question_is_open(desk: Desk) -> None:
    desk.edit()
    ran = confirm(desk)
    others: list[str] = []
    desk.files.confirm(lambda: others.append("done"), lambda: others.append("kept"))
    assert others == ["kept"]
    desk.answer(Button.Discard)
    assert (ran, others) == ([5], ["kept"])


class Field:
    """A field with a loss that is half typed."""

    def __init__(self) -> None:
        self.text = "mean(|Y"

    def half_typed(self) -> HalfTyped:
        return HalfTyped(lambda: self.text, self.give_up)

    def give_up(self) -> None:
        self.text = ""


def test_half_typed_loss_is_kept(qtbot: QtBot) -> None:
    field = Field()
    desk = Desk.create(qtbot, half_typed=field.half_typed())
    kept = QSignalSpy(desk.files.loss_kept)
    ran = confirm(desk)
    desk.answer(Button.Cancel, "half_typed_loss")
    assert (ran, field.text, kept.count()) == ([], "mean(|Y", 1)


def test_half_typed_loss_is_given_up(qtbot: QtBot) -> None:
    field = Field()
    desk = Desk.create(qtbot, half_typed=field.half_typed())
    desk.edit()
    ran = confirm(desk)
    desk.answer(Button.Discard)
    assert (ran, field.text) == ([], "mean(|Y")
    desk.answer(Button.Discard, "half_typed_loss")
    assert (ran, field.text) == ([5], "")


def test_half_typed_loss_keeps_window(qtbot: QtBot) -> None:
    field = Field()
    desk = Desk.create(qtbot, half_typed=field.half_typed())
    assert not desk.files.may_close()
    desk.answer(Button.Discard, "half_typed_loss")
    assert desk.files.close_mode is CloseMode.USER
