"""Which rows decide a column's format."""

from collections.abc import Sequence

import numpy as np

from engine import Matrix
from gui.tables.formats import ColumnFormats, sample_rows


def test_sample_is_small_and_spans_table() -> None:
    sample = sample_rows(1_000_000)
    assert len(sample) <= 200
    assert sample[:100] == list(range(100))
    assert sample[-1] == 999_999


def test_short_table_is_sampled_whole() -> None:
    assert sample_rows(3) == [0, 1, 2]
    assert sample_rows(1) == [0]


def test_format_is_cached_until_invalidated() -> None:
    requested: list[int] = []

    def values(column: int, rows: Sequence[int]) -> Matrix:
        requested.append(column)
        return np.arange(len(rows), dtype=float)

    formats = ColumnFormats(values)
    assert formats.format_of(2, 5) is formats.format_of(2, 5)
    formats.invalidate([2])
    formats.format_of(2, 5)
    assert requested == [2, 2]


def test_characters_count_the_longest_number() -> None:
    formats = ColumnFormats(lambda column, rows: np.array([1.25, -10.5])[list(rows)])
    assert formats.characters(0, 2) == len("-10.50")
