"""The page of new rows: what can be done with them, what is to be said, and their table."""

import logging
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from engine import EngineError
from engine.reading.new_rows import RowsToPredict
from engine.reading.options import ReadOptions

from ..background import Policy, Progress, TaskQueue
from ..background.reporting import reporting
from ..document import Document
from ..document.new_rows import append_rows, clear_rows, remove_rows
from ..errors import GuiError
from ..importing.drops import are_several_files, dropped_file
from ..tables.clipboard.ambiguity import AmbiguousText
from ..tables.clipboard.clip import ClipboardData, ClipOrigin, fetch_clipboard
from ..tables.clipboard.question import PasteQuestion
from ..tables.clipboard.table_drops import may_be_table
from ..text.locale import has_decimal_comma
from ..text.message import Message, MessageKind, refusal
from ..text.numbers import format_percent
from ..theme.appearance import GRID
from ..theme.blending import hairline, quiet
from ..widgets.buttons import FieldButton
from ..widgets.elided_label import ElidedLabel
from . import texts
from .prediction_basis import OptimumState, PredictionBasis, RunStanding
from .prediction_model import PredictionModel
from .row_reading import WantedColumns, read_pasted, told
from .row_table import RowTable
from .row_table_model import RowTableModel
from .row_text import CopiedRows, WrittenRows, copying, export_job

logger = logging.getLogger(__name__)


class QuietLabel(ElidedLabel):
    """A sentence beside the buttons."""

    def ink(self) -> QColor:
        """Return the muted colour."""
        return quiet(self.palette())


