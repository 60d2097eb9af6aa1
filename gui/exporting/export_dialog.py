"""The dialog that asks where an export is to go."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


@dataclass(frozen=True)
class Choice:
    """Where to write, and in which of the formats offered."""

    path: Path
    filter: str


class ExportDialog(QFileDialog):
    """Hands over by ``chosen`` the Choice made; the suffix follows the format."""

    chosen = Signal(object)

    def __init__(
        self, window: QWidget, folder: Path, title: str, name: str, filters: list[str]
    ) -> None:
        super().__init__(window, title, str(folder))
        self.setObjectName("export_dialog")
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setNameFilters(filters)
        self.setDefaultSuffix(Path(name).suffix[1:])
        self.selectFile(name)
        self.fileSelected.connect(self._choose)
        self.filterSelected.connect(self._follow_filter)
        self.finished.connect(self.deleteLater)

    @Slot(str)
    def _follow_filter(self, chosen: str) -> None:
        """Name the file by the format chosen, where the person does not."""
        suffix = chosen.rpartition("*.")[2].rstrip(")")
        self.setDefaultSuffix(suffix)
        self.selectFile(str(Path(self.selectedFiles()[0]).with_suffix(f".{suffix}")))

    @Slot(str)
    def _choose(self, path: str) -> None:
        self.chosen.emit(Choice(Path(path), self.selectedNameFilter()))
