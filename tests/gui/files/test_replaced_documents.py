"""A table that replaces the document never gets the file of the former one."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from engine import Problem, Settings
from engine.archive import read_archive
from gui.document import Experiment, TableName

from .desk import Desk, Gate, copied_cell, slot_infos

SAVE, DISCARD = QMessageBox.StandardButton.Save, QMessageBox.StandardButton.Discard


def other_table(_: Experiment) -> Experiment:
    return Experiment.of(Problem([[30.0, 31.0, 32.0]], [40.0]), Settings(), "other")


def replace(desk: Desk, cells: int = 0) -> None:
    desk.document.change("Import of other.csv", other_table, cells)


def own_file(desk: Desk, tmp_path: Path) -> tuple[Path, bytes]:
    path = desk.save_new(tmp_path / "own.secant")
    return path, path.read_bytes()


def file_of(desk: Desk) -> Path | None:
    return desk.files.file_state.path if desk.files.file_state else None


def cell_in(path: Path) -> float:
    return float(read_archive(path).A[0, 0])


def is_asking_where(desk: Desk) -> bool:
    dialogs = desk.window.findChildren(QFileDialog, "save_dialog")
    return any(dialog.isVisible() for dialog in dialogs)


def test_save_asks_for_another_file(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    replace(desk)
    desk.files.save.trigger()
    assert is_asking_where(desk)
    desk.choose(tmp_path / "new.secant")
    desk.wait_saved()
    assert own.read_bytes() == before
    assert (cell_in(tmp_path / "new.secant"), cell_in(own)) == (30, 1)
    assert file_of(desk) == tmp_path / "new.secant"


def test_replaced_table_is_untitled(desk: Desk, tmp_path: Path) -> None:
    own_file(desk, tmp_path)
    assert desk.document.title == "own"
    replace(desk)
    assert desk.document.title == "Untitled (other)"
    assert file_of(desk) is None
    assert desk.files.is_modified
    desk.document.undo_stack.undo()
    assert desk.document.title == "own"


def test_undo_brings_back_unmodified_file(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    replace(desk)
    desk.document.undo_stack.undo()
    assert file_of(desk) == own
    assert not desk.files.is_modified
    desk.edit(77)
    desk.files.save.trigger()
    desk.wait_saved()
    assert not is_asking_where(desk)
    assert cell_in(own) == 77


def test_undo_brings_back_unsaved_edits(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    desk.edit(55)
    replace(desk)
    desk.document.undo_stack.undo()
    assert desk.files.is_modified
    assert own.read_bytes() == before
    desk.document.undo_stack.undo()
    assert not desk.files.is_modified


def test_undo_and_redo_change_files(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    replace(desk)
    desk.document.undo_stack.undo()
    desk.document.undo_stack.redo()
    assert (file_of(desk), desk.files.is_modified) == (None, True)
    other = desk.save_new(tmp_path / "other.secant")
    desk.document.undo_stack.undo()
    assert (file_of(desk), desk.document.title, desk.files.is_modified) == (own, "own", False)
    desk.document.undo_stack.redo()
    assert (file_of(desk), desk.document.title, desk.files.is_modified) == (other, "other", False)


def test_second_replacement_is_untitled_too(desk: Desk, tmp_path: Path) -> None:
    own_file(desk, tmp_path)
    replace(desk)
    other = desk.save_new(tmp_path / "other.secant")
    before = other.read_bytes()
    replace(desk)
    desk.files.save.trigger()
    assert is_asking_where(desk)
    assert other.read_bytes() == before


def test_early_save_writes_former_document(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    desk.edit(66)
    with desk.qtbot.waitSignal(desk.document.idle):
        replace(desk, cells=10**9)
        desk.files.save.trigger()
    desk.wait_saved()
    assert cell_in(own) == 66
    assert (file_of(desk), desk.first_cell()) == (None, 30)
    assert desk.files.is_modified
    desk.document.undo_stack.undo()
    assert not desk.files.is_modified


def test_chosen_file_gets_former_document(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    desk.files.save_as.trigger()
    replace(desk)
    desk.choose(tmp_path / "copy.secant")
    desk.wait_saved()
    assert cell_in(tmp_path / "copy.secant") == 1
    assert own.read_bytes() == before
    assert file_of(desk) is None
    desk.document.undo_stack.undo()
    assert file_of(desk) == tmp_path / "copy.secant"


def test_replacing_during_save(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own, _ = own_file(desk, tmp_path)
    desk.edit(44)
    gate = Gate(monkeypatch)
    desk.files.save.trigger()
    gate.reached.wait(10)
    replace(desk)
    gate.open()
    desk.wait_saved()
    assert cell_in(own) == 44
    assert (file_of(desk), desk.files.is_modified) == (None, True)
    desk.document.undo_stack.undo()
    assert (file_of(desk), desk.files.is_modified) == (own, False)


def test_other_program_is_noticed_after_undo(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    copy = desk.save_new(tmp_path / "copy.secant")
    desk.open_file(own)
    replace(desk)
    desk.edit(99)
    changed = desk.save_new(tmp_path / "changed.secant").read_bytes()
    own.write_bytes(changed)
    desk.document.undo_stack.undo()
    desk.document.undo_stack.undo()
    desk.edit(3)
    desk.files.save.trigger()
    desk.question("changed_on_disk").reject()
    assert own.read_bytes() == changed
    assert copy.exists()


def test_overwriting_writes_document_meant(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    own.write_bytes(own.read_bytes() + b" ")
    desk.edit(88)
    desk.files.save.trigger()
    desk.question("changed_on_disk")
    replace(desk)
    desk.press("changed_on_disk", "overwrite")
    desk.wait_saved()
    assert cell_in(own) == 88
    assert file_of(desk) is None


def test_deleted_file_matters_after_undo(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    replace(desk)
    own.unlink()
    desk.files.new.trigger()
    assert "deleted" not in desk.question("unsaved_changes").text()
    desk.question("unsaved_changes").reject()
    desk.document.undo_stack.undo()
    desk.files.new.trigger()
    assert "deleted" in desk.question("unsaved_changes").text()


def test_recovery_copy_has_right_file(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    replace(desk)
    desk.qtbot.waitUntil(lambda: copied_cell() == 30)
    assert [info.file for info in slot_infos()] == [""]
    desk.document.undo_stack.undo()
    desk.edit(12)
    desk.qtbot.waitUntil(lambda: copied_cell() == 12)
    assert [info.file for info in slot_infos()] == [str(own)]


def test_undo_removes_needless_copy(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    replace(desk)
    desk.qtbot.waitUntil(lambda: copied_cell() == 30)
    desk.document.undo_stack.undo()
    desk.qtbot.waitUntil(lambda: not desk.copies())
    desk.qtbot.waitUntil(lambda: [info.file for info in slot_infos()] == [str(own)])


def test_weights_of_file_return(desk: Desk, tmp_path: Path) -> None:
    desk.run()
    own, before = own_file(desk, tmp_path)
    desk.files.new.trigger()
    desk.open_file(own)
    fitted = desk.document.fitted
    assert fitted is not None
    same_shape = Problem(np.ones((3, 2)), np.ones(3))
    desk.document.change("Import", lambda _: Experiment.of(same_shape, Settings()))
    assert desk.document.fitted is None
    assert desk.files.snapshot().fitted is None
    desk.document.undo_stack.undo()
    assert desk.document.fitted is fitted
    assert not desk.files.is_modified
    assert own.read_bytes() == before


def test_new_has_no_file_and_is_undone(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    desk.files.new.trigger()
    assert (file_of(desk), desk.document.title) == (None, "Untitled")
    assert not desk.files.is_modified
    desk.document.undo_stack.undo()
    assert (file_of(desk), desk.document.title) == (own, "own")
    assert not desk.files.is_modified
    desk.document.undo_stack.redo()
    assert (file_of(desk), desk.document.title) == (None, "Untitled")
    assert own.read_bytes() == before


def test_new_comes_after_question_about_edits(desk: Desk, tmp_path: Path) -> None:
    own_file(desk, tmp_path)
    replace(desk)
    desk.files.new.trigger()
    desk.answer(DISCARD)
    assert (file_of(desk), desk.document.title) == (None, "Untitled")
    assert not desk.files.is_modified
    desk.document.undo_stack.undo()
    assert desk.document.title == "Untitled (other)"


def test_asked_save_keeps_own_file(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    replace(desk)
    desk.files.new.trigger()
    desk.answer(SAVE)
    desk.choose(tmp_path / "kept.secant")
    desk.qtbot.waitUntil(lambda: desk.document.title == "Untitled")
    assert own.read_bytes() == before
    assert cell_in(tmp_path / "kept.secant") == 30


def test_two_windows_keep_their_files(desk: Desk, tmp_path: Path) -> None:
    own, before = own_file(desk, tmp_path)
    second = Desk.create(desk.qtbot)
    second.open_file(own)
    replace(desk)
    second.edit(21)
    second.files.save.trigger()
    second.wait_saved()
    desk.files.save.trigger()
    assert is_asking_where(desk)
    assert cell_in(own) == 21
    desk.document.undo_stack.undo()
    desk.edit(5)
    desk.files.save.trigger()
    desk.question("changed_on_disk").reject()
    assert cell_in(own) == 21
    assert own.read_bytes() != before


def test_edits_keep_file(desk: Desk, tmp_path: Path) -> None:
    own, _ = own_file(desk, tmp_path)
    desk.document.set_block(TableName.A, 0, 0, np.full((3, 2), 8.0))
    desk.document.resize(5, 4)
    desk.document.remove_rows([0, 1])
    assert (file_of(desk), desk.document.title) == (own, "own")


def edit_and_replace(desk: Desk, tmp_path: Path) -> tuple[Path, bytes]:
    own = own_file(desk, tmp_path)
    desk.edit(55)
    replace(desk)
    desk.save_new(tmp_path / "other.secant")
    return own


def test_closing_asks_about_former_edits(desk: Desk, tmp_path: Path) -> None:
    own, _ = edit_and_replace(desk, tmp_path)
    assert not desk.files.is_modified
    desk.window.close()
    assert "“own”" in desk.question("unsaved_changes").text()
    desk.answer(SAVE)
    desk.qtbot.waitUntil(desk.window.isHidden)
    assert (cell_in(own), cell_in(tmp_path / "other.secant")) == (55, 30)


def test_former_edits_may_be_discarded(desk: Desk, tmp_path: Path) -> None:
    own, before = edit_and_replace(desk, tmp_path)
    desk.files.new.trigger()
    desk.answer(DISCARD)
    assert desk.document.title == "Untitled"
    assert own.read_bytes() == before
    desk.files.new.trigger()
    assert not desk.questions()


def test_both_documents_are_asked_about(desk: Desk, tmp_path: Path) -> None:
    own, before = edit_and_replace(desk, tmp_path)
    desk.edit(1000)
    desk.files.new.trigger()
    assert "“other”" in desk.question("unsaved_changes").text()
    desk.answer(DISCARD)
    desk.qtbot.waitUntil(lambda: "“own”" in desk.question("unsaved_changes").text())
    desk.answer(QMessageBox.StandardButton.Cancel)
    assert desk.first_cell() == 1000
    assert desk.files.is_modified
    assert own.read_bytes() == before


def test_undone_replacement_asks_once(desk: Desk, tmp_path: Path) -> None:
    edit_and_replace(desk, tmp_path)
    desk.document.undo_stack.undo()
    desk.files.save.trigger()
    desk.wait_saved()
    desk.document.undo_stack.redo()
    desk.files.new.trigger()
    assert desk.document.title == "Untitled"


def test_changed_former_file_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    own, _ = edit_and_replace(desk, tmp_path)
    own.write_bytes(own.read_bytes() + b" ")
    changed = own.read_bytes()
    desk.files.new.trigger()
    desk.answer(SAVE)
    desk.press("changed_on_disk", "save_as_instead")
    desk.choose(tmp_path / "mine.secant")
    desk.qtbot.waitUntil(lambda: desk.document.title == "Untitled")
    assert own.read_bytes() == changed
    assert cell_in(tmp_path / "mine.secant") == 55


def test_recovered_work_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    desk.files.recover(desk.files.snapshot(), None)
    replace(desk)
    desk.save_new(tmp_path / "other.secant")
    desk.files.new.trigger()
    desk.answer(SAVE)
    desk.choose(tmp_path / "recovered.secant")
    desk.qtbot.waitUntil(lambda: desk.document.title == "Untitled")
    assert cell_in(tmp_path / "recovered.secant") == 1


def test_untouched_former_document_is_silent(desk: Desk, tmp_path: Path) -> None:
    own_file(desk, tmp_path)
    replace(desk)
    desk.save_new(tmp_path / "other.secant")
    desk.files.new.trigger()
    assert desk.document.title == "Untitled"
