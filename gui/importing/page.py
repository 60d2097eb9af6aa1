"""What the dialog shows of a file: how it is read, its first rows, and what becomes of them."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.reading.choices import Choices

from ..appearance import GRID
from ..elided_label import ElidedLabel
from ..tables.message import MessageLine
from .draft import Draft
from .faults_panel import FaultsPanel
from .fields import ReadingFields
from .preview_view import PreviewView
from .roles import Role
from .sentences import outcome, recognised

LOOKING = "Reading the first rows…"
UNRECOGNISED = "Not a table, as it is read now."


class ImportPage(QWidget):
    """Tells what a person wishes for; shows a draft, or why there is none."""

    choices_changed = Signal(Choices)
    role_chosen = Signal(list, Role)
    skipping = Signal(bool)
    columns_given_up = Signal()

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._recognised = ElidedLabel(path.name), ElidedLabel(LOOKING)
        self._title.setToolTip(str(path))
        self._fields, self._view = ReadingFields(), PreviewView()
        self._message, self._outcome = MessageLine("import_message"), QLabel()
        self._faults = FaultsPanel()
        self._lay_out()
        self._fields.changed.connect(self.choices_changed)
        self._view.role_chosen.connect(self.role_chosen)
        self._faults.skipping.connect(self.skipping)
        self._faults.columns_given_up.connect(self.columns_given_up)
        self._faults.chosen.connect(self._view.show_cell)

    def show_choices(self, choices: Choices) -> None:
        """Show what a person has chosen so far."""
        self._fields.show_choices(choices)

    def show_draft(self, draft: Draft) -> None:
        """Show what is imported, and what is in its way."""
        self._message.withdraw()
        self._fields.show_preview(draft.preview)
        self._recognised.setText(recognised(draft.preview))
        self._outcome.setText(outcome(draft))
        self._view.show_draft(draft)
        self._faults.show_draft(draft)

    def show_nothing(self) -> None:
        """Show that the file is no table, as it is read now."""
        self._recognised.setText(UNRECOGNISED)
        self._outcome.clear()
        self._view.show_draft(None)
        self._faults.show_draft(None)

    def focus_table(self) -> None:
        """Let the keys go to the table."""
        self._view.setFocus()

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self._message.say(sentence)

    @Slot()
    def withdraw(self) -> None:
        """Say no longer what went wrong."""
        self._message.withdraw()

    def _lay_out(self) -> None:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._recognised.setObjectName("import_recognised")
        self._outcome.setObjectName("import_outcome")
        self._outcome.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self._title)
        head.addWidget(self._recognised)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addSpacing(GRID)
        column.addWidget(self._fields)
        column.addSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._view, 1)
        column.addWidget(self._outcome)
        column.addWidget(self._faults)
