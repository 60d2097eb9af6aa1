"""The dialog that asks how to read a table, and shows what comes of it while it asks."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from engine import Settings
from engine.reading.choices import BadRows, Choices
from engine.reading.faults import BadCells

from ..errand import Tell
from .draft import Draft
from .errors import ReplacedMeanwhile
from .footer import Footer
from .imported import import_experiment
from .latest import Latest
from .look import Look
from .page import LOOKING, ImportPage
from .roles import Role
from .sentences import obstacle
from .wishes import Wishes

_GRID = 8
_SIZE = QSize(960, 664)
UNREADABLE = "Nothing can be imported as long as the file cannot be read."


class ImportDialog(QDialog):
    """Looks at a file and reads it beside the window, by what is retired when it closes.

    ``imported`` carries what came of it and what was wished for; then the dialog closes.
    """

    imported = Signal(object, Wishes)
    failed = Signal(str)

    def __init__(
        self,
        path: Path,
        wishes: Wishes,
        settings: Settings,
        looking: Latest,
        reading: Latest,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._wishes, self._settings = path, wishes, settings
        self._looking, self._reading = looking, reading
        self._draft: Draft | None = None
        self._seen: Look | None = None
        self._page, self._footer = ImportPage(path), Footer()
        self._lay_out()
        self._connect()
        self._page.show_choices(wishes.choices)
        self._look()

    @property
    def is_looking(self) -> bool:
        """Whether the first rows are still to be shown."""
        return self._looking.is_busy

    def done(self, result: int) -> None:
        """Close, and let what is still being read end by itself."""
        self._looking.retire()
        self._reading.retire()
        super().done(result)

    def reject(self) -> None:
        """Call the import off; where there is none, close."""
        if self._reading.is_busy:
            self._reading.forget()
            self._show_state()
        else:
            super().reject()

    @Slot(Choices)
    def _take_choices(self, choices: Choices) -> None:
        self._wishes = self._wishes.with_choices(choices)
        self._look()

    @Slot(list, Role)
    def _take_roles(self, columns: Iterable[int], role: Role) -> None:
        if self._draft is not None:
            wishes = self._wishes.for_width(self._draft.preview.width)
            self._wish(wishes.with_role(columns, role))

    @Slot()
    def _leave_columns_out(self) -> None:
        if self._draft is not None:
            self._take_roles(self._draft.faulty_columns, Role.OUT)

    @Slot(bool)
    def _skip_rows(self, skipped: bool) -> None:
        bad_rows = BadRows.SKIP if skipped else BadRows.REFUSE
        choices = replace(self._wishes.choices, bad_rows=bad_rows)
        self._page.show_choices(choices)
        self._wish(self._wishes.with_choices(choices))

    def _wish(self, wishes: Wishes) -> None:
        self._wishes = wishes
        if self._draft is not None:
            self._show_draft(self._draft.with_wishes(wishes))

    def _look(self) -> None:
        """Look at the first rows by the choices, whatever columns and rows become of them."""
        choices = replace(self._wishes.choices, columns=None, bad_rows=BadRows.REFUSE)
        path = self._path
        self._looking.ask(lambda _: Look.at(path, choices))
        self._show_state()

    @Slot(object)
    def _take_look(self, seen: Look) -> None:
        before, self._seen = self._seen, seen
        self._show_draft(Draft(seen.preview, self._wishes))
        if seen.differs_from(before):
            self._page.say(str(ReplacedMeanwhile(self._path)))

    @Slot(object)
    def _take_refusal(self, error: Exception) -> None:
        """Say why the file cannot be read so; nothing else is left to see of it."""
        self._show_nothing()
        self._page.say(str(error))

    @Slot(str)
    def _take_failure(self, report: str) -> None:
        self._show_nothing()
        self.failed.emit(report)

    @Slot()
    def _import(self) -> None:
        if self._draft is not None and self._seen is not None:
            path, request, settings = self._path, self._draft.request, self._settings
            seen = self._seen

            def read(tell: Tell) -> object:
                seen.check()
                return import_experiment(path, request, settings, tell)

            self._page.withdraw()
            self._reading.ask(read)
            self._show_state()

    @Slot(object)
    def _take_imported(self, imported: object) -> None:
        width = self._draft.preview.width if self._draft is not None else 0
        self.imported.emit(imported, self._wishes.for_width(width))
        self.accept()

    @Slot(object)
    def _take_faults(self, error: Exception) -> None:
        """List what the whole file was found to hold; anything else is said as it is."""
        if isinstance(error, BadCells) and self._draft is not None:
            self._show_draft(self._draft.with_found(error.faults))
        elif isinstance(error, ReplacedMeanwhile):
            self._look()
        else:
            self._page.say(str(error))
            self._show_state()

    @Slot(str)
    def _take_breakdown(self, report: str) -> None:
        self._show_state()
        self.failed.emit(report)

    def _show_draft(self, draft: Draft) -> None:
        self._draft = draft
        self._page.show_draft(draft)
        self._show_state()

    def _show_nothing(self) -> None:
        self._draft = None
        self._page.show_nothing()
        self._show_state()

    def _show_state(self) -> None:
        """Offer what can be done now: to correct and import, or to cancel."""
        self._page.setEnabled(not self._reading.is_busy)
        if self._reading.is_busy:
            self._footer.show_progress(0.0)
        elif self._looking.is_busy:
            self._footer.show_obstacle(LOOKING)
        else:
            self._footer.show_obstacle(obstacle(self._draft) if self._draft else UNREADABLE)

    def _connect(self) -> None:
        self._page.choices_changed.connect(self._take_choices)
        self._page.role_chosen.connect(self._take_roles)
        self._page.skipping.connect(self._skip_rows)
        self._page.columns_given_up.connect(self._leave_columns_out)
        self._footer.asked.connect(self._import)
        self._footer.cancelled.connect(self.reject)
        self._looking.done.connect(self._take_look)
        self._looking.refused.connect(self._take_refusal)
        self._looking.failed.connect(self._take_failure)
        self._reading.done.connect(self._take_imported)
        self._reading.refused.connect(self._take_faults)
        self._reading.failed.connect(self._take_breakdown)
        self._reading.progressed.connect(self._footer.show_progress)

    def _lay_out(self) -> None:
        self.setObjectName("import_dialog")
        self.setWindowTitle(f"Import {self._path.name}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * _GRID, 2 * _GRID, 2 * _GRID, 2 * _GRID)
        column.setSpacing(2 * _GRID)
        column.addWidget(self._page, 1)
        column.addWidget(self._footer)
        self.resize(_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))
        self._page.focus_table()
