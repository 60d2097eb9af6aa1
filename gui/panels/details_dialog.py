"""The dialog behind “Show which” and “Details”: what is longer than a line."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from ..text.translation import translate
from ..theme.appearance import GRID

# A combination of a few columns fits on one line of this many characters.
CHARACTERS = 56
# More lines scroll.
LINES = 14


class DetailsDialog(QDialog):
    """A heading and lines that can be selected and copied."""

    def __init__(
        self, title: str, heading: str, details: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        label = QLabel(heading)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        lines = QPlainTextEdit(details)
        lines.setObjectName("details_lines")
        lines.setAccessibleName(translate("panels", "Details"))
        lines.setReadOnly(True)
        lines.setTabChangesFocus(True)
        lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        metrics = lines.fontMetrics()
        count = min(LINES, _wrapped_lines(details) + 1)
        lines.setMinimumWidth(metrics.horizontalAdvance("0") * CHARACTERS)
        lines.setFixedHeight(metrics.lineSpacing() * count + 2 * GRID)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (label, lines, buttons):
            layout.addWidget(widget)


def _wrapped_lines(text: str) -> int:
    """Return about how many lines a text takes, when lines that are too long are wrapped."""
    return sum(1 + len(line) // CHARACTERS for line in text.split("\n"))
