"""The table of A."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from engine.numbers import exact

from ...document import TableName, changes
from .cell_block import TableAxis
from .model import TableModel


class InputsModel(TableModel):
    """The matrix A: one row per observation, every cell editable."""

    table_name: ClassVar[TableName] = TableName.A
    axes: ClassVar[frozenset[TableAxis]] = frozenset(TableAxis)

    def given_name(self, column: int) -> str:
        """Return the name a person gave to a column, or an empty string."""
        return self.document.inputs[column].name

    def can_rename(self, column: int) -> bool:
        """Return True for every column of A."""
        return 0 <= column < self.columnCount()

    def rename(self, column: int, name: str) -> None:
        """Rename a column; an empty name removes it."""
        change = partial(changes.rename_input, column=column, name=name)
        self.document.change("Rename Column", change)

    def full_name(self, column: int) -> str:
        """Return the column's name, or A and its number."""
        return self.given_name(column) or f"A{column + 1}"

    def column_tooltip(self, column: int) -> str:
        """Return the full name, the number and the scaling of a column."""
        of = self.document.inputs[column]
        number = f"Column {column + 1} of A"
        sentences = [f"{of.name}: column {column + 1} of A." if of.name else f"{number}."]
        if of.is_scaled:
            sentences.append(
                f"It holds ({of.name or 'original'} − {exact(of.shift)}) / {exact(of.scale)}."
            )
        return "\n".join(sentences)

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
