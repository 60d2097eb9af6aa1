"""Shows every unexpected exception in one dialog; the window goes on working."""

import logging
import sys
import traceback
from functools import partial
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..text.translation import translate
from .exposure import Exposure

EXPLANATION = translate(
    "window",
    "Something went wrong inside Secant. Your tables are untouched and you can go on working. If "
    "it happens again, send this report to the people who look after Secant.",
)

logger = logging.getLogger(__name__)


class FailureDialog(QDialog):
    """Shows the reports since it was last closed; the window behind it stays usable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setWindowTitle(translate("window", "Secant: An Error"))
        self._report = QPlainTextEdit()
        self._report.setObjectName("failure_report")
        self._report.setAccessibleName(translate("window", "Report"))
        self._report.setReadOnly(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(
            translate("window", "Copy"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("failure_copy")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.addWidget(explanation)
        layout.addWidget(self._report)
        layout.addWidget(buttons)
        self.resize(640, 400)

    def add(self, report: str) -> None:
        """Show a report below those that have not been closed yet."""
        if not self.isVisible():
            self._report.clear()
        self._report.appendPlainText(report)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())


class Failures(QObject):
    """Collects reports from any thread and shows them."""

    _reported = Signal(str)

    def __init__(self, window: QWidget, exposure: Exposure) -> None:
        super().__init__(window)
        self._window, self._exposure = window, exposure
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
        logger.debug("unexpected exception:\n%s", report)
        self._exposure.when_shown(partial(self._add, report))

    def _add(self, report: str) -> None:
        if self._dialog is None:
            self._dialog = FailureDialog(self._window)
        self._dialog.add(report)
        self._dialog.open()
