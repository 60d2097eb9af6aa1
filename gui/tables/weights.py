"""The table of W: where a run starts, where it is, and the gradient there."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, Slot

from engine import Matrix
from engine.numbers import exact

from ..document import Document, Grid, Part
from .axis import Axis
from .formatting import WIDEST
from .model import Columns, TableModel
from .original import Original, original
from .predictions import is_same

_NAMES = ("initial", "now", "δW", "original units")
_NOTES = (
    "Where a run starts.",
    "Where the run is.",
    "The gradient there.",
    "The weights now, for the columns of A as they were before they were scaled.",
)
_ALWAYS = 2
_ORIGINAL = 3


class WeightsModel(TableModel):
    """The initial W, editable, then the current W and δW. Its rows are the columns of A.

    As long as any of these is scaled, one more column tells W in original units.
    """

    part: ClassVar[Part] = Part.W
    fewest_characters: ClassVar[int] = WIDEST
    names_beside: ClassVar[str] = "weight"

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._W: Matrix | None = None
        self._gradient: Matrix | None = None
        self._computed = _ALWAYS + self._is_scaled()
        self._original = self._told()

    @property
    def computed_columns(self) -> int:
        """The current W and δW, and W in original units where a column is scaled."""
        return self._computed

    def show(self, W: Matrix | None, gradient: Matrix | None) -> None:
        """Show the current weights and the gradient; what is None or does not fit A is unknown."""
        if is_same(W, self._W) and is_same(gradient, self._gradient):
            self._announce_stale()
            return
        self._W, self._gradient = W, gradient
        self._original = self._told()
        self.announce_computed()

    def column_name(self, column: int) -> str:
        """Return initial, now, δW or original units."""
        return _NAMES[column]

    def column_note(self, column: int) -> str:
        """Return what a column is, and the constant that belongs to weights in original units."""
        constant = self._original.constant
        if column != _ORIGINAL or np.isnan(constant) or not constant:
            return _NOTES[column]
        return (
            f"{_NOTES[column]}\nAdd {exact(constant)} to each prediction: "
            "A has no column of ones whose weight could be this constant."
        )

    def row_name(self, row: int) -> str:
        """Return the weight's name."""
        return self.document.inputs[row].name or f"w{row + 1}"

    def row_note(self, row: int) -> str:
        """Return which weight it is."""
        name = self.document.inputs[row].name
        return f"{name}: w{row + 1}, the weight of column {row + 1} of A." if name else ""

    def place(self, row: int, column: int) -> str:
        """Name a cell the way messages do."""
        name = self.document.inputs[row].name
        named = f" ({name})" if name else ""
        return f"{self.part}, row {row + 1}{named}, column {column + 1}"

    def snapshot(self) -> Columns:
        """Return what gives the columns as they are now, in any thread and whatever comes."""
        return partial(_values, self.table, (self._W, self._gradient), self._original)

    def insert(self, axis: Axis, at: int, count: int = 1) -> None:  # noqa: ARG002
        """Insert weights, and with them columns of A, before ``at``."""
        self.document.insert_columns(at, count)

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove weights and their columns of A."""
        self.document.remove_columns(numbers)

    def _is_scaled(self) -> bool:
        return any(each.is_scaled for each in self.document.inputs)

    def _told(self) -> Original:
        """Return W in original units, unknown where no column is scaled."""
        if not self._is_scaled():
            return original(None, self.document.experiment)
        return original(self._W, self.document.experiment)

    @Slot(str)
    def _take_values(self, part: str) -> None:
        super()._take_values(part)
        if part == Part.A and self._is_scaled():
            self._original = self._told()
            self.announce_later(self.editable_columns, self.columnCount() - 1)

    @Slot()
    def _take_shape(self) -> None:
        self._computed = _ALWAYS + self._is_scaled()
        self._original = self._told()
        super()._take_shape()

    @Slot()
    def _take_names(self) -> None:
        """Follow names and scales, with the column that tells of them."""
        self._original = self._told()
        self._show_or_hide_original()
        super()._take_names()
        self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        self.announce_later(self.editable_columns, self.columnCount() - 1)

    def _show_or_hide_original(self) -> None:
        computed = _ALWAYS + self._is_scaled()
        if computed > self._computed:
            self.beginInsertColumns(QModelIndex(), _ORIGINAL, _ORIGINAL)
            self._computed = computed
            self.endInsertColumns()
        elif computed < self._computed:
            self.beginRemoveColumns(QModelIndex(), _ORIGINAL, _ORIGINAL)
            self._computed = computed
            self.endRemoveColumns()


def _values(
    initial: Grid,
    shown: tuple[Matrix | None, Matrix | None],
    told: Original,
    column: int,
    rows: Sequence[int],
) -> Matrix:
    if column == 0:
        return initial.column(0, rows)
    if column == _ORIGINAL:
        return told.weights[rows]
    values = shown[column - 1]
    if values is None or len(values) != len(initial):
        return np.full(len(rows), np.nan)
    return values[rows, 0]
