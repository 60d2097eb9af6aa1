import sys
from collections.abc import Iterator
from threading import Thread

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.window.crash_report import FailureDialog, Failures
from gui.window.exposure import Exposure
from tests.gui.finding import named


@pytest.fixture
def failures(empty_window: QWidget) -> Iterator[Failures]:
    failures = Failures(empty_window, Exposure(empty_window))
    before, sys.excepthook = sys.excepthook, failures.hook
    yield failures
    sys.excepthook = before


def report_of(empty_window: QWidget) -> str:
    report = empty_window.findChild(QPlainTextEdit, "failure_report")
    return report.toPlainText() if isinstance(report, QPlainTextEdit) else ""


def break_down() -> None:
    raise ZeroDivisionError("a defect in a slot")


def test_exception_in_slot_opens_dialog(
    empty_window: QWidget, failures: Failures, qtbot: QtBot
) -> None:
    with qtbot.captureExceptions():  # so that the test runner leaves the hook to Secant
        sys.excepthook = failures.hook
        QTimer.singleShot(0, break_down)
        qtbot.waitUntil(lambda: "a defect in a slot" in report_of(empty_window))
    assert empty_window.isVisible()


def test_exception_in_thread_opens_dialog(
    empty_window: QWidget, failures: Failures, qtbot: QtBot
) -> None:
    def fail_there() -> None:
        try:
            break_down()
        except ZeroDivisionError as error:
            failures.hook(type(error), error, error.__traceback__)

    thread = Thread(target=fail_there)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: "a defect in a slot" in report_of(empty_window))


def test_second_report_joins_first(empty_window: QWidget, failures: Failures) -> None:
    failures.show("one")
    failures.show("two")
    assert len(empty_window.findChildren(FailureDialog)) == 1
    assert report_of(empty_window).split() == ["one", "two"]


def test_closed_report_is_not_shown_again(empty_window: QWidget, failures: Failures) -> None:
    failures.show("one")
    for dialog in empty_window.findChildren(FailureDialog):
        dialog.close()
    failures.show("two")
    assert len(empty_window.findChildren(FailureDialog)) == 1
    assert report_of(empty_window) == "two"


def test_report_can_be_copied(empty_window: QWidget, failures: Failures, qtbot: QtBot) -> None:
    failures.show("the report")
    button = named(empty_window, QPushButton, "failure_copy")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "the report"


def test_control_c_is_not_reported(
    empty_window: QWidget, failures: Failures, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, *_rest: passed_on.append(kind))
    failures.hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed_on == [KeyboardInterrupt]
    assert report_of(empty_window) == ""
