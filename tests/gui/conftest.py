"""Fixtures of all window tests: fresh preferences, and no thread left running."""

import gc
import sys
import threading
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings, Qt, QThread
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from engine.shortening import COMMA, NARROW_SPACE, group_digits_by
from gui.background import Task

MILLISECONDS_TO_END = 10_000


@pytest.fixture(autouse=True, scope="session")
def coverage_sees_tasks() -> Iterator[None]:
    """Let coverage follow the threads of tasks: it finds those of Python only, not those of Qt."""
    run = Task.run

    def traced(task: Task[object]) -> None:
        if (trace := threading.gettrace()) is not None:
            sys.settrace(trace)
        run(task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Task, "run", traced)
        yield


@pytest.fixture(autouse=True, scope="session")
def clipboard_ends_empty() -> Iterator[None]:
    """Leave nothing on the clipboard: without a display, Qt deletes it after Python has ended.

    It then calls into Python, and the process crashes, whatever the tests found. The program itself
    ends without these ends of Qt and Python.
    """
    yield
    if isinstance(QGuiApplication.instance(), QGuiApplication):
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def data_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test its own folder for recovery copies."""
    home = tmp_path / "data home"
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    return home


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path) -> None:
    """Give each test its own preferences."""
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def garbage_is_collected_here() -> Iterator[None]:
    """Collect garbage in this thread only, as the program does: widgets are a part of it.

    Not what is older than a test: looking through all tests takes 0.3 s.
    """
    gc.disable()
    yield
    gc.collect(1)
    gc.enable()


@pytest.fixture(autouse=True)
def no_button_is_pressed() -> Iterator[None]:
    """Release the buttons of the mouse that a test has only pressed: Qt remembers them."""
    yield
    for button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
        if QGuiApplication.mouseButtons() & button:
            nobody = QWidget()
            nobody.show()
            QTest.mouseRelease(nobody, button)


@pytest.fixture(autouse=True)
def no_thread_left(garbage_is_collected_here: None) -> Iterator[None]:
    """Fail a test that leaves a thread running which does not end by itself.

    The window waits half a second for a cancelled thread: on a busy machine it may need longer.
    """
    yield
    running = [
        thread.objectName()
        for thread in Shiboken.getAllValidWrappers()
        if isinstance(thread, QThread)
        and thread is not QThread.currentThread()
        and thread.isRunning()
        and not thread.wait(MILLISECONDS_TO_END)
    ]
    assert not running, f"threads left running: {running}"


@pytest.fixture(autouse=True)
def no_assertion_lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test if an assertion fails in a thread of the program.

    The program turns every exception there into a report, which no test may be listening to. The
    report is made by one of two functions. pytest-qt itself notices failures in the slots of the
    main thread.
    """
    lost: list[BaseException] = []
    format_exc, format_exception = traceback.format_exc, traceback.format_exception

    def of_current(*arguments: object, **options: object) -> str:
        error = sys.exception()
        if isinstance(error, AssertionError):
            lost.append(error)
        return format_exc(*arguments, **options)  # type: ignore[arg-type]

    def of_given(*arguments: object, **options: object) -> list[str]:
        lost.extend(each for each in arguments if isinstance(each, AssertionError))
        return format_exception(*arguments, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(traceback, "format_exc", of_current)
    monkeypatch.setattr(traceback, "format_exception", of_given)
    yield
    if lost:
        raise lost[0]


@pytest.fixture
def right_to_left(qapp: QApplication) -> Iterator[None]:
    """Write from right to left, as an Arabic desktop does."""
    before = qapp.layoutDirection()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    qapp.setLayoutDirection(before)


@pytest.fixture
def german() -> Iterator[None]:
    """Use a locale with a decimal comma."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    group_digits_by(NARROW_SPACE)
    yield
    group_digits_by(COMMA)
    QLocale.setDefault(before)


@pytest.fixture
def listened(qtbot: QtBot) -> Iterator[None]:
    """Behave as if a screen reader were there."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """An empty window, shown."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window
