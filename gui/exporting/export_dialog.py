"""The dialog that asks where to write an export."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from .export_job import ExportJob, ExportTarget, suffix_of


class ExportDialog(QFileDialog):
    """Asks for the path and the format of a job; ``chosen`` carries the job with the answer."""

    chosen = Signal(ExportJob)

    def __init__(self, window: QWidget, folder: Path, job: ExportJob) -> None:
        super().__init__(window, job.title, str(folder))
        self._job = job
        self.setObjectName("export_dialog")
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(job.formats)
        self.setDefaultSuffix(Path(job.suggested_name).suffix[1:])
        self.selectFile(job.suggested_name)
        self.fileSelected.connect(self._choose)
        self.filterSelected.connect(self._update_suffix)
        self.finished.connect(self.deleteLater)

    @Slot(str)
    def _update_suffix(self, file_format: str) -> None:
        """Give the file name the suffix of the format just chosen."""
        suffix = suffix_of(file_format)
        self.setDefaultSuffix(suffix[1:])
        self.selectFile(str(Path(self.selectedFiles()[0]).with_suffix(suffix)))

    @Slot(str)
    def _choose(self, path: str) -> None:
        self.chosen.emit(self._job.to(ExportTarget(Path(path), self.selectedNameFilter())))
