"""Numbers as they are shown."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.numbers import parse_number
from gui.text.numbers import (
    UNKNOWN,
    decimals_of,
    format_about,
    format_count,
    format_decimals,
    format_exact,
    format_factor,
    format_grouped,
    format_loss,
    format_number,
    format_percent,
    format_probability,
    format_r_squared,
    format_rate,
    format_scientific,
    in_exponents,
    with_minus,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)

LONGLEY = [
    (-3482258.63459582, "−3482259"),
    (15.0618722713733, "15.0619"),
    (-0.0358191792925910, "−0.0358192"),
    (-2.02022980381683, "−2.02023"),
    (-1.03322686717359, "−1.03323"),
    (-0.0511041056535807, "−0.0511041"),
    (1829.15146461355, "1829.15"),
]


@pytest.mark.parametrize(("weight", "shown"), LONGLEY)
def test_certified_weights_keep_six_digits(weight: float, shown: str) -> None:
    assert format_number(weight) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        *((28056.0, "28000"), (99600.0, "100000"), (0.104, "0.1"), (8.64e-8, "8.6e−8")),
        *((2.84e9, "2.8e9"), (-1234.5, "−1200"), (math.inf, "∞"), (math.nan, UNKNOWN)),
    ],
)
def test_rough_number_has_few_digits(value: float, shown: str) -> None:
    assert format_about(value, 2) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (0.1 + 0.2, "0.300000"),
        (0.99999999, "1.00000"),
        (9.9999996, "10.0000"),
        (999999.96, "1000000"),
        (123456789.123, "123456789"),
        (1e9, "1e9"),
        (-6.02214076e23, "−6.02214e23"),
        (1e-4, "0.0001"),
        (9.99e-5, "9.99e−5"),
        (5e-324, "4.94066e−324"),
        (1.7976931348623157e308, "1.79769e308"),
        (math.nan, UNKNOWN),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_number_has_one_style(value: float, shown: str) -> None:
    assert format_number(value) == shown


@given(FINITE)
def test_shown_number_keeps_its_digits(value: float) -> None:
    shown = parse_number(format_number(value))
    assert shown == pytest.approx(value, rel=5.01e-6, abs=0)
    assert (shown == 0) == (value == 0)


@given(FINITE, st.integers(1, 17))
def test_shown_text_is_never_wide(value: float, digits: int) -> None:
    text = format_number(value, digits)
    assert len(text) <= max(digits, 9) + len("−.e−300")
    assert "-" not in text


def test_gradient_range_is_narrower() -> None:
    assert format_number(4.815e-4, 6, (1e-3, 1e6)) == "4.815e−4"
    assert format_number(-1234567.0, 6, (1e-3, 1e6)) == "−1.23457e6"
    assert format_number(4.815e-4) == "0.0004815"


def test_decimals_count_significant_digits() -> None:
    assert [decimals_of(value, 6) for value in (0.0, 0.01, 1.0, 99.9, 999999.9)] == [0, 7, 5, 4, 0]


def test_fixed_decimals_are_kept() -> None:
    assert format_decimals(1.0 + 1e-9, 5) == "1.00000"
    assert format_decimals(1.0, 5) == "1"
    assert format_decimals(-2.5, 3) == "−2.5"


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (4.8151e-5, 4, "4.815e−5"),
        (-1e-5, 6, "−1e−5"),
        (0.00010000004, 6, "1.00000e−4"),
        (2e12, 3, "2e12"),
        (math.nan, 3, UNKNOWN),
    ],
)
def test_exponents_have_true_minus(value: float, digits: int, shown: str) -> None:
    assert format_scientific(value, digits) == shown


@given(FINITE)
def test_exact_text_loses_nothing(value: float) -> None:
    text = format_exact(value)
    assert parse_number(text) == value
    assert "-" not in text


def test_exact_text_has_one_style() -> None:
    assert format_exact(-1e-7) == "−1e−7"
    assert format_exact(1e22) == "1e22"
    assert format_exact(15.0618722716) == "15.0618722716"
    assert format_exact(math.nan) == UNKNOWN


@pytest.mark.parametrize(
    ("loss", "floor", "shown"),
    [
        (0.0, 3e-31, "0"),
        (1e-32, 3e-31, "< 3e−31 (rounding)"),
        (1e-32, 0.0, "1e−32"),
        (42.018649, 3e-31, "42.0186"),
        (math.inf, 0.0, "∞"),
    ],
)
def test_only_zero_loss_is_zero(loss: float, floor: float, shown: str) -> None:
    assert format_loss(loss, floor=floor) == shown


@pytest.mark.parametrize(
    ("factor", "shown"),
    [
        (1.0, "1"),
        (2.731, "2.73"),
        (1.00002, "1.00002"),
        (0.9996, "0.9996"),
        (1 + 2e-12, "1 + 2e−12"),
        (1 - 2e-12, "1 − 2e−12"),
        (11.23, "11.2"),
        (1e26, "1e26"),
        (0.0, "0"),
        (math.inf, "∞"),
    ],
)
def test_only_equal_is_factor_one(factor: float, shown: str) -> None:
    assert format_factor(factor) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (12_345, "12,345"),
        (999_999_999, "999,999,999"),
        (10**9, "1e9"),
        (3_700_000_000_000, "3.7e12"),
        (3.7e12, "3.7e12"),
        (9.996e15, "1e16"),
        (1.37e100, "1.37e100"),
        (10**300, "1e300"),
        (200_000_000_000_000_000, "2e17"),
        (math.inf, "∞"),
    ],
)
def test_readable_counts_are_written_in_full(count: float, shown: str) -> None:
    assert format_count(count) == shown


@given(st.integers(0, 10**300))
def test_count_keeps_three_digits(count: int) -> None:
    assert float(format_count(count).replace(",", "")) == pytest.approx(count, rel=0.005)


def test_parts_keep_given_digits() -> None:
    assert in_exponents("1.50", 8) == "1.50e8"
    assert in_exponents("-1", -3) == "−1e−3"
    assert with_minus("-20,000") == "−20,000"


@pytest.mark.parametrize(
    ("unexplained", "shown"),
    [
        (0.0, "1"),
        (1.16e-9, "1 − 1.2e−9"),
        (1e-6, "0.999999"),
        (6.25411628e-6, "0.999994"),
        (0.0239801, "0.976020"),
        (1.0, "0"),
        (1 - 2.0**-22, "2.38419e−7"),
        (14.5, "−13.5"),
        (2.04963e31, "−2.050e31"),
        (math.nan, "—"),
        (math.inf, "−∞"),
    ],
)
def test_r_squared_is_never_rounded_to_one(unexplained: float, shown: str) -> None:
    assert format_r_squared(unexplained) == shown


@pytest.mark.parametrize(
    ("rate", "shown"), [(1.26, "1.3"), (98_765.4, "98,765"), (2.13e13, "2.13e13")]
)
def test_slow_rate_has_decimal(rate: float, shown: str) -> None:
    assert format_rate(rate) == shown


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0"),
        (1e-9, "0.01"),
        (0.004, "0.4"),
        (0.764, "76"),
        (0.994, "99"),
        (0.9961, "99.61"),
        (1 - 1e-12, "99.99"),
        (1.0, "100"),
    ],
)
def test_percent_is_never_nearly_all(share: float, text: str) -> None:
    assert format_percent(share) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (65536.0, "65,536"),
        (-12345.6, "−12,346"),
        (-999.25, "−999.2"),
        (0.0, "0"),
        (2.5e-7, "2.5e−7"),
        (-3e12, "−3e12"),
        (math.nan, "—"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers_that_are_read_are_grouped(value: float, shown: str) -> None:
    assert format_grouped(value, 4) == shown


def test_grouped_numbers_have_their_own_range() -> None:
    assert format_grouped(1048576.0, 3, (1e-3, 1e6)) == "1.05e6"
    assert format_grouped(1048576.0, 3) == "1,048,576"
    assert format_grouped(0.0002, 3, (1e-3, 1e6)) == "2e−4"


@pytest.mark.parametrize(
    ("p", "text"),
    [
        *((0.00356, "0.00356"), (1.5e-9, "1.5e−9"), (0.99999, "0.99999"), (1.0, "1")),
        *((0.0, "< 1e−300"), (1e-310, "< 1e−300"), (math.nan, UNKNOWN)),
    ],
)
def test_probability_is_no_landmark(p: float, text: str) -> None:
    assert format_probability(p, 3) == text
