"""What stands over the plots while the tables are empty: what to do next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..text.translation import translate
from ..theme.appearance import GRID
from ..widgets.buttons import FieldButton

HEADLINE = translate("panels", "Type, paste or drop a table")
EXPLANATION = translate(
    "panels",
    "Numbers go into the table below. Of a pasted table with names, the last column becomes Y, "
    "or the one named y.\nA column of ones is offered as intercept.",
)
PASTE, IMPORT, EXAMPLE = (
    translate("panels", "Paste a table"),
    translate("panels", "Import a file…"),
    translate("panels", "Open an example"),
)
_HEADLINE_SIZE = 1.4


class EmptyState(QStackedWidget):
    """Shows what it covers, or what to do while there is nothing to plot."""

    paste_requested = Signal()
    import_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._offer = QWidget()
        self._examples = _button("open_example", EXAMPLE)
        self._lay_out()

    @property
    def is_empty(self) -> bool:
        """Whether it says what to do."""
        return self.currentWidget() is self._offer

    def cover(self, content: QWidget) -> None:
        """Stand over this widget while the tables are empty."""
        self.insertWidget(0, content)
        self.setCurrentWidget(content)

    def set_examples(self, menu: QMenu) -> None:
        """Offer the examples of this menu."""
        menu.setParent(self._examples, menu.windowFlags())
        self._examples.setMenu(menu)

    def show_empty(self, *, is_empty: bool) -> None:
        """Show what to do, or what it covers."""
        self.setCurrentIndex(self.count() - 1 if is_empty else 0)

    def _lay_out(self) -> None:
        headline, explanation = QLabel(HEADLINE), QLabel(EXPLANATION)
        font = headline.font()
        font.setPointSizeF(_HEADLINE_SIZE * font.pointSizeF())
        font.setWeight(QFont.Weight.DemiBold)
        headline.setFont(font)
        explanation.setWordWrap(True)
        for label in (headline, explanation):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._offer.setBackgroundRole(QPalette.ColorRole.Base)
        self._offer.setAutoFillBackground(True)
        column = QVBoxLayout(self._offer)
        column.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        column.setSpacing(GRID)
        column.addStretch(1)
        column.addWidget(headline)
        column.addWidget(explanation)
        column.addLayout(self._buttons())
        column.addStretch(1)
        self.addWidget(self._offer)

    def _buttons(self) -> QHBoxLayout:
        paste, load = _button("paste_table", PASTE), _button("import_file", IMPORT)
        paste.clicked.connect(self.paste_requested)
        load.clicked.connect(self.import_requested)
        row = QHBoxLayout()
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.setSpacing(GRID)
        row.addStretch(1)
        for button in (paste, load, self._examples):
            row.addWidget(button)
        row.addStretch(1)
        return row


def _button(name: str, text: str) -> FieldButton:
    button = FieldButton(text)
    button.setObjectName(name)
    return button
