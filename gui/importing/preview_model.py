"""The table model of the preview: the first rows of a file, and what becomes of each cell."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from engine.shortening import grouped, one_line

from ..background.reporting import report
from ..text.translation import translate, translated
from .options import Role
from .plan import ImportPlan
from .texts import describe_fault

AnyIndex = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
MARK = ItemRole.UserRole
_ROOT = QModelIndex()
DERIVED_TEXTS = {
    Role.INDICATORS: translate(
        "importing", "This column becomes columns of 0 and 1, one for each value but one."
    ),
    Role.DAYS: translate("importing", "This column becomes days since its earliest date."),
}
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Mark(Enum):
    """Whether a cell is imported, left out or at fault."""

    USED = "used"
    OUT = "left out"
    FAULT = "not a number"


class PreviewModel(QAbstractTableModel):
    """Shows a plan; the row headers are the line numbers in the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: ImportPlan | None = None
        self._reasons: Mapping[tuple[int, int], str] = {}

    @property
    def plan(self) -> ImportPlan | None:
        """The plan that is shown."""
        return self._plan

    def show_plan(self, plan: ImportPlan | None) -> None:
        """Show another plan; if the preview is the same, only the marks change."""
        before = self._plan
        if plan is None or before is None or plan.preview is not before.preview:
            self.beginResetModel()
            self._set_plan(plan)
            self.endResetModel()
        else:
            self._set_plan(plan)
            last = self.columnCount() - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, last))

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of rows shown."""
        return 0 if parent.isValid() or self._plan is None else len(self._plan.preview.lines)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of columns in the file."""
        return 0 if parent.isValid() or self._plan is None else self._plan.preview.width

    def data(self, index: AnyIndex, role: int = ItemRole.DisplayRole) -> object:
        """Return a cell's text as in the file, its alignment, mark or explanation."""
        try:
            if not index.isValid() or self._plan is None:
                return None
            match role:
                case ItemRole.DisplayRole:
                    return one_line(self._text(index))
                case ItemRole.ToolTipRole | ItemRole.AccessibleDescriptionRole:
                    return self._explanation(index)
                case ItemRole.TextAlignmentRole:
                    return _TEXT if self.is_textual(index.column()) else _NUMBER
            return self._mark(index) if role == MARK else None
        except Exception as error:
            report(error)
            return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole
    ) -> object:
        """Return the line number of a row, or the name and role of a column."""
        try:
            if self._plan is None or role != ItemRole.DisplayRole:
                return None
            if orientation == Qt.Orientation.Vertical:
                return f"{grouped(self._plan.preview.lines[section].line)}"
            return f"{self.column_name(section)}: {translated(self.column_role(section).value)}"
        except Exception as error:
            report(error)
            return None

    def column_name(self, column: int) -> str:
        """Return the name of a column, from 0, or its number if it has none."""
        assert self._plan is not None
        return one_line(self._plan.name(column + 1)) or f"{grouped(column + 1)}"

    def column_role(self, column: int) -> Role:
        """Return the role of a column, from 0."""
        assert self._plan is not None
        return self._plan.roles[column]

    def is_textual(self, column: int) -> bool:
        """Return whether a column, from 0, holds no numbers."""
        return self._plan is not None and column + 1 in self._plan.textual

    def is_faulty_row(self, row: int) -> bool:
        """Return whether a row, from 0, has a fault."""
        assert self._plan is not None
        return self._plan.preview.lines[row].line in self._plan.faulty_lines

    def _set_plan(self, plan: ImportPlan | None) -> None:
        self._plan = plan
        faults = plan.faults if plan else ()
        self._reasons = {
            (f.line, f.column): describe_fault(f, plan.is_text) for f in faults if plan
        }

    def _text(self, index: AnyIndex) -> str:
        assert self._plan is not None
        cells = self._plan.preview.lines[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else ""

    def _mark(self, index: AnyIndex) -> Mark:
        assert self._plan is not None
        if not self._plan.roles[index.column()].is_read:
            return Mark.OUT
        if self._reason(index):
            return Mark.FAULT
        skipped = self._plan.skips_rows and self.is_faulty_row(index.row())
        return Mark.OUT if skipped else Mark.USED

    def _explanation(self, index: AnyIndex) -> str:
        assert self._plan is not None
        if self._plan.roles[index.column()] is Role.ROW_NAMES:
            return translate("importing", "This column names the rows, and is left out.")
        if self._plan.roles[index.column()] is Role.OUT:
            return translate("importing", "This column is left out.")
        if self._mark(index) is Mark.OUT:
            return translate("importing", "This row is skipped.")
        derived = DERIVED_TEXTS.get(self._plan.roles[index.column()], "")
        return self._reason(index) or derived

    def _reason(self, index: AnyIndex) -> str:
        """Return what is wrong with a cell or its whole row; empty if nothing is."""
        assert self._plan is not None
        line = self._plan.preview.lines[index.row()].line
        return self._reasons.get((line, index.column() + 1), self._reasons.get((line, 0), ""))
