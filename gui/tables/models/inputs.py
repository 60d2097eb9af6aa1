"""The table of A."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QObject, Slot

from engine.numbers import exact

from ...document import Document, TableName, changes
from ...text.translation import translate, translated
from . import sentences
from .cell_block import TableAxis
from .model import TableModel


class InputsModel(TableModel):
    """The matrix A: one row per observation, every cell editable."""

    table_name: ClassVar[TableName] = TableName.A
    axes: ClassVar[frozenset[TableAxis]] = frozenset(TableAxis)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._intercept = document.experiment.intercept

    def given_name(self, column: int) -> str:
        """Return the name a person gave to a column, or an empty string."""
        return self.document.inputs[column].name

    def can_rename(self, column: int) -> bool:
        """Return True for every column of A."""
        return 0 <= column < self.columnCount()

    def rename(self, column: int, name: str) -> None:
        """Rename a column; an empty name removes it."""
        change = partial(changes.rename_input, column=column, name=name)
        self.document.change(translate("tables", "Rename Column"), change)

    def column_name(self, column: int) -> str:
        """Return the displayed name of a column, which is that of its weight too."""
        return translated(self.document.experiment.column_name(column))

    def column_tooltip(self, column: int) -> str:
        """Return the full name, the number and the scaling of a column."""
        of = self.document.inputs[column]
        place = sentences.place_of_column(self.column_name(column), column)
        if not of.is_scaled:
            return place
        return "\n".join((place, sentences.held(of.name, exact(of.shift), exact(of.scale))))

    def insert(self, axis: TableAxis, at: int, count: int = 1) -> None:
        """Insert observations or columns before ``at``."""
        insert = (
            self.document.insert_rows if axis is TableAxis.ROW else self.document.insert_columns
        )
        insert(at, count)

    def remove(self, axis: TableAxis, numbers: Sequence[int]) -> None:
        """Remove observations or columns."""
        remove = (
            self.document.remove_rows if axis is TableAxis.ROW else self.document.remove_columns
        )
        remove(numbers)

    @Slot(str)
    def _on_values_changed(self, table_name: str) -> None:
        """Show the changed cells, and another name if they make or unmake the intercept."""
        super()._on_values_changed(table_name)
        if table_name != TableName.A:
            return
        intercept = self.document.experiment.intercept
        if intercept != self._intercept:
            self._intercept = intercept
            self._on_renamed()

    @Slot()
    def _on_reshaped(self) -> None:
        self._intercept = self.document.experiment.intercept
        super()._on_reshaped()
