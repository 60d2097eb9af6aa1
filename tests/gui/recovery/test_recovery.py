from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole
from gui.background import TaskQueue
from gui.recovery.comparison import Offer, compare
from gui.recovery.crashed_windows import CrashedWindow
from gui.recovery.dialog import RecoveryDialog
from gui.recovery.recovery import recovery_folder
from gui.text.message import MessageKind
from tests.gui.files.desk import LONG, Desk, copied_cell
from tests.gui.finding import named
from tests.gui.recovery.crash import OtherWindow, crash

Button = QMessageBox.StandardButton


def press(desk: Desk, name: str) -> None:
    (dialog,) = open_dialogs(desk)
    named(dialog, QPushButton, f"recovery_{name}").click()
    if name == "discard":
        desk.question("discard_for_good").button(Button.Discard).click()


def offer(desk: Desk) -> None:
    """Wait until the copies are compared with their files and offered."""
    desk.recovery.offer()
    comparer = named(desk.window, TaskQueue, "compare")
    desk.qtbot.waitUntil(lambda: not comparer.is_busy)


def open_dialogs(desk: Desk) -> list[RecoveryDialog]:
    return [dialog for dialog in desk.window.findChildren(RecoveryDialog) if dialog.isVisible()]


def recover(desk: Desk) -> None:
    offer(desk)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")


def names() -> list[str]:
    return [path.name for path in recovery_folder().iterdir()]


def test_no_crash_offers_nothing(desk: Desk) -> None:
    offer(desk)
    assert open_dialogs(desk) == []
    assert not desk.recovery.recover.isEnabled()


def test_crashed_work_is_recovered_as_unsaved(desk: Desk) -> None:
    crash("Trial", 7)
    recover(desk)
    assert desk.first_cell() == 7
    assert desk.files.is_modified
    assert desk.files.file_state is None
    assert desk.sentences[-1].endswith("It is not saved yet.")
    assert not desk.recovery.recover.isEnabled()


def test_message_counts_other_copies(desk: Desk) -> None:
    for name in ("One", "Two", "Three"):
        crash(name, 7)
    recover(desk)
    assert desk.sentences[-1].endswith("It is not saved yet. File ▸ Recover Unsaved has 2 more.")


