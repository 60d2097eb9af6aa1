import resource
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
from gui.document import Experiment, Part
from gui.files import saves as module
from gui.tone import Tone
from tests.gui.files.desk import Desk, Gate
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def first(path: Path) -> float:
    return float(read_archive(path).A[0, 0])


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


@pytest.fixture
def calm(qtbot: QtBot) -> Desk:
    """A desk whose recovery copies come later than the test ends."""
    return Desk.made(qtbot, delay=10_000_000)


def test_what_was_edited_meanwhile_is_not_taken_as_saved(
    calm: Desk, tmp_path: Path, slow: Gate
) -> None:
    calm.edit(10)
    calm.files.save_as.trigger()
    calm.choose(tmp_path / "a.secant")
    assert slow.reached.wait(10)
    calm.edit(11)
    slow.open()
    calm.wait_saved()
    assert first(tmp_path / "a.secant") == 10
    assert calm.files.is_modified
    calm.document.undo_stack.undo()
    assert not calm.files.is_modified


def test_saves_asked_for_meanwhile_are_one_of_the_latest(
    calm: Desk, tmp_path: Path, slow: Gate
) -> None:
    path = tmp_path / "a.secant"
    calm.files.save_as.trigger()
    calm.choose(path)
    assert slow.reached.wait(10)
    for value in (10, 11, 12):
        calm.edit(value)
        calm.files.save.trigger() if calm.files.place else calm.files.save_as.trigger()
        if calm.files.place is None:
            calm.choose(path)
    slow.open()
    calm.wait_saved()
    assert first(path) == 12
    assert calm.sentences == [f"Saved to {path}."] * 2
    assert not calm.files.is_modified


def test_our_own_save_is_no_change_by_another(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    for value in (10, 11, 12):
        desk.edit(value)
        desk.files.save.trigger()
        desk.files.save.trigger()
    desk.wait_saved()
    assert first(path) == 12
    assert desk.questions() == []


def test_a_large_change_under_way_is_waited_for(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    gate = Event()

    def change(before: Experiment) -> Experiment:
        assert gate.wait(10)
        return before.with_grid(Part.A, before.A.with_block(0, 0, np.array([[77.0]])))

    desk.document.change("Long Change", change, cells=10**9)
    desk.files.save.trigger()
    gate.set()
    desk.wait_saved()
    assert first(path) == 77
    assert not desk.files.is_modified


def test_save_as_makes_another_file_its_own(desk: Desk, tmp_path: Path) -> None:
    a = desk.saved(tmp_path / "a.secant")
    desk.edit(10)
    b = desk.saved(tmp_path / "b.secant")
    assert (first(a), first(b)) == (1, 10)
    assert desk.document.name == "b"


def test_a_cancelled_dialog_saves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.files.save.trigger()
    with desk.qtbot.waitSignal(named(desk.window, QFileDialog, "save_dialog").rejected):
        named(desk.window, QDialog, "save_dialog").reject()
    assert desk.files.place is None
    assert desk.sentences == []


def test_the_dialog_proposes_the_name_and_folder_of_the_document(
    desk: Desk, tmp_path: Path
) -> None:
    desk.saved(tmp_path / "trial.secant")
    desk.files.save_as.trigger()
    dialog = named(desk.window, QFileDialog, "save_dialog")
    assert dialog.selectedFiles() == [str(tmp_path / "trial.secant")]
    dialog.reject()


def fill_up(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def replace(path: Path) -> None:
    path.write_text("a letter")


@pytest.mark.parametrize("meddle", [fill_up, replace])
def test_what_another_window_wrote_is_overwritten_only_if_told(
    desk: Desk, tmp_path: Path, meddle: Callable[[Path], None]
) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit(10)
    meddle(path)
    there = path.read_bytes()
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()
    assert path.read_bytes() == there
    assert desk.files.is_modified
    desk.files.save.trigger()
    desk.press("changed_on_disk", "overwrite")
    desk.wait_saved()
    assert first(path) == 10
    assert not desk.files.is_modified


def test_it_can_be_saved_elsewhere_instead(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit(10)
    replace(path)
    desk.files.save.trigger()
    desk.press("changed_on_disk", "save_as_instead")
    desk.choose(tmp_path / "b.secant")
    desk.wait_saved()
    assert path.read_text() == "a letter"
    assert first(tmp_path / "b.secant") == 10


def test_a_file_that_is_gone_is_written_anew(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    path.unlink()
    desk.edit(10)
    desk.files.save.trigger()
    desk.wait_saved()
    assert first(path) == 10
    assert desk.questions() == []


def test_a_folder_that_is_gone_is_said_and_the_work_stays(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    path = desk.saved(tmp_path / "folder/a.secant")
    path.unlink()
    path.parent.rmdir()
    desk.edit(10)
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.said.at(1)[0].tone is Tone.FAULT
    assert desk.sentences[1].startswith(f"{path} could not be written: there is no such folder.")
    assert desk.files.is_modified
    assert desk.first_cell() == 10


def test_a_full_disk_leaves_the_old_file_and_the_work(calm: Desk, tmp_path: Path) -> None:
    path = calm.saved(tmp_path / "a.secant")
    calm.edit(10)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        calm.files.save.trigger()
        calm.wait_saved()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert calm.said.at(1)[0].tone is Tone.FAULT
    assert "could not be written: it is larger than a file there may be" in calm.sentences[1]
    assert first(path) == 1
    assert calm.files.is_modified
    assert calm.first_cell() == 10
    calm.files.save.trigger()
    calm.wait_saved()
    assert first(path) == 10


def test_what_nobody_expected_is_reported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.edit(10)
    monkeypatch.setattr(module, "write", lambda *_: 1 // 0)
    with desk.qtbot.waitSignal(desk.files.failed) as failed:
        desk.files.save.trigger()
    assert "ZeroDivisionError" in failed.args[0]
    assert desk.files.is_modified
    assert first(path) == 1


def test_a_large_save_is_said_to_be_under_way(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MANY_CELLS", 1)
    path = desk.saved(tmp_path / "a.secant")
    assert desk.sentences == [f"Saving {path}…", f"Saved to {path}."]


def test_closing_while_it_is_written_leaves_it_whole(
    calm: Desk, tmp_path: Path, slow: Gate
) -> None:
    path = tmp_path / "a.secant"
    calm.edit(10)
    calm.files.save_as.trigger()
    calm.choose(path)
    assert slow.reached.wait(10)
    slow.open()
    calm.files.close_without_asking()
    assert not calm.window.isVisible()
    assert first(path) == 10
    assert calm.sentences == [f"Saved to {path}."]
    assert calm.copies() == []


def test_a_name_with_a_point_in_it_gets_the_suffix(calm: Desk, tmp_path: Path) -> None:
    calm.saved(tmp_path / "trial 1.2")
    assert calm.document.name == "trial 1.2"
    assert [path.name for path in tmp_path.glob("*") if path.is_file()] == ["trial 1.2.secant"]


def test_another_file_is_not_overwritten_for_the_suffix_s_sake(calm: Desk, tmp_path: Path) -> None:
    path = tmp_path / "trial 1.2.secant"
    path.write_text("precious")
    calm.files.save_as.trigger()
    calm.choose(tmp_path / "trial 1.2")
    dialogs = [d for d in calm.window.findChildren(QFileDialog) if d.isVisible()]
    assert [dialog.selectedFiles() for dialog in dialogs] == [[str(path)]]
    dialogs[0].reject()
    assert path.read_text() == "precious"
    assert not calm.files.is_writing
