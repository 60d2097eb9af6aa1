"""Notes and message lines."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from pytestqt.qtbot import QtBot

from gui.widgets.note import MessageBar


@pytest.fixture
def line(qtbot: QtBot) -> MessageBar:
    """An empty message line."""
    line = MessageBar("data_message")
    qtbot.addWidget(line)
    return line


def test_message_line_hides_when_empty(line: MessageBar) -> None:
    assert line.isHidden()
    line.show_message("A needs at least one row.")
    assert (line.isVisible(), line.text()) == (True, "A needs at least one row.")
    line.clear_message()
    assert (line.isHidden(), line.text()) == (True, "")


def test_message_line_wraps_plain_text(line: MessageBar) -> None:
    assert line.objectName() == "data_message"
    assert line.wordWrap()
    assert line.textFormat() == Qt.TextFormat.PlainText


def test_message_is_announced_to_screen_readers(
    line: MessageBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", announced.append)
    line.show_message("No.")
    kinds = [event.type() for event in announced]
    assert kinds == [QAccessible.Event.Announcement, QAccessible.Event.ObjectShow]
