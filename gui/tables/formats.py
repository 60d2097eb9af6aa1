"""The formats of a table's columns, each chosen from a few rows when it is first shown."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from engine import Matrix

from .formatting import ColumnFormat, column_format

_SAMPLED_ROWS = 100
_MEASURED_ROWS = 50


class ColumnFormats:
    """Chosen from rows all over the table, so that scrolling never changes one."""

    def __init__(self, column_values: Callable[[int, Sequence[int]], Matrix]) -> None:
        self._column_values = column_values
        self._formats: dict[int, ColumnFormat] = {}

    def invalidate(self, columns: Iterable[int]) -> None:
        """Choose anew: the values of these columns have changed."""
        for column in columns:
            self._formats.pop(column, None)

    def invalidate_all(self) -> None:
        """Choose anew: the columns are others."""
        self._formats.clear()

    def format_of(self, column: int, rows: int) -> ColumnFormat:
        """Return the format of a column of so many rows."""
        if column not in self._formats:
            values = self._column_values(column, sample_rows(rows))
            self._formats[column] = column_format(values)
        return self._formats[column]

    def characters(self, column: int, rows: int) -> int:
        """Return how many characters the first values of a column need."""
        values = self._column_values(column, range(min(rows, _MEASURED_ROWS)))
        return max(map(len, map(self.format_of(column, rows).text, values.tolist())))


def sample_rows(rows: int) -> list[int]:
    """Choose up to 200 rows: the first, and some from all over."""
    spread = np.linspace(0, rows - 1, _SAMPLED_ROWS).astype(int).tolist()
    return sorted({*range(min(rows, _SAMPLED_ROWS)), *spread})
