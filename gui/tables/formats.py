"""The formats of a table's columns, each chosen from a few rows when it is first shown."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from engine import Matrix

from .formatting import ColumnFormat, column_format

_SAMPLE = 100
_MEASURED = 50


class Formats:
    """Chosen from rows all over the table, so that scrolling never changes one."""

    def __init__(self, column_values: Callable[[int, Sequence[int]], Matrix]) -> None:
        self._column_values = column_values
        self._chosen: dict[int, ColumnFormat] = {}

    def forget(self, columns: Iterable[int]) -> None:
        """Choose anew: the values of these columns have changed."""
        for column in columns:
            self._chosen.pop(column, None)

    def forget_all(self) -> None:
        """Choose anew: the columns are others."""
        self._chosen.clear()

    def of(self, column: int, rows: int) -> ColumnFormat:
        """Return the format of a column of so many rows."""
        if column not in self._chosen:
            values = self._column_values(column, sample_rows(rows))
            self._chosen[column] = column_format(values)
        return self._chosen[column]

    def characters(self, column: int, rows: int) -> int:
        """Return how many characters the first values of a column need."""
        values = self._column_values(column, range(min(rows, _MEASURED)))
        return max(map(len, map(self.of(column, rows).text, values.tolist())))


def sample_rows(rows: int) -> list[int]:
    """Choose up to 200 rows: the first, and some from all over."""
    spread = np.linspace(0, rows - 1, _SAMPLE).astype(int).tolist()
    return sorted({*range(min(rows, _SAMPLE)), *spread})
