"""Sentences are announced, and shown ones appear as notifications."""

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui.accessible.announcing import (
    announce,
    announce_described,
    announce_shown,
    seconds_between_redraws,
)
from gui.widgets.epochs.epoch_field import EpochField
from gui.widgets.number_field import NumberField

Event = QAccessible.Event


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[QAccessibleEvent]:
    """What would be sent to a screen reader."""
    sent: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", sent.append)
    return sent


@pytest.mark.parametrize("assertive", [False, True])
def test_sentence_is_announced(events: list[QAccessibleEvent], assertive: bool) -> None:
    source = QObject()
    announce(source, "Paused at epoch 582.", assertive)
    (event,) = events
    assert isinstance(event, QAccessibleAnnouncementEvent)
    assert event.message() == "Paused at epoch 582."
    is_assertive = event.politeness() == QAccessible.AnnouncementPoliteness.Assertive
    assert is_assertive == assertive


def test_shown_sentence_appears(events: list[QAccessibleEvent]) -> None:
    source = QObject()
    announce_shown(source, "Paused.")
    assert [event.type() for event in events] == [Event.Announcement, Event.ObjectShow]


def test_described_sentence_changes_description(events: list[QAccessibleEvent]) -> None:
    source = QObject()
    announce_described(source, "epoch 0, loss 1")
    assert [event.type() for event in events] == [Event.Announcement, Event.DescriptionChanged]


def test_no_sentence_says_nothing(events: list[QAccessibleEvent]) -> None:
    announce_described(QObject(), "")
    announce_shown(QObject(), "")
    assert events == []


@pytest.mark.parametrize("kind", [NumberField, EpochField])
def test_focus_is_told_before_digits(
    listened: None, qtbot: QtBot, window: QWidget, kind: type[QLineEdit]
) -> None:
    field = shown_thousand(kind, window)
    field.setFocus()
    assert field.text() == "1,000"
    qtbot.waitUntil(lambda: field.text() == "1000")
    assert field.selectedText() == "1000"


@pytest.mark.parametrize("kind", [NumberField, EpochField])
def test_typing_at_once_is_kept(
    listened: None, qtbot: QtBot, window: QWidget, kind: type[QLineEdit]
) -> None:
    field = shown_thousand(kind, window)
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "25")
    qtbot.wait(0)  # the fields' own timers come first
    assert field.text() == "25"


def shown_thousand(kind: type[QLineEdit], window: QWidget) -> QLineEdit:
    """Return a field that shows 1,000 in groups, below one that has the focus."""
    before = QLineEdit(window)
    if kind is NumberField:
        number = NumberField("epochs", "Epochs", parent=window, groups=True)
        number.set_value(1000.0)
        field: QLineEdit = number
    else:
        epoch = EpochField(window)
        epoch.show_epoch(1000.0, 2000.0)
        field = epoch
    for each in (before, field):
        each.show()
    window.activateWindow()
    before.setFocus()
    return field


@pytest.mark.parametrize(("listens", "seconds"), [(False, 0.03), (True, 0.25)])
def test_readers_see_fewer_redraws(
    monkeypatch: pytest.MonkeyPatch, listens: bool, seconds: float
) -> None:
    """A reader that is told of every redraw of a run drops the sentence at its end."""
    monkeypatch.setattr(QAccessible, "isActive", lambda: listens)
    assert seconds_between_redraws(0.03) == seconds
    assert seconds_between_redraws(1.0) == 1.0
