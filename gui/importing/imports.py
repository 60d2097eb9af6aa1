"""The action Import Table: asks for a file, opens the dialog, and replaces the experiment."""

import logging
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from engine import Settings
from engine.shortening import fitted
from engine.threads.caching import cached_property

from ..background import Policy, TaskQueue, answer_within
from ..document import Document
from ..preferences import Preferences
from ..text.file_name import TABLE_PATTERNS
from ..text.message import Message, MessageKind, sentence_of, with_short
from ..text.names import shown_path
from ..text.translation import translate

if TYPE_CHECKING:
    from .dialog import ImportDialog
    from .options import ImportOptions, RememberedOptions
    from .result import ImportResult

CANNOT_OPEN = translate("importing", "{name} cannot be opened: {why}.")
logger = logging.getLogger(__name__)

FOLDER = "import_folder"
FILTERS = [
    translate("importing", "Tables ({patterns})").format(patterns=TABLE_PATTERNS),
    translate("importing", "Text (*.csv *.tsv *.tab *.txt *.dat *.gz *.xz *.zip)"),
    translate("importing", "Sheets (*.xlsx *.xlsm *.xlsb *.xls *.ods)"),
    translate("importing", "NumPy arrays (*.npy *.npz)"),
    translate("importing", "Columns (*.parquet *.feather *.arrow *.arrows *.orc)"),
    translate("importing", "Arrays of other programs (*.mat *.h5 *.hdf5)"),
    translate("importing", "Statistics (*.sav *.zsav *.dta *.xpt)"),
    translate("importing", "JSON records (*.json *.jsonl *.ndjson)"),
    translate("importing", "All files (*)"),
]


