"""The end of a person's session at the computer, which waits for no answer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication


class LogOut(QObject):
    """Has all kept when the system asks for it; the program goes on, as another may yet object."""

    def __init__(self, application: QGuiApplication, keep: Callable[[], object]) -> None:
        super().__init__(application)
        self._keep = keep
        application.commitDataRequest.connect(self.keep)

    @Slot()
    def keep(self) -> None:
        """Keep all; asks nothing."""
        self._keep()
