"""The table of Y, with the predictions beside it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Slot

from engine import Matrix, residual

from ...document import Document, Grid, TableName, changes
from .cell_block import TableAxis
from .model import ColumnReader, TableModel
from .number_format import DATA, PREDICTION, RESIDUAL, NumberStyle
from .predictions import Predictions, is_same, predict_rows

_NAMES = ("Y", "Ŷ", "Y − Ŷ")
_TOOLTIPS = (
    "the observed values.",
    "Ŷ: the model's prediction, A·W.",
    "Y − Ŷ: the residual.",
)
_PREDICTION = 1
_STYLES = (DATA, PREDICTION, RESIDUAL)


class OutputsModel(TableModel):
    """Y, editable, then the prediction Ŷ and the residual Y − Ŷ for the current weights."""

    table_name: ClassVar[TableName] = TableName.Y
    least_texts: ClassVar[tuple[str, ...]] = ("00000", "−13.9992", "−7.925e−4")

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._predictions = Predictions(document)

    @property
    def computed_columns(self) -> int:
        """Ŷ and Y − Ŷ."""
        return len(_NAMES) - 1

    def number_style(self, column: int) -> NumberStyle:
        """Return how the numbers of a column are written."""
        return _STYLES[column]

    def show_weights(self, W: Matrix | None) -> None:
        """Show the predictions of these weights; None, or weights that do not fit A, show none."""
        if not is_same(W, self._predictions.W):
            self._predictions.set_weights(W)
            self.emit_computed_changed()
        else:
            self._emit_stale_columns()

    def given_name(self, column: int) -> str:
        """Return the name a person gave to Y, or an empty string."""
        return self.document.output if self.is_editable(column) else ""

    def can_rename(self, column: int) -> bool:
        """Return True for Y, the only column that can be renamed."""
        return column == 0

    def rename(self, column: int, name: str) -> None:  # noqa: ARG002
        """Rename Y; an empty name removes its name."""
        self.document.change("Rename Column", partial(changes.rename_output, name=name))

    def column_name(self, column: int) -> str:
        """Return the name of Y, or Y, Ŷ or Y − Ŷ."""
        return self.given_name(column) or _NAMES[column]

    def column_tooltip(self, column: int) -> str:
        """Return what the column contains."""
        if not self.is_editable(column):
            return _TOOLTIPS[column]
        name = self.document.output
        return f"{name}: Y, {_TOOLTIPS[0]}" if name else f"Y: {_TOOLTIPS[0]}"

    def snapshot(self) -> ColumnReader:
        """Return a reader of the columns as they are now, safe in any thread."""
        A, Y = self.document.table(TableName.A), self.document.table(TableName.Y)
        return partial(_values, A, Y, self._predictions.W)

    def computed_value(self, row: int, column: int) -> float:
        """Return Ŷ or Y − Ŷ of one row."""
        value = self._predictions.value(row)
        return value if column == _PREDICTION else self.table.value(row, 0) - value

    def insert(self, axis: TableAxis, at: int, count: int = 1) -> None:  # noqa: ARG002
        """Insert observations before row ``at``."""
        self.document.insert_rows(at, count)

    def remove(self, axis: TableAxis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove observations."""
        self.document.remove_rows(numbers)

    @Slot(str)
    def _on_values_changed(self, table_name: str) -> None:
        if table_name == TableName.A:
            self._predictions.invalidate()
            self.emit_columns_changed_later(self.editable_columns, self.columnCount() - 1)
        if table_name == TableName.Y:
            self.emit_columns_changed_later(0, self.columnCount() - 1)

    @Slot()
    def _on_reshaped(self) -> None:
        self._predictions.invalidate()
        super()._on_reshaped()


def _values(A: Grid, Y: Grid, W: Matrix | None, column: int, rows: Sequence[int]) -> Matrix:
    if column == 0:
        return Y.column(0, rows)
    values = predict_rows(A, W, rows)
    return values if column == _PREDICTION else residual(Y.column(0, rows), values)
