import gc
import resource
import weakref
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import read_archive
from gui.document import Experiment, TableName
from gui.files import saving as module
from gui.text.message import MessageKind, whole_of
from tests.gui.files.desk import LONG, Desk, Gate
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def first_cell_of(path: Path) -> float:
    return float(read_archive(path).A[0, 0])


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


@pytest.fixture
def quiet_desk(qtbot: QtBot) -> Desk:
    """A window whose recovery copies would be written only after the test."""
    return Desk.create(qtbot, delay=LONG)


def test_edit_during_save_stays_unsaved(quiet_desk: Desk, tmp_path: Path, gate: Gate) -> None:
    quiet_desk.edit(10)
    quiet_desk.files.save_as.trigger()
    quiet_desk.choose(tmp_path / "a.secant")
    assert gate.reached.wait(10)
    quiet_desk.edit(11)
    gate.open()
    quiet_desk.wait_saved()
    assert first_cell_of(tmp_path / "a.secant") == 10
    assert quiet_desk.files.is_modified
    quiet_desk.document.undo_stack.undo()
    assert not quiet_desk.files.is_modified


def test_repeated_saves_become_one(quiet_desk: Desk, tmp_path: Path, gate: Gate) -> None:
    path = tmp_path / "a.secant"
    quiet_desk.files.save_as.trigger()
    quiet_desk.choose(path)
    assert gate.reached.wait(10)
    for value in (10, 11, 12):
        quiet_desk.edit(value)
        if quiet_desk.files.file_state is None:
            quiet_desk.files.save_as.trigger()
            quiet_desk.choose(path)
        else:
            quiet_desk.files.save.trigger()
    gate.open()
    quiet_desk.wait_saved()
    assert first_cell_of(path) == 12
    assert quiet_desk.sentences == [f"Saved to {path}."] * 2
    assert not quiet_desk.files.is_modified