class Imports(QObject):
    """Replaces the experiment by an imported table, in one step that can be undone.

    The note of the experiment, above its tables, says what was imported. ``message`` carries why a
    file cannot be opened, ``failed`` the traceback of an unexpected exception.
    """

    message = Signal(Message)
    failed = Signal(str)

    def __init__(
        self,
        window: QWidget,
        document: Document,
        preferences: Preferences,
        default: "ImportOptions | None" = None,
    ) -> None:
        """Create the action; ``default`` are the options for files that were never imported."""
        super().__init__(window)
        self._window, self._document, self._preferences = window, document, preferences
        self._default = default
        self._dialog: ImportDialog | None = None
        self.import_table = QAction(translate("importing", "&Import Table…"), self)
        self.import_table.setObjectName("import_table")
        self.import_table.setShortcut(QKeySequence("Ctrl+I"))
        self.import_table.setToolTip(
            translate("importing", "Replace A and Y with a table from a file (Ctrl+I)")
        )
        self.import_table.triggered.connect(self.choose_file)
        self.import_many = QAction(translate("importing", "Import Many &Files…"), self)
        self.import_many.setObjectName("import_many")
        self.import_many.setToolTip(
            translate(
                "importing",
                "Replace A and Y with a table in many files, which need not fit into memory",
            )
        )
        self.import_many.triggered.connect(self.choose_files)

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file, then import it."""
        title = translate("importing", "Import Table")
        dialog = table_file_dialog(self._window, "import_file_dialog", title, self._preferences)
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    @Slot()
    def choose_files(self) -> None:
        """Ask for the files of one table, then import them."""
        title = translate("importing", "Import Many Files")
        dialog = table_file_dialog(self._window, "import_files_dialog", title, self._preferences)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(self.import_files)
        dialog.open()

    @Slot(list)
    def import_files(self, files: Sequence[str | Path]) -> None:
        """Open the dialog on the files of one table; one alone is imported as a table is."""
        paths = sorted(map(Path, files))
        if len(paths) == 1:
            self.import_file(paths[0])
            return
        if self._reports_problem(paths[0]):
            return
        from .many_files_dialog import ManyFilesDialog  # not loaded until then

        options = self._remembered.load(paths[0])
        self._open(ManyFilesDialog(paths, options, Settings(), *self._queues(), self._window))
        self._path = paths[0]

    @Slot(str)
    def import_file(self, file: str | Path) -> None:
        """Open the dialog on a file, in place of an open one; report if the file is unreadable."""
        path = Path(file)
        if self._reports_problem(path):
            return
        from .dialog import ImportDialog  # not loaded until the first import

        # The settings of the table before may not suit this one.
        options = self._remembered.load(path)
        self._open(ImportDialog(path, options, Settings(), *self._queues(), self._window))
        self._path = path

    def _reports_problem(self, path: Path) -> bool:
        """Report why a file cannot be opened, and return whether that is so."""
        logger.debug("Import of %s", path)
        refused = refusal_to_open(path)
        if refused is not None:
            self.message.emit(refused)
        return refused is not None

    def _queues(self) -> tuple[TaskQueue, TaskQueue, TaskQueue, TaskQueue]:
        """Close an open dialog; return the threads with which another one does its work."""
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        return (
            TaskQueue("preview table", self, Policy.LATEST_ONLY),
            TaskQueue("import", self, Policy.LATEST_ONLY),
            TaskQueue("count complete", self, Policy.LATEST_ONLY),
            TaskQueue("add_extra", self, Policy.LATEST_ONLY),
        )

    def _open(self, dialog: "ImportDialog") -> None:
        dialog.imported.connect(self._on_imported)
        dialog.failed.connect(self.failed)
        dialog.finished.connect(self._on_closed)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    @Slot(object, object)
    def note_export(self, path: Path, names: Sequence[str]) -> None:
        """Forget how to read a file that was just exported; ``names`` are those of A and Y.

        Remember only what would not be guessed: that Y is the last column, and that a column of
        row numbers is part of A.
        """
        from .options import exported_columns

        self._remembered.store(path, exported_columns(names))

    def shut_down(self) -> None:
        """Cancel reading; return when all threads have ended."""
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)
        for work in self.findChildren(TaskQueue):
            work.stop()

    @cached_property
    def _remembered(self) -> "RememberedOptions":
        """The options of files, first needed at the first import or export."""
        from .options import RememberedOptions  # as is .dialog

        return RememberedOptions(self._preferences, self._default)

    @Slot(object, object)
    def _on_imported(self, result: "ImportResult", options: "ImportOptions") -> None:
        logger.debug("%s", result.experiment.note)
        self._remembered.store(self._path, options)
        self._preferences.keep_choice(FOLDER, str(self._path.parent.absolute()))
        self._document.change(
            translate("importing", "Import of {name}").format(name=shown_path(self._path.name)),
            result.replace_experiment,
        )

    @Slot()
    def _on_closed(self) -> None:
        self._dialog = None


def table_file_dialog(
    window: QWidget, name: str, title: str, preferences: Preferences
) -> QFileDialog:
    """Return a dialog that asks for a file with a table.

    It begins in the folder of the last import, or else of the last save or export.
    """
    folder = Path(preferences.choice(FOLDER, ""))
    is_there = folder.is_absolute() and answer_within(folder.is_dir, False)
    dialog = QFileDialog(window, title, str(folder if is_there else preferences.folder()))
    dialog.setObjectName(name)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(FILTERS)
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def refusal_to_open(path: Path) -> Message | None:
    """Return a message that a file cannot be opened, and why; None if it can."""
    if not (why := open_problem(path)):
        return None
    whole = CANNOT_OPEN.format(name=path, why=why)
    short = fitted(CANNOT_OPEN, names={"name": path.name}, why=why)
    return Message(MessageKind.FAULT, with_short(whole, short))


def open_problem(path: Path) -> str:
    """Return why a file cannot be opened, or not soon; empty if it can."""
    return answer_within(
        lambda: _open_problem(path),
        translate("importing", "its disk does not respond, so try again"),
    )


def _open_problem(path: Path) -> str:
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return translate("importing", "it is not a file")
        with path.open("rb"):
            return ""
    except OSError as error:
        return error.strerror or sentence_of(error)
    except ValueError:  # for example a NUL character in the name
        return translate("importing", "its name is not valid")
