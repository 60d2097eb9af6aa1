"""The numbers of a run in the sheet."""

import numpy as np
import pytest

from engine.statistics import agreeing_digits
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
