from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.files import FileRequests


def test_file_open_event_emits_path(qapp: QApplication, qtbot: QtBot) -> None:
    requests = FileRequests(qapp)
    with qtbot.waitSignal(requests.requested) as requested:
        QApplication.postEvent(qapp, QFileOpenEvent("/folder/a b.secant"))
    assert requested.args == [Path("/folder/a b.secant")]
    qapp.removeEventFilter(requests)


def test_other_events_pass(qapp: QApplication) -> None:
    requests = FileRequests(qapp)
    requested = QSignalSpy(requests.requested)
    assert not requests.eventFilter(qapp, QEvent(QEvent.Type.User))
    assert not requests.eventFilter(qapp, QFileOpenEvent(QUrl("https://example.org/a")))
    assert requests.eventFilter(QObject(), QFileOpenEvent("/folder/a.secant"))
    assert requested.count() == 1
    qapp.removeEventFilter(requests)
