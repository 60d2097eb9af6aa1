import numpy as np
import pytest

from engine.verdict.wording import (
    combination,
    count,
    direction,
    fold,
    in_epochs,
    number,
    setting,
)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.0, 3, "0"),
        (17565.4, 3, "17,565"),
        (401597.2, 3, "401,597"),
        (2.734, 3, "2.73"),
        (15.3832, 6, "15.3832"),
        (0.00528, 3, "0.00528"),
        (1e-18, 3, "1e−18"),
        (-3.44, 3, "−3.44"),
        (9.996, 3, "10"),
        (1.5e12, 3, "1.5e12"),
        (float("inf"), 3, "∞"),
        (float("-inf"), 3, "−∞"),
        (float("nan"), 3, "—"),
    ],
)
def test_numbers_are_read_at_once(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (1e-17, "1e−17"), (1e6, "1e6"), (0.00528, "0.00528")]
)
def test_settings_look_like_their_field(value: float, text: str) -> None:
    assert setting(value) == text


def test_counts_of_epochs() -> None:
    assert count(4137) == "4,137"
    assert count(3.7e12) == "3.7e12"
    assert count(1e12) == "1e12"
    assert in_epochs(13_912) == "13,900 epochs"
    assert in_epochs(45.36) == "45.4 epochs"
    assert in_epochs(1.2) == "epoch"
    assert count(float("inf")) == "∞"


def test_growth_in_powers_of_ten() -> None:
    assert fold(11.2) == "11.2"
    assert fold(2.1e26) == "10²⁶"
    assert fold(float("inf")) == "over 10³⁰⁸"


def test_combination_starts_with_what_is_added() -> None:
    assert combination([("x1", -1.0), ("x2", 2.0)]) == "2·x2 − x1"
    assert combination([("a", 1.0), ("b", 1.0)]) == "a + b"
    assert combination([("a", -0.5)]) == "−0.5·a"
    assert combination([]) == "0"
    assert combination([("a very long name of a column", 1.0)], 16) == "a very … column"


def test_direction_names_its_largest_parts() -> None:
    names = ("x1", "x2", "x3", "x4")
    assert direction(np.array([0.0, -0.7, 0.1, 0.7]), names) == "x2 − x4"
    assert direction(np.array([0.0, 0.0, -1.0, 0.1]), names) == "x3"
    assert direction(np.array([1.0, 0.9, 0.8, 0.0]), names) == "x1 + x2 …"
