from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
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


def open_dialogs(desk: Desk) -> list[RecoveryDialog]:
    return [dialog for dialog in desk.window.findChildren(RecoveryDialog) if dialog.isVisible()]


def recover(desk: Desk) -> None:
    desk.recovery.offer()
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")


def names() -> list[str]:
    return [path.name for path in recovery_folder().iterdir()]


def test_no_crash_offers_nothing(desk: Desk) -> None:
    desk.recovery.offer()
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
    path.write_text("a letter")
    recover(desk)
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()
    assert path.read_text() == "a letter"


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
    desk.recovery.offer()
    press(desk, "later")
    assert desk.first_cell() == 1
    assert len(desk.copies()) == 1
    named(desk.window, QAction, "recover").trigger()
    assert len(open_dialogs(desk)) == 1


def test_discard_deletes_copy(desk: Desk) -> None:
    crash("Trial", 7)
    desk.recovery.offer()
    press(desk, "discard")
    assert open_dialogs(desk) == []
    assert names() == []
    assert not desk.recovery.recover.isEnabled()


def test_recovering_one_keeps_the_others(desk: Desk) -> None:
    for value in (7, 8):
        crash(f"Trial {value}", value)
    desk.recovery.offer()
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
    desk.recovery.offer()
    press(desk, "recover")
    desk.answer(Button.Cancel)
    assert desk.first_cell() == 5
    desk.qtbot.waitUntil(lambda: desk.questions() == [])
    desk.recovery.offer()
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
    desk.recovery.offer()
    press(desk, "recover")
    desk.qtbot.waitUntil(lambda: desk.messages.count() == 1)
    moved_to = recovery_folder() / f"broken-{key}.secant"
    assert desk.messages.at(0)[0].kind is MessageKind.FAULT
    assert desk.sentences[0].startswith("The recovery copy cannot be read: ")
    assert desk.sentences[0].endswith(f"It was moved to {moved_to}.")
    assert moved_to.read_bytes() == content
    assert desk.first_cell() == 1
    desk.recovery.offer()
    assert open_dialogs(desk) == []


@pytest.mark.parametrize("name", ["recover", "discard"])
def test_only_one_window_recovers_copy(qtbot: QtBot, name: str) -> None:
    crash("Trial", 7)
    one, other = Desk.create(qtbot), Desk.create(qtbot)
    for desk in (one, other):
        desk.recovery.offer()
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


def test_each_window_keeps_its_copy(qtbot: QtBot) -> None:
    one, other = Desk.create(qtbot), Desk.create(qtbot)
    one.edit(7)
    other.edit(8)
    qtbot.waitUntil(lambda: len(one.copies()) == 2)
    one.recovery.offer()
    assert open_dialogs(one) == []
