"""Everything else the window can do: files, imports, exports, recovery and transforms."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ..document import Document
from ..exporting import Exports
from ..exporting.copy_as import CopyAs
from ..files import CloseMode, Files, is_experiment
from ..files.unsaved_changes import HalfTyped
from ..importing import FileDrops, Imports
from ..preferences import Preferences
from ..recovery import Recovery
from ..run.session import Session
from ..tables import TableActions, TableDrops
from ..transforms import DataActions
from .crash_report import Failures
from .parts import Parts
from .presenter import Presenter


@dataclass(frozen=True, eq=False)
class Features:
    """The features, created and connected once."""

    files: Files
    recovery: Recovery
    imports: Imports
    exports: Exports
    copy_as: CopyAs
    data: DataActions
    tables: TableActions
    drops: FileDrops
    table_drops: TableDrops

    @classmethod
    def of(
        cls,
        window: QWidget,
        document: Document,
        session: Session,
        parts: Parts,
        preferences: Preferences,
        commit_edits: Callable[[], bool],
    ) -> "Features":
        """Create them; ``commit_edits`` commits what is being typed, if it is valid."""
        settings = parts.settings
        half_typed = HalfTyped(settings.half_typed_loss, settings.give_up_loss)
        files = Files(window, document, session, preferences, commit_edits, half_typed)
        return cls(
            files=files,
            recovery=Recovery(window, document, session, files),
            imports=Imports(window, document, preferences),
            exports=Exports(
                window,
                document,
                session,
                parts.actions,
                parts.loss_plot,
                parts.prediction_plot,
                preferences,
            ),
            copy_as=CopyAs(window, document, session),
            data=DataActions(
                window, document, parts.sheet.selected_columns, parts.sheet.current_column
            ),
            tables=parts.table_actions,
            drops=FileDrops(window),
            table_drops=TableDrops(window, parts.sheet.views),
        )

    def connect(self, presenter: Presenter, failures: Failures) -> None:
        """Show their messages in the strip, and unexpected exceptions in a dialog."""
        for feature in (self.files, self.recovery, self.imports):
            feature.message.connect(presenter.announce)
            feature.failed.connect(failures.show)
        for exporter in (self.exports, self.copy_as):
            exporter.message.connect(presenter.announce)
            exporter.failed.connect(failures.show)
        self.data.message.connect(presenter.announce)
        self.tables.message.connect(presenter.announce)
        self.tables.failed.connect(failures.show)
        self.drops.dropped.connect(self.open_file)
        self.table_drops.dropped.connect(self.tables.drop)
        self.files.not_an_experiment.connect(self.imports.import_file)
        self.files.called_off.connect(self.exports.stay_open)
        self.exports.called_off.connect(self.files.stay_open)
        self.exports.written.connect(self.imports.note_export)

    def open_file(self, path: Path) -> None:
        """Open an experiment, or import a table."""
        if is_experiment(path):
            self.files.open_path(path)
        else:
            self.imports.import_file(path)

    def ask_about_writing(self) -> None:
        """Ask whether to wait for the files that are being written."""
        self.files.ask_about_writing()
        self.exports.ask_about_writing()

    def may_close(self) -> bool:
        """Return whether the window may close now; if not, it asks or closes later."""
        if self.files.close_mode is CloseMode.SYSTEM:
            return True
        return self.exports.may_close() and self.files.may_close()

    def shut_down(self) -> None:
        """Return once all threads have ended and every file is complete.

        Writers come first: the system may end the program before all threads have ended.
        """
        for writer in (self.files, self.recovery, self.exports, self.copy_as):
            writer.shut_down()
        for reader in (self.tables, self.imports):
            reader.shut_down()
