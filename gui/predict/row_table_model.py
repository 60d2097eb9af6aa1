"""The cells of new rows: a number, the columns of A to fill, and the figures beside them."""

from collections.abc import Callable, Sequence
from functools import partial
from math import isnan, nan
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
from engine.inference.given_inputs import GivenInput, given_inputs
from engine.inference.new_table import InputColumn
from engine.numbers import exact, parse_number
from engine.terms import UnknownLevel

from ..background.reporting import report
from ..document import Document, Grid
from ..document.new_rows import set_cells
from ..text.locale import has_decimal_comma
from ..text.message import sentence_of
from ..text.names import all_of
from ..text.numbers import NUMBER_DIGITS, UNKNOWN, format_exact, format_number
from ..text.translation import translated
from . import texts
from .figure_columns import FigureColumn, ShownFigures, reason_of, reason_without

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
FIGURES = list(FigureColumn)
LONGEST_INPUT = 10
"""Characters of a number as it was typed; a longer one is shown with six digits."""
MOST_WORDS = 12
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
        self._given: tuple[GivenInput, ...] = ()

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
        self._given = given_inputs(columns)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are, with the one to begin."""
        return 0 if parent.isValid() or not self._columns else self.rows + 1

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are: the number, the inputs, and the figures."""
        return 0 if parent.isValid() else 1 + self.inputs + len(FIGURES)

    def input_at(self, column: int) -> GivenInput | None:
        """Return what a column is filled with; None if it shows a figure."""
        return self._given[column - 1] if 0 < column <= self.inputs else None

    def figure_at(self, column: int) -> FigureColumn | None:
        """Return the figure that a column shows; None if it shows none."""
        at = column - 1 - self.inputs
        return FIGURES[at] if 0 <= at < len(FIGURES) else None

    def values(self, row: int, column: int) -> tuple[float, ...]:
        """Return the numbers behind a cell to fill, one or those of a category; NaN if empty."""
        given, cells = self.input_at(column), self._cells
        if given is None:
            return ()
        if cells is None or row >= self.rows:
            return (nan,) * len(given.places)
        return tuple(cells.value(row, k) for k in given.places)

    def is_empty(self, row: int, column: int) -> bool:
        """Return whether a cell of a row that was begun is still to be filled."""
        return row < self.rows and any(map(isnan, self.values(row, column)))

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
                    return self._written(row, column, exact)
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
        """Store what a person typed, or empty the cell; what is refused changes nothing."""
        try:
            given = self.input_at(index.column())
            if role != Role.EditRole or given is None:
                return False
            text, row = str(value).strip(), index.row()
            try:
                numbers = _numbers(given, text, row)
            except (BadNumber, UnknownLevel) as error:
                self.refused.emit(index, sentence_of(error))
                return False
            if not np.array_equal(numbers, self.values(row, index.column()), equal_nan=True):
                change = partial(set_cells, row=row, columns=given.places, values=numbers)
                self._document.change(texts.EDIT, change)
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
        text = self._written(row, column, _shown)
        return texts.EMPTY if not text and row < self.rows else text

    def _written(self, row: int, column: int, number: Callable[[float], str]) -> str:
        """Write what a cell is filled with: a number, a word, or the numbers that are no word's."""
        given, values = self.input_at(column), self.values(row, column)
        if given is None or any(map(isnan, values)):
            return ""
        word = given.word(values) if given.levels else None
        return " ".join(map(number, values)) if word is None else word

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
        given = self.input_at(column)
        return "" if given is None else self._name_of(given)

    def _name_of(self, given: GivenInput) -> str:
        """Return what an input is called: the category, or the column as other columns have it."""
        return given.name if given.levels else self._names[given.places[0]]

    def _meaning(self, column: int) -> str:
        """Return what a column is; of figures that do not exist, also why."""
        if (figure := self.figure_at(column)) is not None:
            meaning = translated(figure.meaning)
            reason = ""
            if figure.is_of_optimum and self._shown is not None:
                reason = reason_of(self._shown.basis)
            return "\n".join(filter(None, (meaning, reason)))
        given = self.input_at(column)
        if given is None:
            return texts.ROW_TIP
        if given.levels:
            words = all_of(given.words, MOST_WORDS)
            return texts.CATEGORY.format(name=given.name, words=words)
        column_of_A = self._columns[given.places[0]]
        is_scaled = (column_of_A.shift, column_of_A.scale) != (0.0, 1.0)
        return (texts.UNITS if is_scaled else texts.GIVEN).format(name=self._name_of(given))

    def row_sentence(self, row: int) -> str:
        """Return what is to be told of a row, after its mark; empty if there is nothing."""
        mark = self._mark(row) if 0 <= row < self.rows else ""
        sentence = self._of_row(row) if mark else ""
        if not sentence:
            return ""
        rows = None if self._shown is None else self._shown.rows
        if rows is not None and rows.fault(row) is not None:  # which names the row itself
            return texts.OF_FAULT.format(mark=mark, sentence=sentence)
        return texts.OF_ROW.format(mark=mark, number=row + 1, sentence=sentence)

    def _of_row(self, row: int) -> str:
        """Return that a row is incomplete, or how it is outside of the table."""
        rows = None if self._shown is None else self._shown.rows
        if rows is None or row >= len(rows):
            return ""
        if not rows.is_complete[row]:
            return reason_without(rows, row)
        return translated(rows.extrapolation(row, self._names))

    def _tool_tip(self, row: int, column: int) -> str:
        """Return what is to be told of a cell and its row."""
        if row >= self.rows or self._shown is None:
            given = self.input_at(column)
            if given is None:
                return ""
            return texts.TYPE_WORD_HERE if given.levels else texts.TYPE_HERE
        lines = []
        if (figure := self.figure_at(column)) is not None:
            lines.append(figure.reason(self._shown, row))
        else:
            lines.append(self._written(row, column, format_exact))
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


def _numbers(given: GivenInput, text: str, row: int) -> tuple[float, ...]:
    """Return the numbers behind a cell for a text. Raises BadNumber and UnknownLevel."""
    if given.levels:
        return given.numbers(text, row + 1)
    return (parse_number(text, decimal_comma=has_decimal_comma()) if text else nan,)


def _shown(value: float) -> str:
    """Write a number to be read: as it was typed, unless that is long."""
    text = format_exact(value)
    return text if len(text) <= LONGEST_INPUT else format_number(value, NUMBER_DIGITS)
