"""The cells of new rows: a number, the columns of A to fill, and the figures beside them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor

from engine.errors import BadNumber
from engine.inference.new_table import InputColumn, given_columns
from engine.numbers import exact, parse_number

from ..background.reporting import report
from ..document import Document, Grid
from ..document.new_rows import set_cell
from ..text.locale import has_decimal_comma
from ..text.message import sentence_of
from ..text.numbers import NUMBER_DIGITS, UNKNOWN, format_exact, format_number
from ..text.translation import translated
from . import texts
from .figure_columns import FigureColumn, ShownFigures, reason_of

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FIGURES = list(FigureColumn)
LONGEST_INPUT = 10
"""Characters of a number as it was typed; a longer one is shown with six digits."""
_ROOT = QModelIndex()
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_READ = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren


class RowTableModel(QAbstractTableModel):
    """Shows the new rows of a document, and one more to begin; nothing is made for each cell.

    ``muted`` returns the ink of figures that the run has not reached, and of what is empty.
    ``refused`` carries a cell and why its text is no number.
    """

    refused = Signal(QModelIndex, str)

    def __init__(
        self, document: Document, muted: Callable[[], QColor], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._document, self._muted = document, muted
        self._shown: ShownFigures | None = None
        self._cells: Grid | None = None
        self._names: tuple[str, ...] = ()
        self._columns: tuple[InputColumn, ...] = ()
        self._given: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        """How many new rows there are."""
        return 0 if self._cells is None else len(self._cells)

    @property
    def inputs(self) -> int:
        """How many columns are to be filled; they follow the number of the row."""
        return len(self._given)

    @property
    def shown(self) -> ShownFigures | None:
        """What is predicted."""
        return self._shown

    def show_figures(self, shown: ShownFigures | None) -> None:
        """Show the rows of a document with their predictions; None shows nothing."""
        basis = None if shown is None else shown.basis
        cells = None if basis is None else basis.experiment.new_rows
        names: Sequence[str] = () if basis is None else basis.names
        columns = () if basis is None else basis.columns
        before = self.rows
        after = 0 if cells is None else len(cells)
        is_same_table = (tuple(names), columns) == (self._names, self._columns)
        if not is_same_table or after < before:
            self.beginResetModel()
            self._take(shown, cells, names, columns)
            self.endResetModel()
            return
        if after > before:  # the row that was begun stays the current one
            self.beginInsertRows(_ROOT, before + 1, after)
            self._take(shown, cells, names, columns)
            self.endInsertRows()
        self._take(shown, cells, names, columns)
        self.dataChanged.emit(self.index(0, 0), self.index(after, self.columnCount() - 1))

    def _take(
        self,
        shown: ShownFigures | None,
        cells: Grid | None,
        names: Sequence[str],
        columns: tuple[InputColumn, ...],
    ) -> None:
        self._shown, self._cells = shown, cells
        self._names, self._columns = tuple(names), columns
        self._given = given_columns(columns)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are, with the one to begin."""
        return 0 if parent.isValid() or not self._columns else self.rows + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are: the number, the inputs, and the figures."""
        return 0 if parent.isValid() else 1 + self.inputs + len(FIGURES)

    def input_at(self, column: int) -> int | None:
        """Return the column of A, from 0, that a column shows; None if it is none of A."""
        return self._given[column - 1] if 0 < column <= self.inputs else None

    def figure_at(self, column: int) -> FigureColumn | None:
        """Return the figure that a column shows; None if it shows none."""
        at = column - 1 - self.inputs
        return FIGURES[at] if 0 <= at < len(FIGURES) else None

    def value(self, row: int, column: int) -> float:
        """Return the number in a cell to fill; NaN if it is empty."""
        k = self.input_at(column)
        if k is None or self._cells is None or row >= self.rows:
            return float("nan")
        return self._cells.value(row, k)

    def is_empty(self, row: int, column: int) -> bool:
        """Return whether a cell of a row that was begun is still to be filled."""
        is_input = self.input_at(column) is not None
        return is_input and row < self.rows and bool(np.isnan(self.value(row, column)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return the flags of a cell: those of the columns of A are edited."""
        try:
            if not index.isValid():
                return super().flags(index)
            is_input = self.input_at(index.column()) is not None
            return _READ | Qt.ItemFlag.ItemIsEditable if is_input else _READ
        except Exception as error:
            report(error)
            return Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        try:
            if not index.isValid():
                return None
            row, column = index.row(), index.column()
            match role:
                case Role.DisplayRole:
                    return self._text(row, column)
                case Role.EditRole:
                    value = self.value(row, column)
                    return "" if np.isnan(value) else exact(value)
                case Role.ToolTipRole:
                    return self._tool_tip(row, column)
                case Role.AccessibleTextRole:
                    return self._spoken(row, column)
                case Role.AccessibleDescriptionRole:
                    return self._tool_tip(row, column)
                case Role.TextAlignmentRole:
                    return _RIGHT
                case Role.ForegroundRole if self._is_quiet(row, column):
                    return self._muted()
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole
    ) -> Any:  # noqa: ANN401
        """Return the name of a column."""
        try:
            if (
                orientation is not Qt.Orientation.Horizontal
                or not 0 <= section < self.columnCount()
            ):
                return None
            match role:
                case Role.DisplayRole:
                    return self._title(section)
                case Role.ToolTipRole:
                    return self._meaning(section)
                case Role.TextAlignmentRole:
                    return _RIGHT
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Store what a person typed; text that is no number changes nothing, and none empties."""
        try:
            k = self.input_at(index.column())
            if role != Role.EditRole or k is None:
                return False
            text, row = str(value).strip(), index.row()
            before = self.value(row, index.column())
            number = float("nan")
            if text:
                try:
                    number = parse_number(text, decimal_comma=has_decimal_comma())
                except BadNumber as error:
                    self.refused.emit(index, sentence_of(error))
                    return False
            if number != before and not (np.isnan(number) and np.isnan(before)):
                self._document.change(
                    texts.EDIT, partial(set_cell, row=row, column=k, value=number)
                )
        except Exception as error:
            report(error)
            return False
        else:
            return True

    def cell_name(self, row: int, column: int) -> str:
        """Return what a cell is called."""
        place = texts.ROW_SPOKEN.format(number=row + 1)
        return texts.SPOKEN.format(name=place, figure=self._title(column))

    def _text(self, row: int, column: int) -> str:
        if column == 0:
            return self._number(row)
        if (figure := self.figure_at(column)) is not None:
            return "" if self._shown is None else figure.text(self._shown, row)
        value = self.value(row, column)
        if np.isnan(value):
            return texts.EMPTY if row < self.rows else ""
        text = format_exact(value)
        return text if len(text) <= LONGEST_INPUT else format_number(value, NUMBER_DIGITS)

    def _number(self, row: int) -> str:
        if row >= self.rows:
            return "+"
        mark = self._mark(row)
        return f"{row + 1} {mark}" if mark else str(row + 1)

    def _mark(self, row: int) -> str:
        rows = None if self._shown is None else self._shown.rows
        if rows is None or row >= len(rows):
            return ""
        if not rows.is_complete[row]:
            return texts.INCOMPLETE_MARK
        return texts.OUTSIDE_MARK if rows.is_extrapolated[row] else ""

    def _title(self, column: int) -> str:
        if column == 0:
            return texts.ROW
        if (figure := self.figure_at(column)) is not None:
            return figure.title
        k = self.input_at(column)
        return "" if k is None else self._names[k]

    def _meaning(self, column: int) -> str:
        """Return what a column is; of figures that do not exist, also why."""
        if (figure := self.figure_at(column)) is not None:
            meaning = translated(figure.meaning)
            reason = ""
            if figure.is_of_optimum and self._shown is not None:
                reason = reason_of(self._shown.basis)
            return "\n".join(filter(None, (meaning, reason)))
        k = self.input_at(column)
        if k is None:
            return texts.ROW_TIP
        column_of_A = self._columns[k]
        is_scaled = (column_of_A.shift, column_of_A.scale) != (0.0, 1.0)
        return (texts.UNITS if is_scaled else texts.GIVEN).format(name=self._names[k])

    def row_sentence(self, row: int) -> str:
        """Return what is to be told of a row, after its mark; empty if there is nothing."""
        mark = self._mark(row) if 0 <= row < self.rows else ""
        sentence = self._of_row(row) if mark else ""
        if not sentence:
            return ""
        return texts.OF_ROW.format(mark=mark, number=row + 1, sentence=sentence)

    def _of_row(self, row: int) -> str:
        """Return that a row is incomplete, or how it is outside of the table."""
        rows = None if self._shown is None else self._shown.rows
        if rows is None or row >= len(rows):
            return ""
        if not rows.is_complete[row]:
            return texts.INCOMPLETE
        return translated(rows.extrapolation(row, self._names))

    def _tool_tip(self, row: int, column: int) -> str:
        """Return what is to be told of a cell and its row."""
        if row >= self.rows or self._shown is None:
            return texts.TYPE_HERE if self.input_at(column) is not None else ""
        lines = []
        if (figure := self.figure_at(column)) is not None:
            lines.append(figure.reason(self._shown, row))
        elif not np.isnan(value := self.value(row, column)):
            lines.append(format_exact(value))
        lines.append(self._of_row(row))
        return "\n".join(dict.fromkeys(filter(None, lines)))

    def _spoken(self, row: int, column: int) -> str:
        """Return what is said of a cell: its column, then its text."""
        if column == 0:
            return texts.ROW_SPOKEN.format(number=row + 1)
        title, text = self._title(column), self._text(row, column)
        if not text:
            return texts.EMPTY_SPOKEN.format(name=title)
        return texts.SPOKEN.format(name=title, figure=text.replace("−", "-"))

    def _is_quiet(self, row: int, column: int) -> bool:
        if (figure := self.figure_at(column)) is not None:
            is_reached = self._shown is not None and self._shown.is_reached
            is_short = self._text(row, column) in (UNKNOWN, *texts.SHORT.values())
            return is_short or (figure.is_of_optimum and not is_reached)
        return column == 0 or self.is_empty(row, column)
