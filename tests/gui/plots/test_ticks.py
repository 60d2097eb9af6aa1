"""Legible ticks."""

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gui.plots.axis_scale import AxisScale, Scale
from gui.plots.ticks import (
    Tick,
    linear_ticks,
    logarithmic_ticks,
    logarithmic_whole_ticks,
    nice_step,
    ticks_between,
    whole_ticks,
    whole_ticks_between,
)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def test_linear_ticks_are_round() -> None:
    assert labels(linear_ticks(-0.3, 1.2, 5)) == ["0", "0.5", "1.0"]
    assert labels(linear_ticks(0, 350, 4)) == ["0", "100", "200", "300"]
    assert labels(linear_ticks(-20_000, 20_000, 4)) == [
        "−20,000",
        "−10,000",
        "0",
        "10,000",
        "20,000",
    ]


def test_extreme_numbers_use_powers_of_ten() -> None:
    assert labels(linear_ticks(0, 4.2e9, 5)) == ["0", "1e9", "2e9", "3e9", "4e9"]
    assert labels(linear_ticks(0, 3.1e-7, 3)) == ["0", "2e−7"]
    assert labels(linear_ticks(0, 1.6e10, 4)) == ["0", "5e9", "1e10", "1.5e10"]


def test_other_numbers_are_written_out() -> None:
    assert labels(linear_ticks(0, 1.6e8, 3)) == ["0", "100,000,000"]
    assert labels(linear_ticks(0, 4.2e-4, 3)) == ["0", "0.0002", "0.0004"]
    assert labels(logarithmic_ticks(3.6, 5.3, 9)) == [
        *("5,000", "10,000", "20,000", "50,000", "100,000")
    ]
    assert labels(logarithmic_ticks(-3.9, 8.9, 3)) == ["1", "100,000"]


def test_shift_is_added_to_the_power() -> None:
    assert labels(linear_ticks(0, 1.9, 4, shift=308)) == ["0", "5e307", "1e308", "1.5e308"]


def test_labels_have_enough_digits() -> None:
    assert labels(linear_ticks(340.3810, 340.3813, 3)) == [
        "340.3810",
        "340.3811",
        "340.3812",
        "340.3813",
    ]


@given(
    st.floats(-1e9, 1e9),
    st.floats(1e-9, 1e9),
    st.integers(2, 12),
    st.integers(-300, 300),
)
def test_linear_labels_match_positions(low: float, span: float, most: int, shift: int) -> None:
    high = low + span
    assume(span > 1e-6 * max(abs(low), abs(high)))
    ticks = linear_ticks(low, high, most, shift)
    assert len(ticks) <= most + 1
    assert len(set(labels(ticks))) == len(ticks)
    for tick in ticks:
        assert low - 1e-6 * span <= tick.position <= high + 1e-6 * span
        value = float(tick.label.replace(",", "").replace("−", "-"))
        assert math.isclose(value, tick.position * 10.0**shift, rel_tol=1e-9, abs_tol=1e-300)
        assert "00000" not in tick.label.replace(",", "").replace("−", "-") or tick.position >= 1e5


def test_decades_near_one_are_written_out() -> None:
    ticks = logarithmic_ticks(-3.3, 4.5, 20)
    assert labels(ticks)[:4] == ["0.001", "0.01", "0.1", "1"]
    assert labels(ticks)[4:] == ["10", "100", "1,000", "10,000"]
    assert [tick.position for tick in ticks] == list(range(-3, 5))


def test_one_exponent_changes_all_labels() -> None:
    assert labels(logarithmic_ticks(-5.3, 1.5, 20)) == [
        *("1e−5", "1e−4", "1e−3", "1e−2", "1e−1", "1e0", "1e1")
    ]
    assert labels(logarithmic_ticks(8.6, 10.31, 9)) == ["5e8", "1e9", "2e9", "5e9", "1e10", "2e10"]
    assert labels(logarithmic_whole_ticks(8.2, 9.4, 9)) == ["2e8", "5e8", "1e9", "2e9"]


def _is_exponent(label: str) -> bool:
    return "e" in label


