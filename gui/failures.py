"""Where every unexpected exception ends: one dialog, and the window lives on."""

import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from .failure_dialog import FailureDialog


class Failures(QObject):
    """Collects reports from any thread and shows them over the window."""

    _reported = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: FailureDialog | None = None
        self._reported.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Stand in for sys.excepthook; a Ctrl-C is passed on."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
        else:
            self._reported.emit("".join(traceback.format_exception(kind, error, trace)))

    @Slot(str)
    def show(self, report: str) -> None:
        """Show a report, in the dialog that is open already if there is one."""
        if self._dialog is None:
            self._dialog = FailureDialog(self._window)
        self._dialog.add(report)
        self._dialog.open()
