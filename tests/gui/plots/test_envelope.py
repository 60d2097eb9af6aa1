"""Long histories reduced to a few points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Trace
from gui.plots.envelope import envelope

from .conftest import trace_of


def drawn_of(trace: Trace, most: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the points drawn on an axis where each epoch is its own position."""
    return envelope(trace, trace.epoch.astype(float), most)


def test_short_history_is_unchanged() -> None:
    epochs, losses = drawn_of(trace_of([3, 2, np.nan, 1]), 4)
    assert epochs.tolist() == [0, 1, 2, 3]
    np.testing.assert_array_equal(losses, [3, 2, np.nan, 1])


def test_bins_show_both_extremes_in_order() -> None:
    trace = Trace(
        np.array([0, 10, 20]),
        np.array([9.0, 1.0, 6.0]),
        np.array([8.0, 1.0, 6.0]),
        np.array([9.0, 5.0, 6.0]),
    )
    epochs, losses = drawn_of(trace, 100)
    assert epochs.tolist() == [0, 0, 10, 10, 20, 20, 20]
    assert losses.tolist() == [9, 8, 1, 5, 6, 6, 6]


@given(st.integers(1, 5000), st.integers(0, 10**6), st.integers(2, 60))
def test_no_spike_is_lost(length: int, where: int, most: int) -> None:
    losses = np.linspace(2, 1, length)
    up, down = where % length, (where * 7) % length
    losses[up] = 50.0
    losses[down] = 0.5
    epochs, drawn = drawn_of(trace_of(losses), most)
    assert len(drawn) <= most + 3
    assert drawn.max() == losses.max()
    assert drawn.min() == losses.min()
    assert np.all(np.diff(epochs) >= 0)
    np.testing.assert_array_equal(drawn, losses[epochs.astype(int)])


def test_last_point_is_the_latest_epoch() -> None:
    epochs, losses = drawn_of(trace_of(np.arange(1001.0)[::-1]), 100)
    assert (epochs[-1], losses[-1]) == (1000, 0)


@pytest.mark.parametrize("odd", [np.nan, np.inf])
def test_infinite_losses_hide_no_finite_ones(odd: float) -> None:
    losses = np.arange(1.0, 1001.0)
    losses[500:] = odd
    _, drawn = drawn_of(trace_of(losses), 100)
    finite = drawn[np.isfinite(drawn)]
    assert (finite.min(), finite.max()) == (1, 500)


def test_all_nan_history_stays_nan() -> None:
    _, drawn = drawn_of(trace_of(np.full(1000, np.nan)), 100)
    assert not np.isfinite(drawn).any()


def test_points_are_spread_along_the_axis() -> None:
    epochs = np.unique(np.geomspace(1, 1e15, 4096).round())
    losses = 1 / epochs
    trace = Trace(epochs, losses, losses * 0.9, losses)
    positions, _ = envelope(trace, np.log10(epochs), 640)
    counts, _ = np.histogram(positions, bins=15, range=(0, 15))
    assert counts[1:].min() > 30
    linear, _ = envelope(trace, epochs, 640)
    assert len(linear) <= 641
    assert linear[-1] == 1e15


def test_equal_positions_are_drawn_once() -> None:
    losses = np.array([9.0, 1.0])
    trace = Trace(np.array([0, 10]), losses, losses, np.array([9.0, 5.0]))
    positions, drawn = envelope(trace, np.zeros(2), 100)
    assert positions.tolist() == [0, 0, 0]
    assert drawn.tolist() == [9, 1, 1]
