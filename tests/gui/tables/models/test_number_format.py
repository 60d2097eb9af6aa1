"""Numbers as displayed and as edited."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.numbers import exact, parse_number
from gui.tables.models.number_format import (
    DATA,
    PREDICTION,
    RESIDUAL,
    ColumnFormats,
    Fixed,
    NumberStyle,
    column_format,
    is_cut,
    roomy_format,
    sample_rows,
    text_width,
)
from gui.text.numbers import UNKNOWN


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

    formats = ColumnFormats(values, lambda: 5)
    assert formats.format_of(2) is formats.format_of(2)
    formats.invalidate([2])
    formats.format_of(2)
    assert requested == [2, 2]


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
        ([7.925e-4, 2.23e-4, -3.4657e-4], ["0.00079250", "0.00022300", "−0.00034657"]),
        ([7.925e-5, 2.23e-5, -3.4657e-5], ["7.9250e−5", "2.2300e−5", "−3.4657e−5"]),
        ([3.0, 1e-7], ["3", "1e−7"]),
        ([1.0, 1000.0, 1e12], ["1", "1000", "1e12"]),
        ([123456789.0, -8045311447.0], ["123456789", "−8.04531e9"]),
        ([-3482258.63, -2.02, 1829.15, 0.0358], ["−3482259", "−2.02", "1829", "0.0358"]),
        ([0.0, -0.0], ["0", "0"]),
        ([0.5, 0.00005], ["0.50000", "0.00005"]),
        ([1e-300, 0.0], ["1e−300", "0"]),
        ([1.5, math.nan, math.inf, -math.inf], ["1.5", UNKNOWN, "∞", "−∞"]),
    ],
)
def test_column_is_aligned(column: list[float], texts: list[str]) -> None:
    column_style = column_format(np.array(column, dtype=float))
    assert [column_style.text(float(value)) for value in column] == texts


@pytest.mark.parametrize(
    ("style", "column", "texts"),
    [
        (PREDICTION, [13.99920753, 50.00034657], ["13.9992", "50.0003"]),
        (PREDICTION, [14.0, 32.0], ["14", "32"]),
        (PREDICTION, [14.000000001, 32.0], ["14.0000", "32.0000"]),
        (RESIDUAL, [7.9247e-4, -3.4657e-4, 0.0], ["7.925e−4", "−3.466e−4", "0"]),
        (RESIDUAL, [12.3456, -0.5, 2.5e-7], ["12.35", "−0.5", "2.5e−7"]),
        (RESIDUAL, [2000 - 2001.62, 12345.6], ["−1.620", "12346"]),
        (RESIDUAL, [-1.62, 1500.25], ["−1.62", "1500"]),
        (RESIDUAL, [0.5, 99999.25], ["0.5", "99999"]),
        (RESIDUAL, [-0.0123, 12.345, 3.1], ["−0.0123", "12.35", "3.1"]),
        (RESIDUAL, [-250.4, 99999.25], ["−250.4", "99999"]),
        (RESIDUAL, [1234567.0, -123456.7], ["1.235e6", "−123457"]),
    ],
)
def test_computed_column_keeps_its_zeros(
    style: NumberStyle, column: list[float], texts: list[str]
) -> None:
    column_style = column_format(np.array(column), style)
    assert [column_style.text(value) for value in column] == texts


def test_unusual_value_keeps_its_digits() -> None:
    column_style = column_format(np.array([1.0, 2.0, 30000.0]))
    assert column_style.text(0.5) == "0.5"
    assert column_style.text(1234567.25) == "1234567"
    assert column_style.text(12.345678) == "12.3"


@pytest.mark.parametrize(
    ("value", "text", "cut"),
    [
        (1.76405, "1.76405", False),
        (1.764052, "1.76405", True),
        (-0.5, "−0.50", False),
        (1e-7, "1e−7", False),
        (0.1 + 0.2, "0.3", True),
        (0.0, "0", False),
        (math.nan, UNKNOWN, False),
        (-math.inf, "−∞", False),
    ],
)
def test_cut_numbers_are_known(value: float, text: str, cut: bool) -> None:
    assert is_cut(value, text) is cut


@pytest.mark.parametrize(
    ("column", "room", "texts"),
    [
        ([103.3201, 97.616], 8.0, ["103.3201", "97.6160"]),
        ([103.3201, 97.616], 7.4, ["103.320", "97.616"]),
        ([1.764052345967664, 0.4001572083672233], 18.0, ["1.764052345967664"]),
        ([1.764052345967664, 0.4001572083672233], 12.0, ["1.76405235", "0.40015721"]),
        ([1.764052345967664, 0.4001572083672233], 3.0, ["1.76405", "0.40016"]),
        ([1.2345678e-9, 2e-9], 12.0, ["1.2345678e−9", "2.0000000e−9"]),
        ([1.23456789e-9, math.nan], 12.0, ["1.23457e−9"]),
        ([math.nan], 12.0, ["—"]),
    ],
)
def test_digits_fill_the_room(column: list[float], room: float, texts: list[str]) -> None:
    sample = np.array(column)
    shown = roomy_format(column_format(sample), sample, DATA, room)
    found = [shown.text(value) for value in column]
    assert found[: len(texts)] == texts


@given(
    st.lists(st.floats(-1e8, 1e8).filter(lambda x: abs(x) > 1e-3), min_size=1, max_size=9),
    st.floats(0, 24),
)
def test_longer_digits_are_true(column: list[float], room: float) -> None:
    sample = np.array(column)
    base = column_format(sample)
    shown = roomy_format(base, sample, DATA, room)
    least = max(text_width(base.text(value)) for value in column)
    for value in column:
        text = shown.text(value)
        assert text_width(text) <= max(room, least)
        assert abs(float(text.replace("−", "-")) - value) <= 0.005 * abs(value)


def test_wider_signs_count_for_more() -> None:
    assert text_width("−3482259") > text_width("15.06187") > text_width("3482259") == 7
    assert text_width("1.76405…") > text_width("1.764052")


@pytest.mark.parametrize("style", [DATA, PREDICTION, RESIDUAL])
@given(column=st.lists(st.floats(-1e300, 1e300), min_size=1, max_size=20))
def test_displayed_text_is_short_and_true(style: NumberStyle, column: list[float]) -> None:
    column_style = column_format(np.array(column), style)
    for value in column:
        text = column_style.text(value)
        shown = parse_number(text)
        assert "-" not in text
        assert len(text) <= len("−1.23457e−300")
        assert shown == pytest.approx(value, rel=style.relative_loss + 1e-4, abs=0)
        assert (shown == 0.0) == (value == 0.0)


ordinary = st.one_of(st.floats(100, 1e4), st.floats(-1e4, -100)).map(lambda x: round(x, 3))


@given(st.lists(ordinary, min_size=2, max_size=20))
def test_decimal_points_of_ordinary_numbers_align(column: list[float]) -> None:
    column_style = column_format(np.array(column))
    whole = [value for value in column if abs(value) >= 1.0]
    decimals = {len(column_style.text(value).partition(".")[2]) for value in whole}
    assert len(decimals) <= 1


def test_default_format_keeps_integers() -> None:
    assert Fixed().text(4.0) == "4"


def test_each_residual_has_four_digits() -> None:
    column = [13.512, 1.35004, -0.32771, -4.93, 0.0, 2.0004e-3, 9999.7, 123456.7, 9.99996e5]
    residuals = column_format(np.array(column), RESIDUAL)
    assert [residuals.text(value) for value in column] == [
        *("13.51", "1.350", "−0.3277", "−4.93", "0", "0.002000", "10000", "123457", "999996"),
    ]
