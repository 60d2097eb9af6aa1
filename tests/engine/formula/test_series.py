import numpy as np

from engine.formula.series import constant, difference, series_of, sign_beside
from engine.formula.tree import Operator


def test_zero_times_infinite_stays_zero() -> None:
    with np.errstate(all="ignore"):
        found = series_of(Operator.SQRT, [constant(np.float64(0.0))], 0)
    assert found == [0.0, 0.0, 0.0, 0.0]


def test_whole_power_ends_at_zero() -> None:
    with np.errstate(all="ignore"):
        found = series_of(Operator.POWER, [[np.float64(0.0), 1.0, 0.0, 0.0], constant(2.0)], 0)
    assert found == [0.0, 0.0, 1.0, 0.0]


def test_sign_beside_zero() -> None:
    flat = [np.zeros(3), np.array([0.0, 2.0, -1.0]), np.array([1.0, 0.0, 0.0]), 0.0]
    assert sign_beside(flat, 0).tolist() == [0, 0, 0]
    assert sign_beside(flat, 1).tolist() == [1, 1, -1]
    assert sign_beside(flat, -1).tolist() == [1, -1, 1]


def test_difference_turns_where_both_meet() -> None:
    assert difference([3.0, 1.0, 0.0, 0.0], [1.0, 2.0, 0.0, 4.0]) == [2.0, -1.0, 0.0, -4.0]


def test_comparison_follows_its_side() -> None:
    x = [np.float64(0.0), 1.0, 0.0, 0.0]
    held = [bool(series_of(Operator.LESS, [x, constant(0.0)], side)) for side in (-1, 0, 1)]
    assert held == [True, False, False]
