import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from engine import Problem, Settings
from engine.archive import read_archive
from gui.background import TaskQueue
from gui.document import Experiment
from gui.recovery.autosave import DELAY_MILLISECONDS, RUN_MILLISECONDS
from gui.recovery.crashed_windows import find_crashed_windows
from gui.recovery.recovery import recovery_folder
from gui.run.run_state import RunState
from gui.text.message import Message, MessageKind, whole_of
from tests.engine.archive.runs import kept
from tests.gui.files.desk import LONG, SOON, Desk, copied_cell, recovery_copy, slot_infos
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def wait_copied(desk: Desk, value: float | None) -> None:
    desk.qtbot.waitUntil(lambda: copied_cell() == value)


def test_change_is_copied_within_two_seconds() -> None:
    assert DELAY_MILLISECONDS <= 1000
    assert RUN_MILLISECONDS <= 15_000


def test_every_kind_of_change_is_copied(desk: Desk) -> None:
    for value in (10, 11, 12):
        desk.edit(value)
        wait_copied(desk, value)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)


def copied_runs() -> list[tuple[int, str, bool]]:
    copy = recovery_copy()
    return [] if copy is None else [(run.number, run.name, run.pinned) for run in copy.runs]


def wait_runs(desk: Desk, *runs: tuple[int, str, bool]) -> None:
    desk.qtbot.waitUntil(lambda: copied_runs() == [*runs])


def test_kept_runs_are_copied(desk: Desk, tmp_path: Path) -> None:
    """A change of the runs after the last copy was lost by a crash."""
    for runs in (
        ((1, "", True),),
        ((1, "best", True),),
        ((1, "best", True), (2, "second", False)),
        ((2, "second", False),),
    ):
        desk.document.keep_runs(
            tuple(kept(number, name=name, pinned=pinned) for number, name, pinned in runs)
        )
        wait_runs(desk, *runs)
    desk.save_new(tmp_path / "a.secant")
    desk.qtbot.waitUntil(lambda: desk.copies() == [])
    for name in ("third", "fourth"):
        desk.document.keep_runs((kept(2, name=name),))
        wait_runs(desk, (2, name, False))


def test_runs_that_nobody_keeps_need_none(desk: Desk) -> None:
    desk.document.keep_runs((kept(1, name=""),))
    desk.recovery.save_now()
    assert desk.copies() == []


def test_constant_typing_does_not_postpone_copy(qtbot: QtBot) -> None:
    desk = Desk.create(qtbot, delay=50)
    edits = iter(range(10, 10_000))

    def type_until_copied() -> bool:
        desk.edit(next(edits))
        return copied_cell() is not None

    qtbot.waitUntil(type_until_copied)


def test_unchanged_document_is_not_copied(qtbot: QtBot) -> None:
    desk = Desk.create(qtbot, run_delay=LONG)
    desk.run()
    desk.close()
    assert not recovery_folder().exists() or desk.copies() == []


def test_undo_deletes_copy(desk: Desk) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    desk.document.undo_stack.undo()
    wait_copied(desk, None)
    desk.qtbot.waitUntil(lambda: desk.copies() == [])
    desk.document.undo_stack.redo()
    wait_copied(desk, 10)


def test_save_deletes_copy(desk: Desk, tmp_path: Path) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    path = desk.save_new(tmp_path / "a.secant")
    wait_copied(desk, None)
    desk.qtbot.waitUntil(lambda: [info.file for info in slot_infos()] == [str(path)])
    desk.edit(11)
    wait_copied(desk, 11)
    assert [(info.file, info.name, info.rows, info.columns) for info in slot_infos()] == [
        (str(path), "a", 3, 2)
    ]


def copied_rate() -> float | None:
    copy = recovery_copy()
    return None if copy is None else copy.settings.fixed_learning_rate


