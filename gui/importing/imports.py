"""The action Import Table: asks for a file, opens the dialog, and replaces the experiment."""

import logging
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ..background import Policy, TaskQueue, answer_within
from ..document import Document
from ..preferences import Preferences
from ..text.message import Message, MessageKind
from .options import ImportOptions, RememberedOptions, exported_columns
from .result import ImportResult

if TYPE_CHECKING:
    from .dialog import ImportDialog

logger = logging.getLogger(__name__)

FOLDER = "import_folder"
FILTERS = [
    "Tables (*.csv *.tsv *.tab *.txt *.dat *.gz *.xz *.zip *.xlsx *.xlsm *.xlsb *.xls *.ods *.npy "
    "*.npz)",
    "Text (*.csv *.tsv *.tab *.txt *.dat *.gz *.xz *.zip)",
    "Sheets (*.xlsx *.xlsm *.xlsb *.xls *.ods)",
    "NumPy arrays (*.npy *.npz)",
    "All files (*)",
]


class Imports(QObject):
    """Replaces the experiment by an imported table, in one step that can be undone.

    The note of the experiment, above its tables, says what was imported. ``message`` carries why a
    file cannot be opened, ``failed`` the traceback of an unexpected exception.
    """

    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._document, self._preferences = window, document, preferences
        self._remembered = RememberedOptions(preferences)
        self._dialog: ImportDialog | None = None
        self.import_table = QAction("&Import Table…", self)
        self.import_table.setObjectName("import_table")
        self.import_table.setShortcut(QKeySequence("Ctrl+I"))
        self.import_table.setToolTip("Replace A and Y with a table from a file (Ctrl+I)")
        self.import_table.triggered.connect(self.choose_file)

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file, then import it."""
        dialog = QFileDialog(self._window, "Import Table", str(self._folder()))
        dialog.setObjectName("import_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(FILTERS)
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def import_file(self, file: str | Path) -> None:
        """Open the dialog on a file, in place of an open one; report if the file is unreadable."""
        path = Path(file)
        logger.debug("Import of %s", path)
        if why := open_problem(path):
            self.message.emit(Message(MessageKind.FAULT, f"{path} cannot be opened: {why}."))
            return
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        from .dialog import ImportDialog  # not loaded until the first import

        dialog = ImportDialog(
            path,
            self._remembered.load(path),
            self._document.settings,
            TaskQueue("preview table", self, Policy.LATEST_ONLY),
            TaskQueue("import", self, Policy.LATEST_ONLY),
            TaskQueue("count complete", self, Policy.LATEST_ONLY),
            self._window,
        )
        dialog.imported.connect(self._on_imported)
        dialog.failed.connect(self.failed)
        dialog.finished.connect(self._on_closed)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog, self._path = dialog, path
        dialog.open()

    @Slot(object, object)
    def note_export(self, path: Path, names: Sequence[str]) -> None:
        """Forget how to read a file that was just exported; ``names`` are those of A and Y.

        Remember only what would not be guessed: that Y is the last column, and that a column of
        row numbers is part of A.
        """
        self._remembered.store(path, exported_columns(names))

    def shut_down(self) -> None:
        """Cancel reading; return when all threads have ended."""
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        for work in self.findChildren(TaskQueue):
            work.stop()

    @Slot(object, ImportOptions)
    def _on_imported(self, result: ImportResult, options: ImportOptions) -> None:
        logger.debug("%s", result.experiment.note)
        self._remembered.store(self._path, options)
        self._preferences.keep_choice(FOLDER, str(self._path.parent.absolute()))
        self._document.change(f"Import of {self._path.name}", result.replace_experiment)

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None

    def _folder(self) -> Path:
        """Return the folder of the last import, or else of the last save or export."""
        folder = Path(self._preferences.choice(FOLDER, ""))
        is_there = folder.is_absolute() and answer_within(folder.is_dir, False)
        return folder if is_there else self._preferences.folder()


def open_problem(path: Path) -> str:
    """Return why a file cannot be opened, or not soon; empty if it can."""
    return answer_within(lambda: _open_problem(path), "its disk does not respond, so try again")


def _open_problem(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "it is not a file"
        with path.open("rb"):
            return ""
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:  # for example a NUL character in the name
        return "its name is not valid"
