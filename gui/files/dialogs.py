"""The dialogs Open and Save As."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ..text.file_name import file_name

SUFFIX = ".secant"
EXPERIMENTS = f"Secant experiment (*{SUFFIX})"
ANYTHING = "All files (*)"


def open_dialog(window: QWidget, folder: Path) -> QFileDialog:
    """Return a dialog that asks which file to open."""
    dialog = QFileDialog(window, "Open", str(folder))
    dialog.setObjectName("open_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([EXPERIMENTS, ANYTHING])
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def save_dialog(window: QWidget, folder: Path, name: str) -> QFileDialog:
    """Return a dialog that asks where to save; Qt itself warns before overwriting."""
    dialog = QFileDialog(window, "Save As", str(folder))
    dialog.setObjectName("save_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([EXPERIMENTS, ANYTHING])
    dialog.setDefaultSuffix(SUFFIX[1:])
    dialog.selectFile(f"{file_name(name)}{SUFFIX}")
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def chosen_path(dialog: QFileDialog, chosen: str) -> Path:
    """Return the path to save to, with our suffix unless the filter is "All files".

    Qt's own default suffix is not enough: in “trial 1.2” it takes “.2” for the suffix.
    """
    path = Path(chosen).absolute()
    is_final = path.suffix.lower() == SUFFIX or dialog.selectedNameFilter() != EXPERIMENTS
    return path if is_final else path.with_name(f"{path.name}{SUFFIX}")
