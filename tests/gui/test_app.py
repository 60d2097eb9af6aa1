import ctypes
import linecache
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    SIGNAL,
    QLoggingCategory,
    QTimer,
    qCWarning,
    qDebug,
    qInstallMessageHandler,
    qWarning,
)
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui import app, files, system_signals
from gui.app import LOADED_LATER, LateImports, LogOut, SystemSignals, files_of, path_of
from gui.background.garbage import GarbageCollector
from gui.files import FileRequests
from gui.window.crash_report import Failures
from gui.window.exposure import Visibility
from gui.window.main_window import MainWindow
from tests import TIMEOUT_SECONDS

NUMBERS = (signal.SIGINT, signal.SIGTERM)


@pytest.fixture(autouse=True)
def signals_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # A slow machine must not end the tests themselves.
    monkeypatch.setattr(system_signals, "LEAVE_SECONDS", TIMEOUT_SECONDS)
    monkeypatch.setattr(app, "leave_process", lambda _status: None)
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


@pytest.mark.parametrize(
    ("category", "is_logged"),
    [
        ("qt.qpa.wayland.textinput", False),
        ("qt.qpa.theme.dbus", False),
        ("qt.qpa.theme.gnome", False),
        ("qt.qpa.services", False),
        ("qt.qpa.wayland", True),
        ("qt.qpa.wayland.input", True),
        ("qt.qpa.theme", True),
        ("qt.qpa.xcb", True),
    ],
)
def test_only_named_categories_are_quiet(
    application: QApplication, caplog: pytest.LogCaptureFixture, category: str, is_logged: bool
) -> None:
    caplog.set_level(logging.DEBUG, "gui.app")
    # The type hints want bytes, the functions text.
    qCWarning(QLoggingCategory(category), "something is amiss")  # type: ignore[arg-type]
    assert [record.getMessage() for record in caplog.records] == ["something is amiss"] * is_logged


@pytest.mark.skipif(sys.platform != "linux", reason="GTK's dialogs are used on Linux only")
def test_gtk_dialogs_carry_the_name(application: QApplication) -> None:
    glib = ctypes.CDLL("libglib-2.0.so.0")
    glib.g_get_prgname.restype = ctypes.c_char_p
    assert glib.g_get_prgname() == b"secant"


def test_file_argument_waits_for_window(
    application: QApplication,
    opened: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[tuple[str, Visibility]] = []

    def note(window: MainWindow, path: Path) -> None:
        seen.append((path.name, window.exposure.visibility))
        opened().close()

    monkeypatch.setattr(MainWindow, "open_file", note)
    assert app.run(application, ["a.csv", "b.csv"]) == 0
    assert seen == [("a.csv", Visibility.SHOWN)]


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
    monkeypatch.setattr(
        app, "run", lambda made, files, *_: len(files) if made is application else -1
    )
    monkeypatch.setattr(sys, "argv", ["main.py", "-style", "fusion"])
    assert app.main() == len(application.arguments()) - 1
    assert words == [["main.py", "-style", "fusion"]]


ASKED = SIGNAL("commitDataRequest(QSessionManager&)")


def test_work_is_kept_on_log_out(qapp: QApplication) -> None:
    before = qapp.receivers(ASKED)
    kept: list[str] = []
    log_out = LogOut(qapp, lambda: kept.append("all"))
    assert qapp.receivers(ASKED) == before + 1
    log_out.keep()
    assert kept == ["all"]
    log_out.deleteLater()


@pytest.mark.parametrize(("platform", "watched"), [("darwin", 1), ("linux", 0), ("win32", 0)])
def test_only_macos_gets_an_event_filter(
    platform: str,
    watched: int,
    application: QApplication,
    opened: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    created: list[QApplication] = []

    class Requests(FileRequests):
        def __init__(self, of: QApplication) -> None:
            created.append(of)
            super().__init__(of)

    monkeypatch.setattr(files, "FileRequests", Requests)
    monkeypatch.setattr(sys, "platform", platform)
    QTimer.singleShot(0, lambda: opened().close())
    assert app.run(application) == 0
    assert len(created) == watched
    for each in application.findChildren(FileRequests):
        application.removeEventFilter(each)


LAZY = (
    *("engine.archive", "engine.descent", "engine.formula.formula", "engine.limit.digits"),
    *("engine.losses.loss_descent", "engine.losses.safe_rate", "engine.methods.choose"),
    *("engine.methods.modes", "engine.methods.standstill", "engine.methods.step_working"),
    *("engine.reading", "engine.statistics", "engine.verdict.judge", "gui.run.companions"),
    *("gui.importing.dialog", "gui.tables.clipboard.paster", "numpy.ma", "numpy.random"),
)
PRINT_LAZY = f"print(sorted(name for name in {LAZY} if name in sys.modules))"


def test_window_needs_neither_run_nor_readers() -> None:
    code = f"import sys, gui.window.main_window; {PRINT_LAZY}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


ON_USE = (
    *("gui.help.help_dialog", "gui.help.key_list", "gui.transforms.forms"),
    *("gui.transforms.number_dialog", "hashlib"),
)
MOST_MODULES = 351
"""Of ours, with which the window is drawn. Each takes half a millisecond of every start."""
COUNT_OWN = "sum(name.partition('.')[0] in ('gui', 'engine') for name in sys.modules)"


def test_window_loads_few_modules() -> None:
    code = (
        "import sys, gui.app, gui.window.main_window;"
        f"print([name for name in {ON_USE} if name in sys.modules], {COUNT_OWN})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded, _, count = done.stdout.rpartition(" ")
    assert loaded == "[]"
    assert int(count) <= MOST_MODULES


def test_sources_are_not_kept() -> None:
    # Each import after that of PySide6 reads the text of its module, and keeps it.
    collector = GarbageCollector()
    imports = LateImports(collector)
    assert linecache.getlines(__file__)
    for _ in LOADED_LATER:
        imports._load_next()
    collector.end()
    assert __file__ not in linecache.cache


def test_run_and_readers_follow_window(tmp_path: Path) -> None:
    code = f"""
import sys
from PySide6.QtCore import QTimer
from gui import app
application = app.make_application(["secant"])
def end_once_loaded():
    if app.LOADED_LATER[-1] in sys.modules:
        application.quit()
timer = QTimer()
timer.timeout.connect(end_once_loaded)
timer.start(10)
app.run(application)
{PRINT_LAZY}
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=TIMEOUT_SECONDS,
        check=True,
    )
    assert done.stdout == f"{sorted(LAZY)}\n"
