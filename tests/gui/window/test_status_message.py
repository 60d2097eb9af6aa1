from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from gui.text.message import Message, MessageKind
from gui.window.status_message import StatusMessage

SAVED = Message(MessageKind.GOOD, "Saved.")


@pytest.fixture
def status_message(qapp: QCoreApplication) -> Iterator[StatusMessage]:
    parent = QObject(qapp)
    yield StatusMessage(parent, milliseconds=1)
    parent.deleteLater()


def test_message_is_shown_for_while(status_message: StatusMessage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(status_message.changed):
        status_message.show(SAVED)
    assert status_message.current == SAVED
    with qtbot.waitSignal(status_message.changed):
        pass
    assert status_message.current is None


def test_work_is_announced_until_end(status_message: StatusMessage, qtbot: QtBot) -> None:
    status_message.show(SAVED)
    status_message.begin("Paste")
    assert status_message.current == Message(MessageKind.GOING, "Paste …")
    with qtbot.assertNotEmitted(status_message.changed, wait=50):
        pass
    with qtbot.waitSignal(status_message.changed):
        status_message.end()
    assert status_message.current is None


def test_result_message_survives_end(status_message: StatusMessage) -> None:
    status_message.begin("Paste")
    status_message.show(SAVED)
    status_message.end()
    assert status_message.current == SAVED


def test_clear_removes_message(status_message: StatusMessage) -> None:
    status_message.show(SAVED)
    status_message.clear()
    assert status_message.current is None


@pytest.mark.parametrize("kind", [MessageKind.FAULT, MessageKind.WARNING])
def test_failure_stands_until_cleared(
    status_message: StatusMessage, qtbot: QtBot, kind: MessageKind
) -> None:
    status_message.show(SAVED)
    status_message.show(failure := Message(kind, "a.csv cannot be written: the disk is full."))
    with qtbot.assertNotEmitted(status_message.changed, wait=50):
        pass
    assert status_message.current == failure
    assert status_message.is_standing
    status_message.end()
    assert status_message.current == failure
    status_message.clear()
    assert status_message.current is None


def test_news_after_failure_go(status_message: StatusMessage, qtbot: QtBot) -> None:
    status_message.show(Message(MessageKind.FAULT, "Not saved."))
    status_message.show(SAVED)
    qtbot.waitUntil(lambda: status_message.current is None)
