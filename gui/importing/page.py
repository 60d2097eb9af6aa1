"""The main part of the dialog: the options, the preview, and what the import will do."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.reading.options import ReadOptions

from ..text.names import shown_path
from ..text.translation import translate, translated
from ..theme.appearance import GRID
from ..theme.blending import quiet
from ..widgets.buttons import check_box
from ..widgets.elided_label import ElidedLabel
from ..widgets.note import MessageBar
from .extra_panel import ExtraPanel
from .faults_panel import FaultsPanel
from .fields import ReadingFields
from .options import Role
from .plan import ImportPlan
from .preview_view import PreviewView
from .texts import ADD_ONES, ADD_ONES_TIP, describe_import, describe_reading

READING_PREVIEW = translate("importing", "Reading the first rows…")
UNRECOGNISED = translate("importing", "With these options, this is not a table.")


class NotesLine(ElidedLabel):
    """What was done so that the file is a table, in as many lines as that takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("import_notes")
        self.setWordWrap(True)
        self.hide()

    def shown_text(self) -> str:
        """Return all of the text."""
        return self.text()

    def ink(self) -> QColor:
        """Return the muted colour: it is not about what comes in."""
        return quiet(self.palette())

    def show_notes(self, notes: Sequence[str]) -> None:
        """Show some sentences, or nothing if there are none."""
        notes = [translated(note) for note in notes]
        self.setText(" ".join(notes))
        self.setToolTip("\n".join(notes))
        self.setVisible(bool(notes))


class ImportPage(QWidget):
    """Shows an ImportPlan, or that there is none; its signals carry what the user changes."""

    read_options_changed = Signal(ReadOptions)
    role_chosen = Signal(list, Role)
    skip_toggled = Signal(bool)
    leave_out_requested = Signal()
    complete_toggled = Signal(bool)
    ones_toggled = Signal(bool)
    extra_requested = Signal(str)

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._reading_text = (
            ElidedLabel(shown_path(path.name)),
            ElidedLabel(READING_PREVIEW),
        )
        self._title.setToolTip(str(path))
        self._notes = NotesLine()
        self._fields, self._view = ReadingFields(), PreviewView()
        self._message, self._import_text = MessageBar("import_message"), QLabel()
        self._extra = ExtraPanel()
        self._faults = FaultsPanel()
        self._ones = check_box("import_ones", ADD_ONES, ADD_ONES_TIP)
        self._ones.hide()
        self._lay_out()
        self._ones.clicked.connect(self.ones_toggled)
        self._fields.changed.connect(self.read_options_changed)
        self._view.role_chosen.connect(self.role_chosen)
        self._faults.skip_toggled.connect(self.skip_toggled)
        self._faults.leave_out_requested.connect(self.leave_out_requested)
        self._faults.complete_toggled.connect(self.complete_toggled)
        self._faults.fault_chosen.connect(self._view.show_cell)
        self._extra.requested.connect(self.extra_requested)

    def show_read_options(self, read_options: ReadOptions) -> None:
        """Show the options chosen so far."""
        self._fields.show_read_options(read_options)

    def show_plan(self, plan: ImportPlan, description: str | None = None) -> None:
        """Show a plan, described as usual, or by the given text."""
        self._message.clear_message()
        self._extra.hide()
        self._fields.show_preview(plan.preview)
        self._reading_text.setText(describe_reading(plan.preview))
        self._import_text.setText(describe_import(plan) if description is None else description)
        self._notes.show_notes(plan.notes)
        self._view.show_plan(plan)
        self._faults.show_plan(plan)
        self._ones.setVisible(not plan.shows_ones)
        self._ones.setChecked(plan.adds_ones)

    def show_nothing(self) -> None:
        """Show that the file is not a table with these options."""
        self._reading_text.setText(UNRECOGNISED)
        self._import_text.clear()
        self._notes.show_notes(())
        self._view.show_plan(None)
        self._faults.show_plan(None)
        self._ones.hide()

    def focus_table(self) -> None:
        """Move the keyboard focus to the table."""
        self._view.setFocus()

    def show_message(self, sentence: str) -> None:
        """Show an error message."""
        self._message.show_message(sentence)

    def offer_extra(self, error: Exception) -> None:
        """Offer to add what a file lacks, if an error says that; otherwise hide the offer."""
        self._extra.offer(error)

    def show_adding(self, *, is_adding: bool) -> None:
        """Show whether what the file lacks is being added."""
        if is_adding:
            self._extra.show_adding()
        else:
            self._extra.show_offer()

    def ask(self, option: str, values: Sequence[object]) -> None:
        """Lead the user to the field of an option that has to be chosen."""
        self._fields.ask(option, values)

    @Slot()
    def clear_message(self) -> None:
        """Hide the error message."""
        self._message.clear_message()

    def _lay_out(self) -> None:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._reading_text.setObjectName("import_recognised")
        self._import_text.setObjectName("import_outcome")
        self._import_text.setWordWrap(True)
        head = QVBoxLayout()
        head.setSpacing(GRID // 2)
        head.addWidget(self._title)
        head.addWidget(self._reading_text)
        head.addWidget(self._notes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(head)
        column.addSpacing(GRID)
        column.addWidget(self._fields)
        column.addSpacing(GRID)
        column.addWidget(self._message)
        column.addWidget(self._extra)
        column.addWidget(self._view, 1)
        column.addWidget(self._import_text)
        column.addWidget(self._ones)
        column.addWidget(self._faults)


_STEPS = 1000  # finer than one pixel of the bar


class Footer(QWidget):
    """The buttons below the page; they emit ``import_requested`` and ``cancelled``."""

    import_requested = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = QLabel()
        self._sentence.setObjectName("import_obstacle")
        self._sentence.setWordWrap(True)
        self._sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._progress = QProgressBar()
        self._progress.setObjectName("import_progress")
        self._progress.setAccessibleName(translate("importing", "Import progress"))
        self._progress.setRange(0, _STEPS)
        self._progress.hide()
        # The box orders the buttons as the desktop does, and makes Import the default.
        self._buttons = QDialogButtonBox()
        self._import = self._buttons.addButton(
            translate("importing", "&Import"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._import.setObjectName("import_button")
        cancel = self._buttons.addButton(
            translate("importing", "Cancel"), QDialogButtonBox.ButtonRole.RejectRole
        )
        cancel.setObjectName("import_cancel")
        cancel.setAutoDefault(False)
        self._buttons.accepted.connect(self.import_requested)
        self._buttons.rejected.connect(self.cancelled)
        self._lay_out()

    def show_obstacle(self, sentence: str) -> None:
        """Disable Import and show why; enable it if the sentence is empty."""
        self._sentence.setText(sentence)
        self._import.setEnabled(not sentence)
        self._import.setToolTip(sentence)
        self._progress.hide()
        self._sentence.show()

    @Slot(float)
    def show_progress(self, fraction: float) -> None:
        """Show the fraction done; until then only Cancel is enabled."""
        self._sentence.hide()
        self._progress.setRange(0, _STEPS)
        self._progress.show()
        self._progress.setValue(round(fraction * _STEPS))
        self._import.setEnabled(False)

    def show_busy(self) -> None:
        """Show that something goes on, of which it is not known how much is done."""
        self.show_progress(0.0)
        self._progress.setRange(0, 0)

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self._sentence, 1)
        line.addWidget(self._progress, 1)
        line.addWidget(self._buttons)
