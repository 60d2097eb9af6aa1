"""Imports new rows from a file: asks for it, opens the dialog, and hands over what was read."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from engine.reading.new_rows import RowsToPredict

from ..background import Policy, TaskQueue
from ..document import Document
from ..importing.imports import FOLDER, refusal_to_open, table_file_dialog
from ..preferences import Preferences
from ..text.message import Message
from . import texts
from .row_import_dialog import RowImportDialog
from .row_reading import WantedColumns

logger = logging.getLogger(__name__)


class RowImports(QObject):
    """Asks for files of new rows.

    ``found`` carries the RowsToPredict and the WantedColumns that they are of, ``message`` why a
    file cannot be opened, ``failed`` the report of an unexpected exception.
    """

    found = Signal(object, object)
    message = Signal(Message)
    failed = Signal(str)

    def __init__(self, window: QWidget, document: Document, preferences: Preferences) -> None:
        super().__init__(window)
        self._window, self._document, self._preferences = window, document, preferences
        self._dialog: RowImportDialog | None = None
        self._wanted = WantedColumns((), (), (), 0)
        self._path = Path()

    @Slot(object)
    def begin(self, path: Path | None) -> None:
        """Import a file, or ask for one."""
        if path is not None:
            self.import_file(path)
            return
        name, title = "new_rows_file_dialog", texts.FILE_TITLE
        dialog = table_file_dialog(self._window, name, title, self._preferences)
        dialog.fileSelected.connect(self.import_file)
        dialog.open()

    @Slot(str)
    def import_file(self, file: str | Path) -> None:
        """Open the dialog on a file, in place of an open one; say so if it is unreadable."""
        path = Path(file)
        logger.debug("Import of new rows from %s", path)
        if (refused := refusal_to_open(path)) is not None:
            self.message.emit(refused)
            return
        self.close_dialog()
        self._wanted, self._path = WantedColumns.of(self._document.experiment), path
        dialog = RowImportDialog(
            path,
            self._wanted,
            TaskQueue("preview_new_rows", self, Policy.LATEST_ONLY),
            TaskQueue("read_new_row_file", self, Policy.LATEST_ONLY),
            TaskQueue("count_new_rows", self, Policy.LATEST_ONLY),
            TaskQueue("add_extra", self, Policy.LATEST_ONLY),
            self._window,
        )
        dialog.imported.connect(self._take)
        dialog.failed.connect(self.failed)
        dialog.finished.connect(self._forget)
        dialog.finished.connect(dialog.deleteLater)
        self._dialog = dialog
        dialog.open()

    def close_dialog(self) -> None:
        """Close the open dialog, if there is one."""
        if self._dialog is not None:
            self._dialog.done(QDialog.DialogCode.Rejected)

    def shut_down(self) -> None:
        """Cancel reading; return when all threads have ended."""
        self.close_dialog()
        for work in self.findChildren(TaskQueue):
            work.stop()

    @Slot(object, object)
    def _take(self, rows: RowsToPredict, options: object) -> None:
        del options  # the names decide, and the rest is guessed again
        self._preferences.keep_choice(FOLDER, str(self._path.parent.absolute()))
        self.found.emit(rows, self._wanted)

    @Slot()
    def _forget(self) -> None:
        self._dialog = None
