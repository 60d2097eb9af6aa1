"""The table of W: where a run starts, where it is, and the gradient there."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QObject

from engine import Matrix

from ..document import Document, Part
from .axis import Axis
from .formatting import WIDEST
from .model import TableModel

_NAMES = ("initial", "now", "δW")


class WeightsModel(TableModel):
    """The initial W, editable, then the current W and δW. Its rows are the columns of A."""

    part: ClassVar[Part] = Part.W
    computed: ClassVar[tuple[str, ...]] = _NAMES[1:]
    fewest_characters: ClassVar[int] = WIDEST

    def __init__(self, document: Document, parent: QObject | None = None) -> None:
        super().__init__(document, parent)
        self._shown: tuple[Matrix | None, Matrix | None] = (None, None)

    def show(self, W: Matrix | None, gradient: Matrix | None) -> None:
        """Show the current weights and the gradient; what is None or does not fit A is unknown."""
        self._shown = (W, gradient)
        self.announce_computed()

    def column_name(self, column: int) -> str:
        """Return initial, now or δW."""
        return _NAMES[column]

    def row_name(self, row: int) -> str:
        """Return the weight's name."""
        return f"w{row + 1}"

    def column_values(self, column: int, rows: Sequence[int]) -> Matrix:
        """Return some rows of the initial W, the current W or δW."""
        if self.is_editable(column):
            return super().column_values(column, rows)
        shown = self._shown[column - 1]
        if shown is None or len(shown) != self.document.columns:
            return np.full(len(rows), np.nan)
        return shown[rows, 0]

    def insert(self, axis: Axis, at: int) -> None:  # noqa: ARG002
        """Insert a weight, and with it a column of A, before ``at``."""
        self.document.insert_columns(at, 1)

    def remove(self, axis: Axis, numbers: Sequence[int]) -> None:  # noqa: ARG002
        """Remove weights and their columns of A."""
        self.document.remove_columns(numbers)

    def grow(self, rows: int, columns: int) -> None:  # noqa: ARG002
        """Make room for so many weights."""
        self.document.resize(self.document.rows, max(rows, self.document.columns))
