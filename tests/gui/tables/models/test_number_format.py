"""Numbers as displayed and as edited."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.numbers import exact
from gui.tables.models.number_format import (
    MAX_CHARACTERS,
    UNKNOWN,
    ColumnFormats,
    Fixed,
    column_format,
    sample_rows,
    scientific,
)


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


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(FINITE)
def test_exact_text_reads_back_exactly(value: float) -> None:
    back = float(exact(value))
    assert back == value
    assert math.copysign(1.0, back) == math.copysign(1.0, value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (-0.0, "-0"),
        (0.1, "0.1"),
        (1.76405234596766, "1.76405234596766"),
        (999_999_999_999_999.0, "999999999999999"),
        (1e15, "1000000000000000"),
        (np.float64(1.5), "1.5"),
        (1e-7, "1e-07"),
    ],
)
def test_exact_text_of_integers_is_plain(value: float, text: str) -> None:
    assert exact(value) == text


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ([1.76405235, 0.40015721, 0.97873798], ["1.76405", "0.40016", "0.97874"]),
        ([1, 2, 3], ["1", "2", "3"]),
        ([83.0, 88.5, 108.25], ["83.00", "88.50", "108.25"]),
        ([234289, 554894], ["234289", "554894"]),
        ([234289.5, 1.5], ["234289.5", "1.5"]),
        ([7.925e-4, 2.23e-4, -3.4657e-4], ["7.925e-4", "2.230e-4", "-3.466e-4"]),
        ([3.0, 1e-7], ["3", "1e-7"]),
        ([1.0, 1000.0, 1e12], ["1", "1000", "1e12"]),
        ([-3482258.63, -2.02, 1829.15, 0.0358], ["-3482259", "-2.02", "1829", "0.0358"]),
        ([0.0, -0.0], ["0", "0"]),
        ([1e-300, 0.0], ["1e-300", "0"]),
        ([1.5, math.nan, math.inf, -math.inf], ["1.5", UNKNOWN, "∞", "-∞"]),
    ],
)
def test_column_is_aligned(column: list[float], texts: list[str]) -> None:
    column_style = column_format(np.array(column, dtype=float))
    assert [column_style.text(float(value)) for value in column] == texts


def test_unusual_value_keeps_its_digits() -> None:
    column_style = column_format(np.array([1.0, 2.0, 30000.0]))
    assert column_style.text(0.5) == "0.5"
    assert column_style.text(1234567.25) == "1234567"
    assert column_style.text(12.345678) == "12.3"


@pytest.mark.parametrize(
    ("value", "text"),
    [(2.66e-7, "2.66e-7"), (6.02214e23, "6.022e23"), (-1.23456e-10, "-1.23e-10"), (1e9, "1e9")],
)
def test_scientific_text_is_short(value: float, text: str) -> None:
    assert scientific(value) == text


@given(st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=20))
def test_displayed_text_is_short_and_true(column: list[float]) -> None:
    column_style = column_format(np.array(column))
    for value in column:
        text = column_style.text(value)
        assert len(text) <= MAX_CHARACTERS + 1
        assert float(text) == pytest.approx(value, rel=0.051)
        assert (float(text) == 0.0) == (value == 0.0)


ordinary = st.one_of(st.floats(100, 1e4), st.floats(-1e4, -100)).map(lambda x: round(x, 3))


@given(st.lists(ordinary, min_size=2, max_size=20))
def test_decimal_points_of_ordinary_numbers_align(column: list[float]) -> None:
    column_style = column_format(np.array(column))
    whole = [value for value in column if abs(value) >= 1.0]
    decimals = {len(column_style.text(value).partition(".")[2]) for value in whole}
    assert len(decimals) <= 1


def test_default_format_keeps_integers() -> None:
    assert Fixed().text(4.0) == "4"
