"""Chooses the number format of each column from a sample of its rows."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from engine import Matrix

from .formatting import ColumnFormat, column_format

# Choosing a format from 200 values takes under 1 ms, and a redraw may choose 20 formats.
_SAMPLED_ROWS = 100
# About a screenful of rows; a longer number further down is elided until it is edited.
_MEASURED_ROWS = 50


class ColumnFormats:
    """The formats of a table's columns; sampled over all rows, so scrolling never changes one."""

    def __init__(self, column_values: Callable[[int, Sequence[int]], Matrix]) -> None:
        self._column_values = column_values
        self._formats: dict[int, ColumnFormat] = {}

    def invalidate(self, columns: Iterable[int]) -> None:
        """Choose the formats of these columns again, because their values changed."""
        for column in columns:
            self._formats.pop(column, None)

    def invalidate_all(self) -> None:
        """Choose every format again, because the columns changed."""
        self._formats.clear()

    def format_of(self, column: int, rows: int) -> ColumnFormat:
        """Return the format of a column with this many rows."""
        if column not in self._formats:
            values = self._column_values(column, sample_rows(rows))
            self._formats[column] = column_format(values)
        return self._formats[column]

    def characters(self, column: int, rows: int) -> int:
        """Return the length of the longest of the first numbers of a column."""
        values = self._column_values(column, range(min(rows, _MEASURED_ROWS)))
        return max(map(len, map(self.format_of(column, rows).text, values.tolist())))


def sample_rows(rows: int) -> list[int]:
    """Return up to 200 row numbers: the first 100, and 100 spread over the table."""
    spread = np.linspace(0, rows - 1, _SAMPLED_ROWS).astype(int).tolist()
    return sorted({*range(min(rows, _SAMPLED_ROWS)), *spread})
