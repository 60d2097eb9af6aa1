"""The numbers of a run in the sheet."""

import numpy as np
import pytest

from engine.limit.slope_check import GradientCheck, agreeing_digits
from gui.tables import RunNumbers

ONES = np.ones((2, 1))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (RunNumbers(), RunNumbers(), True),
        (RunNumbers(ONES), RunNumbers(ONES.copy()), True),
        (RunNumbers(ONES), RunNumbers(), False),
        (RunNumbers(ONES), RunNumbers(2 * ONES), False),
        (RunNumbers(ONES), RunNumbers(np.ones((3, 1))), False),
        (RunNumbers(loss=1.0), RunNumbers(loss=1.0), True),
        (RunNumbers(loss=1.0), RunNumbers(loss=2.0), False),
    ],
)
def test_equal_numbers_show_nothing_new(one: RunNumbers, other: RunNumbers, is_same: bool) -> None:
    assert one.equals(other) is other.equals(one) is is_same


def test_other_marks_are_new() -> None:
    """The last frame of a run is shown before, and after its verdict: W is the same."""
    running = RunNumbers(ONES, check=agreeing_digits([0.0, 0.0], [1e-12, 1e-12]))
    again = RunNumbers(ONES, check=agreeing_digits([0.0, 0.0], [1e-12, 1e-12]))
    at_rest = RunNumbers(ONES, check=agreeing_digits([0.0, 0.0], [1e-12, 1e-12], at_rest=1e-9))
    assert running.equals(again)
    assert not running.equals(at_rest)


@pytest.mark.parametrize("check", [None, agreeing_digits([1.0, 1.0], [np.nan, np.nan])])
def test_undefined_loss_is_not_checked(check: GradientCheck | None) -> None:
    gone = np.full((2, 1), np.nan)
    run = RunNumbers(ONES, loss=np.nan, gradient=gone, exact_gradient=gone, check=check)
    assert run.gradient_check is None
