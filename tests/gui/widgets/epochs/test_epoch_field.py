"""The field of the epoch shown."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.shortening import NARROW_SPACE
from gui.widgets.epochs.epoch_field import NOT_AN_EPOCH, EpochField
from tests.gui.finding import named


@pytest.fixture
def field(qtbot: QtBot, window: QWidget) -> EpochField:
    """A field that shows epoch 1,000 of a run that reached 2,000, with a button beside it."""
    field = EpochField(window)
    layout = QVBoxLayout(window)
    beside = QPushButton("beside")
    beside.setObjectName("beside")
    layout.addWidget(beside)
    layout.addWidget(field)
    field.show_epoch(1000.0, 2000.0)
    beside.show()
    field.show()
    window.activateWindow()
    named(window, QPushButton, "beside").setFocus()
    return field


def type_in(field: EpochField, qtbot: QtBot, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, key)


def test_digits_are_grouped_until_typing(field: EpochField) -> None:
    assert field.text() == "1,000"
    field.setFocus()
    assert (field.text(), field.selectedText()) == ("1000", "1000")


@pytest.mark.parametrize("text", ["250", "0", "2e3", "2000"])
def test_typed_epoch_is_offered(field: EpochField, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(field.epoch_entered) as entered:
        type_in(field, qtbot, text)
    assert entered.args == [float(text)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("abc", "“abc” is not a number"),
        ("-1", NOT_AN_EPOCH),
        ("2.5", NOT_AN_EPOCH),
        ("2001", "The run has only reached epoch 2,000."),
    ],
)
def test_other_texts_are_refused(field: EpochField, qtbot: QtBot, text: str, sentence: str) -> None:
    entered = QSignalSpy(field.epoch_entered)
    with qtbot.waitSignal(field.refused) as refused:
        type_in(field, qtbot, text)
    assert refused.args[0].startswith(sentence)
    assert len(refused.args[0]) <= 72
    assert field.refusal
    assert entered.count() == 0
    with qtbot.waitSignal(field.refused) as refused:
        qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (refused.args, field.text()) == ([""], "1000")


@pytest.mark.parametrize("text", [f"1{NARROW_SPACE}500", "1.500", "1500"])
def test_german_epoch_reads_back(german: None, field: EpochField, qtbot: QtBot, text: str) -> None:
    with qtbot.waitSignal(field.epoch_entered) as entered:
        field.setFocus()
        field.insert(text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert entered.args == [1500.0]
    field.show_epoch(1500.0, 2000.0)
    field.clearFocus()
    assert field.text() == f"1{NARROW_SPACE}500"


def test_german_epoch_is_never_one(german: None, field: EpochField, qtbot: QtBot) -> None:
    entered = QSignalSpy(field.epoch_entered)
    type_in(field, qtbot, "1,000")
    assert (entered.count(), "could be 1000" in field.refusal) == (0, True)


def test_leaving_restores_a_refused_text(field: EpochField, qtbot: QtBot) -> None:
    type_in(field, qtbot, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Backtab)
    assert (field.text(), field.refusal) == ("1,000", "")


def test_leaving_offers_what_is_typed(field: EpochField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.epoch_entered) as entered:
        type_in(field, qtbot, "7", Qt.Key.Key_Backtab)
    assert entered.args == [7.0]


def test_run_keeps_what_is_typed(field: EpochField, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "12")
    field.show_epoch(1700.0, 2000.0)
    assert field.text() == "12"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "1700"


def test_unknown_epoch_is_a_dash(field: EpochField) -> None:
    field.show_epoch(math.nan, math.nan)
    assert field.text() == "—"


def test_longest_count_fits(field: EpochField) -> None:
    field.show_epoch(999_999_999.0, 999_999_999.0)
    assert field.fontMetrics().horizontalAdvance(field.text()) < field.width() - 12
