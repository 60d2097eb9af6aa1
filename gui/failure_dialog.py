"""The dialog for unexpected exceptions: the report, and a button that copies it."""

from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

EXPLANATION = (
    "Something went wrong inside Secant. Your tables are untouched and you can go on working. "
    "If it happens again, send this report to the people who look after Secant."
)


class FailureDialog(QDialog):
    """Shows the reports since it was last closed; the window behind it stays usable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("failure")
        self.setWindowTitle("Secant: An Error")
        self._report = QPlainTextEdit()
        self._report.setObjectName("failure_report")
        self._report.setReadOnly(True)
        self._report.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        explanation = QLabel(EXPLANATION)
        explanation.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy", QDialogButtonBox.ButtonRole.ActionRole)
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
