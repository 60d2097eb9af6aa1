"""The table of W: where a run starts, where it is now, and the gradient there."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, Slot

from engine import Matrix
from engine.rescaling import OriginalUnits

from ...document import Document, Experiment, Grid, TableName
from ...text.numbers import (
    NUMBER_DIGITS,
    PLAIN_NUMBERS,
    decimals_of,
    format_decimals,
    format_exact,
    format_number,
)
from .cell_block import TableAxis
from .model import ColumnReader, TableModel
from .predictions import is_same


def original_weights(W: Matrix | None, experiment: Experiment) -> OriginalUnits:
    """Convert W (j, 1) to original units; NaN if W is None or does not fit."""
    if W is None or len(W) != experiment.columns:
        return OriginalUnits(np.full((experiment.columns, 1), np.nan), np.nan)
    return experiment.in_original_units(W)


_NAMES = ("initial", "now", "δW", "original units")
_TOOLTIPS = (
    "Where a run starts.",
    "Where the run is now.",
    "The gradient there.",
    "The weights now, for the columns of A before scaling.",
)
_ALWAYS_COMPUTED = 2
_INITIAL, _NOW, _GRADIENT, _ORIGINAL = range(4)
# Six digits of a smaller or larger gradient are read more easily with an exponent.
_PLAIN_GRADIENTS = (1e-3, 1e6)


class WeightsModel(TableModel):
    """The initial W, editable, then the current W and δW. Its rows are the columns of A.

    While any column of A is scaled, a fourth column shows W in original units.
    """

    table_name: ClassVar[TableName] = TableName.W
    least_texts: ClassVar[tuple[str, ...]] = ("000000", "−0.0358192", "−4.94141e−4", "−0.0358192")
    row_names_title: ClassVar[str] = "weight"

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._W: Matrix | None = None
        self._gradient: Matrix | None = None
        self._computed_count = _ALWAYS_COMPUTED + self._is_scaled()
        self._original = self._in_original_units()

    @property
    def computed_columns(self) -> int:
        """The current W and δW, and W in original units if a column is scaled."""
        return self._computed_count

    def show(self, W: Matrix | None, gradient: Matrix | None) -> None:
        """Show the current weights and the gradient; None, or a wrong shape, shows nothing."""
        if is_same(W, self._W) and is_same(gradient, self._gradient):
            self._emit_stale_columns()
            return
        has_new_powers = not np.array_equal(_powers(W), _powers(self._W), equal_nan=True)
        self._W, self._gradient = W, gradient
        self._original = self._in_original_units()
        self.emit_computed_changed()
        if has_new_powers:  # then the decimals of the initial weights may follow
            self.emit_columns_changed(_INITIAL, _INITIAL)

    def number_texts(self, column: int, rows: Sequence[int], values: Sequence[float]) -> list[str]:
        """Return values with six digits of their own, whatever the other weights are.

        The initial and the current value of a weight have equally many decimals if theirs differ by
        one at most, as within a decade, so that they can be compared digit by digit.
        """
        if column == _GRADIENT:
            return [format_number(value, plain=_PLAIN_GRADIENTS) for value in values]
        if column == _ORIGINAL:
            return [format_number(value) for value in values]
        beside = self.column_values(_NOW if column == _INITIAL else _INITIAL, rows).tolist()
        return [_text_beside(*pair) for pair in zip(values, beside, strict=True)]

    def column_name(self, column: int) -> str:
        """Return initial, now, δW or original units."""
        return _NAMES[column]

    def column_tooltip(self, column: int) -> str:
        """Return what a column contains; for original units, also the constant to add."""
        constant = self._original.constant
        if column != _ORIGINAL or np.isnan(constant) or not constant:
            return _TOOLTIPS[column]
        return (
            f"{_TOOLTIPS[column]}\nAdd {format_exact(constant)} to each prediction: "
            "A has no intercept column to hold this constant."
        )

    def row_name(self, row: int) -> str:
        """Return the weight's name."""
        return self.document.inputs[row].name or f"w{row + 1}"

    def row_tooltip(self, row: int) -> str:
        """Return which column of A the weight belongs to."""
        name = self.document.inputs[row].name
        return f"{name}: w{row + 1}, the weight of column {row + 1} of A." if name else ""

    def cell_name(self, row: int, column: int) -> str:
        """Return the name of a cell as messages show it."""
        name = self.document.inputs[row].name
        named = f" ({name})" if name else ""
        return f"{self.table_name}, row {row + 1}{named}, column {column + 1}"

    def snapshot(self) -> ColumnReader:
        """Return a reader of the columns as they are now, safe in any thread."""
        return partial(_values, self.table, (self._W, self._gradient), self._original)

    def insert(self, axis: TableAxis, at: int, count: int = 1) -> None:  # noqa: ARG002
        """Insert weights, and columns of A with them, before ``at``."""
        self.document.insert_columns(at, count)

    def remove(self, axis: TableAxis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove weights and their columns of A."""
        self.document.remove_columns(numbers)

    def _is_scaled(self) -> bool:
        return any(each.is_scaled for each in self.document.inputs)

    def _in_original_units(self) -> OriginalUnits:
        """Return W in original units, unknown if no column is scaled."""
        if not self._is_scaled():
            return original_weights(None, self.document.experiment)
        return original_weights(self._W, self.document.experiment)

    @Slot(str)
    def _on_values_changed(self, table_name: str) -> None:
        super()._on_values_changed(table_name)
        if table_name == TableName.W:  # the decimals of the current weights may follow
            self.emit_columns_changed_later(_INITIAL, _NOW)
        if table_name == TableName.A and self._is_scaled():
            self._original = self._in_original_units()
            self.emit_columns_changed_later(self.editable_columns, self.columnCount() - 1)

    @Slot()
    def _on_reshaped(self) -> None:
        self._computed_count = _ALWAYS_COMPUTED + self._is_scaled()
        self._original = self._in_original_units()
        super()._on_reshaped()

    @Slot()
    def _on_renamed(self) -> None:
        """Update names and scales, and add or remove the column of original units."""
        self._original = self._in_original_units()
        self._show_or_hide_original()
        super()._on_renamed()
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        self.emit_columns_changed_later(self.editable_columns, self.columnCount() - 1)

    def _show_or_hide_original(self) -> None:
        computed = _ALWAYS_COMPUTED + self._is_scaled()
        if computed > self._computed_count:
            self.beginInsertColumns(QModelIndex(), _ORIGINAL, _ORIGINAL)
            self._computed_count = computed
            self.endInsertColumns()
        elif computed < self._computed_count:
            self.beginRemoveColumns(QModelIndex(), _ORIGINAL, _ORIGINAL)
            self._computed_count = computed
            self.forget_columns_from(_ORIGINAL)
            self.endRemoveColumns()


def _text_beside(value: float, beside: float) -> str:
    """Return a weight with the decimals of the one beside it, if these are few more or fewer."""
    if not _is_plain(value):
        return format_number(value)
    decimals = decimals_of(value, NUMBER_DIGITS)
    others = decimals_of(beside, NUMBER_DIGITS) if _is_plain(beside) else decimals
    shared = max(decimals, others) if abs(decimals - others) <= 1 else decimals
    return format_decimals(value, shared)


def _is_plain(value: float) -> bool:
    """Return whether a weight is written without an exponent."""
    return PLAIN_NUMBERS[0] <= abs(value) < PLAIN_NUMBERS[1]


def _powers(W: Matrix | None) -> Matrix:
    """Return the powers of ten of weights (j, 1), on which their decimals depend."""
    if W is None:
        return np.empty((0, 1))
    sizes = np.abs(W)
    return np.floor(np.log10(sizes, out=np.zeros_like(sizes), where=sizes > 0))


def _values(
    initial: Grid,
    shown: tuple[Matrix | None, Matrix | None],
    original: OriginalUnits,
    column: int,
    rows: Sequence[int],
) -> Matrix:
    if column == _INITIAL:
        return initial.column(0, rows)
    if column == _ORIGINAL:
        return original.W[rows, 0]
    values = shown[column - 1]
    if values is None or len(values) != len(initial):
        return np.full(len(rows), np.nan)
    return values[rows, 0]
