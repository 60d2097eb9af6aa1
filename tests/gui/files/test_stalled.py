import errno
import os
import sys
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
from gui.background import TaskQueue, task_queue
from gui.files.stalled import StalledQuestion
from tests.gui.files.desk import LONG, Desk, Gate
from tests.gui.finding import named

SOON = 0.05
posix = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A disk that does not respond until the gate is open, which is noticed soon."""
    monkeypatch.setattr(task_queue, "STALLED_SECONDS", SOON)
    return Gate(monkeypatch)


@pytest.fixture
def desk(qtbot: QtBot, gate: Gate, tmp_path: Path) -> Desk:
    """A window whose save has stalled."""
    desk = Desk.create(qtbot, delay=LONG)
    desk.edit(10)
    desk.files.save_as.trigger()
    desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    return desk


def test_question_says_what_stalls_where(desk: Desk, gate: Gate, tmp_path: Path) -> None:
    text = desk.question("stalled").text()
    assert "“a.secant” is not written yet" in text
    assert str(tmp_path) in text
    gate.open()
    desk.wait_saved()


def test_written_file_withdraws_the_question(desk: Desk, gate: Gate, tmp_path: Path) -> None:
    with desk.qtbot.waitSignal(desk.question("stalled").finished):
        gate.open()
    assert not desk.files.is_modified
    assert read_archive(tmp_path / "a.secant").A[0, 0] == 10


def test_waiting_goes_on(desk: Desk, gate: Gate) -> None:
    desk.question("stalled").reject()
    assert desk.files.is_writing
    gate.open()
    desk.wait_saved()
    assert not desk.files.is_modified


def standing_of(desk: Desk) -> list[str | None]:
    """Return the standing messages from now on."""
    texts: list[str | None] = []
    desk.files.standing_changed.connect(lambda now: texts.append(now and now.text))
    return texts


def test_writing_is_shown_until_written(desk: Desk, gate: Gate) -> None:
    texts = standing_of(desk)
    desk.press("stalled", "stalled_wait")
    assert texts == ["Still writing “a.secant”…"]
    gate.open()
    desk.wait_saved()
    assert texts[-1] is None


def test_question_comes_again_on_request(desk: Desk, gate: Gate, tmp_path: Path) -> None:
    texts = standing_of(desk)
    desk.press("stalled", "stalled_wait")
    desk.files.ask_about_writing()
    desk.files.ask_about_writing()
    assert len(desk.questions()) == 1
    press_stop(desk)
    assert texts[-1] is None
    desk.files.ask_about_writing()
    assert desk.questions() == []
    gate.open()


def close_and_wait(desk: Desk) -> QMessageBox:
    """Close, and return the question about the save that stalls."""
    desk.press("stalled", "stalled_wait")
    desk.window.close()
    return desk.question("stalled")


def test_closing_later_is_said(desk: Desk, gate: Gate) -> None:
    texts = standing_of(desk)
    text = close_and_wait(desk).informativeText()
    assert "The window closes once it is written." in text
    assert "go on working" not in text
    desk.press("stalled", "stalled_wait")
    assert texts[-1] == "Closing after “a.secant”…"
    gate.open()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())


def test_closing_can_be_called_off(desk: Desk, gate: Gate) -> None:
    texts = standing_of(desk)
    close_and_wait(desk)
    desk.press("stalled", "stalled_stay")
    assert texts[-1] == "Still writing “a.secant”…"
    assert desk.sentences[-1] == "The window stays open."
    desk.edit(11)
    gate.open()
    desk.wait_saved()
    assert desk.window.isVisible()
    assert desk.questions() == []


def test_other_document_can_be_called_off(desk: Desk, gate: Gate) -> None:
    desk.press("stalled", "stalled_wait")
    desk.files.new.trigger()
    assert "The next document is shown" in desk.question("stalled").informativeText()
    desk.press("stalled", "stalled_stay")
    gate.open()
    desk.wait_saved()
    assert desk.first_cell() == 10


def test_stalled_last_save_can_be_called_off(qtbot: QtBot, tmp_path: Path, gate: Gate) -> None:
    gate.open()
    desk = Desk.create(qtbot, delay=LONG)
    desk.save_new(tmp_path / "a.secant")
    gate.close()
    desk.edit(12)
    desk.window.close()
    desk.answer(QMessageBox.StandardButton.Save)
    assert "The window closes" in desk.question("stalled").informativeText()
    desk.press("stalled", "stalled_stay")
    gate.open()
    desk.wait_saved()
    assert desk.window.isVisible()
    assert desk.questions() == []


def test_failed_save_ends_closing(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_queue, "STALLED_SECONDS", SOON)
    desk, end = Desk.create(qtbot, delay=LONG), Event()

    def fail(_: int) -> None:
        assert end.wait(10)
        raise OSError(errno.ENOSPC, "full")

    desk.save_new(tmp_path / "a.secant")
    monkeypatch.setattr(os, "fsync", fail)
    desk.edit(12)
    texts = standing_of(desk)
    desk.window.close()
    desk.answer(QMessageBox.StandardButton.Save)
    desk.question("stalled")
    end.set()
    desk.wait_saved()
    assert texts[-1] is None
    assert "the disk is full" in desk.sentences[-1]
    assert desk.window.isVisible()


@posix
def test_pipe_is_called_a_pipe(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_queue, "STALLED_SECONDS", SOON)
    os.mkfifo(tmp_path / "pipe.csv")
    window, end = QWidget(), Event()
    qtbot.addWidget(window)
    window.show()
    queue = TaskQueue("export", window)
    StalledQuestion(window, queue, lambda: tmp_path / "pipe.csv")
    queue.add(lambda _: end.wait(10))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "stalled") is not None)
    dialog = named(window, QMessageBox, "stalled")
    assert "no program has read from it" in dialog.text()
    assert "has only a part" in dialog.informativeText()
    with qtbot.waitSignal(queue.idle):
        end.set()


def press_stop(desk: Desk) -> None:
    (stop,) = [b for b in desk.question("stalled").buttons() if b.objectName() == "stalled_stop"]
    stop.click()


def test_stopped_save_writes_nothing_later(desk: Desk, gate: Gate, tmp_path: Path) -> None:
    press_stop(desk)
    assert not desk.files.is_writing
    assert desk.files.is_modified
    assert desk.sentences[-1].startswith(f"{tmp_path / 'a.secant'} was not written")
    gate.open()
    desk.qtbot.waitUntil(lambda: not list(tmp_path.glob(".secant-*")))
    assert not (tmp_path / "a.secant").exists()


def test_closing_asks_again_and_can_leave(desk: Desk, gate: Gate) -> None:
    desk.question("stalled").reject()
    desk.window.close()
    assert desk.window.isVisible()
    press_stop(desk)
    question = desk.question("unsaved_changes")
    question.button(question.StandardButton.Discard).click()
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    gate.open()


def test_system_end_does_not_wait(desk: Desk, gate: Gate) -> None:
    desk.files.close_without_asking()
    assert not desk.window.isVisible()
    gate.open()


@posix
def test_saving_to_a_pipe_is_refused(qtbot: QtBot, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.secant")
    desk = Desk.create(qtbot, delay=LONG)
    desk.edit(10)
    desk.files.save_as.trigger()
    named(desk.window, QFileDialog, "save_dialog").fileSelected.emit(str(tmp_path / "a.secant"))
    desk.wait_saved()
    assert "is a pipe or a device" in desk.sentences[-1]
    assert desk.files.is_modified


@pytest.mark.skipif(sys.platform == "win32", reason="paths are asked for otherwise there")
def test_stalled_file_holds_up_no_other(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_queue, "STALLED_SECONDS", SOON)
    desk, end, stat = Desk.create(qtbot, delay=LONG), Event(), Path.stat
    good = desk.save_new(tmp_path / "good.secant")

    def stalled(path: Path, **options: bool) -> os.stat_result:
        if path.name == "gone.secant":
            end.wait()
        return stat(path, **options)

    monkeypatch.setattr(Path, "stat", stalled)
    desk.files.open_path(tmp_path / "gone.secant")
    qtbot.waitUntil(lambda: "has not responded" in desk.sentences[-1])
    assert "gone.secant" in desk.sentences[-1]
    desk.open_file(good)
    end.set()
