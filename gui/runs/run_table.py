"""The table of the runs as it is seen: only whole columns, those that matter most first."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QAction, QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QStyledItemDelegate,
    QWidget,
)

from engine.archive.kept_run import KeptRun

from ..background.reporting import reporting
from ..widgets.listing.list_table import ListTable
from ..widgets.listing.look import EDGE, MARGIN, TickedDelegate
from . import texts
from .run_columns import COLUMNS, RunColumn, whole_ending
from .run_table_model import RunTableModel

_SWATCH_ROOM = EDGE + 28 + MARGIN + 28
"""Of a tick, and of the sample of a line."""


class RunTable(ListTable):
    """A row for each run; ``chosen`` carries the number of the current one, 0 for none."""

    chosen = Signal(int)
    fitted = Signal()

    def __init__(self, model: RunTableModel, parent: QWidget | None = None) -> None:
        super().__init__("runs_table", texts.ALL_RUNS, TickedDelegate, parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked)
        self.actions_of_run = _actions(self)
        self.setModel(model)
        self._model = model
        model.modelReset.connect(self.fit)
        model.rowsRemoved.connect(self.fit)
        model.dataChanged.connect(self.fit)
        self.selectionModel().currentRowChanged.connect(self._tell_chosen)

    @property
    def number(self) -> int:
        """The number of the current run; 0 if there is none."""
        run = self._model.run_at(self.currentIndex().row())
        return 0 if run is None else run.number

    @property
    def shown_columns(self) -> list[RunColumn]:
        """The columns that have room."""
        return [COLUMNS[k] for k in self.columns_seen]

    def choose(self, number: int) -> None:
        """Make a run the current one."""
        if (row := self._model.row_of(number)) >= 0 and number != self.number:
            self.setCurrentIndex(self._model.index(row, 0))

    def edit_name(self) -> None:
        """Let the name of the current run be typed."""
        if self.number:
            self.edit(self._model.index(self.currentIndex().row(), 0))

    def commit(self) -> None:
        """Take the name that is being typed, if there is one."""
        editor = self.indexWidget(self.currentIndex())
        if editor is not None:
            self.commitData(editor)
            self.closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint)

    def clear_choice(self) -> None:
        """Let no run be the current one: Qt takes the row beside one that is gone."""
        self.setCurrentIndex(QModelIndex())

    @reporting
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what the keys of the current run stand for; all its keys are those of its row."""
        if self.number and self.currentIndex().column() != 0:
            self.setCurrentIndex(self._model.index(self.currentIndex().row(), 0))
        keys = {
            Qt.Key.Key_P: "pin_run",
            Qt.Key.Key_S: "use_run_settings",
            Qt.Key.Key_Delete: "delete_run",
        }
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        name = keys.get(Qt.Key(event.key()), "") if not held else ""
        if name and self.number:
            self.actions_of_run[name].trigger()
        else:
            super().keyPressEvent(event)

    @reporting
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the current run."""
        if not self.number:
            return
        run = self._model.run_at(self.currentIndex().row())
        assert run is not None
        self.actions_of_run["draw_run"].setChecked(run.shown)
        self.actions_of_run["pin_run"].setChecked(run.pinned)
        self.actions_of_run["use_first_run_settings"].setVisible(bool(run.earlier))
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        menu.addActions(list(self.actions_of_run.values()))
        menu.popup(event.globalPos())

    def extra_width(self, column: int) -> int:
        """Return the room of a tick, and of the sample of a line."""
        return _SWATCH_ROOM if COLUMNS[column] is RunColumn.RUN else 0

    @Slot()
    def fit(self) -> None:
        """Show as many columns as have room, the most telling ones first.

        Settings in which the runs differ, or that were changed, come first, then what came of them;
        settings in which they do not differ come last. A setting that would leave no room in full
        for the others that differ, and for how the runs ended, is written briefly. One that leaves
        these ends none so is passed over, unless it is the first that differs. The endings fill the
        room that is left, in whole sentences if these have room; without them all columns but the
        first share it.
        """
        left = self.room
        ends = sum(map(self._least_width_of, (RunColumn.LOSS, RunColumn.ENDING)))
        shown: dict[RunColumn, int] = {}
        order = sorted(COLUMNS, key=lambda each: (self._worth(each), each.rank))
        differing = [column for column in order if self._worth(column) == 1]
        for column in order:
            differs = column in differing
            room = left - ends if differs else left
            later = differing[differing.index(column) + 1 :] if differs else []
            others = sum(map(self._least_width_of, later))
            self._model.write(column, column.text)
            if (needed := self.width_of(COLUMNS.index(column))) > room - others:
                needed = self._least_width_of(column)
            if not differs or len(shown) == 1:
                room = left
            if column is not RunColumn.RUN and needed > room:
                if column.is_setting:
                    continue
                break
            shown[column] = needed
            left -= needed
        ending = RunColumn.ENDING
        if ending in shown:
            shown[ending] += left
            self._model.write(ending, whole_ending)
            if self.width_of(COLUMNS.index(ending)) > shown[ending]:
                self._model.write(ending, ending.text)
        else:
            shown = _widened(shown, left)
        shown[max(shown, key=COLUMNS.index)] += self.viewport().width() - self.room
        for k, column in enumerate(COLUMNS):
            self.setColumnHidden(k, column not in shown)
            self.setColumnWidth(k, shown.get(column, 1))
        self.fitted.emit()

    def _least_width_of(self, column: RunColumn) -> int:
        """Write a column briefly, and return the width that it needs so."""
        self._model.write(column, column.brief)
        return self.width_of(COLUMNS.index(column))

    def _worth(self, column: RunColumn) -> int:
        """Return how much a column tells of these runs, 0 the most."""
        if column is RunColumn.RUN:
            return 0
        runs = self._runs()
        if not column.is_setting or not runs:
            return 2
        if len({column.text(run) for run in runs}) > 1 or column.has_changed(runs[0]):
            return 1
        # η is read beside the losses, also if it is the same.
        return 2 if column is RunColumn.RATE else 3

    def _runs(self) -> list[KeptRun]:
        found = (self._model.run_at(row) for row in range(self._model.rowCount()))
        return [run for run in found if run is not None]

    @Slot(QModelIndex)
    def _tell_chosen(self, current: QModelIndex) -> None:
        run = self._model.run_at(current.row())
        self.chosen.emit(0 if run is None else run.number)


def _widened(widths: dict[RunColumn, int], left: int) -> dict[RunColumn, int]:
    """Return widths of columns that share the room left; the first one only if it is alone."""
    sharing: list[RunColumn] = list(widths)
    if len(sharing) > 1:
        sharing.remove(RunColumn.RUN)
    each, rest = divmod(left, len(sharing))
    more = {column: each + (k < rest) for k, column in enumerate(sharing)}
    return {column: max(width + more.get(column, 0), 1) for column, width in widths.items()}


def _actions(table: RunTable) -> dict[str, QAction]:
    """Return what can be done with a run, by name."""
    found = {}
    for name, text, tip in (
        ("draw_run", texts.SHOW, texts.SHOW_TIP),
        ("pin_run", texts.PIN, texts.PIN_TIP),
        ("rename_run", texts.RENAME, texts.RENAME_TIP),
        ("use_run_settings", texts.USE_SETTINGS, texts.USE_SETTINGS_TIP),
        ("use_first_run_settings", texts.USE_FIRST_SETTINGS, texts.USE_FIRST_SETTINGS_TIP),
        ("delete_run", texts.DELETE, texts.DELETE_TIP),
    ):
        action = QAction(text, table)
        action.setObjectName(name)
        action.setToolTip(tip)
        action.setStatusTip(tip)
        action.setCheckable(name in ("draw_run", "pin_run"))
        found[name] = action
    return found
