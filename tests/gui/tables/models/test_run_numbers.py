"""The numbers of a run in the sheet."""

import numpy as np
import pytest

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
