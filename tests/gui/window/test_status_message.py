from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from gui.text.message import Message, MessageKind
from gui.window.status_message import StatusMessage

SAVED = Message(MessageKind.GOOD, "Saved.")


@pytest.fixture
def announcement(qapp: QCoreApplication) -> Iterator[StatusMessage]:
    parent = QObject(qapp)
    yield StatusMessage(parent, milliseconds=1)
    parent.deleteLater()


def test_message_is_shown_for_while(announcement: StatusMessage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(announcement.changed):
        announcement.show(SAVED)
    assert announcement.current == SAVED
    with qtbot.waitSignal(announcement.changed):
        pass
    assert announcement.current is None


def test_work_is_announced_until_end(announcement: StatusMessage, qtbot: QtBot) -> None:
    announcement.show(SAVED)
    announcement.begin("Paste")
    assert announcement.current == Message(MessageKind.GOING, "Paste …")
    with qtbot.assertNotEmitted(announcement.changed, wait=50):
        pass
    with qtbot.waitSignal(announcement.changed):
        announcement.end()
    assert announcement.current is None


def test_result_message_survives_end(announcement: StatusMessage) -> None:
    announcement.begin("Paste")
    announcement.show(SAVED)
    announcement.end()
    assert announcement.current == SAVED


def test_clear_removes_message(announcement: StatusMessage) -> None:
    announcement.show(SAVED)
    announcement.clear()
    assert announcement.current is None
