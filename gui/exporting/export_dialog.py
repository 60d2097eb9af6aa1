"""The dialog that asks where to write an export."""

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from ..files.dialogs import SaveDialog
from ..files.file_state import is_special
from ..obstacles import is_folder
from .export_job import ExportJob, ExportTarget, suffix_of


class ExportDialog(SaveDialog):
    """Asks for the path and the format of a job; ``chosen`` carries the job with the answer."""

    chosen = Signal(ExportJob)

    def __init__(self, window: QWidget, folder: Path, job: ExportJob) -> None:
        super().__init__(window, job.title, folder)
        self._job = job
        self._is_completed = False
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
            if path.name and not _is_folder(path):
                self.selectFile(str(path.with_suffix(suffix)))

    def accept(self) -> None:
        """Accept the file, and remember whether its name says that it is of another kind.

        A pipe or a device is written under its own name: it gets no suffix.
        """
        suffix = self.defaultSuffix()
        if any(map(is_special, map(Path, self._typed()))):
            self.setDefaultSuffix("")
        typed = [Path(each) for each in self.selectedFiles()]
        self._is_completed = any(each != self._whole(each) for each in typed)
        super().accept()
        self.setDefaultSuffix(suffix)

    def whole_names(self) -> list[str]:
        """Return the chosen files, with the suffix of the format behind that of another kind."""
        return [str(self._whole(Path(each))) for each in self.selectedFiles()]

    def _whole(self, path: Path) -> Path:
        is_folder = not path.name or _is_folder(path)  # which the dialog enters
        is_final = is_folder or is_special(path)
        return path if is_final else self._job.whole_path(path, self.selectedNameFilter())

    @Slot(str)
    def _choose(self, path: str) -> None:
        file_format = self.selectedNameFilter()
        target = ExportTarget(self._whole(Path(path)), file_format, self._is_completed)
        self.chosen.emit(self._job.to(target))


def _is_folder(path: Path) -> bool:
    """Return whether a folder has this name; of a name that is too long, writing says so."""
    return is_folder(path)
