"""The table of A."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QObject, Qt

from ..document import Document, Part
from .axis import Axis
from .model import TableModel


class InputsModel(TableModel):
    """A, one row an observation, all of it editable."""

    part: ClassVar[Part] = Part.A
    axes: ClassVar[frozenset[Axis]] = frozenset(Axis)

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._names: tuple[str, ...] = ()

    def name_columns(self, names: Sequence[str]) -> None:
        """Put names over the columns; without as many as columns they are numbered."""
        self._names = tuple(names)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def column_name(self, column: int) -> str:
        """Return the column's name, or its number from 1."""
        named = len(self._names) == self.columnCount()
        return self._names[column] if named else super().column_name(column)

    def insert(self, axis: Axis, at: int) -> None:
        """Insert an observation or an input before ``at``."""
        insert = self.document.insert_rows if axis is Axis.ROW else self.document.insert_columns
        insert(at, 1)

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:
        """Remove observations or inputs."""
        remove = self.document.remove_rows if axis is Axis.ROW else self.document.remove_columns
        remove(numbers)

    def grow(self, rows: int, columns: int) -> None:
        """Make room for so many observations and inputs."""
        self.document.resize(max(rows, self.document.rows), max(columns, self.document.columns))