@given(st.sampled_from(Scale), st.floats(-40, 40), st.floats(0.01, 60), st.integers(1, 9))
def test_an_axis_has_one_style(scale: Scale, low: float, span: float, most: int) -> None:
    for ticks in (
        ticks_between(low, low + span, most, AxisScale(scale)),
        whole_ticks_between(max(low, 0.0), max(low, 0.0) + span, most, AxisScale(scale)),
    ):
        assert len({_is_exponent(each) for each in labels(ticks) if each != "0"}) <= 1


def test_many_decades_are_thinned() -> None:
    assert labels(logarithmic_ticks(-320, 308, 6)) == ["1e−200", "1e0", "1e200"]


def test_few_decades_have_more_ticks() -> None:
    ticks = logarithmic_ticks(-1.2, 0.4, 6)
    assert labels(ticks) == ["0.1", "0.2", "0.5", "1", "2"]
    assert [10**tick.position for tick in ticks] == pytest.approx([0.1, 0.2, 0.5, 1, 2])


def test_fewer_ticks_if_room_is_scarce() -> None:
    assert labels(logarithmic_ticks(-1.2, 0.4, 4)) == ["0.1", "0.5", "1"]
    assert labels(logarithmic_ticks(-1.2, 0.4, 2)) == ["0.1", "1"]


def test_ticks_within_a_decade_are_round() -> None:
    ticks = logarithmic_ticks(math.log10(302), math.log10(383), 5)
    assert labels(ticks) == ["320", "340", "360", "380"]
    assert [10**tick.position for tick in ticks] == pytest.approx([320, 340, 360, 380])
    low = logarithmic_ticks(math.log10(3.02e-9), math.log10(3.83e-9), 5)
    assert labels(low) == ["3.2e−9", "3.4e−9", "3.6e−9", "3.8e−9"]


def test_zero_is_the_lowest_tick() -> None:
    assert labels(logarithmic_ticks(-41, 1, 6, zero=-40)) == [
        *("0", "1e−30", "1e−20", "1e−10", "1e0")
    ]
    assert labels(logarithmic_ticks(-0.5, 0.5, 6, zero=0.0)) == ["0"]


@given(st.floats(-324, 309), st.floats(0.1, 600), st.integers(2, 12))
def test_logarithmic_ticks_are_few_and_ordered(low: float, span: float, most: int) -> None:
    ticks = logarithmic_ticks(low, low + span, most)
    positions = [tick.position for tick in ticks]
    assert len(ticks) <= most + 1
    assert positions == sorted(positions)
    assert len(set(labels(ticks))) == len(ticks)
    assert all(low - 1e-6 <= position <= low + span + 1e-6 for position in positions)


@given(st.floats(-300, 300), st.floats(0.05, 1.999), st.integers(2, 12))
def test_ticks_within_two_decades_are_spaced(low: float, span: float, most: int) -> None:
    positions = [tick.position for tick in logarithmic_ticks(low, low + span, most)]
    gaps = [after - before for before, after in itertools.pairwise(positions)]
    assert min(gaps, default=span) >= 0.35 * span / most


@given(st.floats(1e-300, 1e300))
def test_nice_steps_are_1_2_5(least: float) -> None:
    step = nice_step(least)
    assert least * (1 - 1e-8) <= step <= 2.5 * least * (1 + 1e-8)
    assert f"{step:e}".startswith(("1.000000e", "2.000000e", "5.000000e"))


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_empty_range_has_no_ticks(scale: Scale, ends: tuple[float, float]) -> None:
    assert ticks_between(*ends, 5, AxisScale(scale)) == []


@given(st.sampled_from(Scale), st.floats(-300, 300), st.floats(0.01, 10), st.integers(1, 7))
def test_every_range_has_ticks(scale: Scale, low: float, span: float, most: int) -> None:
    assert 1 <= len(ticks_between(low, low + span, most, AxisScale(scale))) <= most + 2


