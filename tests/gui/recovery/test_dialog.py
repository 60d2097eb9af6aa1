from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QLabel,
    QMessageBox,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.files.questions import DiscardCopyDialog
from gui.recovery.comparison import Offer, Standing
from gui.recovery.crashed_windows import CrashedWindow
from gui.recovery.dialog import COLUMN_GAP, RecoveryDialog
from gui.recovery.slot_info import SlotInfo
from tests.gui.finding import named

Button = QMessageBox.StandardButton


def crashed(name: str, rows: int = 1_000, columns: int = 7) -> Offer:
    written_at = QDateTime(QDate(2026, 3, 14), QTime(15, 9))
    info = SlotInfo(name, rows, columns, f"/home/{name}")
    return Offer(CrashedWindow(Path("folder"), name, info, written_at))


def open_dialog(window: QWidget, found: Sequence[Offer]) -> RecoveryDialog:
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


def test_standing_of_selected_copy_is_shown(window: QWidget) -> None:
    saved_at = QDateTime(QDate(2026, 3, 14), QTime(15, 30))
    newer = replace(
        crashed("one"),
        standing=Standing.CHANGED_FILE_NEWER,
        path=Path("/home/one.secant"),
        file_time=saved_at,
    )
    dialog = open_dialog(window, [newer, crashed("two")])
    standing = named(dialog, QLabel, "recovery_standing")
    open_file = named(dialog, QPushButton, "recovery_open_file")
    tree = named(dialog, QTreeWidget, "recovery_list")
    assert standing.text() == newer.sentence
    assert standing.text().startswith("one.secant is newer than the copy, by 21 minutes. ")
    assert open_file.isEnabled()
    assert "30" in tree.topLevelItem(0).text(3)  # type: ignore[union-attr]
    tree.setCurrentItem(tree.topLevelItem(1))  # type: ignore[arg-type]
    assert standing.text() == Standing.NO_FILE.value
    assert not open_file.isEnabled()
    assert tree.topLevelItem(1).text(3) == "—"  # type: ignore[union-attr]


def item_of(window: QWidget, offer: Offer) -> QTreeWidgetItem:
    item = named(open_dialog(window, [offer]), QTreeWidget, "recovery_list").topLevelItem(0)
    assert item is not None
    return item


@pytest.mark.parametrize(
    ("locale", "times"),
    [
        ("en_US", ("3/14/26 3:09:00 PM", "3/14/26 3:09:42 PM")),
        ("de_DE", ("14.03.26 15:09:00", "14.03.26 15:09:42")),
        ("fi_FI", ("14.3.2026 15.09.00", "14.3.2026 15.09.42")),
        ("oc_FR", ("14/03/26 15h09:00", "14/03/26 15h09:42")),
    ],
)
def test_times_of_one_minute_have_seconds(
    window: QWidget, locale: str, times: tuple[str, str]
) -> None:
    offer = crashed("one")
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        for seconds in (42, 70):
            file_time = offer.crashed.written_at.addSecs(seconds)
            item = item_of(window, replace(offer, file_time=file_time))
            # Qt has used different spaces between the parts of a time.
            shown = [" ".join(item.text(column).split()) for column in (1, 3)]
            assert (shown == list(times)) is (seconds == 42)
            assert ("00" in shown[0]) is (seconds == 42)
    finally:
        QLocale.setDefault(before)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (100_000_000, 10_000)])
def test_columns_do_not_touch(window: QWidget, rows: int, columns: int) -> None:
    offer = replace(crashed("one", rows, columns), file_time=QDateTime.currentDateTime())
    dialog = open_dialog(window, [offer])
    tree = named(dialog, QTreeWidget, "recovery_list")
    header = tree.header()
    for column in range(1, 4):
        width = header.sectionSize(column)
        assert width >= header.sectionSizeHint(column) + COLUMN_GAP
        assert width >= tree.sizeHintForColumn(column) + COLUMN_GAP
    assert header.length() <= tree.viewport().width()
    aligned = [tree.headerItem().textAlignment(header.logicalIndex(k)) for k in range(4)]
    assert [bool(each & Qt.AlignmentFlag.AlignRight) for each in aligned] == [False] * 3 + [True]


def test_open_file_emits_its_path(window: QWidget) -> None:
    path = Path("/home/one.secant")
    changed = replace(crashed("one"), standing=Standing.CHANGED, path=path)
    dialog = open_dialog(window, [changed])
    opened, recovered = QSignalSpy(dialog.open_chosen), QSignalSpy(dialog.recover_chosen)
    press(dialog, "open_file")
    assert opened.at(0) == [path]
    assert recovered.count() == 0
    assert not dialog.isVisible()


@pytest.mark.parametrize("standing", Standing)
def test_sentences_fit_in_their_place(window: QWidget, standing: Standing) -> None:
    offer = replace(
        crashed("a long name of a table"),
        standing=standing,
        path=Path("a long name of a table.secant"),
        file_time=QDateTime(QDate(2026, 3, 14), QTime(15, 8)),
    )
    dialog = open_dialog(window, [offer])
    label = named(dialog, QLabel, "recovery_standing")
    assert "{" not in label.text()
    assert label.heightForWidth(dialog.width() - 32) <= label.minimumHeight()


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
