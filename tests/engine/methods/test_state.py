import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Method
from engine.bins import starting_bins
from engine.methods.state import Recorded, State


def states(first: int, count: int, weights: int = 2) -> list[State]:
    """Make states whose loss is 1/(epoch + 1) and whose weights are the epoch."""
    return [
        State(
            epoch,
            np.full((weights, 1), float(epoch)),
            1 / (epoch + 1),
            np.zeros((weights, 1)),
        )
        for epoch in range(first, first + count)
    ]


def test_a_state_is_one_of_the_definition_that_goes_on_unless_told_otherwise() -> None:
    (state,) = states(3, 1)
    assert state.method is Method.LITERAL
    assert state.stop is None
    assert state.anchor is None
    assert state.detail == state.fallback == ""


@pytest.mark.parametrize("weights", [1, 5])
def test_nothing_is_recorded_in_the_right_shapes(weights: int) -> None:
    for recorded in (Recorded.nothing(weights), Recorded.walked([], weights)):
        assert len(recorded.trace) == len(recorded.keyframes) == 0
        assert recorded.keyframes.W.shape == (0, weights)
        assert recorded.trace.epoch.dtype == recorded.keyframes.epoch.dtype == np.int64
    assert len(Recorded.no_keyframes(weights)) == 0


@given(st.integers(0, 20_000), st.integers(1, 300), st.integers(1, 4))
def test_of_what_was_walked_every_loss_is_recorded_and_W_where_a_bin_starts(
    first: int, count: int, weights: int
) -> None:
    trace, keyframes = Recorded.walked(states(first, count, weights), weights)
    epochs = list(range(first, first + count))
    assert trace.epoch.tolist() == epochs
    assert trace.loss.tolist() == [1 / (epoch + 1) for epoch in epochs]
    assert trace.lowest is trace.highest is trace.loss
    assert keyframes.epoch.tolist() == starting_bins(first - 1, first + count - 1).tolist()
    assert keyframes.W.tolist() == [[epoch] * weights for epoch in keyframes.epoch.tolist()]


def test_weights_in_single_precision_are_recorded_in_double() -> None:
    single = [state._replace(W=state.W.astype(np.float32)) for state in states(0, 3)]
    assert Recorded.walked(single, 2).keyframes.W.dtype == np.float64


def test_what_is_recorded_is_a_copy() -> None:
    walked = states(0, 3)
    recorded = Recorded.walked(walked, 2)
    walked[1].W[:] = 99
    assert recorded.keyframes.W[1].tolist() == [1, 1]
