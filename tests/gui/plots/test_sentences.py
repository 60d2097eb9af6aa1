"""What the plots say of themselves."""

import numpy as np
import pytest

from gui.plots.rows import rows_of
from gui.plots.sentences import loss_sentence, row_reading, rows_sentence

from .conftest import trace_of


@pytest.mark.parametrize(
    ("losses", "expected"),
    [
        ([340.381, 9, 2.7e-7], "Line: the loss falls from 340 at epoch 0 to 2.7e−7 at epoch 2."),
        ([1, 5e12], "Line: the loss grows from 1 at epoch 0 to 5e12 at epoch 1."),
        (
            [683.0122, 683.0121],
            "Line: the loss falls from 683.0122 at epoch 0 to 683.0121 at epoch 1.",
        ),
        (
            [561_618_963, 561_618_964],
            "Line: the loss grows from 561,618,963 at epoch 0 to 561,618,964 at epoch 1.",
        ),
        ([1, np.nan], "Line: the loss grows from 1 at epoch 0 to — at epoch 1."),
        ([2, 2, 2], "Line: the loss stays at 2 from epoch 0 to epoch 2."),
        ([2], "Line: one point, the loss 2 at epoch 0."),
    ],
)
def test_curve_is_described(losses: list[float], expected: str) -> None:
    assert loss_sentence(trace_of(losses)) == expected


def test_rows_are_described() -> None:
    numbers = np.arange(2)
    assert rows_sentence(rows_of(numbers, [-1, 2], None, 2)) == "Points: Y of 2 rows, from −1 to 2."
    near = rows_sentence(rows_of(numbers, [683.01, 683.02], None, 2))
    assert near == "Points: Y of 2 rows, from 683.01 to 683.02."
    both = rows_sentence(rows_of(numbers, [-1, 2], [0.5, 3], 2))
    assert both == "Points: Y of 2 rows, from −1 to 2, and Ŷ, from 0.5 to 3."


def test_row_is_read() -> None:
    rows = rows_of(np.array([4, 9]), [1.5, -2], [1.25, np.nan], 2)
    assert row_reading(rows, 0) == "row 5   Y 1.5   Ŷ 1.25"
    assert row_reading(rows, 1) == "row 10   Y −2   Ŷ —"
