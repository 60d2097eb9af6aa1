"""Fixtures of all window tests: fresh preferences, and no thread left running."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QSettings, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken


@pytest.fixture(autouse=True)
def fresh_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test its own preferences and recovery copies."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    yield
    running = [
        thread.objectName()
        for thread in Shiboken.getAllValidWrappers()
        if isinstance(thread, QThread)
        and thread is not QThread.currentThread()
        and thread.isRunning()
    ]
    assert not running, f"threads left running: {running}"


@pytest.fixture
def german() -> Iterator[None]:
    """A locale with a decimal comma."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """An empty window, shown."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window