def test_recovered_work_saves_to_its_file(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    recover(desk)
    assert desk.document.name == "a"
    assert read_archive(path).A[0, 0] == 1
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.questions() == []
    assert read_archive(path).A[0, 0] == 7


def test_recovered_work_detects_changed_file(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    recover(desk)
    path.write_text("a letter")
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()
    assert path.read_text() == "a letter"


def change_elsewhere(path: Path, value: float) -> None:
    """Write the file as another program does."""
    saved = SavedExperiment(np.full((1, 1), value), np.ones(1), np.ones(1))
    write_whole(path, archived(saved))


def test_copy_of_changed_file_opens_beside(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    change_elsewhere(path, 9)
    recover(desk)
    assert desk.first_cell() == 7
    assert desk.document.name == "a (recovered)"
    assert desk.files.file_state is None
    assert desk.files.is_modified
    desk.files.save.trigger()
    assert desk.questions() == []
    desk.choose(tmp_path / "b.secant")
    desk.wait_saved()
    assert [read_archive(tmp_path / f"{name}.secant").A[0, 0] for name in "ab"] == [9, 7]


def test_open_file_keeps_the_copy(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    change_elsewhere(path, 9)
    offer(desk)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "open_file")
    assert desk.first_cell() == 9
    assert desk.recovery.recover.isEnabled()
    assert len(desk.copies()) == 1


def test_copy_equal_to_file_is_deleted(desk: Desk, tmp_path: Path) -> None:
    crash("a", 7, str(tmp_path / "a.secant"))
    (tmp_path / "a.secant").write_bytes(desk.copies()[0].read_bytes())
    offer(desk)
    assert open_dialogs(desk) == []
    assert desk.copies() == []
    assert not desk.recovery.recover.isEnabled()


def test_deleted_file_is_saved_again(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    change_elsewhere(path, 9)
    crash("a", 7, str(path))
    path.unlink()
    recover(desk)
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.questions() == []
    assert read_archive(path).A[0, 0] == 7


def test_change_during_offer_opens_beside(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    offer(desk)
    change_elsewhere(path, 9)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")
    assert (desk.document.name, desk.files.file_state) == ("a (recovered)", None)


def test_copies_of_one_file_open_in_turn(desk: Desk, tmp_path: Path) -> None:
    """After the first of two windows is recovered and saved, the second one opens beside."""
    path = desk.save_new(tmp_path / "a.secant")
    for value in (7, 8):
        crash("a", value, str(path))
    recover(desk)
    desk.files.save.trigger()
    desk.wait_saved()
    saved = read_archive(path).A[0, 0]
    recover(desk)
    assert {saved, desk.first_cell()} == {7, 8}
    assert desk.files.file_state is None
    assert read_archive(path).A[0, 0] == saved


def test_silent_disk_does_not_hold_the_offer(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    answers = Event()

    def wait(crashed: CrashedWindow) -> Offer:
        assert answers.wait(10)
        return compare(crashed)

    monkeypatch.setattr("gui.recovery.recovery.compare", wait)
    named(desk.window, QTimer, "patience").setInterval(1)
    desk.recovery.offer()
    desk.qtbot.waitUntil(lambda: len(open_dialogs(desk)) == 1)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")
    answers.set()
    assert desk.first_cell() == 7
    assert (desk.document.name, desk.files.file_state) == ("a (recovered)", None)


def test_recovered_work_always_has_a_copy(qtbot: QtBot) -> None:
    desk = Desk.create(qtbot, delay=LONG)
    key = crash("Trial", 7)
    (before,) = desk.copies()
    recover(desk)
    assert desk.copies() == [before]
    desk.edit(8)
    assert desk.copies() == [before]
    desk.close()
    (after,) = desk.copies()
    assert after.name.startswith(key)
    assert read_archive(after).A[0, 0] == 8


def test_edits_are_copied_to_adopted_slot(desk: Desk) -> None:
    key = crash("Trial", 7)
    recover(desk)
    desk.edit(8)
    desk.qtbot.waitUntil(lambda: copied_cell() == 8)
    assert {name.partition("-")[0].partition(".")[0] for name in names()} == {key}


@pytest.mark.parametrize("button", [Button.Discard, Button.Save])
def test_save_or_discard_deletes_adopted_copy(desk: Desk, tmp_path: Path, button: Button) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    recover(desk)
    desk.window.close()
    desk.answer(button)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert names() == []


def test_later_offers_copy_again(desk: Desk) -> None:
    crash("Trial", 7)
    offer(desk)
    press(desk, "later")
    assert desk.first_cell() == 1
    assert len(desk.copies()) == 1
    named(desk.window, QAction, "recover").trigger()
    desk.qtbot.waitUntil(lambda: open_dialogs(desk) != [])
    assert len(open_dialogs(desk)) == 1


def test_discard_deletes_copy(desk: Desk) -> None:
    crash("Trial", 7)
    offer(desk)
    press(desk, "discard")
    assert open_dialogs(desk) == []
    assert names() == []
    assert not desk.recovery.recover.isEnabled()


def test_undeletable_copy_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    crash("Trial", 7)
    offer(desk)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        press(desk, "discard")
    assert desk.sentences == [
        "The recovery copy of “Trial” could not be deleted: permission denied. "
        "It will be offered again."
    ]
    assert desk.recovery.recover.isEnabled()


def refuse(_: Path, **__: bool) -> None:
    raise PermissionError(13, "Permission denied")


def test_recovering_one_keeps_the_others(desk: Desk) -> None:
    for value in (7, 8):
        crash(f"Trial {value}", value)
    offer(desk)
    (dialog,) = open_dialogs(desk)
    tree = named(dialog, QTreeWidget, "recovery_list")
    first = tree.topLevelItem(0)
    assert first is not None
    chosen = first.text(0)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")
    assert chosen == f"Trial {desk.first_cell():g}"
    assert len(desk.copies()) == 2
    assert desk.recovery.recover.isEnabled()


def test_recovering_asks_about_unsaved_changes(desk: Desk) -> None:
    crash("Trial", 7)
    desk.edit(5)
    offer(desk)
    press(desk, "recover")
    desk.answer(Button.Cancel)
    assert desk.first_cell() == 5
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    offer(desk)
    press(desk, "recover")
    with desk.qtbot.waitSignal(desk.document.opened):
        desk.answer(Button.Discard)
    assert desk.first_cell() == 7
    desk.qtbot.waitUntil(lambda: len(desk.copies()) == 1)


def test_damaged_copy_is_reported_and_moved(desk: Desk) -> None:
    key = crash("Trial", 7)
    (copy,) = desk.copies()
    copy.write_bytes(copy.read_bytes()[:-30])
    content = copy.read_bytes()
    offer(desk)
    press(desk, "recover")
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 1)
    moved_to = recovery_folder() / f"broken-{key}.secant"
    assert desk.messages.at(0)[0].kind is MessageKind.FAULT
    short, whole = desk.sentences[0].split("\n")
    assert short.startswith("The recovery copy cannot be read; it is now broken-")
    assert whole.startswith("The recovery copy cannot be read: ")
    assert whole.endswith(f"It was moved to {moved_to}.")
    assert moved_to.read_bytes() == content
    assert desk.first_cell() == 1
    offer(desk)
    assert open_dialogs(desk) == []


@pytest.mark.parametrize("name", ["recover", "discard"])
def test_only_one_window_recovers_copy(qtbot: QtBot, name: str) -> None:
    crash("Trial", 7)
    one, other = Desk.create(qtbot), Desk.create(qtbot)
    for desk in (one, other):
        offer(desk)
    press(one, name)
    if name == "recover":
        qtbot.waitUntil(lambda: one.first_cell() == 7)
    press(other, name)
    qtbot.waitUntil(lambda: other.messages.count() == 1)
    assert other.sentences == ["“Trial” was recovered or discarded in another window."]
    assert other.first_cell() == 1
    assert len(one.copies()) == (name == "recover")


def test_file_open_elsewhere_is_reported(desk: Desk, tmp_path: Path) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    desk.files.new.trigger()
    with OtherWindow(str(path)):
        desk.open_file(path)
        desk.qtbot.waitUntil(
            lambda: desk.sentences[-1].startswith("a.secant is also open in another")
        )
        assert desk.messages.at(desk.messages.count() - 1)[0].kind is MessageKind.WARNING
        desk.files.save.trigger()
        desk.wait_saved()
        QCoreApplication.sendPostedEvents(desk.recovery)
        assert desk.sentences[-1] == f"Saved to {path}."
    desk.files.new.trigger()
    count = desk.messages.count()
    desk.open_file(path)
    QCoreApplication.sendPostedEvents(desk.recovery)
    assert desk.messages.count() == count


def answered(desk: Desk) -> list[float]:
    """Note the first cell once the offer is answered."""
    seen: list[float] = []
    desk.recovery.when_answered(lambda: seen.append(desk.first_cell()))
    return seen


def test_nothing_waits_without_an_offer(desk: Desk) -> None:
    assert answered(desk) == [1]
    desk.recovery.offer()
    assert answered(desk) == [1]


def test_recovered_work_is_shown_first(desk: Desk) -> None:
    crash("Trial", 7)
    desk.recovery.offer()
    seen = answered(desk)
    desk.qtbot.waitUntil(lambda: open_dialogs(desk) != [])
    press(desk, "recover")
    assert seen == []
    desk.qtbot.waitUntil(lambda: seen == [7])
    assert answered(desk) == [7]


@pytest.mark.parametrize("name", ["later", "discard", "open_file"])
def test_each_answer_ends_the_waiting(desk: Desk, tmp_path: Path, name: str) -> None:
    path = desk.save_new(tmp_path / "a.secant")
    crash("a", 7, str(path))
    change_elsewhere(path, 9)
    offer(desk)
    seen = answered(desk)
    assert seen == []
    press(desk, name)
    assert seen == [1]


def test_discard_of_one_copy_still_waits(desk: Desk) -> None:
    for value in (7, 8):
        crash("Trial", value)
    offer(desk)
    seen = answered(desk)
    press(desk, "discard")
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    assert seen == []
    press(desk, "later")
    assert seen == [1]


def test_superseded_copy_ends_the_waiting(desk: Desk, tmp_path: Path) -> None:
    crash("a", 7, str(tmp_path / "a.secant"))
    (tmp_path / "a.secant").write_bytes(desk.copies()[0].read_bytes())
    desk.recovery.offer()
    seen = answered(desk)
    assert seen == []
    desk.qtbot.waitUntil(lambda: seen == [1])


def test_damaged_copy_ends_the_waiting(desk: Desk) -> None:
    crash("Trial", 7)
    (copy,) = desk.copies()
    copy.write_bytes(b"damaged")
    offer(desk)
    seen = answered(desk)
    press(desk, "recover")
    desk.qtbot.waitUntil(lambda: seen == [1])


def test_lost_copy_ends_the_waiting(qtbot: QtBot) -> None:
    crash("Trial", 7)
    one, other = Desk.create(qtbot), Desk.create(qtbot)
    for desk in (one, other):
        offer(desk)
    seen = answered(other)
    press(one, "recover")
    qtbot.waitUntil(lambda: one.first_cell() == 7)
    press(other, "recover")
    qtbot.waitUntil(lambda: seen == [1])


@pytest.mark.parametrize("button", [Button.Cancel, Button.Discard, Button.Save])
def test_question_before_recovery_is_waited_for(desk: Desk, tmp_path: Path, button: Button) -> None:
    crash("Trial", 7)
    desk.edit(5)
    offer(desk)
    seen = answered(desk)
    press(desk, "recover")
    desk.question("unsaved_changes")
    assert seen == []
    desk.answer(button)
    if button is Button.Save:
        desk.choose(tmp_path / "b.secant")
    desk.qtbot.waitUntil(lambda: seen == [5 if button is Button.Cancel else 7])


def test_cancelled_save_ends_the_waiting(desk: Desk) -> None:
    crash("Trial", 7)
    desk.edit(5)
    offer(desk)
    seen = answered(desk)
    press(desk, "recover")
    desk.answer(Button.Save)
    (dialog,) = [each for each in desk.window.findChildren(QFileDialog) if each.isVisible()]
    dialog.reject()
    assert seen == [5]


def test_closing_does_nothing_that_waits(desk: Desk) -> None:
    crash("Trial", 7)
    offer(desk)
    seen = answered(desk)
    desk.close()
    assert open_dialogs(desk) == []
    assert seen == []


def test_offer_waits_for_open_dialog(desk: Desk) -> None:
    crash("Trial", 7)
    other = QDialog(desk.window)
    other.open()
    offer(desk)
    assert open_dialogs(desk) == []
    seen = answered(desk)
    other.reject()
    desk.qtbot.waitUntil(lambda: len(open_dialogs(desk)) == 1)
    assert seen == []
    press(desk, "later")
    assert seen == [1]


def test_two_requests_open_one_offer(desk: Desk) -> None:
    crash("Trial", 7)
    for _ in range(2):
        desk.recovery.offer()
    comparer = named(desk.window, TaskQueue, "compare")
    desk.qtbot.waitUntil(lambda: not comparer.is_busy)
    press(desk, "later")
    assert open_dialogs(desk) == []


def test_each_window_keeps_its_copy(qtbot: QtBot) -> None:
    one, other = Desk.create(qtbot), Desk.create(qtbot)
    one.edit(7)
    other.edit(8)
    qtbot.waitUntil(lambda: len(one.copies()) == 2)
    offer(one)
    assert open_dialogs(one) == []
