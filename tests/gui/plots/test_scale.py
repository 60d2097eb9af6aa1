"""Places of numbers along an axis."""

import numpy as np
import pytest

from gui.plots.scale import (
    Measure,
    Scale,
    epoch_measure,
    linear_measure,
    logarithmic_measure,
    power_of_ten,
)


def test_usual_numbers_are_their_own_places() -> None:
    values = np.array([-3.5, 0, 1e6])
    measure = linear_measure(values)
    assert measure == Measure(Scale.LINEAR, 0)
    assert measure.places(values).tolist() == [-3.5, 0, 1e6]


@pytest.mark.parametrize("size", [1.5e308, 1e300, 1e9, 1e-7, 1e-300, 5e-324])
def test_huge_and_tiny_numbers_get_places_that_qt_can_draw(size: float) -> None:
    values = np.array([0, size / 2, size])
    places = linear_measure(values).places(values)
    assert places[0] == 0
    assert 1e-25 < places[2] < 1e10
    assert places[1] <= places[2]


def test_what_is_not_finite_has_no_place_and_no_say() -> None:
    values = np.array([1.0, np.inf, -np.inf, np.nan])
    measure = linear_measure(values)
    assert measure == Measure()
    assert np.isnan(measure.places(values)).tolist() == [False, True, True, True]


def test_logarithmic_places_are_powers_of_ten() -> None:
    values = np.array([1e-300, 1, 100, 1e300])
    measure = logarithmic_measure(values)
    assert measure.zero is None
    np.testing.assert_allclose(measure.places(values), [-300, 0, 2, 300])


def test_a_zero_has_its_place_a_decade_below_the_smallest() -> None:
    values = np.array([10, 0.02, 0])
    measure = logarithmic_measure(values)
    assert measure.zero == -3
    assert measure.places(values)[2] == -3


def test_zeros_alone_have_a_place_too() -> None:
    assert logarithmic_measure(np.zeros(3)).places(np.zeros(3)).tolist() == [0, 0, 0]


def test_the_smallest_number_of_all_stands_above_zero() -> None:
    values = np.array([5e-324, 0])
    tiny, zero = logarithmic_measure(values).places(values)
    assert zero < tiny < -323


def test_nothing_negative_or_not_finite_has_a_logarithm() -> None:
    values = np.array([-1, np.nan, np.inf])
    assert np.isnan(logarithmic_measure(values).places(values)).all()


@pytest.mark.parametrize("values", [np.array([]), np.array([np.nan])])
def test_nothing_is_measured_as_usual(values: np.ndarray) -> None:
    assert linear_measure(values) == Measure()
    assert logarithmic_measure(values) == Measure(Scale.LOGARITHMIC)


def test_powers_of_ten_stay_numbers() -> None:
    assert power_of_ten(3) == 1000
    assert 0 < power_of_ten(-600) < power_of_ten(600) < np.inf


def test_the_epoch_before_the_first_stands_a_decade_before_it() -> None:
    epochs = np.array([0.0, 1.0, 10.0, 1e100])
    assert epoch_measure(epochs, Scale.LOGARITHMIC).places(epochs).tolist() == [-1, 0, 1, 100]
    start = epochs[:1]
    assert epoch_measure(start, Scale.LOGARITHMIC).places(start).tolist() == [-1]
    assert epoch_measure(epochs[:3], Scale.LINEAR) == Measure()
