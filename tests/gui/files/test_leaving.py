from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
from gui.document import Part
from gui.files.leaving import Farewell
from gui.run_state import RunState
from tests.gui.files.desk import Desk, Gate
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def do(desk: Desk) -> list[float]:
    """Confirm something that notes the first cell."""
    done: list[float] = []

    def then() -> None:
        done.append(desk.first_cell())

    desk.files.confirm(then)
    return done


def test_where_there_is_nothing_to_lose_it_is_done_at_once(desk: Desk) -> None:
    assert do(desk) == [1]
    assert desk.questions() == []


def test_discarded_changes_are_not_saved(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit()
    done = do(desk)
    assert done == []
    desk.answer(Button.Discard)
    assert done == [5]
    assert read_archive(path).A[0, 0] == 1


def test_cancelling_leaves_all_as_it_is(desk: Desk) -> None:
    desk.edit()
    done = do(desk)
    desk.answer(Button.Cancel)
    assert done == []
    assert desk.files.is_modified
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    do(desk)
    desk.question("unsaved_changes")


def test_saved_changes_are_whole_before_it_is_done(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit()
    seen: list[float] = []

    def then() -> None:
        seen.append(float(read_archive(path).A[0, 0]))

    desk.files.confirm(then)
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: bool(seen))
    assert seen == [5]


def test_without_a_file_it_is_asked_for(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    done = do(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "a.secant")
    desk.qtbot.waitUntil(lambda: done == [5])
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 5


def test_without_an_answer_to_that_nothing_is_done(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    done = do(desk)
    desk.answer(Button.Save)
    named(desk.window, QFileDialog, "save_dialog").reject()
    desk.saved(tmp_path / "a.secant")
    assert done == []


def test_a_save_that_fails_keeps_everything_open(desk: Desk, tmp_path: Path) -> None:
    desk.edit()
    done = do(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "no folder/a.secant")
    desk.wait_saved()
    assert done == []
    assert desk.files.is_modified
    desk.saved(tmp_path / "a.secant")
    assert done == []


def test_changes_made_while_it_is_saved_are_asked_about(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.made(qtbot, delay=10_000_000)
    gate = Gate(monkeypatch)
    desk.edit(5)
    done = do(desk)
    desk.answer(Button.Save)
    desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    desk.edit(6)
    gate.open()
    desk.answer(Button.Discard)
    assert done == [6]
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 5


def test_a_change_under_way_is_waited_for(desk: Desk) -> None:
    change = desk.document.experiment.with_grid
    grid = desk.document.experiment.A.with_block(0, 0, np.array([[6.0]]))
    desk.document.change("Edit", lambda _: change(Part.A, grid), cells=10**9)
    done = do(desk)
    assert desk.questions() == []
    desk.answer(Button.Discard)
    assert done == [6]


def test_a_run_is_halted_to_be_saved(desk: Desk, tmp_path: Path) -> None:
    desk.saved(tmp_path / "a.secant")
    desk.document.change_settings(epochs=10**9, method="literal", learning_rate=1e-9)
    with desk.qtbot.waitSignal(
        desk.session.progressed, check_params_cb=lambda progress: progress.frame.epoch > 0
    ):
        desk.session.run_or_pause()
    done = do(desk)
    assert desk.session.state is RunState.RUNNING
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: done == [1])
    progress = desk.session.progress
    assert progress is not None
    assert read_archive(tmp_path / "a.secant").epoch == progress.frame.epoch


def test_what_was_saved_to_a_file_that_is_gone_is_not_let_go_unasked(
    desk: Desk, tmp_path: Path
) -> None:
    path = desk.saved(tmp_path / "a.secant")
    path.unlink()
    done = do(desk)
    assert "removed or renamed" in desk.question("unsaved_changes").text()
    desk.answer(Button.Save)
    desk.qtbot.waitUntil(lambda: done == [1])
    assert read_archive(path).A[0, 0] == 1


def test_and_is_let_go_if_so_answered(desk: Desk, tmp_path: Path) -> None:
    desk.saved(tmp_path / "a.secant").unlink()
    desk.window.close()
    assert desk.window.isVisible()
    desk.answer(Button.Discard)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())


def test_the_question_is_asked_once(desk: Desk) -> None:
    desk.edit()
    one, other = do(desk), do(desk)
    assert len(desk.questions()) == 1
    desk.answer(Button.Discard)
    assert (one, other) == ([5], [])


def test_the_window_closes_at_once_where_nothing_is_lost(desk: Desk) -> None:
    assert desk.window.close()
    assert desk.files.farewell is Farewell.ASKED


@pytest.mark.parametrize("button", [Button.Discard, Button.Save])
def test_the_window_closes_once_it_is_told_what_to_do(
    desk: Desk, tmp_path: Path, button: Button
) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit()
    assert not desk.window.close()
    assert not desk.window.close()
    assert desk.window.isVisible()
    desk.answer(button)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert desk.files.farewell is Farewell.ASKED
    assert read_archive(path).A[0, 0] == (5 if button is Button.Save else 1)


def test_the_window_stays_if_told_so_and_asks_again(desk: Desk) -> None:
    desk.edit()
    desk.window.close()
    desk.answer(Button.Cancel)
    assert desk.window.isVisible()
    assert desk.files.farewell is None
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    assert not desk.window.close()
    assert len(desk.questions()) == 1


def test_while_a_file_is_written_the_window_stays(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk.made(qtbot, delay=10_000_000)
    gate = Gate(monkeypatch)
    desk.files.save_as.trigger()
    desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    assert not desk.window.close()
    gate.open()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 1


def test_the_system_is_not_asked_back(desk: Desk) -> None:
    desk.edit()
    desk.window.close()
    desk.files.close_without_asking()
    assert not desk.window.isVisible()
    assert desk.files.farewell is Farewell.UNASKED
    assert desk.questions() == []
