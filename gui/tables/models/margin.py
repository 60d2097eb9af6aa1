"""The margin of W: the one number that belongs to each of its rows."""

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal, Slot

from ...background.reporting import report
from ...text.numbers import format_loss, format_number
from ...text.translation import plural, translate
from .agreement import Agreement
from .cell_look import CellLook
from .model import AnyIndex
from .run_numbers import RunNumbers
from .weight_rows import WeightRow
from .weights import WeightsModel

LOSS = translate("tables", "loss  {loss}")
LOSS_OF_ONE = translate("tables", "one of many, loss  {loss}")
LENGTH = translate("tables", "|δW|  {length}")
DEVIATION = translate("tables", "residual sd  {deviation}")
CONSTANT = translate("tables", "constant  {constant}")
DIGITS = plural("tables", "{n} digits agree", "{n} digit agrees", 1)
KINK = translate("tables", "no derivative")
ROUNDING = translate("tables", "0 to rounding")
AWAITED = translate("tables", "being computed")
"""In place of the length of a gradient that a background thread is about to find."""

_FEW_DIGITS = 4
_PLAIN = (1e-3, 1e6)
_ALIGNMENT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROOT = QModelIndex()


class MarginModel(QAbstractTableModel):
    """One column beside W, with as many rows; empty where a number is unknown.

    ``renewed`` follows the changes of all rows.
    """

    renewed = Signal()
    least_texts = (translate("tables", "residual sd  0.00000"),)

    def __init__(self, weights: WeightsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._weights = weights
        self._shown: tuple[str, ...] = ()
        self._former = ""
        weights.dataChanged.connect(self._renew)
        for about in (
            weights.modelAboutToBeReset,
            weights.rowsAboutToBeInserted,
            weights.rowsAboutToBeRemoved,
        ):
            about.connect(self._begin)
        for done in (weights.modelReset, weights.rowsInserted, weights.rowsRemoved):
            done.connect(self._end)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of rows of W that are shown."""
        return 0 if parent.isValid() else len(self._weights.rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return 1."""
        return 0 if parent.isValid() else 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a number with what it is."""
        try:
            if not index.isValid():
                return None
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return self.display_text(index.row(), index.column())
                case Qt.ItemDataRole.WhatsThisRole:
                    shown = self.display_text(index.row(), index.column())
                    about = self._weights.row_explanation(index.row())
                    return "\n".join(filter(None, (shown, about)))
                case Qt.ItemDataRole.TextAlignmentRole:
                    return _ALIGNMENT
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name of the row of W."""
        try:
            if orientation == Qt.Orientation.Vertical and role == Qt.ItemDataRole.DisplayRole:
                return self._weights.row_name(section)
        except Exception as error:
            report(error)
            return None
        else:
            return None

    def display_text(self, row: int, column: int) -> str:  # noqa: ARG002
        """Return a number with what it is, or an empty text."""
        return self._text(self._weights.rows[row], self._weights.run)

    def _text(self, row: WeightRow, run: RunNumbers) -> str:
        match row:
            case WeightRow.START:
                return _loss_text(run.start_loss, run.loss_floor)
            case WeightRow.NOW:
                return _loss_text(run.loss, run.loss_floor)
            case WeightRow.OPTIMUM:
                form = LOSS_OF_ONE if run.is_one_of_many else LOSS
                return _loss_text(run.least_loss, run.loss_floor, form)
            case WeightRow.GRADIENT if run.is_awaited:
                return AWAITED
            case WeightRow.GRADIENT:
                return _filled(LENGTH, length=run.gradient_norm)
            case WeightRow.EXACT:
                return self._digits_text()
            case WeightRow.ERROR:
                return _filled(DEVIATION, deviation=run.residual_sd)
            case WeightRow.ORIGINAL:
                return _filled(CONSTANT, constant=self._weights.constant)
        return ""

    def longest_text(self) -> str:
        """Return the longest text of the rows that are shown, or the least room for one."""
        is_shown = len(self._shown) == len(self._weights.rows)
        return max([*(self._shown if is_shown else self._texts()), *self.least_texts], key=len)

    def look(self, row: int, column: int) -> CellLook:  # noqa: ARG002
        """Return how a cell is drawn: as the row of W, but nothing can be typed."""
        look = self._weights.look(row, 0)
        return CellLook.COMPUTED if look is CellLook.INPUT else look

    def agreement(self, row: int, column: int) -> Agreement | None:  # noqa: ARG002
        """Return the mark of the worst quotient, beside the exact gradient."""
        if self._weights.rows[row] is not WeightRow.EXACT:
            return None
        check = self._weights.gradient_check
        return None if check is None else Agreement.of_worst(check)

    def tail(self, row: int, column: int) -> str:  # noqa: ARG002
        """Return nothing: no number of the margin can be typed, so none is marked."""
        return ""

    def _digits_text(self) -> str:
        check = self._weights.gradient_check
        if check is None:
            return ""
        count = check.worst_digits
        if count is None:
            return KINK if self._weights.run.kinks else ROUNDING
        return DIGITS(count)

    @Slot()
    def _renew(self) -> None:
        """Tell the view of the rows whose text changed, and of that which may have another mark."""
        before, self._shown = self._shown, self._texts()
        rows = self._weights.rows
        former, self._former = self._former, self._weights.former
        if len(before) != len(rows) or former != self._former:
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
        else:
            for at, row in enumerate(rows):
                if row is WeightRow.EXACT or before[at] != self._shown[at]:
                    place = self.createIndex(at, 0)
                    self.dataChanged.emit(place, place)
        self.renewed.emit()

    def _texts(self) -> tuple[str, ...]:
        run = self._weights.run
        return tuple([self._text(row, run) for row in self._weights.rows])

    @Slot()
    def _begin(self) -> None:
        self.beginResetModel()

    @Slot()
    def _end(self) -> None:
        self._shown = ()
        self.endResetModel()


def _loss_text(loss: float | None, floor: float, form: str = LOSS) -> str:
    if loss is None or np.isnan(loss):
        return ""
    return form.format(loss=format_loss(loss, floor=floor))


def _filled(template: str, **figure: float | None) -> str:
    """Return a sentence with its number, empty if that is unknown."""
    ((name, value),) = figure.items()
    if value is None or np.isnan(value):
        return ""
    return template.format(**{name: format_number(value, _FEW_DIGITS, _PLAIN)})
