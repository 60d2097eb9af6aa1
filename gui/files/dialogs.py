"""The dialogs that ask which file."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ..file_name import file_name

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
    """Return a dialog that asks where to save; it warns of overwriting by itself."""
    dialog = QFileDialog(window, "Save As", str(folder))
    dialog.setObjectName("save_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([EXPERIMENTS, ANYTHING])
    dialog.setDefaultSuffix(SUFFIX[1:])
    dialog.selectFile(f"{file_name(name)}{SUFFIX}")
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def chosen_path(dialog: QFileDialog, chosen: str) -> Path:
    """Return where to save, with our suffix unless a person wants all files to be seen.

    The dialog itself takes the end of “trial 1.2” for one.
    """
    path = Path(chosen).absolute()
    is_ours = path.suffix.lower() == SUFFIX or dialog.selectedNameFilter() != EXPERIMENTS
    return path if is_ours else path.with_name(f"{path.name}{SUFFIX}")
