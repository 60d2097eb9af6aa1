"""The import dialog: shows a live preview while the user chooses how to read the file."""

import importlib
import logging
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from engine import Settings
from engine.reading.complete import Completeness
from engine.reading.faults import BadCells, NeedsChoice
from engine.reading.options import BadRows, ReadOptions
from engine.reading.tables import measure_completeness

from ..background import OnProgress, TaskQueue
from ..background.task import Work
from ..text.message import sentence_of
from ..text.names import elide_name, shown_path
from ..text.translation import translate
from ..theme.appearance import GRID
from .errors import FileChanged
from .extra_panel import adding
from .options import ImportOptions, Role
from .page import READING_PREVIEW, Footer, ImportPage
from .plan import ImportPlan
from .result import FileSnapshot, import_experiment
from .scrolled_page import ScrolledPage
from .texts import NO_PROGRESS, WERE_LEFT_OUT, describe_import, describe_left_out, obstacle

logger = logging.getLogger(__name__)

_SIZE = QSize(960, 664)
_TITLE_BAR = QSize(0, 40)
"""What a desktop adds above: 20 to 37 pixels."""
UNREADABLE = translate("importing", "Import is not possible until the file can be read.")


class ImportDialog(QDialog):
    """Previews a file and imports it, both in worker threads.

    ``imported`` carries the ImportResult and the ImportOptions; then the dialog closes.
    """

    imported = Signal(object, ImportOptions)
    failed = Signal(str)

    def __init__(
        self,
        path: Path,
        options: ImportOptions,
        settings: Settings,
        preview_task: TaskQueue,
        import_task: TaskQueue,
        count_task: TaskQueue,
        extra_task: TaskQueue,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._path, self._options, self._settings = path, options, settings
        self._preview_task, self._import_task = preview_task, import_task
        self._count_task, self._extra_task = count_task, extra_task
        self._plan: ImportPlan | None = None
        self._snapshot: FileSnapshot | None = None
        self._page, self._footer = ImportPage(path), Footer()
        self._lay_out()
        self._connect()
        self._page.show_read_options(options.read_options)
        self._read_preview()

    @property
    def is_previewing(self) -> bool:
        """Whether the preview is still being read."""
        return self._preview_task.is_busy

    def done(self, result: int) -> None:
        """Close without waiting for the worker threads."""
        self._preview_task.retire()
        self._import_task.retire()
        self._count_task.retire()
        self._extra_task.retire()
        super().done(result)

    def reject(self) -> None:
        """Cancel a running import, or the adding of a library; if none is running, close."""
        running = next((each for each in self._stoppable if each.is_busy), None)
        if running is not None:
            running.cancel()
            self._page.show_adding(is_adding=False)
            self._show_state()
        else:
            super().reject()

    @property
    def _stoppable(self) -> tuple[TaskQueue, TaskQueue]:
        """The tasks that Cancel ends, so that the dialog stays."""
        return self._import_task, self._extra_task

    @Slot(str)
    def _add_extra(self, extra: str) -> None:
        """Add the library that the file needs."""
        self._page.clear_message()
        self._page.show_adding(is_adding=True)
        self._extra_task.add(adding(extra))
        self._show_state()

    @Slot()
    def _on_extra_added(self) -> None:
        """Read the file with the library that was added."""
        importlib.invalidate_caches()
        self._page.show_adding(is_adding=False)
        self._read_preview()

    @Slot(object)
    def _on_extra_refused(self, error: Exception) -> None:
        self._page.show_adding(is_adding=False)
        self._show_state()
        self._page.show_message(sentence_of(error))

    @Slot(ReadOptions)
    def _on_read_options(self, read_options: ReadOptions) -> None:
        self._options = self._options.with_read_options(read_options)
        self._read_preview()

    @Slot(list, Role)
    def _on_roles(self, columns: Iterable[int], role: Role) -> None:
        if self._plan is not None:
            options = self._options.for_width(self._plan.preview.width)
            self._set_options(options.with_role(columns, role))

    @Slot()
    def _leave_columns_out(self) -> None:
        if self._plan is not None:
            self._on_roles(self._plan.faulty_columns, Role.OUT)

    @Slot(bool)
    def _use_complete(self, used: bool) -> None:
        """Use only what is complete, or what was used before that."""
        if self._plan is not None:
            plan = self._plan.with_complete_part() if used else self._plan.without_complete_part()
            self._options = plan.options
            self._page.show_read_options(plan.options.read_options)
            self._show_plan(plan)

    @Slot(bool)
    def _skip_rows(self, skipped: bool) -> None:
        bad_rows = BadRows.SKIP if skipped else BadRows.REFUSE
        read_options = replace(self._options.read_options, bad_rows=bad_rows)
        self._set_options(self._options.with_read_options(read_options))

    @Slot(bool)
    def _add_ones(self, added: bool) -> None:
        self._set_options(replace(self._options, adds_ones=added))

    def _set_options(self, options: ImportOptions) -> None:
        self._options = options
        self._page.show_read_options(options.read_options)
        if self._plan is not None:
            plan = self._plan.with_options(options)
            if not plan.derives_as(self._plan):  # what is counted has other columns
                self._count_task.cancel()
            self._show_plan(plan)

    def _read_preview(self) -> None:
        """Preview the first rows; columns and bad rows do not affect a preview."""
        read_options = replace(self._options.read_options, columns=None, bad_rows=BadRows.REFUSE)
        path = self._path
        logger.debug("Previewing %s with %s", path, read_options)
        self._count_task.cancel()
        self._preview_task.add(lambda _: FileSnapshot.take(path, read_options))
        self._show_state()

    @Slot(object)
    def _on_preview(self, snapshot: FileSnapshot) -> None:
        before, self._snapshot = self._snapshot, snapshot
        self._show_plan(self._plan_of(snapshot))
        if snapshot.differs_from(before):
            self._page.show_message(str(FileChanged(self._path)))

    @Slot(object)
    def _on_preview_refused(self, error: Exception) -> None:
        """Show why the file cannot be read with these options."""
        logger.debug("No preview: %s", error)
        self._show_nothing()
        self._show_error(error)

    @Slot(str)
    def _on_preview_failed(self, report: str) -> None:
        self._show_nothing()
        self.failed.emit(report)

    @Slot()
    def _report_stalled(self) -> None:
        """Report that nothing goes on: the disk may have stopped responding."""
        for queue in (self._preview_task, self._import_task):
            if queue.is_stalled:
                name = elide_name(self._path.name)
                self._page.show_message(NO_PROGRESS.format(name=name, seconds=queue.quiet_seconds))

    @Slot()
    def _import(self) -> None:
        if self._plan is not None and self._snapshot is not None:
            self._page.clear_message()
            logger.debug("Importing %s with %s", self._path, self._plan.read_options)
            self._import_task.add(self._work(self._plan, self._snapshot))
            self._show_state()

    def _plan_of(self, snapshot: FileSnapshot) -> ImportPlan:
        """Return what an import of a file will do."""
        return ImportPlan(snapshot.preview, self._options)

    def _description_of(self, plan: ImportPlan) -> str:
        """Return which columns are read, as sentences."""
        return describe_import(plan)

    def _obstacle_of(self, plan: ImportPlan) -> str:
        """Return why the import cannot start; empty if it can."""
        return obstacle(plan)

    def _work(self, plan: ImportPlan, snapshot: FileSnapshot) -> Work[object]:
        """Return what reads the whole file, in a thread."""
        path, read_options, settings = self._path, plan.read_options, self._settings
        adds_ones = plan.adds_ones
        notes = (*plan.notes, *describe_left_out(plan, WERE_LEFT_OUT))

        def read(report: OnProgress) -> object:
            snapshot.check_unchanged()
            return import_experiment(
                path, read_options, settings, report, notes, adds_ones=adds_ones
            )

        return read

    @Slot(object)
    def _on_imported(self, result: object) -> None:
        width = self._plan.preview.width if self._plan is not None else 0
        self.imported.emit(result, self._options.for_width(width))
        self.accept()

    @Slot(object)
    def _on_import_refused(self, error: Exception) -> None:
        """Show the faults in the whole file, or any other error as it is."""
        logger.debug("Not imported: %s", error)
        if isinstance(error, BadCells) and self._plan is not None:
            self._show_plan(self._plan.with_file_faults(error.faults))
        elif isinstance(error, FileChanged):
            self._read_preview()
        else:
            self._show_state()
            self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        """Show an error, and lead to the option that decides if there is one."""
        self._page.show_message(sentence_of(error))
        self._page.offer_extra(error)
        if isinstance(error, NeedsChoice):
            self._page.ask(error.option, error.values)

    @Slot(object)
    def _on_counted(self, completeness: Completeness) -> None:
        if self._plan is not None:
            self._show_plan(self._plan.with_completeness(completeness))

    @Slot(object)
    def _on_not_counted(self, error: Exception) -> None:
        """Show why it is not known what is complete; importing the file fails for that too."""
        logger.debug("Not counted: %s", error)
        if self._plan is not None:
            self._show_plan(self._plan.with_unknown_completeness(sentence_of(error)))

    def _count_complete(self, plan: ImportPlan) -> None:
        """Count what is complete in the whole file, once for each preview, if cells are faulty."""
        is_known = plan.completeness is not None or plan.not_counted
        if not plan.has_faults or is_known or self._count_task.is_busy:
            return
        path, read_options = self._path, plan.options_to_count
        self._count_task.add(lambda report: measure_completeness(path, read_options, report))

    @Slot(str)
    def _on_import_failed(self, report: str) -> None:
        self._show_state()
        self.failed.emit(report)

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._page.show_plan(plan, self._description_of(plan))
        self._count_complete(plan)
        self._show_state()

    def _show_nothing(self) -> None:
        self._plan = None
        self._page.show_nothing()
        self._show_state()

    def _show_state(self) -> None:
        """Enable what can be done now: change options and import, or cancel."""
        self._page.setEnabled(not any(each.is_busy for each in self._stoppable))
        if self._import_task.is_busy:
            self._footer.show_progress(0.0)
        elif self._extra_task.is_busy:
            self._footer.show_busy()
        elif self._preview_task.is_busy:
            self._footer.show_obstacle(READING_PREVIEW)
        else:
            self._footer.show_obstacle(self._obstacle_of(self._plan) if self._plan else UNREADABLE)

    def _connect(self) -> None:
        self._page.read_options_changed.connect(self._on_read_options)
        self._page.role_chosen.connect(self._on_roles)
        self._page.skip_toggled.connect(self._skip_rows)
        self._page.leave_out_requested.connect(self._leave_columns_out)
        self._page.complete_toggled.connect(self._use_complete)
        self._page.ones_toggled.connect(self._add_ones)
        self._page.extra_requested.connect(self._add_extra)
        self._footer.import_requested.connect(self._import)
        self._footer.cancelled.connect(self.reject)
        self._preview_task.done.connect(self._on_preview)
        self._preview_task.refused.connect(self._on_preview_refused)
        self._preview_task.failed.connect(self._on_preview_failed)
        self._import_task.done.connect(self._on_imported)
        self._import_task.refused.connect(self._on_import_refused)
        self._import_task.failed.connect(self._on_import_failed)
        self._import_task.progressed.connect(self._footer.show_progress)
        self._count_task.done.connect(self._on_counted)
        self._count_task.refused.connect(self._on_not_counted)
        self._count_task.failed.connect(self.failed)
        self._extra_task.done.connect(self._on_extra_added)
        self._extra_task.refused.connect(self._on_extra_refused)
        self._extra_task.failed.connect(self._on_import_failed)
        self._preview_task.stalled.connect(self._report_stalled)
        self._import_task.stalled.connect(self._report_stalled)

    def _lay_out(self) -> None:
        self.setObjectName("import_dialog")
        self.setWindowTitle(
            translate("importing", "Import {name}").format(name=shown_path(self._path.name))
        )
        self.setWindowModality(Qt.WindowModality.WindowModal)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        column.addWidget(ScrolledPage(self._page), 1)
        column.addWidget(self._footer)
        available = QGuiApplication.primaryScreen().availableSize() - _TITLE_BAR
        self.resize(_SIZE.boundedTo(available))
        self._page.focus_table()
