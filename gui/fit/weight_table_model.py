"""The table of the weights: a row for each, with its figures, sorted by any column."""

from collections.abc import Callable
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from engine.language.sentence import marked

from ..background.reporting import report
from ..text.numbers import NUMBER_DIGITS, UNKNOWN, format_number, format_probability
from ..text.translation import translated
from ..widgets.listing.sorting import unknown_last
from . import texts
from .figure_texts import (
    P_DIGITS,
    T_DIGITS,
    explained_weight,
    format_error,
    format_vif,
    spoken,
)
from .fit_frame import FitFrame

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
INTERVAL = "{lower} … {upper}"


def _name(frame: FitFrame, k: int) -> str:
    return frame.names[k]


def _now(frame: FitFrame, k: int) -> str:
    return UNKNOWN if frame.now is None else format_number(float(frame.now[k, 0]), NUMBER_DIGITS)


def _optimum(frame: FitFrame, k: int) -> str:
    return format_number(float(frame.figures.best.W[k, 0]), NUMBER_DIGITS)


def _error(frame: FitFrame, k: int) -> str:
    return format_error(frame.figures, k)


def _t(frame: FitFrame, k: int) -> str:
    return format_number(float(frame.figures.t[k]), T_DIGITS)


def _p(frame: FitFrame, k: int) -> str:
    return format_probability(float(frame.figures.p[k]), P_DIGITS)


def _interval(frame: FitFrame, k: int) -> str:
    lower, upper = (format_number(end, NUMBER_DIGITS) for end in frame.figures.intervals[k])
    return UNKNOWN if UNKNOWN in (lower, upper) else INTERVAL.format(lower=lower, upper=upper)


def _vif(frame: FitFrame, k: int) -> str:
    return format_vif(frame.figures, k)


def _now_value(frame: FitFrame, k: int) -> float:
    return float("nan") if frame.now is None else float(frame.now[k, 0])


class WeightColumn(Enum):
    """The columns in their order: head, text, what they are sorted by, rank, and what they are.

    ``rank`` says which of them have room first.
    """

    WEIGHT = (
        marked("fit", "weight"),
        *(_name, lambda _, k: k, 0),
        marked("fit", "The weight, by the name of its column of A; sorted in their order."),
    )
    NOW = marked("fit", "now"), _now, _now_value, 7, marked("fit", "The weight now.")
    OPTIMUM = (
        marked("fit", "optimum"),
        *(_optimum, lambda frame, k: float(frame.figures.best.W[k, 0]), 1),
        marked("fit", "The weight with the least loss, to which all other figures belong."),
    )
    ERROR = (
        marked("fit", "± s.e."),
        *(_error, lambda frame, k: float(frame.figures.standard_errors[k]), 2),
        marked("fit", "The standard error of the weight."),
    )
    T = (
        "t",
        *(_t, lambda frame, k: abs(float(frame.figures.t[k])), 5),
        marked("fit", "The weight over its standard error; sorted by its size."),
    )
    P = (
        "p",
        *(_p, lambda frame, k: float(frame.figures.p[k]), 4),
        marked("fit", "How likely a t at least as far from 0 is if the weight is 0."),
    )
    INTERVAL = (
        marked("fit", "95 % interval"),
        *(_interval, lambda frame, k: float(frame.figures.intervals[k, 0]), 3),
        marked("fit", "Of 100 such intervals, 95 cover the true weight; sorted by lower end."),
    )
    VIF = (
        marked("fit", "VIF"),
        *(_vif, lambda frame, k: float(frame.figures.vif[k]), 6),
        marked(
            "fit",
            "By how much the other columns inflate the variance of the weight: 1 if no other tells "
            "anything about its column, over 10 if nearly all.",
        ),
    )

    def __init__(
        self,
        head: str,
        text: Callable[[FitFrame, int], str],
        key: Callable[[FitFrame, int], float],
        rank: int,
        meaning: str,
    ) -> None:
        self.head, self.text, self.key, self.rank, self.meaning = head, text, key, rank, meaning

    @property
    def title(self) -> str:
        """The name over the column."""
        return translated(self.head)


COLUMNS = list(WeightColumn)


