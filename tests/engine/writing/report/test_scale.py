import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.writing.report.scale import ChartScale, in_exponents, round_step


def texts(scale: ChartScale | None, most: int = 6) -> list[str]:
    assert scale is not None
    return [tick.text for tick in scale.ticks(most)]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0, 1], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        ([-3, 7], ["−2", "0", "2", "4", "6"]),
        ([1900, 1960], ["1,900", "1,920", "1,940", "1,960"]),
        ([0, 3e8], ["0", "1e8", "2e8", "3e8"]),
        ([0, 2e-16], ["0", "5e−17", "1e−16", "1.5e−16", "2e−16"]),
    ],
)
def test_ticks_are_round_numbers(values: list[float], shown: list[str]) -> None:
    assert texts(ChartScale.of(np.array(values, dtype=float))) == shown


def test_log_ticks_are_powers_of_ten() -> None:
    scale = ChartScale.of(np.array([1e-9, 1e9]), is_log=True)
    assert texts(scale) == ["1e−8", "0.0001", "1", "10,000", "1e8"]


def test_values_stand_in_proportion() -> None:
    scale = ChartScale(0.0, 10.0)
    assert scale.places(np.array([0.0, 5.0, 10.0])).tolist() == [0, 0.5, 1]
    assert np.isnan(scale.places(np.array([-1.0, 11.0, np.nan]))).all()


def test_powers_stand_in_proportion() -> None:
    places = ChartScale(0.0, 4.0, is_log=True).places(np.array([1.0, 100.0, 1e4, 0.0, -1.0]))
    assert places[:3].tolist() == [0, 0.5, 1]
    assert np.isnan(places[3:]).all()


@pytest.mark.parametrize("values", [[], [math.nan], [math.inf, -math.inf], [1e301]])
def test_nothing_finite_has_no_axis(values: list[float]) -> None:
    assert ChartScale.of(np.array(values)) is None


@given(st.lists(st.floats(-1e299, 1e299), min_size=1, max_size=9), st.booleans())
def test_every_value_is_on_its_axis(values: list[float], is_log: bool) -> None:
    given_values = np.array(values)
    scale = ChartScale.of(given_values, is_log=is_log)
    held = given_values > 0 if is_log else np.full(len(values), fill_value=True)
    if scale is None:
        assert not held.any()
        return
    assert np.isfinite(scale.places(given_values)[held]).all()
    ticks = scale.ticks()
    assert len(ticks) < 20
    assert all(-1e-6 <= tick.place <= 1 + 1e-6 for tick in ticks)


@pytest.mark.parametrize(("step", "rounded"), [(1, 1), (1.1, 2), (3, 5), (7, 10), (0.03, 0.05)])
def test_steps_are_one_two_or_five(step: float, rounded: float) -> None:
    assert round_step(step) == pytest.approx(rounded, rel=1e-15)


@pytest.mark.parametrize(
    ("value", "text"), [(2.5e7, "2.5e7"), (-1e-5, "−1e−5"), (0, "0"), (1e8, "1e8")]
)
def test_exponents_are_short(value: float, text: str) -> None:
    assert in_exponents(value, 2) == text