def test_axis_scale_decides_the_ticks() -> None:
    assert labels(ticks_between(0, 2, 2, AxisScale(Scale.LINEAR))) == ["0", "1", "2"]
    assert labels(ticks_between(0, 2, 2, AxisScale(Scale.LOGARITHMIC))) == ["1", "10", "100"]


EPOCHS = AxisScale(Scale.LOGARITHMIC, zero=-1.0)


def test_epochs_have_separators_then_powers() -> None:
    assert labels(whole_ticks(0, 1000, 5)) == ["0", "200", "400", "600", "800", "1,000"]
    assert labels(whole_ticks(0, 2_000_000, 4))[-1] == "2,000,000"
    assert labels(whole_ticks(0, 4, 4, shift=9)) == ["0", "1e9", "2e9", "3e9", "4e9"]
    assert labels(whole_ticks(0, 1.9, 4, shift=18))[1:] == ["5e17", "1e18", "1.5e18"]


def test_epochs_are_never_fractions() -> None:
    assert labels(whole_ticks(0, 1.05, 8)) == ["0", "1"]
    assert labels(whole_ticks(3.2, 3.8, 8)) == []
    assert whole_ticks(2, 1, 8) == []


def test_decades_start_with_a_zero() -> None:
    ticks = whole_ticks_between(-1.2, 15.3, 20, EPOCHS)
    assert labels(ticks)[:4] == ["0", "1e0", "1e1", "1e2"]
    assert labels(ticks)[-1] == "1e15"
    assert [tick.position for tick in ticks] == list(range(-1, 16))
    assert labels(whole_ticks_between(-1.2, 6.3, 20, EPOCHS)) == [
        *("0", "1", "10", "100", "1,000", "10,000", "100,000", "1,000,000")
    ]


def test_many_epoch_decades_are_thinned() -> None:
    assert labels(whole_ticks_between(-1.5, 100.5, 6, EPOCHS)) == [
        *("0", "1e0", "1e20", "1e40", "1e60", "1e80", "1e100")
    ]


def test_few_epoch_decades_have_more_ticks() -> None:
    assert labels(logarithmic_whole_ticks(0, 1.1, 6)) == ["1", "2", "5", "10"]
    assert labels(logarithmic_whole_ticks(3.2, 4.8, 6)) == [
        "2,000",
        "5,000",
        "10,000",
        "20,000",
        "50,000",
    ]


def test_epochs_within_a_decade_are_whole() -> None:
    assert labels(logarithmic_whole_ticks(math.log10(302), math.log10(383), 5)) == [
        *("320", "340", "360", "380")
    ]
    assert labels(logarithmic_whole_ticks(math.log10(3), math.log10(6.2), 8)) == list("3456")
    assert labels(logarithmic_whole_ticks(12.1, 12.3, 4))[0] == "1.4e12"


def test_only_zero_is_below_epoch_one() -> None:
    assert labels(whole_ticks_between(-1.5, -0.5, 5, EPOCHS)) == ["0"]
    assert labels(whole_ticks_between(-0.5, -0.1, 5, EPOCHS)) == []


@given(st.floats(-2, 300), st.floats(0.001, 300), st.integers(1, 8))
def test_logarithmic_epoch_ticks_are_whole(low: float, span: float, most: int) -> None:
    ticks = whole_ticks_between(low, low + span, most, EPOCHS)
    positions = [tick.position for tick in ticks]
    assert len(ticks) <= most + 3
    assert positions == sorted(positions)
    assert len(set(labels(ticks))) == len(ticks)
    assert all("." not in label or "e" in label for label in labels(ticks))
    assert all(low - 1e-6 <= position <= low + span + 1e-6 for position in positions)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_empty_epoch_range_has_no_ticks(scale: Scale, ends: tuple[float, float]) -> None:
    assert whole_ticks_between(*ends, 5, AxisScale(scale)) == []


def test_axis_scale_decides_the_epoch_ticks() -> None:
    assert labels(whole_ticks_between(0, 2, 2, AxisScale())) == ["0", "1", "2"]
    assert labels(whole_ticks_between(0, 2, 2, EPOCHS)) == ["1", "10", "100"]