class WeightTableModel(QAbstractTableModel):
    """Shows the weights of a frame; ``muted`` returns the ink of figures that are not reached."""

    def __init__(self, muted: Callable[[], QColor], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._muted = muted
        self._frame: FitFrame | None = None
        self._column, self._order = WeightColumn.WEIGHT, Qt.SortOrder.AscendingOrder
        self._weights: list[int] = []

    @property
    def frame(self) -> FitFrame | None:
        """What is shown."""
        return self._frame

    def show_frame(self, frame: FitFrame | None) -> None:
        """Show the weights of a frame; None shows none."""
        before, self._frame = self._frame, frame
        weights = 0 if frame is None else len(frame.names)
        if weights != len(self._weights):
            self.beginResetModel()
            self._weights = self._sorted(range(weights))
            self.endResetModel()
            return
        if frame is before or frame is None:
            return
        self._put_in_order(self._sorted(self._weights))
        if weights:
            self.dataChanged.emit(self.index(0, 0), self.index(weights - 1, len(COLUMNS) - 1))

    def weight_at(self, row: int) -> int | None:
        """Return the weight of a row, from 0; None if there is no such row."""
        return self._weights[row] if 0 <= row < len(self._weights) else None

    def row_of(self, weight: int) -> int:
        """Return the row of a weight; −1 if it has none."""
        return self._weights.index(weight) if weight in self._weights else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many weights there are."""
        return 0 if parent.isValid() else len(self._weights)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:  # noqa: ANN401
        """Return what a cell shows."""
        try:
            frame, weight = self._frame, self.weight_at(index.row())
            if frame is None or weight is None:
                return None
            column = COLUMNS[index.column()]
            match role:
                case Role.DisplayRole:
                    return column.text(frame, weight)
                case Role.ToolTipRole:
                    return _lines(frame, weight)
                case Role.AccessibleTextRole:
                    return _spoken(frame, weight, column)
                case Role.AccessibleDescriptionRole:
                    return translated(column.meaning)
                case Role.TextAlignmentRole:
                    return _side(column)
                case Role.ForegroundRole if not (frame.is_reached or column in _OF_NOW):
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
            if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
                return None
            column = COLUMNS[section]
            match role:
                case Role.DisplayRole:
                    return column.title
                case Role.ToolTipRole:
                    return translated(column.meaning)
                case Role.TextAlignmentRole:
                    return _side(column)
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort the weights by a column; what does not exist comes last."""
        self._column, self._order = COLUMNS[max(column, 0)], order
        self._put_in_order(self._sorted(self._weights))

    def _sorted(self, weights: "range | list[int]") -> list[int]:
        frame = self._frame
        if frame is None:
            return sorted(weights)
        key = self._column.key
        return unknown_last(sorted(weights), lambda k: key(frame, k), self._order)

    def _put_in_order(self, weights: list[int]) -> None:
        before = self._weights
        if weights == before:
            return
        self.layoutAboutToBeChanged.emit()
        self._weights = weights
        after = {weight: row for row, weight in enumerate(weights)}
        for index in self.persistentIndexList():
            moved = self.index(after[before[index.row()]], index.column())
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()


_OF_NOW = (WeightColumn.WEIGHT, WeightColumn.NOW)
"""The columns that do not belong to the optimum."""


def _side(column: WeightColumn) -> Qt.AlignmentFlag:
    is_name = column is WeightColumn.WEIGHT
    side = Qt.AlignmentFlag.AlignLeft if is_name else Qt.AlignmentFlag.AlignRight
    return side | Qt.AlignmentFlag.AlignVCenter


def _lines(frame: FitFrame, weight: int) -> str:
    """Return all figures of a weight, also those that have no room: one a line."""
    figures = (
        texts.SPOKEN.format(name=each.title, figure=each.text(frame, weight))
        for each in COLUMNS[1:]
    )
    return "\n".join((frame.names[weight], *figures, *explained_weight(frame.figures, weight)))


def _spoken(frame: FitFrame, weight: int, column: WeightColumn) -> str:
    """Return what is said of a cell: of the first one the name, of others also their column."""
    if column is WeightColumn.WEIGHT:
        return frame.names[weight]
    return texts.SPOKEN.format(name=column.title, figure=spoken(column.text(frame, weight)))
