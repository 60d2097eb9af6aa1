from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.files import FileRequests


def test_a_file_to_be_opened_is_told(qapp: QApplication, qtbot: QtBot) -> None:
    requests = FileRequests(qapp)
    with qtbot.waitSignal(requests.asked) as asked:
        QApplication.postEvent(qapp, QFileOpenEvent("/folder/a b.secant"))
    assert asked.args == [Path("/folder/a b.secant")]
    qapp.removeEventFilter(requests)


def test_other_events_pass(qapp: QApplication) -> None:
    requests = FileRequests(qapp)
    asked = QSignalSpy(requests.asked)
    assert not requests.eventFilter(qapp, QEvent(QEvent.Type.User))
    assert not requests.eventFilter(qapp, QFileOpenEvent(QUrl("https://example.org/a")))
    assert requests.eventFilter(QObject(), QFileOpenEvent("/folder/a.secant"))
    assert asked.count() == 1
    qapp.removeEventFilter(requests)
