"""What the three tables share: numbers of the document, read and written in place."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import (
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
from .headings import HeadedModel

AnyIndex = QModelIndex | QPersistentModelIndex
Columns = Callable[[int, Sequence[int]], Matrix]
"""Gives some rows of a column, NaN where there is no value."""

_NUMBER_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROOT = QModelIndex()


class TableModel(HeadedModel):
    """One part of the document in its leading columns, and computed columns after those."""

    refused = Signal(QModelIndex, str)
    part: ClassVar[Part]
    fewest_characters: ClassVar[int] = 5
    axes: ClassVar[frozenset[Axis]] = frozenset({Axis.ROW})

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._formats = Formats(self.column_values)
        self._shown_table = self.table
        self._stale = range(0)
        document.changed.connect(self._announce_stale, Qt.ConnectionType.QueuedConnection)
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

    @property
    def computed_columns(self) -> int:
        """How many columns follow that only show what follows from the others."""
        return 0

    def snapshot(self) -> Columns:
        """Return what gives the columns as they are now, in any thread and whatever comes."""
        return self.table.column

    def column_values(self, column: int, rows: Sequence[int]) -> Matrix:
        """Return values of one column, NaN where there is none."""
        return self.snapshot()(column, rows)

    def insert(self, axis: Axis, at: int, count: int = 1) -> None:
        """Insert rows or columns before ``at``; raises a GuiError."""
        raise NotImplementedError

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:
        """Remove rows or columns; raises a GuiError."""
        raise NotImplementedError

    def is_editable(self, column: int) -> bool:
        """Tell whether a person may write in a column."""
        return column < self.editable_columns

    def place(self, row: int, column: int) -> str:
        """Name a cell the way messages do."""
        name = self.given_name(column)
        return f"{self.part}, row {row + 1}, column {column + 1}" + (f" ({name})" if name else "")

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
        return 0 if parent.isValid() else self.editable_columns + self.computed_columns

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
        number = self.number(index, str(value))
        if number is None:
            return False
        if exact(number) != self.data(index, Qt.ItemDataRole.EditRole):
            self.document.set_block(self.part, index.row(), index.column(), np.array([[number]]))
        return True

    def number(self, index: AnyIndex, text: str) -> float | None:
        """Read what was typed in a cell; None, and ``refused`` tells why, if it is no number."""
        try:
            return parse_number(text, decimal_comma=has_decimal_comma())
        except BadNumber as error:
            self.refused.emit(index, f"{self.place(index.row(), index.column())}: {error}")
            return None

    def computed_value(self, row: int, column: int) -> float:
        """Return one value of a computed column, NaN where there is none."""
        return float(self.column_values(column, [row])[0])

    def announce_later(self, first: int, last: int) -> None:
        """Note that whole columns changed: the views hear of it once, by the end of the turn.

        New weights may follow in the same turn; then the views hear of both at once.
        """
        self._formats.forget(range(first, last + 1))
        if self._stale:
            first, last = min(first, self._stale[0]), max(last, self._stale[-1])
        self._stale = range(first, last + 1)

    def announce(self, first: int, last: int) -> None:
        """Report to the views that whole columns changed, and those noted before."""
        self.announce_later(first, last)
        self._announce_stale()

    @Slot()
    def _announce_stale(self) -> None:
        if not self._stale:
            return
        first, last = self._stale[0], self._stale[-1]
        self._stale = range(0)
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
            table = self.table
            columns = table.changed_columns(self._shown_table)
            self._shown_table = table
            if columns:  # new weights may only follow if there are columns computed from them
                report = self.announce_later if self.computed_columns else self.announce
                report(columns[0], columns[-1])

    @Slot()
    def _prepare_shape(self) -> None:
        self.beginResetModel()

    @Slot()
    def _take_shape(self) -> None:
        self._formats.forget_all()
        self._shown_table = self.table
        self._stale = range(0)
        self.endResetModel()
