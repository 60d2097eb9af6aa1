"""The window to be measured, from its first to its last moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from gui.window.main_window import MainWindow


@cache
def application() -> QCoreApplication:
    """Return the application that all measurements share."""
    return QCoreApplication.instance() or QApplication([])


@contextmanager
def shown_window() -> Iterator[MainWindow]:
    """Show a window, and close it afterwards without questions."""
    application()
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    try:
        yield window
    finally:
        window.document.undo_stack.clear()
        window.close_without_asking()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
