from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.examples import EXAMPLES
from engine.verdict.outlook import outlook
from engine.verdict.verdict import Outcome
from engine.verdict.wording import (
    about_fold,
    by_number,
    column_name,
    combination,
    count,
    direction,
    distinct_names,
    factor,
    fold,
    how_often,
    in_epochs,
    number,
    roughly,
    setting,
    shortened,
    told_apart,
    two_digits,
)

FINITE = st.floats(allow_nan=False, allow_infinity=False)


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
    assert in_epochs(45.36) == "45 epochs"
    assert in_epochs(99.1) == "99 epochs"
    assert in_epochs(9.96) == "9.96 epochs"
    assert in_epochs(1.2) == "1 epoch"
    assert how_often(1.2) == "every epoch"
    assert how_often(9.96) == "every 9.96 epochs"
    assert how_often(1.23456e12) == "every 1.23e12 epochs"
    assert count(float("inf")) == "∞"


def test_growth_in_powers_of_ten() -> None:
    assert fold(11.2) == "11.2"
    assert fold(2.1e26) == "2.1e26"
    assert fold(float("inf")) == "over 1e308"
    assert about_fold(2.1e6) == "2e6"


def test_sizes_differ_by_one_digit() -> None:
    """Not by the nearest power of ten: 400,000 is not 1e6, and the documents say the same."""
    longley = next(each for each in EXAMPLES if each.key == "longley")
    written = about_fold(outlook(longley.problem, longley.settings).spread)
    assert written == "400,000"
    text = (Path(__file__).parents[3] / "docs/limit.md").read_text(encoding="utf-8")
    assert f"Its columns differ {written}-fold in size" in text
    found = [about_fold(each) for each in (1234.0, 9.9e5, 1e6, 3e15, float("inf"))]
    assert found == ["1,000", "1e6", "1e6", "3e15", "over 1e308"]


def test_done_epochs_agree_in_number() -> None:
    said = {n: Outcome.LOSS_LEFT.counted(n, count(n), loss="2") for n in (0, 1, 1000)}
    assert said == {
        0: "The loss is 2, and the least possible 0. 0 are done.",
        1: "The loss is 2, and the least possible 0. 1 is done.",
        1000: "The loss is 2, and the least possible 0. 1,000 are done.",
    }


def test_combination_starts_with_what_is_added() -> None:
    assert combination([("x1", -1.0), ("x2", 2.0)]) == "2·x2 − x1"
    assert combination([("a", 1.0), ("b", 1.0)]) == "a + b"
    assert combination([("a", -0.5)]) == "−0.5·a"
    assert combination([]) == "0"
    assert combination([("a very long name of a column", 1.0)], 16) == "a very … column"


def test_direction_names_its_largest_parts() -> None:
    names = ("x1", "x2", "x3", "x4")
    assert direction(np.array([0.0, -0.7, 0.1, 0.7]), names) == "x2, x4"
    assert direction(np.array([0.0, 0.0, -1.0, 0.1]), names) == "x3"
    assert direction(np.array([1.0, 0.9, 0.8, 0.0]), names) == "x1, x2 …"


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["melt temperature", "x2"], ["mel…ure", "x2"]),
        (["mean radius, region", "mean area, region"], ["…region", "…region"]),
        (["abcdefgh1", "abcdefgh2"], ["abc…gh1", "abc…gh2"]),
        (["mean a ion", "mean b ion"], ["…n a ion", "…n b ion"]),
    ],
)
def test_different_names_stay_different(names: list[str], short: list[str]) -> None:
    found = shortened(names, 8)
    assert len(set(found)) == len(names)
    assert all(len(each) <= 8 for each in found)
    assert found == short or "region" in short[0]


def test_columns_are_named_or_numbered() -> None:
    assert [column_name(given, 1) for given in ("", "1", "age")] == ["x2", "1", "age"]
    ones = [column_name(given, 1, is_ones=True) for given in ("", "1", "age")]
    assert ones == ["intercept", "intercept", "age"]


