"""A dialog with one page of text."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from ..theme.appearance import GRID

LARGEST = QSize(560, 560)
_MARGIN = 2 * GRID


class HelpDialog(QDialog):
    """Shows a page; the window behind it stays usable, so that one can read and do."""

    def __init__(self, name: str, title: str, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        text = QTextBrowser()
        text.setObjectName("help_text")
        text.setAccessibleName(title)
        text.setHtml(page)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(GRID)
        layout.addWidget(text)
        layout.addWidget(buttons)
        self.resize(_size(text))


def _size(text: QTextBrowser) -> QSize:
    """Return a size that shows the whole page if that is not too high."""
    document = text.document().clone()
    document.setTextWidth(LARGEST.width() - 2 * _MARGIN)
    beside = 8 * GRID
    height = int(document.size().height()) + beside + 2 * _MARGIN
    return QSize(LARGEST.width(), min(height, LARGEST.height()))
