"""The dialogs that ask which file."""

import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

SUFFIX = ".secant"
EXPERIMENTS = f"Secant experiment (*{SUFFIX})"
ANYTHING = "All files (*)"
UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
"""What no file is called on one system or another."""


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
    dialog = QFileDialog(window, "Save as", str(folder))
    dialog.setObjectName("save_dialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([EXPERIMENTS, ANYTHING])
    dialog.setDefaultSuffix(SUFFIX[1:])
    dialog.selectFile(f"{file_name(name)}{SUFFIX}")
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def file_name(name: str) -> str:
    """Return a name that every system takes for a file."""
    return UNFIT.sub("-", name).strip(" .-")[:100] or "Untitled"
