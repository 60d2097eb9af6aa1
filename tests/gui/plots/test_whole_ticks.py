"""Ticks at whole numbers."""

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


def test_epochs_have_separators_then_powers() -> None:
    assert labels(whole_ticks(0, 1000, 5)) == ["0", "200", "400", "600", "800", "1,000"]
    assert labels(whole_ticks(0, 2_000_000, 4))[-1] == "2,000,000"
    assert labels(whole_ticks(0, 4, 4, shift=9)) == ["0", "10⁹", "2×10⁹", "3×10⁹", "4×10⁹"]
    assert labels(whole_ticks(0, 1.9, 4, shift=18))[1:] == ["5×10¹⁷", "10¹⁸", "1.5×10¹⁸"]


def test_epochs_are_never_fractions() -> None:
    assert labels(whole_ticks(0, 1.05, 8)) == ["0", "1"]
    assert labels(whole_ticks(3.2, 3.8, 8)) == []
    assert whole_ticks(2, 1, 8) == []


def test_decades_start_with_a_zero() -> None:
    ticks = whole_ticks_between(-1.2, 15.3, 20, EPOCHS)
    assert labels(ticks)[:6] == ["0", "1", "10", "100", "10³", "10⁴"]
    assert labels(ticks)[-1] == "10¹⁵"
    assert [tick.position for tick in ticks] == list(range(-1, 16))


def test_many_epoch_decades_are_thinned() -> None:
    assert labels(whole_ticks_between(-1.5, 100.5, 6, EPOCHS)) == [
        *("0", "1", "10²⁰", "10⁴⁰", "10⁶⁰", "10⁸⁰", "10¹⁰⁰")
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
    assert labels(logarithmic_whole_ticks(12.1, 12.3, 4))[0] == "1.4×10¹²"


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
    assert all("." not in label or "×" in label for label in labels(ticks))
    assert all(low - 1e-6 <= position <= low + span + 1e-6 for position in positions)


@pytest.mark.parametrize("scale", Scale)
@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)])
def test_empty_epoch_range_has_no_ticks(scale: Scale, ends: tuple[float, float]) -> None:
    assert whole_ticks_between(*ends, 5, Measure(scale)) == []


def test_axis_scale_decides_the_epoch_ticks() -> None:
    assert labels(whole_ticks_between(0, 2, 2, Measure())) == ["0", "1", "2"]
    assert labels(whole_ticks_between(0, 2, 2, EPOCHS)) == ["1", "10", "100"]
