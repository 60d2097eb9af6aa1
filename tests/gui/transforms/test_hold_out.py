"""Hold rows out of the fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import held_out
from engine.errors import NothingToHoldOut
from gui.transforms.errors import BadShare, NotWhole
from gui.transforms.hold_out import HoldOut

from .experiments import made

PERCENT = st.floats(1e-300, 99.999999999)


@given(PERCENT, st.integers(0, 100), st.integers(2, 50))
def test_share_of_rows_is_held_out(percent: float, seed: int, rows: int) -> None:
    chosen = HoldOut(percent, seed)
    after = chosen.apply(made(np.arange(rows).reshape(rows, 1), np.arange(rows), [0.0]))
    assert after.held_out is not None
    assert np.array_equal(after.held_out.rows, held_out(rows, percent / 100, seed))
    assert chosen.counts(rows) == (after.held_out.rows.sum(), after.problem.rows)
    assert HoldOut.like(after.held_out).percent == pytest.approx(percent, rel=1e-11)


def test_same_numbers_are_shown_again() -> None:
    for percent in range(1, 100):
        experiment = made(np.arange(200.0).reshape(200, 1), np.arange(200.0), [0.0])
        held = HoldOut(percent, 4).apply(experiment).held_out
        assert held is not None
        assert HoldOut.like(held) == HoldOut(percent, 4)


@pytest.mark.parametrize("percent", [0, -1, 5e-324, 100, 1e300])
def test_share_beyond_bounds_is_refused(percent: float) -> None:
    with pytest.raises(BadShare, match="above 0 % and below 100 %"):
        HoldOut(percent)
    with pytest.raises(NotWhole):
        HoldOut(20, 0.5)


def test_one_row_is_refused() -> None:
    with pytest.raises(NothingToHoldOut):
        HoldOut().apply(made([[1.0]], [1.0], [0.0]))
