"""Importing a table into the window: the action, the dialogs, and what they lead to."""

import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from ..document import Document
from ..message import Message, MessageKind
from ..preferences import Preferences
from .imported import Imported
from .latest import Latest
from .memory import Memory
from .wishes import Wishes, last_is_output

if TYPE_CHECKING:
    from .dialog import ImportDialog

FOLDER = "import_folder"
FILTERS = [
    "Tables (*.csv *.tsv *.tab *.txt *.dat *.xlsx *.xlsm *.xlsb *.xls *.ods *.npy *.npz)",
    "Text (*.csv *.tsv *.tab *.txt *.dat)",
    "Sheets (*.xlsx *.xlsm *.xlsb *.xls *.ods)",
    "NumPy arrays (*.npy *.npz)",
    "All files (*)",
]


class Imports(QObject):
    """Puts a table in place of the experiment, in one step that can be undone.

    ``said`` carries how it went, ``failed`` the report of what nobody expected.
    """

    said = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._document, self._preferences = window, document, preferences
        self._memory = Memory(preferences)
        self._dialog: ImportDialog | None = None
        self.import_table = QAction("&Import Table…", self)
        self.import_table.setObjectName("import_table")
        self.import_table.setShortcut(QKeySequence("Ctrl+I"))
        self.import_table.setToolTip("Put a table of a file in place of A and Y (Ctrl+I)")
        self.import_table.triggered.connect(self.choose_file)

    @Slot()
    def choose_file(self) -> None:
        """Ask which file, then import it."""
        dialog = QFileDialog(self._window, "Import Table", str(self._folder()))
        dialog.setObjectName("import_file_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(FILTERS)
        dialog.fileSelected.connect(self.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def import_file(self, file: str | Path) -> None:
        """Open the dialog on a file, in place of one that is open; say why where it cannot be."""
        path = Path(file)
        if why := unopenable(path):
            self.said.emit(Message(MessageKind.FAULT, f"{path} cannot be opened: {why}."))
            return
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        from .dialog import ImportDialog  # with all it takes, which not every start needs

        dialog = ImportDialog(
            path,
            self._memory.recall(path),
            self._document.settings,
            Latest("look at a table", self),
            Latest("import", self),
            self._window,
        )
        dialog.imported.connect(self._take)
        dialog.failed.connect(self.failed)
        dialog.finished.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog, self._path = dialog, path
        dialog.open()

    @Slot(object, object)
    def take_note(self, path: Path, names: Sequence[str]) -> None:
        """Forget how a file is to be read that was written here; ``names`` are those of A and Y."""
        self._memory.keep(path, last_is_output(names))

    def shut_down(self) -> None:
        """Give up what is being read; return once no thread is at work."""
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        for work in self.findChildren(Latest):
            work.shut_down()

    @Slot(object, Wishes)
    def _take(self, imported: Imported, wishes: Wishes) -> None:
        self._memory.keep(self._path, wishes)
        self._preferences.keep_choice(FOLDER, str(self._path.parent.absolute()))
        self._document.change(f"Import of {self._path.name}", imported.taken)
        self.said.emit(Message(MessageKind.GOOD, imported.experiment.note))

    @Slot()
    def _forget(self) -> None:
        self._dialog = None

    def _folder(self) -> Path:
        """Return the folder last imported from, else the one last written to."""
        kept = Path(self._preferences.choice(FOLDER, ""))
        return kept if kept.is_absolute() and kept.is_dir() else self._preferences.folder()


def unopenable(path: Path) -> str:
    """Say why a file cannot be opened; empty where it can."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "it is not a file"
        with path.open("rb"):
            return ""
    except OSError as error:
        return error.strerror or str(error)
    except ValueError:  # a name no file can have
        return "no file has such a name"
