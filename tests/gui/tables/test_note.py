"""Notes and message lines."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent
from pytestqt.qtbot import QtBot

from gui.tables.message import MessageLine


@pytest.fixture
def line(qtbot: QtBot) -> MessageLine:
    """A line with nothing to say."""
    line = MessageLine("data_message")
    qtbot.addWidget(line)
    return line


def test_is_there_only_while_it_says_something(line: MessageLine) -> None:
    assert line.isHidden()
    line.show_message("A needs at least one row.")
    assert (line.isVisible(), line.text()) == (True, "A needs at least one row.")
    line.clear_message()
    assert (line.isHidden(), line.text()) == (True, "")


def test_wraps_plain_text_under_its_name(line: MessageLine) -> None:
    assert line.objectName() == "data_message"
    assert line.wordWrap()
    assert line.textFormat() == Qt.TextFormat.PlainText


def test_is_said_aloud(line: MessageLine, monkeypatch: pytest.MonkeyPatch) -> None:
    announced: list[QAccessibleEvent] = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", announced.append)
    line.show_message("No.")
    assert [event.type() for event in announced] == [QAccessible.Event.Announcement]