def test_changed_settings_alone_are_copied(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.qtbot.waitUntil(lambda: copied_rate() == 0.25)
    assert not desk.files.is_modified
    desk.document.undo_stack.undo()
    desk.qtbot.waitUntil(lambda: desk.copies() == [])


def test_undone_edit_keeps_settings_copy(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.edit(10)
    wait_copied(desk, 10)
    desk.document.undo_stack.undo()
    wait_copied(desk, 1)
    assert copied_rate() == 0.25


def test_system_close_drops_copy_of_settings(desk: Desk) -> None:
    desk.document.change_settings(learning_rate=0.25)
    desk.qtbot.waitUntil(lambda: copied_rate() == 0.25)
    desk.close()
    assert list(recovery_folder().iterdir()) == []


def test_other_document_deletes_copy(desk: Desk) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    desk.files.new.trigger()
    desk.answer(Button.Discard)
    wait_copied(desk, None)
    desk.qtbot.waitUntil(lambda: desk.copies() == [])


def test_run_is_copied_at_intervals(qtbot: QtBot) -> None:
    desk = Desk.create(qtbot, run_delay=SOON)
    desk.document.change_settings(epochs=10**9, method="literal", learning_rate=1e-9)
    desk.session.run_or_pause()

    def copy_is_newer(before: float) -> bool:
        copy = recovery_copy()
        return copy is not None and copy.epoch is not None and copy.epoch > before

    qtbot.waitUntil(lambda: copy_is_newer(0))
    copy = recovery_copy()
    assert copy is not None
    assert copy.epoch is not None
    qtbot.waitUntil(lambda: copy_is_newer(copy.epoch or 0))
    desk.session.pause()
    progress = desk.session.progress
    assert progress is not None
    qtbot.waitUntil(
        lambda: not copy_is_newer(progress.frame.epoch) and copy_has_weights(progress.frame.W)
    )


def copy_has_weights(W: object) -> bool:
    copy = recovery_copy()
    return copy is not None and np.array_equal(copy.fitted, W)  # type: ignore[arg-type]


def test_edit_copy_includes_finished_run(desk: Desk) -> None:
    desk.edit(10)
    desk.run(RunState.DONE)
    progress = desk.session.progress
    assert progress is not None
    desk.qtbot.waitUntil(lambda: copy_has_weights(progress.frame.W))


def test_user_close_deletes_copy(desk: Desk) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    desk.window.close()
    desk.answer(Button.Discard)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert list(recovery_folder().iterdir()) == []


def test_system_close_keeps_latest_copy(qtbot: QtBot) -> None:
    desk = Desk.create(qtbot, delay=LONG)
    desk.edit(10)
    desk.close()
    assert copied_cell() == 10


def test_system_close_without_changes_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "a.secant")
    desk.qtbot.waitUntil(lambda: len(slot_infos()) == 1)
    desk.close()
    assert list(recovery_folder().iterdir()) == []


def fail_with_full_disk(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.fixture
def full() -> Iterator[pytest.MonkeyPatch]:
    """A full disk, until undone."""
    patch = pytest.MonkeyPatch()
    patch.setattr(os, "fsync", fail_with_full_disk)
    yield patch
    patch.undo()


def test_full_disk_is_reported_once(desk: Desk, full: pytest.MonkeyPatch) -> None:
    writer = named(desk.window, TaskQueue, "recovery")
    for value in (10, 11, 12):
        with desk.qtbot.waitSignal(writer.refused):
            desk.edit(value)
    assert [whole_of(each) for each in desk.sentences] == [
        f"Recovery copies cannot be written to {recovery_folder()}: no space left on device. "
        "Save often until this is fixed."
    ]
    assert desk.messages.at(0)[0].kind is MessageKind.FAULT


def test_copying_resumes_after_disk_is_freed(desk: Desk, full: pytest.MonkeyPatch) -> None:
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 1)
    full.undo()
    desk.edit(11)
    desk.qtbot.waitUntil(lambda: desk.copies() != [])


def test_failed_copy_is_retried_without_changes(qtbot: QtBot, full: pytest.MonkeyPatch) -> None:
    desk = Desk.create(qtbot, run_delay=50)
    desk.edit(10)
    qtbot.waitUntil(lambda: desk.messages.count() == 1)
    full.undo()
    wait_copied(desk, 10)
    assert desk.messages.count() == 1


def standing(desk: Desk) -> list[Message | None]:
    return [desk.standing.at(k)[0] for k in range(desk.standing.count())]


UNPROTECTED = "Not protected: the recovery folder cannot be written"


@pytest.mark.parametrize("is_file", [False, True])
def test_unprotected_is_shown_until_mended(
    qtbot: QtBot, tmp_path: Path, data_home: Path, is_file: bool
) -> None:
    """A folder, of which a part is a file, cannot be created, whoever asks."""
    path = Desk.create(qtbot).save_new(tmp_path / "a.secant")
    shutil.rmtree(data_home)
    data_home.touch()
    desk = Desk.create(qtbot, run_delay=50)
    if is_file:
        desk.open_file(path)
    for value in (10, 11):
        desk.edit(value)
    qtbot.waitUntil(lambda: desk.standing.count() == 1)
    (message,) = standing(desk)
    assert message is not None
    assert (message.kind, message.text) == (MessageKind.WARNING, UNPROTECTED)
    assert str(recovery_folder()) in message.detail
    assert message.detail.endswith("Copies then go on by themselves.")
    desk.edit(12)
    desk.recovery.save_now()
    assert desk.standing.count() == 1
    data_home.unlink()
    qtbot.waitUntil(lambda: desk.standing.count() == 2)
    assert standing(desk)[1] is None
    qtbot.waitUntil(lambda: copied_cell() == 12)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_unprotected_is_shown_before_any_edit(qtbot: QtBot, depth: int) -> None:
    """Whatever part of the path is a file: the recovery folder, Secant's, or that of all data."""
    blocked = [recovery_folder(), *recovery_folder().parents][depth]
    blocked.parent.mkdir(parents=True, exist_ok=True)
    blocked.touch()
    desk = Desk.create(qtbot, run_delay=50)
    qtbot.waitUntil(lambda: desk.standing.count() == 1)
    (message,) = standing(desk)
    assert message is not None
    assert f"{blocked} is a file. Rename or move it." in message.detail
    blocked.unlink()
    qtbot.waitUntil(lambda: standing(desk)[1:] == [None])
    assert desk.copies() == []


def test_mended_folder_is_noticed_without_changes(
    qtbot: QtBot, tmp_path: Path, data_home: Path
) -> None:
    path = Desk.create(qtbot).save_new(tmp_path / "a.secant")
    shutil.rmtree(data_home)
    data_home.touch()
    desk = Desk.create(qtbot, run_delay=50)
    desk.open_file(path)
    assert len(standing(desk)) == 1
    data_home.unlink()
    qtbot.waitUntil(lambda: len(standing(desk)) == 2)


def test_folder_that_breaks_later_is_shown(desk: Desk, data_home: Path) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    shutil.rmtree(data_home)
    data_home.touch()
    desk.edit(11)
    desk.qtbot.waitUntil(lambda: len(standing(desk)) == 1)


def test_full_disk_stays_shown_after_message(desk: Desk, full: pytest.MonkeyPatch) -> None:
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: len(standing(desk)) == 1)
    (message,) = standing(desk)
    assert message is not None
    assert "no space left on device" in message.detail
    full.undo()
    desk.edit(11)
    desk.qtbot.waitUntil(lambda: len(standing(desk)) == 2)


