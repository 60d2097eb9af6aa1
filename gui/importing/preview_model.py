"""The first rows of a file as a table to look at, each cell with what becomes of it."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from .draft import Draft
from .roles import Role
from .sentences import one_line, told

AnyIndex = QModelIndex | QPersistentModelIndex
ItemRole = Qt.ItemDataRole
MARK = ItemRole.UserRole
_ROOT = QModelIndex()
_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TEXT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Mark(Enum):
    """What becomes of a cell."""

    TAKEN = "taken"
    OUT = "left out"
    FAULT = "no number"


class PreviewModel(QAbstractTableModel):
    """Shows a draft, its rows named by their lines in the file."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._draft: Draft | None = None
        self._reasons: Mapping[tuple[int, int], str] = {}

    @property
    def draft(self) -> Draft | None:
        """What is shown."""
        return self._draft

    def show_draft(self, draft: Draft | None) -> None:
        """Show another draft; of the same preview only the marks change."""
        before = self._draft
        if draft is None or before is None or draft.preview is not before.preview:
            self.beginResetModel()
            self._take(draft)
            self.endResetModel()
        else:
            self._take(draft)
            last = self.columnCount() - 1
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)
            if self.rowCount():
                self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, last))

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many rows are shown."""
        return 0 if parent.isValid() or self._draft is None else len(self._draft.preview.lines)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many columns the file has."""
        return 0 if parent.isValid() or self._draft is None else self._draft.preview.width

    def data(self, index: AnyIndex, role: int = ItemRole.DisplayRole) -> object:
        """Return a cell's text as it stands in the file, and what is to be said of it."""
        if not index.isValid() or self._draft is None:
            return None
        match role:
            case ItemRole.DisplayRole:
                return one_line(self._text(index))
            case ItemRole.ToolTipRole | ItemRole.AccessibleDescriptionRole:
                return self._explanation(index)
            case ItemRole.TextAlignmentRole:
                return _TEXT if self.is_textual(index.column()) else _NUMBER
        return self._mark(index) if role == MARK else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ItemRole.DisplayRole
    ) -> object:
        """Return the line of a row, or the name of a column and what it becomes."""
        if self._draft is None or role != ItemRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return f"{self._draft.preview.lines[section].line:,}"
        return f"{self.column_name(section)}: {self.column_role(section).value}"

    def column_name(self, column: int) -> str:
        """Return what stands over a column, from 0: its name, or its number."""
        assert self._draft is not None
        return one_line(self._draft.name(column + 1)) or f"{column + 1:,}"

    def column_role(self, column: int) -> Role:
        """Return what becomes of a column, from 0."""
        assert self._draft is not None
        return self._draft.roles[column]

    def is_textual(self, column: int) -> bool:
        """Tell whether a column, from 0, holds no numbers."""
        return self._draft is not None and column + 1 in self._draft.without_numbers

    def is_faulty_row(self, row: int) -> bool:
        """Tell whether a row, from 0, cannot be read as numbers."""
        assert self._draft is not None
        return self._draft.preview.lines[row].line in self._draft.faulty_lines

    def _take(self, draft: Draft | None) -> None:
        self._draft = draft
        faults = draft.faults if draft else ()
        self._reasons = {(f.line, f.column): told(f, draft.is_text) for f in faults if draft}

    def _text(self, index: AnyIndex) -> str:
        assert self._draft is not None
        cells = self._draft.preview.lines[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else ""

    def _mark(self, index: AnyIndex) -> Mark:
        assert self._draft is not None
        if self._draft.roles[index.column()] is Role.OUT:
            return Mark.OUT
        if self._reason(index):
            return Mark.FAULT
        skipped = self._draft.skips_rows and self.is_faulty_row(index.row())
        return Mark.OUT if skipped else Mark.TAKEN

    def _explanation(self, index: AnyIndex) -> str:
        assert self._draft is not None
        if self._draft.roles[index.column()] is Role.OUT:
            return "This column is left out."
        if self._mark(index) is Mark.OUT:
            return "This row is left out."
        return self._reason(index)

    def _reason(self, index: AnyIndex) -> str:
        """Return what is wrong with a cell, or with its row as a whole; empty where it is fine."""
        assert self._draft is not None
        line = self._draft.preview.lines[index.row()].line
        return self._reasons.get((line, index.column() + 1), self._reasons.get((line, 0), ""))
