"""The table of the runs: a row for each, sorted by any column."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont, QPixmap

from engine.archive.kept_run import KeptRun

from ..background.reporting import report
from ..document import is_kept
from ..text.numbers import format_number
from ..widgets.listing.look import bold
from ..widgets.listing.sorting import unknown_last
from . import texts
from .run_collection import RunCollection
from .run_columns import COLUMNS, GAP_DIGITS, RunColumn, changes_tip, whole_ending

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class RunTableModel(QAbstractTableModel):
    """Shows the runs of a collection; a tick draws a run, and its name can be edited."""

    def __init__(
        self,
        collection: RunCollection,
        picture: Callable[[KeptRun], QPixmap],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collection, self._picture = collection, picture
        self._column, self._order = RunColumn.RUN, Qt.SortOrder.AscendingOrder
        self._key = collection.key
        self._runs: list[KeptRun] = []
        self._texts: dict[RunColumn, Callable[[KeptRun], str]] = {
            column: column.text for column in COLUMNS
        }

    def text_of(self, column: RunColumn, run: KeptRun) -> str:
        """Return what the cell of a run says."""
        return self._texts[column](run)

    def write(self, column: RunColumn, text: Callable[[KeptRun], str]) -> None:
        """Write the cells of a column so from now on: in few words, or in more."""
        self._texts[column] = text

    def run_at(self, row: int) -> KeptRun | None:
        """Return the run of a row; None if there is no such row."""
        return self._runs[row] if 0 <= row < len(self._runs) else None

    def row_of(self, number: int) -> int:
        """Return the row of a run by its number; −1 if it has none."""
        numbers = [run.number for run in self._runs]
        return numbers.index(number) if number in numbers else -1

    def show_runs(self) -> None:
        """Show the runs of the collection as they are now; a name that is being typed stays."""
        runs = self._sorted(self._collection.runs)
        if self._collection.key is not self._key:
            self._key = self._collection.key  # a run with the number of another is another one
            self.beginResetModel()
            self._runs = runs
            self.endResetModel()
            return
        self._remove_all_but({run.number for run in runs})
        known = {run.number for run in self._runs}
        self._put_in_order([run for run in runs if run.number in known])
        for row, run in enumerate(runs):
            if run.number not in known:
                self.beginInsertRows(QModelIndex(), row, row)
                self._runs.insert(row, run)
                self.endInsertRows()
        if runs:
            last = self.index(len(runs) - 1, len(COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _remove_all_but(self, numbers: set[int]) -> None:
        for row in reversed(range(len(self._runs))):
            if self._runs[row].number not in numbers:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._runs[row]
                self.endRemoveRows()

    def _put_in_order(self, runs: list[KeptRun]) -> None:
        """Show the runs that are shown already as they are now, and in this order."""
        before = [run.number for run in self._runs]
        if [run.number for run in runs] == before:
            self._runs = runs
            return
        self.layoutAboutToBeChanged.emit()
        self._runs = runs
        after = {run.number: row for row, run in enumerate(runs)}
        for index in self.persistentIndexList():
            moved = self.index(after[before[index.row()]], index.column())
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the first column be ticked and edited."""
        try:
            flags = super().flags(index)
            if index.column() == 0:
                flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        except Exception as error:
            report(error)
            return Qt.ItemFlag.NoItemFlags
        else:
            return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        try:
            if not index.isValid() or (run := self.run_at(index.row())) is None:
                return None
            column = COLUMNS[index.column()]
            match role:
                case Role.DisplayRole:
                    return self.text_of(column, run)
                case Role.ToolTipRole:
                    return _tip(run)
                case Role.AccessibleDescriptionRole:
                    return texts.COLUMN_TIPS[column.head]
                case Role.TextAlignmentRole:
                    side = (
                        Qt.AlignmentFlag.AlignRight
                        if column.is_number
                        else Qt.AlignmentFlag.AlignLeft
                    )
                    return side | Qt.AlignmentFlag.AlignVCenter
                case Role.FontRole if is_kept(run):
                    return bold(QFont())
            return self._data_of_first(run, role) if index.column() == 0 else None
        except Exception as error:
            report(error)
            return None

    def _data_of_first(self, run: KeptRun, role: int) -> Any:  # noqa: ANN401
        match role:
            case Role.CheckStateRole:
                return Qt.CheckState.Checked if run.shown else Qt.CheckState.Unchecked
            case Role.EditRole:
                return run.name
            case Role.DecorationRole:
                return self._picture(run)
            case Role.AccessibleTextRole:
                form = texts.SPOKEN_KEPT if is_kept(run) else texts.SPOKEN
                return form.format(number=run.number, name=run.name)
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Tick a run, or give it a name."""
        try:
            run = self.run_at(index.row())
            if run is None or index.column() != 0:
                return False
            if role == Role.CheckStateRole:
                is_shown = value in (Qt.CheckState.Checked, Qt.CheckState.Checked.value)
                self._collection.set_shown(run.number, is_shown)
                return True
            if role == Role.EditRole:
                self._collection.rename(run.number, str(value).strip())
                return True
        except Exception as error:
            report(error)
            return False
        else:
            return False

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Return the name of a column."""
        try:
            if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
                return None
            column = COLUMNS[section]
            if role == Role.DisplayRole:
                return column.head
            if role == Role.ToolTipRole:
                return texts.COLUMN_TIPS[column.head]
            if role == Role.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the rows by a column; what is not known comes last."""
        self._column, self._order = COLUMNS[max(column, 0)], order
        self._put_in_order(self._sorted(self._runs))

    def _sorted(self, runs: Sequence[KeptRun]) -> list[KeptRun]:
        return unknown_last(runs, self._column.key, self._order)


def _tip(run: KeptRun) -> str:
    kept = texts.KEPT_TIP if is_kept(run) else texts.NOT_KEPT_TIP
    took = texts.TOOK.format(seconds=format_number(run.seconds, GAP_DIGITS))
    return "\n".join((whole_ending(run), took, *changes_tip(run), kept))