def test_unexpected_error_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("engine.archive.archived", lambda _: 7)
        with desk.qtbot.waitSignal(desk.recovery.failed):
            desk.edit(10)
    (message,) = standing(desk)
    assert message is not None
    assert "an unexpected error occurred" in message.detail
    desk.edit(11)
    wait_copied(desk, 11)
    desk.qtbot.waitUntil(lambda: standing(desk)[1:] == [None])


def test_document_that_fits_no_file_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as narrow:
        narrow.setattr("engine.archive.description.MOST_CHARACTERS", 100)
        desk.edit(10)
        desk.qtbot.waitUntil(lambda: desk.standing.count() == 1)
    (message,) = standing(desk)
    assert message is not None
    assert message.text == "Not protected: this document cannot be kept in a file"
    assert "names are too many or too long to be saved" in message.detail
    desk.edit(11)
    wait_copied(desk, 11)
    desk.qtbot.waitUntil(lambda: standing(desk)[-1] is None)  # heard after the file is there


def test_impossible_lock_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QLockFile, "tryLock", lambda *_: False)
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: len(standing(desk)) == 1)
    (message,) = standing(desk)
    assert message is not None
    assert "no lock can be created there" in message.detail


def test_late_check_hides_no_problem(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first check may succeed and still be reported after an edit that was refused."""
    release = Event()
    monkeypatch.setattr("gui.recovery.writer._checked", lambda *_: release.wait(LONG))
    desk = Desk.create(qtbot)
    monkeypatch.setattr(QLockFile, "tryLock", lambda *_: False)
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: len(standing(desk)) == 1)
    release.set()
    for queue in desk.window.findChildren(TaskQueue, "recovery"):
        queue.finish()
    assert len(standing(desk)) == 1


def test_replaced_document_keeps_its_copy(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    desk.document.change("Import", lambda _: table(20))
    desk.qtbot.waitUntil(lambda: cells() == {str(path): 10, "": 20})
    desk.document.undo_stack.undo()
    assert desk.first_cell() == 10
    desk.edit(11)
    desk.qtbot.waitUntil(lambda: cells() == {str(path): 11})
    desk.document.undo_stack.undo()
    desk.document.undo_stack.redo()
    desk.document.undo_stack.undo()
    desk.close()
    assert cells() == {str(path): 10}


def test_both_documents_are_offered_after_crash(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    desk.document.change("Import", lambda _: table(20))
    desk.close()
    assert cells() == {str(path): 10, "": 20}
    assert len(find_crashed_windows(recovery_folder())) == 2


def test_discarded_documents_leave_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.save_new(tmp_path / "a.secant")
    desk.edit(10)
    desk.document.change("Import", lambda _: table(20))
    desk.qtbot.waitUntil(lambda: len(cells()) == 2)
    desk.window.close()
    for _ in range(2):
        desk.answer(Button.Discard)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert list(recovery_folder().iterdir()) == []


def table(value: float) -> Experiment:
    """Return a table that replaces the document."""
    return Experiment.of(Problem([[value]], [1]), Settings(h=0.1))


def cells() -> dict[str, float]:
    """Return the first cell of each copy, by its file."""
    folder = recovery_folder()
    infos = [info for info in slot_infos() if info.copy]
    return {info.file: float(read_archive(folder / info.copy).A[0, 0]) for info in infos}


def test_uncreatable_folder_raises(desk: Desk, data_home: Path) -> None:
    named(desk.window, TaskQueue, "recovery").finish()
    shutil.rmtree(data_home)
    data_home.touch()
    desk.edit(10)
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 1)
    assert whole_of(desk.sentences[0]).startswith(
        f"Recovery copies cannot be written to {recovery_folder()}: "
    )
    desk.edit(11)
    desk.close()
    assert desk.messages.count() == 1


def test_failed_copy_keeps_previous_copy(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk.create(qtbot)
    desk.edit(10)
    wait_copied(desk, 10)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail_with_full_disk)
        desk.edit(11)
        qtbot.waitUntil(lambda: desk.messages.count() == 1)
        desk.close()
    assert copied_cell() == 10


def test_deleted_folder_is_created_again(desk: Desk) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    shutil.rmtree(recovery_folder())
    desk.edit(11)
    wait_copied(desk, 11)
    assert desk.messages.count() == 0
    desk.recovery.offer()
    assert not desk.recovery.recover.isEnabled()


def test_slot_without_lock_is_replaced(desk: Desk) -> None:
    desk.edit(10)
    wait_copied(desk, 10)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    (lock,) = recovery_folder().glob("*.lock")
    lock.unlink()
    desk.edit(11)
    wait_copied(desk, 11)
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)
    assert lock not in recovery_folder().glob("*.lock")
