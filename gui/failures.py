"""Shows every unexpected exception in one dialog; the window goes on working."""

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from .failure_dialog import FailureDialog


class Failures(QObject):
    """Collects reports from any thread and shows them."""

    _reported = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: FailureDialog | None = None
        self._reported.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Replace sys.excepthook; Ctrl-C is passed on."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._reported.emit("".join(traceback.format_exception(kind, error, trace)))

    @Slot(str)
    def show(self, report: str) -> None:
        """Show a report; if the dialog is open, add it there."""
        if self._dialog is None:
            self._dialog = FailureDialog(self._window)
        self._dialog.add(report)
        self._dialog.open()
