from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.limit.decimals import Aligned, align, align_to, decimal_of, significant_digits, written

finite = st.floats(allow_nan=False, allow_infinity=False, width=64)


def test_digits_that_cancel_are_counted() -> None:
    found = align(340.3810804433134, 340.3810804433139, 16)
    assert found == Aligned("340.3810804433134", "340.3810804433139", 16, 16, 1)
    assert found.cancelled == 15


def test_carries_count_as_cancelled() -> None:
    found = align(2.0000000, 1.9999999, 8)
    assert (found.first, found.second) == ("2.0000000", "1.9999999")
    assert (found.shared, found.cancelled, found.left) == (0, 7, 1)


def test_equal_numbers_cancel_altogether() -> None:
    found = align(0.1, 0.1, 16)
    assert (found.cancelled, found.left, found.shared) == (16, 0, len(found.first))


def test_neighbours_always_differ() -> None:
    found = align(1.0, float(np.nextafter(1.0, 2.0)), 16)
    assert (found.first, found.second) == ("1.0000000000000000", "1.0000000000000002")
    assert (found.digits, found.left) == (17, 1)


def test_large_numbers_share_a_power() -> None:
    found = align(4.277873540624994e90, 4.2e87, 16)
    assert (found.first, found.second) == ("4.277873540624994e+90", "0.004200000000000e+90")
    tiny = align(1.5e-7, -2.5e-9, 8)
    assert (tiny.first, tiny.second) == (" 1.5000000e-07", "-0.0250000e-07")


def test_shorter_numbers_are_set_below() -> None:
    found = align(9.5, -10.25, 8)
    assert (found.first, found.second) == ("  9.500000", "-10.250000")


def test_zeros_are_written() -> None:
    found = align(0.0, 0.0, 8)
    assert (found.first, found.second, found.left) == ("0.0000000", "0.0000000", 0)


def test_fractions_are_rounded_correctly() -> None:
    assert written(Fraction(2, 3), 16) == "0.6666666666666667"
    assert align(0.5, Fraction(2, 3), 4).second == "0.6667"
    assert Fraction(decimal_of(0.1)) == Fraction(0.1)


@given(finite, finite)
def test_digits_left_and_cancelled_add_up(first: float, second: float) -> None:
    found = align(first, second, 16)
    assert len(found.first) == len(found.second)
    assert 0 <= found.left <= found.digits
    assert found.left + found.cancelled == found.digits
    assert (found.left == 0) == (first == second)
    assert found.first[: found.shared] == found.second[: found.shared]


@pytest.mark.parametrize("value", [340.3810804433139, 0.00012, 1e-300, 5e-324, 1.7e308, 123456.0])
def test_texts_are_the_numbers(value: float) -> None:
    found = align(value, value, 17)
    assert float(found.first) == value


@pytest.mark.parametrize(
    ("text", "count"), [("0.000000e-14", 0), ("-0.0120e-07", 3), ("86.10", 4), ("0", 0)]
)
def test_significant_digits_are_counted(text: str, count: int) -> None:
    assert significant_digits(text) == count


def test_carries_leave_their_last_digits() -> None:
    found = align(13496.389, 13500.340, 8)
    assert (found.first[: found.before_left], found.left) == ("1349", 4)
    assert align(9.5, 10.25, 8).before_left == len("10.")


def test_numbers_may_be_told_apart_or_not() -> None:
    beside = float(np.nextafter(1.0, 2.0))
    assert (align(1.0, beside, 16).digits, align(1.0, beside, 16).left) == (17, 1)
    assert (align_to(1.0, beside, 16).digits, align_to(1.0, beside, 16).left) == (16, 0)
