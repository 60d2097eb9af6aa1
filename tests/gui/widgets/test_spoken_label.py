"""A label that says what it shows."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from pytestqt.qtbot import QtBot

from gui.widgets.spoken_label import SpokenLabel


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[QAccessibleEvent]:
    """What a screen reader hears that is running."""
    events: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", events.append)
    return events


@pytest.mark.parametrize("assertive", [False, True])
def test_text_is_said(qtbot: QtBot, heard: list[QAccessibleEvent], assertive: bool) -> None:
    label = SpokenLabel()
    qtbot.addWidget(label)
    label.tell("Paused at epoch 582.", assertive=assertive)
    assert label.text() == "Paused at epoch 582."
    announcement, appearance = heard
    assert isinstance(announcement, QAccessibleAnnouncementEvent)
    assert announcement.message() == "Paused at epoch 582."
    politeness = QAccessible.AnnouncementPoliteness
    expected = politeness.Assertive if assertive else politeness.Polite
    assert announcement.politeness() is expected
    assert appearance.type() is QAccessible.Event.ObjectShow


def test_empty_text_is_not_said(qtbot: QtBot, heard: list[QAccessibleEvent]) -> None:
    label = SpokenLabel()
    qtbot.addWidget(label)
    label.tell("")
    assert heard == []


def test_text_is_accessible_name(qtbot: QtBot) -> None:
    label = SpokenLabel()
    qtbot.addWidget(label)
    label.tell("Ready.")
    interface = QAccessible.queryAccessibleInterface(label)
    assert interface.text(QAccessible.Text.Name) == "Ready."
