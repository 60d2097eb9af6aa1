"""The dialogs Open and Save As.

GNOME, XFCE and Cinnamon show a dialog of GTK in their place, and other desktops may show their own.
Those know of suffixes only as a filter, have no file before one is chosen, and cannot be asked to
do anything between the press of Save and their end.
"""

from pathlib import Path

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from ..obstacles import is_there
from ..text.file_name import TABLE_PATTERNS, file_name
from ..text.translation import translate

SUFFIX = ".secant"
EXPERIMENTS = translate("files", "Secant experiment (*{suffix})").format(suffix=SUFFIX)
TABLES = translate("files", "Tables to import ({patterns})").format(patterns=TABLE_PATTERNS)
ANYTHING = translate("files", "All files (*)")


class SaveDialog(QFileDialog):
    """Asks where to write, with a default suffix.

    Qt's dialog warns before it overwrites a file. So does a desktop's own, but of the name as it
    was typed: the suffix is added afterwards. If that makes it the name of an existing file, the
    dialog opens again with the whole name, to warn of that one.
    """

    def __init__(self, window: QWidget, title: str, folder: Path) -> None:
        super().__init__(window, title, str(folder))
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)

    @property
    def is_drawn_by_qt(self) -> bool:
        """Whether this is Qt's dialog, not the desktop's own."""
        return self.findChild(QLineEdit) is not None

    def accept(self) -> None:
        """Accept the file, unless only its suffix makes it an existing one."""
        whole = self.whole_names()
        if self.is_drawn_by_qt and whole != self.selectedFiles():
            self.selectFile(whole[0])  # so that Qt warns of that one
        is_checked = self.is_drawn_by_qt or whole == self._typed()
        if is_checked or not any(is_there(Path(path)) for path in whole):
            super().accept()
            return
        self.hide()
        self.selectFile(whole[0])
        QTimer.singleShot(0, self._open_again)  # the desktop's dialog has to end first

    @Slot()
    def _open_again(self) -> None:
        self.open()

    def whole_names(self) -> list[str]:
        """Return the chosen files as they will be written."""
        return self.selectedFiles()

    def _typed(self) -> list[str]:
        """Return the chosen files without a suffix that Qt has added."""
        suffix = self.defaultSuffix()
        self.setDefaultSuffix("")
        typed = self.selectedFiles()
        self.setDefaultSuffix(suffix)
        return typed


def open_dialog(window: QWidget, folder: Path) -> QFileDialog:
    """Return a dialog that asks which file to open: an experiment, or a table to import."""
    dialog = QFileDialog(window, translate("files", "Open"), str(folder))
    dialog.setObjectName("open_dialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([EXPERIMENTS, TABLES, ANYTHING])
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def save_dialog(window: QWidget, folder: Path, name: str) -> QFileDialog:
    """Return a dialog that asks where to save, and warns before overwriting."""
    dialog = SaveDialog(window, translate("files", "Save As"), folder)
    dialog.setObjectName("save_dialog")
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
