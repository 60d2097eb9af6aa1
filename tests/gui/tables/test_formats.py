"""Which rows decide how a column is written."""

from collections.abc import Sequence

import numpy as np

from engine import Matrix
from gui.tables.formats import ColumnFormats, sample_rows


def test_the_sample_is_small_and_reaches_from_the_first_row_to_the_last() -> None:
    sample = sample_rows(1_000_000)
    assert len(sample) <= 200
    assert sample[:100] == list(range(100))
    assert sample[-1] == 999_999


def test_a_short_table_is_its_own_sample() -> None:
    assert sample_rows(3) == [0, 1, 2]
    assert sample_rows(1) == [0]


def test_a_format_is_chosen_once_until_forgotten() -> None:
    asked: list[int] = []

    def values(column: int, rows: Sequence[int]) -> Matrix:
        asked.append(column)
        return np.arange(len(rows), dtype=float)

    formats = ColumnFormats(values)
    assert formats.format_of(2, 5) is formats.format_of(2, 5)
    formats.invalidate([2])
    formats.format_of(2, 5)
    assert asked == [2, 2]


def test_characters_are_those_of_the_longest_number() -> None:
    formats = ColumnFormats(lambda column, rows: np.array([1.25, -10.5])[list(rows)])
    assert formats.characters(0, 2) == len("-10.50")
