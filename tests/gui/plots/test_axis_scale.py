"""Positions of numbers along an axis."""

import numpy as np
import pytest

from gui.plots.axis_scale import (
    AxisScale,
    Scale,
    epoch_axis_scale,
    linear_axis_scale,
    logarithmic_axis_scale,
    power_of_ten,
)


def test_usual_numbers_are_their_own_positions() -> None:
    values = np.array([-3.5, 0, 1e6])
    axis_scale = linear_axis_scale(values)
    assert axis_scale == AxisScale(Scale.LINEAR, 0)
    assert axis_scale.positions(values).tolist() == [-3.5, 0, 1e6]


@pytest.mark.parametrize("size", [1.5e308, 1e300, 1e9, 1e-7, 1e-300, 5e-324])
def test_extreme_numbers_get_drawable_positions(size: float) -> None:
    values = np.array([0, size / 2, size])
    positions = linear_axis_scale(values).positions(values)
    assert positions[0] == 0
    assert 1e-25 < positions[2] < 1e10
    assert positions[1] <= positions[2]


def test_non_finite_values_have_no_position() -> None:
    values = np.array([1.0, np.inf, -np.inf, np.nan])
    axis_scale = linear_axis_scale(values)
    assert axis_scale == AxisScale()
    assert np.isnan(axis_scale.positions(values)).tolist() == [False, True, True, True]


def test_logarithmic_positions_are_exponents() -> None:
    values = np.array([1e-300, 1, 100, 1e300])
    axis_scale = logarithmic_axis_scale(values)
    assert axis_scale.zero is None
    np.testing.assert_allclose(axis_scale.positions(values), [-300, 0, 2, 300])


def test_zero_is_a_decade_below_smallest() -> None:
    values = np.array([10, 0.02, 0])
    axis_scale = logarithmic_axis_scale(values)
    assert axis_scale.zero == -3
    assert axis_scale.positions(values)[2] == -3


def test_zeros_alone_have_a_position() -> None:
    assert logarithmic_axis_scale(np.zeros(3)).positions(np.zeros(3)).tolist() == [0, 0, 0]


def test_smallest_float_is_above_zero() -> None:
    values = np.array([5e-324, 0])
    tiny, zero = logarithmic_axis_scale(values).positions(values)
    assert zero < tiny < -323


def test_negative_values_have_no_logarithmic_position() -> None:
    values = np.array([-1, np.nan, np.inf])
    assert np.isnan(logarithmic_axis_scale(values).positions(values)).all()


@pytest.mark.parametrize("values", [np.array([]), np.array([np.nan])])
def test_no_values_give_the_default_scale(values: np.ndarray) -> None:
    assert linear_axis_scale(values) == AxisScale()
    assert logarithmic_axis_scale(values) == AxisScale(Scale.LOGARITHMIC)


def test_power_of_ten_is_limited() -> None:
    assert power_of_ten(3) == 1000
    assert 0 < power_of_ten(-600) < power_of_ten(600) < np.inf


def test_epoch_zero_is_before_epoch_one() -> None:
    epochs = np.array([0.0, 1.0, 10.0, 1e100])
    assert epoch_axis_scale(epochs, Scale.LOGARITHMIC).positions(epochs).tolist() == [-1, 0, 1, 100]
    start = epochs[:1]
    assert epoch_axis_scale(start, Scale.LOGARITHMIC).positions(start).tolist() == [-1]
    assert epoch_axis_scale(epochs[:3], Scale.LINEAR) == AxisScale()
