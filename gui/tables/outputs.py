"""The table of Y, with what the model says beside it."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QObject, Slot

from engine import Matrix, residual

from ..document import Document, Part
from .axis import Axis
from .formatting import WIDEST
from .model import TableModel
from .predictions import Predictions

_NAMES = ("Y", "Ŷ", "Y − Ŷ")
_PREDICTION = 1


class OutputsModel(TableModel):
    """Y, editable, then the prediction Ŷ and the residual Y − Ŷ of the weights being shown."""

    part: ClassVar[Part] = Part.Y
    computed: ClassVar[tuple[str, ...]] = _NAMES[1:]
    fewest_characters: ClassVar[int] = WIDEST

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._predictions = Predictions(document)

    def show_weights(self, W: Matrix | None) -> None:
        """Show what these weights predict; None, or weights that do not fit A, show nothing."""
        self._predictions.show(W)
        self.announce_computed()

    def column_name(self, column: int) -> str:
        """Return Y, Ŷ or Y − Ŷ."""
        return _NAMES[column]

    def column_values(self, column: int, rows: Sequence[int]) -> Matrix:
        """Return some rows of Y, Ŷ or Y − Ŷ."""
        if self.is_editable(column):
            return super().column_values(column, rows)
        predicted = self._predictions.values(rows)
        return (
            predicted if column == _PREDICTION else residual(self.table.column(0, rows), predicted)
        )

    def computed_value(self, row: int, column: int) -> float:
        """Return Ŷ or Y − Ŷ of one row."""
        predicted = self._predictions.value(row)
        return predicted if column == _PREDICTION else self.table.value(row, 0) - predicted

    def insert(self, axis: Axis, at: int) -> None:  # noqa: ARG002
        """Insert an observation before row ``at``."""
        self.document.insert_rows(at, 1)

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove observations."""
        self.document.remove_rows(numbers)

    def grow(self, rows: int, columns: int) -> None:  # noqa: ARG002
        """Make room for so many observations."""
        self.document.resize(max(rows, self.document.rows), self.document.columns)

    @Slot(str)
    def _take_values(self, part: str) -> None:
        if part == Part.A:
            self._predictions.forget()
            self.announce_computed()
        if part == Part.Y:
            self.announce(0, self.columnCount() - 1)

    @Slot()
    def _take_shape(self) -> None:
        self._predictions.forget()
        super()._take_shape()
