"""The table of Y, with the predictions beside it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot

from engine import Matrix, residual

from ...document import Document, Grid, TableName, changes
from ...text.translation import translate
from .cell_block import TableAxis
from .digits import LONGEST_NUMBER, Digits
from .model import AnyIndex, ColumnReader, TableModel
from .number_format import DATA, PREDICTION, RESIDUAL, NumberStyle, text_width
from .predictions import Predictions, is_same, predict_rows

_NAMES = ("Y", "Ŷ", "Y − Ŷ")
_TOOLTIPS = (
    translate("tables", "the observed values."),
    translate("tables", "Ŷ: the model’s prediction, A·W."),
    translate("tables", "Y − Ŷ: the residual."),
)
_PREDICTION, _RESIDUAL = 1, 2
RESIDUAL_NAME = translate("tables", "residual")
"""What Y − Ŷ is called when Y has a name."""
_ROOT = QModelIndex()
_STYLES = (DATA, PREDICTION, RESIDUAL)


class OutputsModel(TableModel):
    """Y, editable, then the prediction Ŷ and the residual Y − Ŷ for the current weights."""

    table_name: ClassVar[TableName] = TableName.Y
    least_texts: ClassVar[tuple[str, ...]] = ("00000", "−13.9992", "−7.925e−4")

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._predictions = Predictions(document)
        self._digits = Digits.SIX

    @property
    def editable_columns(self) -> int:
        """Y."""
        return 1

    @property
    def computed_columns(self) -> int:
        """Ŷ and Y − Ŷ."""
        return len(_NAMES) - 1

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return the number of columns: Y, Ŷ and Y − Ŷ."""
        return 0 if parent.isValid() else len(_NAMES)

    def number_style(self, column: int) -> NumberStyle:
        """Return how the numbers of a column are written."""
        style = _STYLES[column]
        return style if column == 0 else replace(style, digits=self._digits.of(style.digits))

    def show_digits(self, digits: Digits) -> None:
        """Write the predictions and the residuals with so many digits."""
        self._digits = digits
        self.emit_computed_changed()

    def longest_text(self, column: int) -> str:
        """Return the longest text of the first cells, or of any number if all digits are shown.

        Numbers with all their digits differ in length from row to row. Without weights, as after
        each edit of a run's tables, there are no predictions to measure.
        """
        is_unknown = column > 0 and self._predictions.W is None
        longest = self.least_texts[column] if is_unknown else super().longest_text(column)
        shows_all = self._digits is Digits.ALL and column > 0
        return max(longest, LONGEST_NUMBER, key=text_width) if shows_all else longest

    def show_weights(self, W: Matrix | None) -> None:
        """Show the predictions of these weights; None, or weights that do not fit A, show none."""
        if not is_same(W, self._predictions.W):
            self._predictions.set_weights(W)
            self.emit_computed_changed()
        else:
            self._emit_stale_columns()

    def given_name(self, column: int) -> str:
        """Return the name a person gave to Y, or an empty string."""
        return self.document.output if column == 0 else ""

    def can_rename(self, column: int) -> bool:
        """Return True for Y, the only column that can be renamed."""
        return column == 0

    def rename(self, column: int, name: str) -> None:  # noqa: ARG002
        """Rename Y; an empty name removes its name."""
        self.document.change(
            translate("tables", "Rename Column"), partial(changes.rename_output, name=name)
        )

    def column_name(self, column: int) -> str:
        """Return the name of Y, or Y, Ŷ and Y − Ŷ, which is the residual if Y has a name."""
        if column == _RESIDUAL and self.document.output:
            return RESIDUAL_NAME
        return self.given_name(column) or _NAMES[column]

    def column_tooltip(self, column: int) -> str:
        """Return what the column contains."""
        if column > 0:
            return _TOOLTIPS[column]
        name = self.document.output
        return f"{name}: Y, {_TOOLTIPS[0]}" if name else f"Y: {_TOOLTIPS[0]}"

    def snapshot(self) -> ColumnReader:
        """Return a reader of the columns as they are now, safe in any thread."""
        now = self.document.experiment
        return partial(_values, now.A, now.Y, self._predictions.W)

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
            if self.document.experiment.left_out is not self._left_out:
                self._take_masks()
                self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
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
