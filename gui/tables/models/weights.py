"""The table of W: where a run starts, where it is now, and the gradient there."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, Slot

from engine import Matrix
from engine.numbers import exact
from engine.rescaling import OriginalUnits

from ...document import Document, Experiment, Grid, TableName
from .cell_block import TableAxis
from .model import ColumnReader, TableModel
from .number_format import MAX_CHARACTERS
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
_ORIGINAL = 3


class WeightsModel(TableModel):
    """The initial W, editable, then the current W and δW. Its rows are the columns of A.

    While any column of A is scaled, a fourth column shows W in original units.
    """

    table_name: ClassVar[TableName] = TableName.W
    min_characters: ClassVar[int] = MAX_CHARACTERS
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
        self._W, self._gradient = W, gradient
        self._original = self._in_original_units()
        self.emit_computed_changed()

    def column_name(self, column: int) -> str:
        """Return initial, now, δW or original units."""
        return _NAMES[column]

    def column_tooltip(self, column: int) -> str:
        """Return what a column contains; for original units, also the constant to add."""
        constant = self._original.constant
        if column != _ORIGINAL or np.isnan(constant) or not constant:
            return _TOOLTIPS[column]
        return (
            f"{_TOOLTIPS[column]}\nAdd {exact(constant)} to each prediction: "
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
            self.endRemoveColumns()


def _values(
    initial: Grid,
    shown: tuple[Matrix | None, Matrix | None],
    original: OriginalUnits,
    column: int,
    rows: Sequence[int],
) -> Matrix:
    if column == 0:
        return initial.column(0, rows)
    if column == _ORIGINAL:
        return original.W[rows, 0]
    values = shown[column - 1]
    if values is None or len(values) != len(initial):
        return np.full(len(rows), np.nan)
    return values[rows, 0]