def test_own_save_is_not_foreign_change(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    for value in (10, 11, 12):
        desk.edit(value)
        desk.files.save.trigger()
        desk.files.save.trigger()
    desk.wait_saved()
    assert first_cell_of(path) == 12
    assert desk.questions() == []


def test_save_waits_for_pending_change(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    gate = Event()

    def change(before: Experiment) -> Experiment:
        assert gate.wait(10)
        return before.with_grid(TableName.A, before.A.with_block(0, 0, np.array([[77.0]])))

    desk.document.change("Long Change", change, cells=10**9)
    desk.files.save.trigger()
    gate.set()
    desk.wait_saved()
    assert first_cell_of(path) == 77
    assert not desk.files.is_modified


def test_save_as_changes_file(desk: Desk, tmp_path: Path) -> None:
    a = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    b = desk.save_new(tmp_path / "b.secant")
    assert (first_cell_of(a), first_cell_of(b)) == (1, 10)
    assert desk.document.name == "b"


def test_cancelled_dialog_saves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.files.save.trigger()
    with desk.qtbot.waitSignal(named(desk.window, QFileDialog, "save_dialog").rejected):
        named(desk.window, QDialog, "save_dialog").reject()
    assert desk.files.file_state is None
    assert desk.sentences == []


def test_dialog_proposes_name_and_folder(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "trial.secant")
    desk.files.save_as.trigger()
    dialog = named(desk.window, QFileDialog, "save_dialog")
    assert dialog.selectedFiles() == [str(tmp_path / "trial.secant")]
    dialog.reject()


def append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"more")


def replace(path: Path) -> None:
    path.write_text("a letter")


@pytest.mark.parametrize("change", [append, replace])
def test_changed_file_is_overwritten_on_request(
    desk: Desk, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    change(path)
    changed = path.read_bytes()
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()
    assert path.read_bytes() == changed
    assert desk.files.is_modified
    desk.files.save.trigger()
    desk.press("changed_on_disk", "overwrite")
    desk.wait_saved()
    assert first_cell_of(path) == 10
    assert not desk.files.is_modified


def test_changed_file_offers_save_as(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    replace(path)
    desk.files.save.trigger()
    desk.press("changed_on_disk", "save_as_instead")
    desk.choose(tmp_path / "b.secant")
    desk.wait_saved()
    assert path.read_text() == "a letter"
    assert first_cell_of(tmp_path / "b.secant") == 10


def test_deleted_file_is_written_again(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    path.unlink()
    desk.edit(10)
    desk.files.save.trigger()
    desk.wait_saved()
    assert first_cell_of(path) == 10
    assert desk.questions() == []


def test_missing_folder_is_reported(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    path = desk.save_new(tmp_path / "folder/a.secant")
    path.unlink()
    path.parent.rmdir()
    desk.edit(10)
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.messages.at(1)[0].kind is MessageKind.FAULT
    assert whole_of(desk.sentences[1]).startswith(
        f"{path} could not be written: the folder does not exist."
    )
    assert desk.files.is_modified
    assert desk.first_cell() == 10


def test_full_disk_keeps_file_and_work(quiet_desk: Desk, tmp_path: Path) -> None:
    path = quiet_desk.save_new(tmp_path / "a.secant")
    quiet_desk.edit(10)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        quiet_desk.files.save.trigger()
        quiet_desk.wait_saved()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert quiet_desk.messages.at(1)[0].kind is MessageKind.FAULT
    assert "could not be written: it is larger than a file may be there" in quiet_desk.sentences[1]
    assert first_cell_of(path) == 1
    assert quiet_desk.files.is_modified
    assert quiet_desk.first_cell() == 10
    quiet_desk.files.save.trigger()
    quiet_desk.wait_saved()
    assert first_cell_of(path) == 10


def test_unexpected_exception_is_reported(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    monkeypatch.setattr(module, "write", lambda *_: 1 // 0)
    with desk.qtbot.waitSignal(desk.files.failed) as failed:
        desk.files.save.trigger()
    assert "ZeroDivisionError" in failed.args[0]
    assert desk.files.is_modified
    assert first_cell_of(path) == 1


def test_large_save_shows_saving_message(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MANY_CELLS", 1)
    path = desk.save_new(tmp_path / "a.secant")
    assert desk.sentences == [f"Saving {path}…", f"Saved to {path}."]


def test_closing_during_save_completes_it(quiet_desk: Desk, tmp_path: Path, gate: Gate) -> None:
    path = tmp_path / "a.secant"
    quiet_desk.edit(10)
    quiet_desk.files.save_as.trigger()
    quiet_desk.choose(path)
    assert gate.reached.wait(10)
    gate.open()
    quiet_desk.files.close_without_asking()
    assert not quiet_desk.window.isVisible()
    assert first_cell_of(path) == 10
    assert quiet_desk.sentences == [f"Saved to {path}."]
    assert quiet_desk.copies() == []


def test_name_with_dot_gets_suffix(quiet_desk: Desk, tmp_path: Path) -> None:
    quiet_desk.save_new(tmp_path / "trial 1.2")
    assert quiet_desk.document.name == "trial 1.2"
    assert [path.name for path in tmp_path.glob("*") if path.is_file()] == ["trial 1.2.secant"]


def test_added_suffix_never_overwrites_silently(quiet_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "trial 1.2.secant"
    path.write_text("precious")
    quiet_desk.files.save_as.trigger()
    quiet_desk.choose(tmp_path / "trial 1.2")
    dialogs = [d for d in quiet_desk.window.findChildren(QFileDialog) if d.isVisible()]
    assert [dialog.selectedFiles() for dialog in dialogs] == [[str(path)]]
    dialogs[0].reject()
    assert path.read_text() == "precious"
    assert not quiet_desk.files.is_writing


def save(desk: Desk, folder: Path) -> None:
    desk.save_new(folder / "a.secant")


def cancel_save_as(desk: Desk, folder: Path) -> None:
    del folder
    desk.files.save_as.trigger()
    named(desk.window, QDialog, "save_dialog").reject()


def cancel_overwriting(desk: Desk, folder: Path) -> None:
    append(desk.save_new(folder / "a.secant"))
    desk.edit(11)
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()


def overwrite(desk: Desk, folder: Path) -> None:
    append(desk.save_new(folder / "a.secant"))
    desk.edit(11)
    desk.files.save.trigger()
    desk.press("changed_on_disk", "overwrite")
    desk.wait_saved()


def save_elsewhere(desk: Desk, folder: Path) -> None:
    append(desk.save_new(folder / "a.secant"))
    desk.edit(11)
    desk.files.save.trigger()
    desk.press("changed_on_disk", "save_as_instead")
    desk.choose(folder / "b.secant")
    desk.wait_saved()


@pytest.mark.parametrize(
    "act", [save, cancel_save_as, cancel_overwriting, overwrite, save_elsewhere]
)
def test_another_document_frees_its_tables(
    desk: Desk, tmp_path: Path, act: Callable[[Desk, Path], None]
) -> None:
    desk.edit(10)
    act(desk, tmp_path)
    table = weakref.ref(desk.document.table(TableName.A))
    desk.document.open(Experiment.of(Problem([[1.0]], [2.0]), Settings()))

    def is_freed() -> bool:
        gc.collect()
        return table() is None

    desk.qtbot.waitUntil(is_freed)