@pytest.mark.parametrize(
    ("times", "text"),
    [
        (1, "1"),
        (2.70001, "2.70"),
        (2.0000000000000004, "2"),
        (1.9999999999999998e8, "2e8"),
        (2.5, "2.5"),
        (1.0051, "1.01"),
        (1.0044, "1.004"),
        (1.00023, "1.0002"),
        (1 + 3e-9, "1 + 3e−9"),
        (1 - 3e-9, "1 − 3e−9"),
        (17_565.4, "17,565"),
        (985_207_994, "9.85e8"),
        (1e8, "1e8"),
        (0.0, "0"),
        (float("inf"), "∞"),
    ],
)
def test_factors_have_three_digits(times: float, text: str) -> None:
    assert factor(times) == text


@pytest.mark.parametrize(
    ("first", "second", "texts"),
    [
        (683.0121, 683.0122, ("683.0121", "683.0122")),
        (683, 684, ("683", "684")),
        (17_565.4, 401_597.2, ("17,565", "401,597")),
        (17_565.4, 17_565.3, ("17,565.4", "17,565.3")),
        (1.23456e-20, 1.23457e-20, ("1.23456e−20", "1.23457e−20")),
        (-1.0001, -1.0002, ("−1.0001", "−1.0002")),
        (5.0, 5.0, ("5", "5")),
        (5.0, float("inf"), ("5", "∞")),
        (0.0, 1e-300, ("0", "1e−300")),
        (1.0, 1 + 2**-52, ("1", "1.0000000000000002")),
    ],
)
def test_compared_numbers_differ(first: float, second: float, texts: tuple[str, str]) -> None:
    assert told_apart(first, second) == texts


def test_rate_is_told_from_its_limit() -> None:
    assert told_apart(0.59173, 0.5917159763313, setting, number) == ("0.59173", "0.59172")
    assert told_apart(0.68595, 0.6859, setting, number) == ("0.68595", "0.6859")
    assert told_apart(0.601951, 0.60195, setting, number) == ("0.601951", "0.6019")
    assert told_apart(0.1234567, 0.1234566, setting, number) == ("0.1234567", "0.1234566")
    assert told_apart(0.02, 0.0105651, setting, number) == ("0.02", "0.0106")


def value(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


@given(FINITE, st.floats(-1e-3, 1e-3))
def test_texts_stand_as_their_numbers(first: float, change: float) -> None:
    second = first * (1 + change)
    assume(np.isfinite(second) and first != second)
    for writers in ((number, number), (setting, number)):
        one, other = map(value, told_apart(first, second, *writers))
        assert (one > other) == (first > second)
        assert one != other


def test_names_alike_have_their_numbers() -> None:
    assert distinct_names(["x", "y", "x"]) == ("x (column 1)", "y", "x (column 3)")
    assert distinct_names(["x2", column_name("", 1)]) == ("x2 (column 1)", "x2 (column 2)")
    assert distinct_names(["x", "y"]) == ("x", "y")
    long = distinct_names(["conductivity of the solution"] * 2)
    assert long == ("conduct…olution (column 1)", "conduct…olution (column 2)")


def test_number_stands_for_a_long_numbered_name() -> None:
    first, second = distinct_names(["intercept", "intercept"])
    assert by_number(first, 0, 40) == "intercept (column 1)"
    assert by_number(second, 1, 16) == "column 2"
    assert by_number("temperature of the melt", 1, 8) == "temperature of the melt"
    parts = np.array([1.0, 1.0])
    assert direction(parts, (first, second), 12) == "column 1, column 2"


def test_rough_epochs_have_two_digits() -> None:
    assert [roughly(each) for each in (1.0, 75_900.0, 4.67e8)] == [
        "1 epoch",
        "76,000 epochs",
        "4.7e8 epochs",
    ]
    assert two_digits(996.0) == "1,000"
