from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMessageBox, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from engine.archive import read_archive
from gui.files.recovery import usual_folder
from gui.files.recovery_offer import RecoveryOffer
from gui.message import MessageKind
from tests.gui.files.crash import Neighbour, crash
from tests.gui.files.desk import LONG, Desk, kept_cell
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def press(desk: Desk, name: str) -> None:
    (offer,) = offers(desk)
    named(offer, QPushButton, f"recovery_{name}").click()
    if name == "discard":
        desk.question("discard_for_good").button(Button.Discard).click()


def offers(desk: Desk) -> list[RecoveryOffer]:
    return [offer for offer in desk.window.findChildren(RecoveryOffer) if offer.isVisible()]


def recover(desk: Desk) -> None:
    desk.recovery.offer()
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")


def names() -> list[str]:
    return [path.name for path in usual_folder().iterdir()]


def test_without_a_crash_nothing_is_offered(desk: Desk) -> None:
    desk.recovery.offer()
    assert offers(desk) == []
    assert not desk.recovery.recover.isEnabled()


def test_what_a_crash_left_behind_is_recovered_as_unsaved_work(desk: Desk) -> None:
    crash("Trial", 7)
    recover(desk)
    assert desk.first_cell() == 7
    assert desk.files.is_modified
    assert desk.files.place is None
    assert desk.sentences[-1].endswith("It is not saved yet.")
    assert not desk.recovery.recover.isEnabled()


def test_it_is_said_that_others_wait(desk: Desk) -> None:
    for name in ("One", "Two", "Three"):
        crash(name, 7)
    recover(desk)
    assert desk.sentences[-1].endswith("It is not saved yet. File ▸ Recover Unsaved has 2 more.")


def test_it_is_saved_to_the_file_it_came_from(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    crash("a", 7, str(path))
    recover(desk)
    assert desk.document.name == "a"
    assert read_archive(path).A[0, 0] == 1
    desk.files.save.trigger()
    desk.wait_saved()
    assert desk.questions() == []
    assert read_archive(path).A[0, 0] == 7


def test_unless_that_has_changed_since(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    crash("a", 7, str(path))
    path.write_text("a letter")
    recover(desk)
    desk.files.save.trigger()
    desk.question("changed_on_disk").button(Button.Cancel).click()
    assert path.read_text() == "a letter"


def test_it_is_covered_by_a_copy_at_every_moment(qtbot: QtBot) -> None:
    desk = Desk.made(qtbot, delay=LONG)
    key = crash("Trial", 7)
    (before,) = desk.copies()
    recover(desk)
    assert desk.copies() == [before]
    desk.edit(8)
    assert desk.copies() == [before]
    desk.leave()
    (after,) = desk.copies()
    assert after.name.startswith(key)
    assert read_archive(after).A[0, 0] == 8


def test_edits_of_it_are_kept_in_the_same_place(desk: Desk) -> None:
    key = crash("Trial", 7)
    recover(desk)
    desk.edit(8)
    desk.qtbot.waitUntil(lambda: kept_cell() == 8)
    assert {name.partition("-")[0].partition(".")[0] for name in names()} == {key}


@pytest.mark.parametrize("button", [Button.Discard, Button.Save])
def test_saved_or_discarded_its_copy_is_gone(desk: Desk, tmp_path: Path, button: Button) -> None:
    path = desk.saved(tmp_path / "a.secant")
    crash("a", 7, str(path))
    recover(desk)
    desk.window.close()
    desk.answer(button)
    desk.qtbot.waitUntil(lambda: not desk.window.isVisible())
    assert names() == []


def test_later_it_is_offered_again(desk: Desk) -> None:
    crash("Trial", 7)
    desk.recovery.offer()
    press(desk, "later")
    assert desk.first_cell() == 1
    assert len(desk.copies()) == 1
    named(desk.window, QAction, "recover").trigger()
    assert len(offers(desk)) == 1


def test_discarded_it_is_gone(desk: Desk) -> None:
    crash("Trial", 7)
    desk.recovery.offer()
    press(desk, "discard")
    assert offers(desk) == []
    assert names() == []
    assert not desk.recovery.recover.isEnabled()


def test_of_several_one_is_recovered_and_the_others_stay(desk: Desk) -> None:
    for value in (7, 8):
        crash(f"Trial {value}", value)
    desk.recovery.offer()
    (offer,) = offers(desk)
    shown = named(offer, QTreeWidget, "recovery_list")
    first = shown.topLevelItem(0)
    assert first is not None
    chosen = first.text(0)
    with desk.qtbot.waitSignal(desk.document.opened):
        press(desk, "recover")
    assert chosen == f"Trial {desk.first_cell():g}"
    assert len(desk.copies()) == 2
    assert desk.recovery.recover.isEnabled()


def test_what_would_be_lost_for_it_is_asked_about(desk: Desk) -> None:
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


def test_a_broken_copy_is_told_and_kept_aside(desk: Desk) -> None:
    key = crash("Trial", 7)
    (copy,) = desk.copies()
    copy.write_bytes(copy.read_bytes()[:-30])
    content = copy.read_bytes()
    desk.recovery.offer()
    press(desk, "recover")
    desk.qtbot.waitUntil(lambda: desk.said.count() == 1)
    aside = usual_folder() / f"broken-{key}.secant"
    assert desk.said.at(0)[0].kind is MessageKind.FAULT
    assert desk.sentences[0].startswith("The recovery copy cannot be read: ")
    assert desk.sentences[0].endswith(f"It is kept aside as {aside}.")
    assert aside.read_bytes() == content
    assert desk.first_cell() == 1
    desk.recovery.offer()
    assert offers(desk) == []


@pytest.mark.parametrize("name", ["recover", "discard"])
def test_of_two_windows_one_recovers_it(qtbot: QtBot, name: str) -> None:
    crash("Trial", 7)
    one, other = Desk.made(qtbot), Desk.made(qtbot)
    for desk in (one, other):
        desk.recovery.offer()
    press(one, name)
    if name == "recover":
        qtbot.waitUntil(lambda: one.first_cell() == 7)
    press(other, name)
    qtbot.waitUntil(lambda: other.said.count() == 1)
    assert other.sentences == ["“Trial” has been recovered or discarded by another window."]
    assert other.first_cell() == 1
    assert len(one.copies()) == (name == "recover")


def test_a_file_open_in_another_window_is_said_to_be(desk: Desk, tmp_path: Path) -> None:
    path = desk.saved(tmp_path / "a.secant")
    desk.files.new.trigger()
    with Neighbour(str(path)):
        desk.opened(path)
        desk.qtbot.waitUntil(lambda: desk.sentences[-1].startswith("a.secant is open in another"))
        assert desk.said.at(desk.said.count() - 1)[0].kind is MessageKind.WARNING
        desk.files.save.trigger()
        desk.wait_saved()
        QCoreApplication.sendPostedEvents(desk.recovery)
        assert desk.sentences[-1] == f"Saved to {path}."
    desk.files.new.trigger()
    count = desk.said.count()
    desk.opened(path)
    QCoreApplication.sendPostedEvents(desk.recovery)
    assert desk.said.count() == count


def test_two_windows_keep_a_copy_each(qtbot: QtBot) -> None:
    one, other = Desk.made(qtbot), Desk.made(qtbot)
    one.edit(7)
    other.edit(8)
    qtbot.waitUntil(lambda: len(one.copies()) == 2)
    one.recovery.offer()
    assert offers(one) == []
