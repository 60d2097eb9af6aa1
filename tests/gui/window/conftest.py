"""Fixtures of the window's tests: the window itself, closed after each test without a question."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.run.run_state import RunState
from gui.window.main_window import MainWindow
from tests.gui.window.test_main_window import run_to


@pytest.fixture
def unshown_window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window of the program, not shown yet."""
    window = MainWindow()
    qtbot.addWidget(window)
    yield window
    window.close_without_asking()


@pytest.fixture
def window(unshown_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window of the program, shown and active."""
    unshown_window.show()
    qtbot.waitExposed(unshown_window)
    unshown_window.activateWindow()
    qtbot.waitUntil(unshown_window.isActiveWindow)
    return unshown_window


@pytest.fixture
def window_after_run(unshown_window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window at a usual size, after the published run."""
    unshown_window.resize(1280, 800)
    unshown_window.show()
    unshown_window.activateWindow()
    qtbot.waitUntil(unshown_window.isActiveWindow)
    run_to(unshown_window, qtbot, RunState.DONE)
    return unshown_window


@pytest.fixture
def empty_window(qtbot: QtBot) -> QWidget:
    """A window without anything in it, shown."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window