class PredictionPage(QWidget):
    """Shows the new rows of a document, and changes them.

    ``message`` carries what was done, ``failed`` the report of an unexpected exception,
    ``export_requested`` an ExportJob, and ``import_requested`` the path of a file that was dropped,
    or None to ask for one.
    """

    message = Signal(Message)
    failed = Signal(str)
    export_requested = Signal(object)
    import_requested = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("predictions")
        self.setAccessibleName(texts.NEW_ROWS)
        self._document = document
        self.model = PredictionModel(self)
        self.rows = RowTableModel(document, self._muted, self)
        self.table = RowTable(self.rows)
        self._reading = TaskQueue("read_new_rows", self, Policy.LATEST_ONLY)
        self._copying = TaskQueue("copy_new_rows", self, Policy.LATEST_ONLY)
        self._pasted: tuple[ClipboardData, WantedColumns] | None = None
        self._awaited_row: int | None = None
        self.actions_of_rows = self._make_actions()
        self.note = QuietLabel()
        self.note.setObjectName("prediction_note")
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.table)

    def show_basis(self, basis: PredictionBasis | None) -> None:
        """Predict from another basis, or show that there is no table."""
        self.model.show_basis(basis)

    def commit(self) -> None:
        """Commit what is being typed."""
        self.table.commit()

    def pause(self) -> None:
        """Predict nothing more: the page is not seen."""
        self.model.pause()

    def shut_down(self) -> None:
        """Stop for good; return once no thread is left."""
        self.model.shut_down()
        self._reading.stop()
        self._copying.stop()

    def add_rows(self, found: RowsToPredict, wanted: WantedColumns, step: str) -> None:
        """Add rows that were read, as a step of undo of this name, and say what came in."""
        cells = found.cells
        if len(wanted.places) != wanted.columns:
            cells = np.full((len(found.cells), wanted.columns), np.nan)
            cells[:, list(wanted.places)] = found.cells
        before = self.rows.rows
        try:
            self._document.change(step, partial(append_rows, cells=cells, columns=wanted.columns))
        except (EngineError, GuiError) as error:  # A has other columns by now, or rows are too many
            self._refuse(error)
            return
        self._awaited_row = before
        is_whole = not (found.match.ignored or found.match.missing or found.not_numbers)
        kind = MessageKind.GOOD if is_whole else MessageKind.QUIET
        self.message.emit(Message(kind, told(found)))

    @Slot(object, object)
    def take_imported(self, found: RowsToPredict, wanted: WantedColumns) -> None:
        """Add the rows of a file."""
        self.add_rows(found, wanted, texts.IMPORTED)

    @Slot()
    def paste(self) -> None:
        """Add the rows of the clipboard."""
        self._read(fetch_clipboard(QGuiApplication.clipboard().mimeData()))

    @Slot()
    def copy(self) -> None:
        """Copy all rows with their predictions."""
        if (rows := self._written()) is not None:
            self._copying.add(copying(rows))

    @Slot()
    def export(self) -> None:
        """Ask where to write all rows with their predictions."""
        if (rows := self._written()) is not None:
            self.export_requested.emit(export_job(rows))

    @Slot()
    def remove_selected(self) -> None:
        """Remove the selected rows."""
        if rows := self.table.selected_rows:
            self._document.change(texts.REMOVED, partial(remove_rows, rows=rows))

    @Slot()
    def clear(self) -> None:
        """Remove all rows."""
        self._document.change(texts.REMOVED, clear_rows)

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done."""
        menu = QMenu(self)
        menu.addActions(list(self.actions_of_rows.values()))
        menu.setToolTipsVisible(True)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    @reporting
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take rows, or a file with rows."""
        data = event.mimeData()
        is_file = not are_several_files(data) and dropped_file(data) is not None
        if self.model.basis is not None and (is_file or may_be_table(data)):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    @reporting
    def dropEvent(self, event: QDropEvent) -> None:
        """Add the rows that are dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        path = dropped_file(event.mimeData())
        if path is not None:
            self.import_requested.emit(path)
        else:
            self._read(fetch_clipboard(event.mimeData(), ClipOrigin.DROPPED))

    @reporting
    def changeEvent(self, event: QEvent) -> None:
        """Draw the figures in the inks of the palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            for view in (self.table.inputs, self.table.figures):
                view.viewport().update()

    @reporting
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground of fields, and the seam below the buttons."""
        del event
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
            painter.setPen(hairline(self.palette()))
            top = self.table.geometry().top() - 1
            painter.drawLine(0, top, self.width(), top)

    def minimumSizeHint(self) -> QSize:
        """Return a size with a row of the table."""
        least = self.table.minimumSizeHint()
        return QSize(least.width(), 5 * GRID + least.height())

    def _muted(self) -> QColor:
        return quiet(self.palette())

    def _read(self, clip: ClipboardData, options: ReadOptions | None = None) -> None:
        """Read rows in a thread; the window goes on meanwhile."""
        if self.model.basis is None:
            return
        wanted = WantedColumns.of(self._document.experiment)
        self._pasted = clip, wanted
        work = partial(_read_in_thread, clip, wanted, has_decimal_comma(), options)
        self._reading.add(work)

    @Slot(object)
    def _take_pasted(self, found: RowsToPredict) -> None:
        if self._pasted is not None:
            self.add_rows(found, self._pasted[1], texts.PASTED)

    @Slot(object)
    def _refuse(self, error: Exception) -> None:
        """Say why nothing was added, or ask what a text means."""
        if isinstance(error, AmbiguousText):
            question = PasteQuestion(error, self.window())
            question.answered.connect(self._paste_as)
            question.open()
            return
        self.message.emit(Message(MessageKind.FAULT, refusal(error)))

    @Slot(ReadOptions)
    def _paste_as(self, options: ReadOptions) -> None:
        if self._pasted is not None:
            self._read(self._pasted[0], options)

    @Slot(float)
    def _show_reading(self, share: float) -> None:
        self.note.setText(texts.READING.format(share=format_percent(share)))

    @Slot(object)
    def _take_copied(self, copied: CopiedRows) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        self.message.emit(Message(MessageKind.GOOD, texts.COPIED(copied.count)))

    def _written(self) -> WrittenRows | None:
        """Return the rows to write; say why if there are none."""
        self.commit()
        self._document.flush()
        shown = self.model.shown
        if shown is None or shown.basis.experiment.new_rows is None:
            self.message.emit(Message(MessageKind.WARNING, texts.NOTHING))
            return None
        rows = WrittenRows.of(shown)
        if rows is None or shown.basis.state is OptimumState.COMPUTING:
            self.message.emit(Message(MessageKind.WARNING, texts.NOT_YET))
            return None
        return rows

    @Slot()
    def _show(self) -> None:
        """Show what is predicted now."""
        shown = self.model.shown
        is_same = shown is not None and shown.is_of_same_rows(self.rows.shown)
        self.rows.show_figures(shown)
        if is_same:
            self.table.fit_now()
        else:
            self.table.fit()
        self._show_note()
        has_table, has_rows = self.model.basis is not None, self.rows.rows > 0
        for name, action in self.actions_of_rows.items():
            action.setEnabled(has_rows or (has_table and name in _NEEDS_NO_ROWS))
        if self._awaited_row is not None and self.rows.rows > self._awaited_row:
            self.table.go_to_row(self._awaited_row)
            self._awaited_row = None

    @Slot()
    def _show_note(self) -> None:
        """Show what is to be said of the current row, or of all."""
        whole = self._sentence()
        of_row = self.rows.row_sentence(self.table.current_row)
        self.note.setText(of_row or whole)
        self.note.setToolTip("\n".join(filter(None, (of_row, whole))))

    def _sentence(self) -> str:
        """Return what is to be said of the rows, what matters most first."""
        shown = self.model.shown
        if shown is None:
            return texts.NO_TABLE
        if shown.basis.experiment.new_rows is None:
            return texts.EMPTY_STATE
        rows = shown.rows
        if rows is None or shown.basis.state is OptimumState.COMPUTING:
            return texts.COMPUTING
        said = [texts.ROWS(len(rows))]
        if rows.empty:
            said.append(texts.WITHOUT(rows.empty))
        if rows.incomplete > rows.empty:
            said.append(texts.IMPOSSIBLE(rows.incomplete - rows.empty))
        if rows.extrapolated:
            said.append(texts.OUTSIDE(rows.extrapolated))
        if shown.basis.state is OptimumState.OTHER_LOSS:
            said.append(texts.OTHER_LOSS)
        elif shown.basis.standing is RunStanding.ON_THE_WAY:
            said.append(texts.NOT_REACHED)
        return " ".join(said)

    @Slot()
    def _ask_for_file(self) -> None:
        self.import_requested.emit(None)

    def _make_actions(self) -> dict[str, QAction]:
        made = {}
        for name, text, tip in (
            ("paste_new_rows", texts.PASTE, texts.PASTE_TIP),
            ("import_new_rows", texts.IMPORT, texts.IMPORT_TIP),
            ("copy_new_rows", texts.COPY, texts.COPY_TIP),
            ("export_new_rows", texts.EXPORT, texts.EXPORT_TIP),
            ("remove_new_rows", texts.REMOVE, texts.REMOVE_TIP),
            ("clear_new_rows", texts.CLEAR, texts.CLEAR_TIP),
        ):
            action = QAction(text, self)
            action.setObjectName(name)
            action.setToolTip(tip)
            action.setStatusTip(tip)
            made[name] = action
        return made

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setContentsMargins(2 * GRID, GRID // 2, 2 * GRID, GRID // 2)
        line.setSpacing(GRID)
        for name, text in _BUTTONS.items():
            line.addWidget(_button(self.actions_of_rows[name], text))
        line.addWidget(self.note, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addLayout(line)
        layout.addWidget(self.table, 1)

    def _connect(self) -> None:
        slots: dict[str, Callable[[], None]] = {
            "paste_new_rows": self.paste,
            "import_new_rows": self._ask_for_file,
            "copy_new_rows": self.copy,
            "export_new_rows": self.export,
            "remove_new_rows": self.remove_selected,
            "clear_new_rows": self.clear,
        }
        for name, slot in slots.items():
            self.actions_of_rows[name].triggered.connect(slot)
        for view in (self.table.inputs, self.table.figures):
            view.paste_requested.connect(self.paste)
            view.copy_requested.connect(self.copy)
            view.remove_requested.connect(self.remove_selected)
        self.table.inputs.selectionModel().currentRowChanged.connect(self._show_note)
        self.model.changed.connect(self._show)
        self.model.failed.connect(self.failed)
        self._reading.done.connect(self._take_pasted)
        self._reading.refused.connect(self._refuse)
        self._reading.failed.connect(self.failed)
        self._reading.progressed.connect(self._show_reading)
        self._reading.idle.connect(self._show)
        self._copying.done.connect(self._take_copied)
        self._copying.failed.connect(self.failed)


_BUTTONS = {
    "paste_new_rows": texts.PASTE_BUTTON,
    "import_new_rows": texts.IMPORT_BUTTON,
    "copy_new_rows": texts.COPY_BUTTON,
    "export_new_rows": texts.EXPORT_BUTTON,
    "remove_new_rows": texts.REMOVE_BUTTON,
    "clear_new_rows": texts.CLEAR_BUTTON,
}
_NEEDS_NO_ROWS = ("paste_new_rows", "import_new_rows")


def _button(action: QAction, text: str) -> FieldButton:
    """Return a button for an action, which is asleep while it is."""
    button = FieldButton(text)
    button.setObjectName(f"{action.objectName()}_button")
    button.setToolTip(action.toolTip())
    button.setAccessibleName(action.text().replace("&", ""))
    button.setAccessibleDescription(action.toolTip())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button


def _read_in_thread(
    clip: ClipboardData,
    wanted: WantedColumns,
    decimal_comma: bool,
    options: ReadOptions | None,
    progress: Progress,
) -> RowsToPredict:
    """Read rows in a thread. Raises NoNewRows, AmbiguousText, and Cancelled when cancelled."""
    found = read_pasted(clip, wanted, decimal_comma, progress, options)
    logger.debug("%d new rows are read", len(found.cells))
    return found
