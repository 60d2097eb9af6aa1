"""The rows of the prediction plot."""

import numpy as np

from gui.plots.rows import NO_ROWS, rows_of


def test_row_numbers_start_at_one() -> None:
    rows = rows_of(np.array([0, 5]), [1, 2], [3, 4], 2)
    assert rows.number.tolist() == [1, 6]
    assert (rows.observed.tolist(), rows.predicted.tolist()) == ([1, 2], [3, 4])
    assert rows.remark == ""


def test_columns_become_flat_arrays() -> None:
    rows = rows_of(np.arange(2), np.array([[1], [2]]), np.array([[3], [4]]), 2)
    assert (rows.observed.tolist(), rows.predicted.tolist()) == ([1, 2], [3, 4])


def test_unknown_predictions_are_nan() -> None:
    rows = rows_of(np.arange(3), [1, 2, 3], None, 3)
    assert np.isnan(rows.predicted).all()
    assert rows.remark == ""


def test_sample_has_a_remark() -> None:
    assert rows_of(np.arange(2), [1, 2], None, 1_000_000).remark == "2 of 1,000,000 rows"


def test_non_finite_predictions_are_counted() -> None:
    assert rows_of(np.arange(2), [1, 2], [np.inf, 1], 2).remark == "1 Ŷ is not finite"
    several = rows_of(np.arange(3), [1, 2, 3], [np.inf, np.nan, 1], 9)
    assert several.remark == "3 of 9 rows · 2 Ŷ are not finite"


def test_no_rows_have_length_zero() -> None:
    assert len(NO_ROWS) == 0
