"""The dialog that asks where to write an export."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ..files.dialogs import SaveDialog
from .export_job import ExportJob, ExportTarget, suffix_of


class ExportDialog(SaveDialog):
    """Asks for the path and the format of a job; ``chosen`` carries the job with the answer."""

    chosen = Signal(ExportJob)

    def __init__(self, window: QWidget, folder: Path, job: ExportJob) -> None:
        super().__init__(window, job.title, folder)
        self._job = job
        self.setObjectName("export_dialog")
        self.setNameFilters(job.formats)
        self.setDefaultSuffix(Path(job.suggested_name).suffix[1:])
        self.selectFile(job.suggested_name)
        self.fileSelected.connect(self._choose)
        self.filterSelected.connect(self._update_suffix)
        self.finished.connect(self.deleteLater)

    @Slot(str)
    def _update_suffix(self, file_format: str) -> None:
        """Give the file name the suffix of the format just chosen.

        A desktop's own dialog may report its first format before it has a file, and without a name
        Qt's has only a folder.
        """
        suffix = suffix_of(file_format)
        self.setDefaultSuffix(suffix[1:])
        for path in map(Path, self.selectedFiles()):
            if path.name and not path.is_dir():
                self.selectFile(str(path.with_suffix(suffix)))

    @Slot(str)
    def _choose(self, path: str) -> None:
        self.chosen.emit(self._job.to(ExportTarget(Path(path), self.selectedNameFilter())))
