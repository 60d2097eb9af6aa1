"""Widgets and views in a window that is shown and active."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.window.main_window import MainWindow

from .finding import named


@contextmanager
def active(qtbot: QtBot, window: QWidget, *widgets: QWidget, typed_in: QLineEdit) -> Iterator[None]:
    """Show widgets one below the other in a window, with all the text of a field selected."""
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    typed_in.setFocus()
    typed_in.selectAll()
    yield
    window.close()


@contextmanager
def window_in(qtbot: QtBot, view: str) -> Iterator[MainWindow]:
    """Show the window with the published example, in the view of an action of this name."""
    window = MainWindow()
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    assert QTest.qWaitForWindowExposed(window)
    named(window, QAction, view).trigger()
    yield window
    window.close_without_asking()
