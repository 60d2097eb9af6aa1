from collections.abc import Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QMessageBox, QPushButton, QTreeWidget, QWidget
from pytestqt.qtbot import QtBot

from gui.files.card import Card
from gui.files.left_behind import LeftBehind
from gui.files.questions import DiscardCopyDialog
from gui.files.recovery_offer import RecoveryDialog
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def crashed(name: str, rows: int = 1_000, columns: int = 7) -> LeftBehind:
    when = QDateTime(QDate(2026, 3, 14), QTime(15, 9))
    return LeftBehind(Path("folder"), name, Card(name, rows, columns, f"/home/{name}"), when)


def offered(window: QWidget, found: Sequence[LeftBehind]) -> RecoveryDialog:
    offer = RecoveryDialog(window, found)
    offer.open()
    return offer


def press(offer: RecoveryDialog, name: str) -> None:
    named(offer, QPushButton, f"recovery_{name}").click()


def discard(offer: RecoveryDialog, answer: Button = Button.Discard) -> None:
    press(offer, "discard")
    named(offer, DiscardCopyDialog, "discard_for_good").button(answer).click()


def test_list_shows_name_time_and_shape(window: QWidget) -> None:
    offer = offered(window, [crashed("one"), crashed("two", rows=0)])
    shown = named(offer, QTreeWidget, "recovery_list")
    rows = [[shown.topLevelItem(i).text(k) for k in range(3)] for i in range(2)]  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["one", "two"]
    assert [row[2] for row in rows] == ["1,000 × 7", "—"]
    assert all("26" in row[1] and "09" in row[1] for row in rows)


def test_return_recovers_first_copy(window: QWidget, qtbot: QtBot) -> None:
    found = [crashed("one"), crashed("two")]
    offer = offered(window, found)
    with qtbot.waitSignals([offer.recover_chosen, offer.accepted]):
        qtbot.keyClick(offer, Qt.Key.Key_Return)


@pytest.mark.parametrize("row", [0, 1])
def test_recover_emits_chosen_copy(window: QWidget, row: int) -> None:
    found = [crashed("one"), crashed("two")]
    offer = offered(window, found)
    shown = named(offer, QTreeWidget, "recovery_list")
    shown.setCurrentItem(shown.topLevelItem(row))  # type: ignore[arg-type]
    chosen = QSignalSpy(offer.recover_chosen)
    press(offer, "recover")
    assert chosen.at(0) == [found[row]]
    assert not offer.isVisible()


def test_discard_selects_next_copy(window: QWidget) -> None:
    found = [crashed("one"), crashed("two")]
    offer = offered(window, found)
    discarded, recovered = QSignalSpy(offer.discard_chosen), QSignalSpy(offer.recover_chosen)
    discard(offer)
    assert discarded.at(0) == [found[0]]
    assert offer.isVisible()
    press(offer, "recover")
    assert recovered.at(0) == [found[1]]


def test_discarding_last_copy_closes_dialog(window: QWidget) -> None:
    offer = offered(window, [crashed("one")])
    discard(offer)
    assert not offer.isVisible()


def test_cancelled_discard_keeps_copy(window: QWidget) -> None:
    offer = offered(window, [crashed("one")])
    discarded = QSignalSpy(offer.discard_chosen)
    discard(offer, Button.Cancel)
    assert offer.isVisible()
    assert discarded.count() == 0


def test_later_and_escape_do_nothing(window: QWidget, qtbot: QtBot) -> None:
    for leave in (
        lambda offer: press(offer, "later"),
        lambda offer: qtbot.keyClick(offer, Qt.Key.Key_Escape),
    ):
        offer = offered(window, [crashed("one")])
        chosen = [QSignalSpy(offer.recover_chosen), QSignalSpy(offer.discard_chosen)]
        leave(offer)
        assert not offer.isVisible()
        assert [spy.count() for spy in chosen] == [0, 0]


def test_return_recovers_from_any_focus(window: QWidget, qtbot: QtBot) -> None:
    offer = offered(window, [crashed("one")])
    qtbot.waitUntil(offer.isActiveWindow)
    for name in ("recover", "later"):
        named(offer, QPushButton, f"recovery_{name}").setFocus()
    shown = named(offer, QTreeWidget, "recovery_list")
    shown.setFocus()
    with qtbot.waitSignal(offer.recover_chosen):
        qtbot.keyClick(shown, Qt.Key.Key_Return)
