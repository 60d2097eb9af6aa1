"""What stands over the plots while the tables are empty: what to do next."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..background.reporting import reporting
from ..text.translation import translate
from ..theme.appearance import GRID
from ..theme.legibility import edge_colour
from ..widgets.buttons import FieldButton

HEADLINE = translate("panels", "Type, paste or drop a table")
EXPLANATION = translate(
    "panels",
    "Numbers go into the table below. Of a pasted table with names, the last column becomes Y, "
    "or the one named y.\nA column of ones is offered as intercept.",
)
PASTE, IMPORT, EXAMPLE, OPEN = (
    translate("panels", "Paste a table"),
    translate("panels", "Import a file…"),
    translate("panels", "Open an example"),
    translate("panels", "Open…"),
)
PASTE_TIP, IMPORT_TIP, EXAMPLE_TIP, OPEN_TIP = (
    translate("panels", "Put what is in the clipboard into the table (Ctrl+V)"),
    translate("panels", "Read A and Y from a table in a file, or drop the file here (Ctrl+I)"),
    translate("panels", "Open a small table that shows one thing, with settings for it"),
    translate("panels", "Open an experiment that was saved, or drop its file here (Ctrl+O)"),
)
_HEADLINE_SIZE = 1.4
_CORNER = 6.0


class EmptyState(QStackedWidget):
    """Shows what it covers, or what to do while there is nothing to plot."""

    paste_requested = Signal()
    import_requested = Signal()
    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty_state")
        self._offer = DropArea()
        self._examples = _button("open_example", EXAMPLE, EXAMPLE_TIP)
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
        paste = _button("paste_table", PASTE, PASTE_TIP)
        load = _button("import_file", IMPORT, IMPORT_TIP)
        experiment = _button("open_experiment", OPEN, OPEN_TIP)
        paste.clicked.connect(self.paste_requested)
        load.clicked.connect(self.import_requested)
        experiment.clicked.connect(self.open_requested)
        row = QHBoxLayout()
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.setSpacing(GRID)
        row.addStretch(1)
        for button in (paste, load, self._examples, experiment):
            row.addWidget(button)
        row.addStretch(1)
        return row


class DropArea(QWidget):
    """The ground of the offer, with a dashed outline: the sign of a place to drop something."""

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground and the outline."""
        del event
        palette = self.palette()
        pen = QPen(edge_colour(palette), 1.0, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern((4.0, 4.0))
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), palette.base())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(pen)
            inset = GRID / 2 + 0.5
            outline = QRectF(self.rect()).adjusted(2 * inset, inset, -2 * inset, -inset)
            painter.drawRoundedRect(outline, _CORNER, _CORNER)


def _button(name: str, text: str, tip: str) -> FieldButton:
    button = FieldButton(text)
    button.setObjectName(name)
    button.setToolTip(tip)
    button.setAccessibleDescription(tip)
    return button
