"""The import dialog for new rows: the same preview and options, but columns are matched by name."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from engine import Settings
from engine.reading.new_rows import read_new_rows

from ..background import OnProgress, TaskQueue
from ..background.task import Work
from ..importing.dialog import ImportDialog
from ..importing.options import ImportOptions
from ..importing.plan import ImportPlan
from ..importing.result import FileSnapshot
from . import texts
from .row_import_plan import RowImportPlan
from .row_reading import WantedColumns


class RowImportDialog(ImportDialog):
    """Previews a file of new rows and reads them; ``imported`` carries the RowsToPredict."""

    def __init__(
        self,
        path: Path,
        wanted: WantedColumns,
        preview_task: TaskQueue,
        import_task: TaskQueue,
        count_task: TaskQueue,
        extra_task: TaskQueue,
        parent: QWidget | None = None,
    ) -> None:
        self._wanted = wanted
        options = ImportOptions(adds_ones=False)
        tasks = (preview_task, import_task, count_task, extra_task)
        super().__init__(path, options, Settings(), *tasks, parent)
        self.setWindowTitle(texts.FILE_TITLE)

    def _plan_of(self, snapshot: FileSnapshot) -> ImportPlan:
        return RowImportPlan(snapshot.preview, self._options, wanted=self._wanted)

    def _description_of(self, plan: ImportPlan) -> str:
        assert isinstance(plan, RowImportPlan)
        return plan.description

    def _obstacle_of(self, plan: ImportPlan) -> str:
        assert isinstance(plan, RowImportPlan)
        return plan.obstacle

    def _work(self, plan: ImportPlan, snapshot: FileSnapshot) -> Work[object]:
        assert isinstance(plan, RowImportPlan)
        path, options, wanted = self._path, plan.new_row_options, self._wanted

        def read(report: OnProgress) -> object:
            snapshot.check_unchanged()
            names, own = wanted.names, wanted.passed_over
            return read_new_rows(path, names, own, options, report, wanted.words)

        return read
