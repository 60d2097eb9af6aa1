"""What the three tables share: numbers of the document, read and written in place."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)

from engine import Matrix
from engine.errors import BadNumber
from engine.numbers import exact, parse_number

from ..document import Document, Grid, Part
from ..locale import has_decimal_comma
from .axis import Axis
from .formats import Formats
from .formatting import WIDEST

AnyIndex = QModelIndex | QPersistentModelIndex
_NUMBER_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROOT = QModelIndex()


class TableModel(QAbstractTableModel):
    """One part of the document in its leading columns, and computed columns after those."""

    refused = Signal(QModelIndex, str)
    part: ClassVar[Part]
    computed: ClassVar[tuple[str, ...]] = ()
    fewest_characters: ClassVar[int] = 5
    axes: ClassVar[frozenset[Axis]] = frozenset({Axis.ROW})

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = document
        self._formats = Formats(self.column_values)
        document.values_changed.connect(self._take_values)
        document.about_to_reshape.connect(self._prepare_shape)
        document.reshaped.connect(self._take_shape)

    @property
    def table(self) -> Grid:
        """The editable values."""
        return self.document.table(self.part)

    @property
    def editable_columns(self) -> int:
        """How many columns, the first ones, a person may write in."""
        return self.table.shape[1]

    def column_values(self, column: int, rows: Sequence[int]) -> Matrix:
        """Return values of one column, NaN where there is none."""
        return self.table.column(column, rows)

    def insert(self, axis: Axis, at: int) -> None:
        """Insert one row or column before ``at``; raises a GuiError."""
        raise NotImplementedError

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:
        """Remove rows or columns; raises a GuiError."""
        raise NotImplementedError

    def grow(self, rows: int, columns: int) -> None:
        """Make room for so many rows and editable columns; raises a GuiError."""
        raise NotImplementedError

    def is_editable(self, column: int) -> bool:
        """Tell whether a person may write in a column."""
        return column < self.editable_columns

    def place(self, row: int, column: int) -> str:
        """Name a cell the way messages do."""
        return f"{self.part}, row {row + 1}, column {column + 1}"

    def characters(self, column: int) -> int:
        """Return how many characters the first values of a column need."""
        if self.fewest_characters == WIDEST:
            return WIDEST
        return max(self.fewest_characters, self._formats.characters(column, self.rowCount()))

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.table)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of editable and computed columns."""
        return 0 if parent.isValid() else self.editable_columns + len(self.computed)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, short to look at and exact to edit."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._formats.of(index.column(), self.rowCount()).text(self._value(index))
            case Qt.ItemDataRole.EditRole | Qt.ItemDataRole.ToolTipRole:
                value = self._value(index)
                return "" if np.isnan(value) else exact(value)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _NUMBER_ALIGNMENT
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Return whether a cell may be edited."""
        flags = super().flags(index)
        editable = index.isValid() and self.is_editable(index.column())
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Write a number as a person types it; a refused one leaves the cell as it was."""
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        try:
            number = parse_number(str(value), decimal_comma=has_decimal_comma())
        except BadNumber as error:
            self.refused.emit(index, f"{self.place(index.row(), index.column())}: {error}")
            return False
        if exact(number) != self.data(index, Qt.ItemDataRole.EditRole):
            self.document.set_block(self.part, index.row(), index.column(), np.array([[number]]))
        return True

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name of a row or column."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.row_name(section)
        return self.column_name(section)

    def row_name(self, row: int) -> str:
        """Return what stands beside a row."""
        return str(row + 1)

    def column_name(self, column: int) -> str:
        """Return what stands over a column."""
        return str(column + 1)

    def computed_value(self, row: int, column: int) -> float:
        """Return one value of a computed column, NaN where there is none."""
        return float(self.column_values(column, [row])[0])

    def announce(self, first: int, last: int) -> None:
        """Tell the views that whole columns changed."""
        self._formats.forget(range(first, last + 1))
        top, bottom = self.index(0, first), self.index(self.rowCount() - 1, last)
        self.dataChanged.emit(top, bottom, [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole])

    def announce_computed(self) -> None:
        """Tell the views that the computed columns changed."""
        self.announce(self.editable_columns, self.columnCount() - 1)

    def _value(self, index: AnyIndex) -> float:
        row, column = index.row(), index.column()
        if self.is_editable(column):
            return self.table.value(row, column)
        return self.computed_value(row, column)

    @Slot(str)
    def _take_values(self, part: str) -> None:
        if part == self.part:
            self.announce(0, self.editable_columns - 1)

    @Slot()
    def _prepare_shape(self) -> None:
        self.beginResetModel()

    @Slot()
    def _take_shape(self) -> None:
        self._formats.forget_all()
        self.endResetModel()
