"""Logging out: the system asks all programs to keep their work, without questions."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication


class LogOut(QObject):
    """Keeps everything when the system asks for it. The program goes on: the log-out may fail."""

    def __init__(self, application: QGuiApplication, keep: Callable[[], object]) -> None:
        super().__init__(application)
        self._keep = keep
        application.commitDataRequest.connect(self.keep)

    @Slot()
    def keep(self) -> None:
        """Keep everything without asking."""
        self._keep()
