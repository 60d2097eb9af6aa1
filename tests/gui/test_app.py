import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QTimer, qDebug, qInstallMessageHandler, qWarning
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import app
from gui.app import LogOut, SystemSignals, files_of, path_of
from gui.window.crash_report import Failures
from gui.window.main_window import MainWindow

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in NUMBERS}
    yield
    signal.set_wakeup_fd(-1)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def application(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[QApplication]:
    """The application of the tests, made ready as the program's own."""
    monkeypatch.setattr(app, "QApplication", lambda _argv: qapp)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    before = qInstallMessageHandler(None)
    yield app.make_application([])
    qInstallMessageHandler(before)


@pytest.fixture
def opened(qtbot: QtBot) -> Callable[[], MainWindow]:
    """How to find the program's window, which is kept for Qt to delete."""
    kept: list[MainWindow] = []

    def find() -> MainWindow:
        tops = QApplication.topLevelWidgets()
        (window,) = [w for w in tops if isinstance(w, MainWindow) and w.isVisible()]
        qtbot.addWidget(window)
        kept.append(window)
        return window

    return find


@pytest.mark.parametrize("number", NUMBERS)
def test_system_signal_closes_window(window: QWidget, qtbot: QtBot, number: signal.Signals) -> None:
    signals = SystemSignals(window.close, window)
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: not window.isVisible())
    signals.close()


def test_two_signals_close_window_once(window: QWidget, qtbot: QtBot) -> None:
    signals = SystemSignals(window.close, window)
    for _ in range(2):
        os.kill(os.getpid(), signal.SIGTERM)
    qtbot.waitUntil(lambda: not window.isVisible())
    signals.close()


def test_signal_handlers_are_restored(window: QWidget) -> None:
    signals = SystemSignals(window.close, window)
    assert signal.SIG_DFL not in {signal.getsignal(number) for number in NUMBERS}
    signals.close()
    assert {signal.getsignal(number) for number in NUMBERS} == {signal.SIG_DFL}
    assert signal.set_wakeup_fd(-1) == -1


def test_qt_messages_are_logged_except_harmless(
    application: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "gui.app")
    qWarning("This plugin does not support propagateSizeHints()")
    qWarning("something is amiss")
    qDebug("something is so")
    logged = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert logged == [(logging.WARNING, "something is amiss"), (logging.DEBUG, "something is so")]


def test_application_runs_until_window_closes(
    application: QApplication, opened: Callable[[], MainWindow]
) -> None:
    seen: list[str] = []

    def look_and_close() -> None:
        window = opened()
        seen.append(window.windowTitle())
        seen.append(type(getattr(sys.excepthook, "__self__", None)).__name__)
        window.close()

    QTimer.singleShot(0, look_and_close)
    assert app.run(application) == 0
    assert seen == ["Published example — Secant", Failures.__name__]
    assert application.desktopFileName() == "secant"
    assert not application.windowIcon().isNull()


@pytest.mark.parametrize("name", ["a b.secant", "100%20 #1?.secant", "ünï.secant"])
def test_file_argument_is_path_or_url(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert path_of(str(path)) == path_of(path.as_uri()) == path
    assert path_of(path.as_uri().replace("file://", "file://localhost")) == path
    assert path_of(name) == Path(name)


def test_arguments_without_file_are_skipped() -> None:
    assert files_of(["--", "-1.secant"]) == ["-1.secant"]
    assert files_of(["--", "--"]) == ["--"]
    assert files_of(["", "a.csv"]) == ["a.csv"]


def test_system_end_returns_status(
    application: QApplication, opened: Callable[[], MainWindow]
) -> None:
    windows: list[MainWindow] = []

    def end() -> None:
        windows.append(opened())
        os.kill(os.getpid(), signal.SIGTERM)

    QTimer.singleShot(0, end)
    assert app.run(application) == 0
    assert not windows[0].isVisible()
    assert {signal.getsignal(number) for number in NUMBERS} == {signal.SIG_DFL}


def test_arguments_come_from_command_line(
    application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    words: list[list[str]] = []

    def note(argv: list[str]) -> QApplication:
        words.append(argv)
        return application

    monkeypatch.setattr(app, "QApplication", note)
    monkeypatch.setattr(app, "run", lambda made, files: len(files) if made is application else -1)
    monkeypatch.setattr(sys, "argv", ["main.py", "-style", "fusion"])
    assert app.main() == len(application.arguments()) - 1
    assert words == [["main.py", "-style", "fusion"]]


def test_linear_algebra_uses_one_thread() -> None:
    assert os.environ["OPENBLAS_NUM_THREADS"] == "1"


ASKED = SIGNAL("commitDataRequest(QSessionManager&)")


def test_work_is_kept_on_log_out(qapp: QApplication) -> None:
    before = qapp.receivers(ASKED)
    kept: list[str] = []
    log_out = LogOut(qapp, lambda: kept.append("all"))
    assert qapp.receivers(ASKED) == before + 1
    log_out.keep()
    assert kept == ["all"]
    log_out.deleteLater()
