"""The table of Y, with what the model says beside it."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Slot

from engine import Matrix, residual

from ..document import Document, Grid, Part, changes
from .axis import Axis
from .formatting import WIDEST
from .model import Columns, TableModel
from .predictions import Predictions, is_same, predicted

_NAMES = ("Y", "Ŷ", "Y − Ŷ")
_NOTES = ("what is observed.", "Ŷ: what the model predicts, A·W.", "Y − Ŷ: what is left to learn.")
_PREDICTION = 1


class OutputsModel(TableModel):
    """Y, editable, then the prediction Ŷ and the residual Y − Ŷ of the weights being shown."""

    part: ClassVar[Part] = Part.Y
    fewest_characters: ClassVar[int] = WIDEST

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._predictions = Predictions(document)

    @property
    def computed_columns(self) -> int:
        """Ŷ and Y − Ŷ."""
        return len(_NAMES) - 1

    def show_weights(self, W: Matrix | None) -> None:
        """Show what these weights predict; None, or weights that do not fit A, show nothing."""
        if not is_same(W, self._predictions.W):
            self._predictions.show(W)
            self.announce_computed()
        else:
            self._announce_stale()

    def given_name(self, column: int) -> str:
        """Return the name a person has given Y, empty for none."""
        return self.document.output if self.is_editable(column) else ""

    def may_be_named(self, column: int) -> bool:
        """Tell that Y alone may be named."""
        return column == 0

    def rename(self, column: int, name: str) -> None:  # noqa: ARG002
        """Give Y another name, an empty one for none."""
        self.document.change("Rename Column", partial(changes.rename_output, name=name))

    def column_name(self, column: int) -> str:
        """Return Y or its name, Ŷ or Y − Ŷ."""
        return self.given_name(column) or _NAMES[column]

    def column_note(self, column: int) -> str:
        """Return what a column is."""
        if not self.is_editable(column):
            return _NOTES[column]
        name = self.document.output
        return f"{name}: Y, {_NOTES[0]}" if name else f"Y: {_NOTES[0]}"

    def snapshot(self) -> Columns:
        """Return what gives the columns as they are now, in any thread and whatever comes."""
        A, Y = self.document.table(Part.A), self.document.table(Part.Y)
        return partial(_values, A, Y, self._predictions.W)

    def computed_value(self, row: int, column: int) -> float:
        """Return Ŷ or Y − Ŷ of one row."""
        value = self._predictions.value(row)
        return value if column == _PREDICTION else self.table.value(row, 0) - value

    def insert(self, axis: Axis, at: int, count: int = 1) -> None:  # noqa: ARG002
        """Insert observations before row ``at``."""
        self.document.insert_rows(at, count)

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove observations."""
        self.document.remove_rows(numbers)

    @Slot(str)
    def _take_values(self, part: str) -> None:
        if part == Part.A:
            self._predictions.forget()
            self.announce_later(self.editable_columns, self.columnCount() - 1)
        if part == Part.Y:
            self.announce_later(0, self.columnCount() - 1)

    @Slot()
    def _take_shape(self) -> None:
        self._predictions.forget()
        super()._take_shape()


def _values(A: Grid, Y: Grid, W: Matrix | None, column: int, rows: Sequence[int]) -> Matrix:
    if column == 0:
        return Y.column(0, rows)
    values = predicted(A, W, rows)
    return values if column == _PREDICTION else residual(Y.column(0, rows), values)
