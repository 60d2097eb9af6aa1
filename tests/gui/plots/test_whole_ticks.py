"""Ticks at whole values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.plots.scale import Measure, Scale
from gui.plots.ticks import Tick
from gui.plots.whole_ticks import logarithmic_whole_ticks, whole_ticks, whole_ticks_between

EPOCHS = Measure(Scale.LOGARITHMIC, zero=-1.0)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def test_epochs_have_thousands_separators_and_then_powers() -> None:
    assert labels(whole_ticks(0, 1000, 5)) == ["0", "200", "400", "600", "800", "1,000"]
    assert labels(whole_ticks(0, 2_000_000, 4))[-1] == "2,000,000"
    assert labels(whole_ticks(0, 4, 4, shift=9)) == ["0", "10⁹", "2×10⁹", "3×10⁹", "4×10⁹"]
    assert labels(whole_ticks(0, 1.9, 4, shift=18))[1:] == ["5×10¹⁷", "10¹⁸", "1.5×10¹⁸"]


def test_epochs_are_never_broken() -> None:
    assert labels(whole_ticks(0, 1.05, 8)) == ["0", "1"]
    assert labels(whole_ticks(3.2, 3.8, 8)) == []
    assert whole_ticks(2, 1, 8) == []


def test_decades_follow_a_zero_of_their_own() -> None:
    ticks = whole_ticks_between(-1.2, 15.3, 20, EPOCHS)
    assert labels(ticks)[:6] == ["0", "1", "10", "100", "10³", "10⁴"]
    assert labels(ticks)[-1] == "10¹⁵"
    assert [tick.place for tick in ticks] == list(range(-1, 16))


def test_many_decades_are_thinned() -> None:
    assert labels(whole_ticks_between(-1.5, 100.5, 6, EPOCHS)) == [
        *("0", "1", "10²⁰", "10⁴⁰", "10⁶⁰", "10⁸⁰", "10¹⁰⁰")
    ]


def test_under_two_decades_there_are_twos_and_fives() -> None:
    assert labels(logarithmic_whole_ticks(0, 1.1, 6)) == ["1", "2", "5", "10"]
    assert labels(logarithmic_whole_ticks(3.2, 4.8, 6)) == [
        "2,000",
        "5,000",
        "10,000",
        "20,000",
        "50,000",
    ]


def test_within_a_decade_values_are_round_and_whole() -> None:
    assert labels(logarithmic_whole_ticks(math.log10(302), math.log10(383), 5)) == [
        *("320", "340", "360", "380")
    ]
    assert labels(logarithmic_whole_ticks(math.log10(3), math.log10(6.2), 8)) == list("3456")
    assert labels(logarithmic_whole_ticks(12.1, 12.3, 4))[0] == "1.4×10¹²"


def test_below_the_first_epoch_there_is_zero_alone() -> None:
    assert labels(whole_ticks_between(-1.5, -0.5, 5, EPOCHS)) == ["0"]
    assert labels(whole_ticks_between(-0.5, -0.1, 5, EPOCHS)) == []


@given(st.floats(-2, 300), st.floats(0.001, 300), st.integers(1, 8))
def test_logarithmic_ticks_are_few_whole_and_in_order(low: float, span: float, most: int) -> None:
    ticks = whole_ticks_between(low, low + span, most, EPOCHS)
    places = [tick.place for tick in ticks]
    assert len(ticks) <= most + 3
    assert places == sorted(places)
    assert len(set(labels(ticks))) == len(ticks)
    assert all("." not in label or "×" in label for label in labels(ticks))
    assert all(low - 1e-6 <= place <= low + span + 1e-6 for place in places)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_no_range_has_no_ticks(scale: Scale, ends: tuple[float, float]) -> None:
    assert whole_ticks_between(*ends, 5, Measure(scale)) == []


def test_the_measure_decides() -> None:
    assert labels(whole_ticks_between(0, 2, 2, Measure())) == ["0", "1", "2"]
    assert labels(whole_ticks_between(0, 2, 2, EPOCHS)) == ["1", "10", "100"]
