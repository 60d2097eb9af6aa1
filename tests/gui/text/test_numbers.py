"""Counts in sentences."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.text.numbers import counted, format_count, format_rate, in_powers

DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0"),
        (12_345, "12,345"),
        (999_999_999, "999,999,999"),
        (10**9, "10⁹"),
        (3_700_000_000_000, "3.7×10¹²"),
        (3.7e12, "3.7×10¹²"),
        (9.996e15, "10¹⁶"),
        (1.37e100, "1.37×10¹⁰⁰"),
        (10**300, "10³⁰⁰"),
        (200_000_000_000_000_000, "2×10¹⁷"),
        (math.inf, "∞"),
    ],
)
def test_readable_counts_are_written_in_full(count: float, shown: str) -> None:
    assert format_count(count) == shown


@given(st.integers(0, 10**300))
def test_count_keeps_three_digits(count: int) -> None:
    shown = format_count(count)
    if not shown.startswith("10") or "," in shown:
        shown = shown.replace("×10", "e").replace(",", "")
    elif count >= 10**9:
        shown = f"1e{shown[2:]}"
    assert float(shown.translate(DIGITS)) == pytest.approx(count, rel=0.005)


def test_powers_keep_given_digits() -> None:
    assert in_powers("1.50", 8) == "1.5×10⁸"
    assert in_powers("10", 8) == "10×10⁸"
    assert in_powers("1", -3) == "10⁻³"


@pytest.mark.parametrize(
    ("rate", "shown"), [(1.26, "1.3"), (98_765.4, "98,765"), (2.13e13, "2.13×10¹³")]
)
def test_slow_rate_has_decimal(rate: float, shown: str) -> None:
    assert format_rate(rate) == shown


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12_345, "12,345 rows")]
)
def test_counted_uses_singular_and_plural(count: int, written: str) -> None:
    assert counted(count, "row") == written
