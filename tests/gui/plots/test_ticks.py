"""Ticks that can be read."""

import itertools
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gui.plots.scale import Measure, Scale
from gui.plots.ticks import (
    Tick,
    linear_ticks,
    logarithmic_ticks,
    nice_step,
    ticks_between,
)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def test_linear_ticks_are_round() -> None:
    assert labels(linear_ticks(-0.3, 1.2, 5)) == ["0", "0.5", "1.0"]
    assert labels(linear_ticks(0, 350, 4)) == ["0", "100", "200", "300"]
    assert labels(linear_ticks(-20_000, 20_000, 4)) == [
        "-20,000",
        "-10,000",
        "0",
        "10,000",
        "20,000",
    ]


def test_large_and_small_numbers_are_written_in_powers_of_ten() -> None:
    assert labels(linear_ticks(0, 4.2e6, 5)) == ["0", "1e6", "2e6", "3e6", "4e6"]
    assert labels(linear_ticks(0, 3.1e-7, 3)) == ["0", "2e-7"]
    assert labels(linear_ticks(0, 1.6e8, 4)) == ["0", "5e7", "1e8", "1.5e8"]


def test_a_shift_counts_in_the_power() -> None:
    assert labels(linear_ticks(0, 1.9, 4, shift=308)) == ["0", "5e307", "1e308", "1.5e308"]


def test_digits_suffice_to_tell_neighbours_apart() -> None:
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
def test_linear_ticks_are_few_and_say_where_they_stand(
    low: float, span: float, most: int, shift: int
) -> None:
    high = low + span
    assume(span > 1e-6 * max(abs(low), abs(high)))
    ticks = linear_ticks(low, high, most, shift)
    assert len(ticks) <= most + 1
    assert len(set(labels(ticks))) == len(ticks)
    for tick in ticks:
        assert low - 1e-6 * span <= tick.place <= high + 1e-6 * span
        said = float(tick.label.replace(",", ""))
        assert math.isclose(said, tick.place * 10.0**shift, rel_tol=1e-9, abs_tol=1e-300)
        assert "00000" not in tick.label.replace(",", "") or tick.place >= 1e5


def test_decades_are_written_out_near_one_only() -> None:
    ticks = logarithmic_ticks(-8.3, 4.5, 20)
    assert labels(ticks)[:6] == ["1e-8", "1e-7", "1e-6", "1e-5", "1e-4", "0.001"]
    assert labels(ticks)[6:] == ["0.01", "0.1", "1", "10", "100", "1,000", "10,000"]
    assert [tick.place for tick in ticks] == list(range(-8, 5))


def test_many_decades_are_thinned() -> None:
    assert labels(logarithmic_ticks(-320, 308, 6)) == ["1e-200", "1", "1e200"]


def test_under_two_decades_there_are_twos_and_fives() -> None:
    ticks = logarithmic_ticks(-1.2, 0.4, 6)
    assert labels(ticks) == ["0.1", "0.2", "0.5", "1", "2"]
    assert [10**tick.place for tick in ticks] == pytest.approx([0.1, 0.2, 0.5, 1, 2])


def test_where_room_is_scarce_there_are_fewer_digits() -> None:
    assert labels(logarithmic_ticks(-1.2, 0.4, 4)) == ["0.1", "0.5", "1"]
    assert labels(logarithmic_ticks(-1.2, 0.4, 2)) == ["0.1", "1"]


def test_within_a_decade_the_numbers_are_round() -> None:
    ticks = logarithmic_ticks(math.log10(302), math.log10(383), 5)
    assert labels(ticks) == ["320", "340", "360", "380"]
    assert [10**tick.place for tick in ticks] == pytest.approx([320, 340, 360, 380])
    low = logarithmic_ticks(math.log10(3.02e-9), math.log10(3.83e-9), 5)
    assert labels(low) == ["3.2e-9", "3.4e-9", "3.6e-9", "3.8e-9"]


def test_zero_is_a_tick_and_no_decade_is_below_it() -> None:
    assert labels(logarithmic_ticks(-41, 1, 6, zero=-40)) == ["0", "1e-30", "1e-20", "1e-10", "1"]
    assert labels(logarithmic_ticks(-0.5, 0.5, 6, zero=0.0)) == ["0"]


@given(st.floats(-324, 309), st.floats(0.1, 600), st.integers(2, 12))
def test_logarithmic_ticks_are_few_and_in_order(low: float, span: float, most: int) -> None:
    ticks = logarithmic_ticks(low, low + span, most)
    places = [tick.place for tick in ticks]
    assert len(ticks) <= most + 1
    assert places == sorted(places)
    assert len(set(labels(ticks))) == len(ticks)
    assert all(low - 1e-6 <= place <= low + span + 1e-6 for place in places)


@given(st.floats(-300, 300), st.floats(0.05, 1.999), st.integers(2, 12))
def test_within_two_decades_ticks_do_not_crowd(low: float, span: float, most: int) -> None:
    places = [tick.place for tick in logarithmic_ticks(low, low + span, most)]
    gaps = [after - before for before, after in itertools.pairwise(places)]
    assert min(gaps, default=span) >= 0.35 * span / most


@given(st.floats(1e-300, 1e300))
def test_a_nice_step_is_one_two_or_five(least: float) -> None:
    step = nice_step(least)
    assert least * (1 - 1e-8) <= step <= 2.5 * least * (1 + 1e-8)
    assert f"{step:e}".startswith(("1.000000e", "2.000000e", "5.000000e"))


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_no_range_has_no_ticks(scale: Scale, ends: tuple[float, float]) -> None:
    assert ticks_between(*ends, 5, Measure(scale)) == []


@given(st.sampled_from(Scale), st.floats(-300, 300), st.floats(0.01, 10), st.integers(1, 7))
def test_there_is_always_something_to_read(
    scale: Scale, low: float, span: float, most: int
) -> None:
    assert 1 <= len(ticks_between(low, low + span, most, Measure(scale))) <= most + 2


def test_the_measure_decides() -> None:
    assert labels(ticks_between(0, 2, 2, Measure(Scale.LINEAR))) == ["0", "1", "2"]
    assert labels(ticks_between(0, 2, 2, Measure(Scale.LOGARITHMIC))) == ["1", "10", "100"]
