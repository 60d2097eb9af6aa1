from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.files.questions import DiscardCopyDialog
from gui.recovery.crashed_windows import CrashedWindow
from gui.recovery.dialog import RecoveryDialog
from gui.recovery.slot_info import SlotInfo
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def crashed(name: str, rows: int = 1_000, columns: int = 7) -> CrashedWindow:
    written_at = QDateTime(QDate(2026, 3, 14), QTime(15, 9))
    return CrashedWindow(
        Path("folder"), name, SlotInfo(name, rows, columns, f"/home/{name}"), written_at
    )


def open_dialog(window: QWidget, found: Sequence[CrashedWindow]) -> RecoveryDialog:
    dialog = RecoveryDialog(window, found)
    dialog.open()
    return dialog


def press(dialog: RecoveryDialog, name: str) -> None:
    named(dialog, QPushButton, f"recovery_{name}").click()


def discard(dialog: RecoveryDialog, answer: Button = Button.Discard) -> None:
    press(dialog, "discard")
    named(dialog, DiscardCopyDialog, "discard_for_good").button(answer).click()


def test_list_shows_name_time_and_shape(window: QWidget) -> None:
    dialog = open_dialog(window, [crashed("one"), crashed("two", rows=0)])
    tree = named(dialog, QTreeWidget, "recovery_list")
    rows = [[tree.topLevelItem(i).text(k) for k in range(3)] for i in range(2)]  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["one", "two"]
    assert [row[2] for row in rows] == ["1,000 × 7", "—"]
    assert all("26" in row[1] and "09" in row[1] for row in rows)


def test_return_recovers_first_copy(window: QWidget, qtbot: QtBot) -> None:
    found = [crashed("one"), crashed("two")]
    dialog = open_dialog(window, found)
    with qtbot.waitSignals([dialog.recover_chosen, dialog.accepted]):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


@pytest.mark.parametrize("row", [0, 1])
def test_recover_emits_chosen_copy(window: QWidget, row: int) -> None:
    found = [crashed("one"), crashed("two")]
    dialog = open_dialog(window, found)
    tree = named(dialog, QTreeWidget, "recovery_list")
    tree.setCurrentItem(tree.topLevelItem(row))  # type: ignore[arg-type]
    chosen = QSignalSpy(dialog.recover_chosen)
    press(dialog, "recover")
    assert chosen.at(0) == [found[row]]
    assert not dialog.isVisible()


def test_discard_selects_next_copy(window: QWidget) -> None:
    found = [crashed("one"), crashed("two")]
    dialog = open_dialog(window, found)
    discarded, recovered = QSignalSpy(dialog.discard_chosen), QSignalSpy(dialog.recover_chosen)
    discard(dialog)
    assert discarded.at(0) == [found[0]]
    assert dialog.isVisible()
    press(dialog, "recover")
    assert recovered.at(0) == [found[1]]


def test_discarding_last_copy_closes_dialog(window: QWidget) -> None:
    dialog = open_dialog(window, [crashed("one")])
    discard(dialog)
    assert not dialog.isVisible()


def test_cancelled_discard_keeps_copy(window: QWidget) -> None:
    dialog = open_dialog(window, [crashed("one")])
    discarded = QSignalSpy(dialog.discard_chosen)
    discard(dialog, Button.Cancel)
    assert dialog.isVisible()
    assert discarded.count() == 0


def test_later_and_escape_do_nothing(window: QWidget, qtbot: QtBot) -> None:
    for leave in (
        lambda dialog: press(dialog, "later"),
        lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape),
    ):
        dialog = open_dialog(window, [crashed("one")])
        chosen = [QSignalSpy(dialog.recover_chosen), QSignalSpy(dialog.discard_chosen)]
        leave(dialog)
        assert not dialog.isVisible()
        assert [spy.count() for spy in chosen] == [0, 0]


def test_return_recovers_from_any_focus(window: QWidget, qtbot: QtBot) -> None:
    dialog = open_dialog(window, [crashed("one")])
    qtbot.waitUntil(dialog.isActiveWindow)
    for name in ("recover", "later"):
        named(dialog, QPushButton, f"recovery_{name}").setFocus()
    tree = named(dialog, QTreeWidget, "recovery_list")
    tree.setFocus()
    with qtbot.waitSignal(dialog.recover_chosen):
        qtbot.keyClick(tree, Qt.Key.Key_Return)
