import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Convergence, Frame, Keyframes, Method, StopReason, Trace
from engine.bins import starting_bins
from engine.frame import Recorded, State


def frame(column: list[list[float]], losses: list[float]) -> Frame:
    W = np.array(column)
    trace = Trace.of_each(np.arange(len(losses)), np.array(losses))
    keyframes = Keyframes(np.zeros(1, dtype=np.int64), W.T)
    return Frame(State(0, W, 1.0, W), Recorded(trace, keyframes))


def test_gradient_norm_does_not_overflow() -> None:
    assert frame([[3e200], [4e200]], []).gradient_norm == pytest.approx(5e200)
    assert frame([[3e-200], [4e-200]], []).gradient_norm == pytest.approx(5e-200)


def test_frame_defaults() -> None:
    going_on = frame([[1.0]], [])
    assert going_on.stop is None
    assert going_on.anchor is None
    assert going_on.convergence is None
    assert going_on.detail == going_on.fallback == ""
    assert going_on.method is Method.LITERAL


def test_scaled_weights_are_the_frames_own() -> None:
    norms, scaled = np.array([[49.0]]), np.array([[1.0]])
    W = scaled / norms
    made = frame(W.tolist(), [])
    assert made.on_lengths(norms) == W * norms != scaled
    made = Frame(made.state._replace(W_scaled=scaled), made.recorded)
    assert made.on_lengths(norms) is scaled
    assert made.on_lengths(np.ones((1, 1))) == W
    moved = Frame(made.state._replace(W=2 * W), made.recorded)
    assert moved.on_lengths(norms) == 2 * W * norms


def test_frame_shows_state_and_record() -> None:
    made = frame([[1.0]], [3.0, 2.0])
    for name, value in made.state._asdict().items():
        assert getattr(made, name) is value
    assert (made.trace, made.keyframes) == made.recorded


def test_frame_epochs_and_losses_from_trace() -> None:
    made = frame([[1.0]], [3.0, 2.0])
    assert made.epochs is made.trace.epoch
    assert made.losses is made.trace.loss


def test_stop_reasons_are_sentences() -> None:
    assert len({reason.value for reason in StopReason}) == len(StopReason) == 8
    assert all(reason.value.endswith(".") for reason in StopReason)


def test_convergences_are_sentences() -> None:
    assert len({convergence.value for convergence in Convergence}) == len(Convergence)
    assert all(convergence.value.endswith(".") for convergence in Convergence)


def states(first: int, count: int, weights: int = 2) -> list[State]:
    """Return states with loss 1/(epoch + 1) and weights equal to the epoch."""
    return [
        State(
            epoch,
            np.full((weights, 1), float(epoch)),
            1 / (epoch + 1),
            np.zeros((weights, 1)),
        )
        for epoch in range(first, first + count)
    ]


def test_state_defaults() -> None:
    (state,) = states(3, 1)
    assert state.method is Method.LITERAL
    assert state.stop is None
    assert state.anchor is None
    assert state.detail == state.fallback == ""


@pytest.mark.parametrize("weights", [1, 5])
def test_empty_record_has_right_shapes(weights: int) -> None:
    for recorded in (Recorded.nothing(weights), Recorded.of_states([], weights)):
        assert len(recorded.trace) == len(recorded.keyframes) == 0
        assert recorded.keyframes.W.shape == (0, weights)
        assert recorded.trace.epoch.dtype == recorded.keyframes.epoch.dtype == np.int64
    assert len(Recorded.no_keyframes(weights)) == 0


@given(st.integers(0, 20_000), st.integers(1, 300), st.integers(1, 4))
def test_states_record_losses_and_keyframes(first: int, count: int, weights: int) -> None:
    trace, keyframes = Recorded.of_states(states(first, count, weights), weights)
    epochs = list(range(first, first + count))
    assert trace.epoch.tolist() == epochs
    assert trace.loss.tolist() == [1 / (epoch + 1) for epoch in epochs]
    assert trace.lowest is trace.highest is trace.loss
    assert keyframes.epoch.tolist() == starting_bins(first - 1, first + count - 1).tolist()
    assert keyframes.W.tolist() == [[epoch] * weights for epoch in keyframes.epoch.tolist()]


def test_single_precision_is_recorded_in_double() -> None:
    single = [state._replace(W=state.W.astype(np.float32)) for state in states(0, 3)]
    assert Recorded.of_states(single, 2).keyframes.W.dtype == np.float64


def test_record_is_a_copy() -> None:
    made = states(0, 3)
    recorded = Recorded.of_states(made, 2)
    made[1].W[:] = 99
    assert recorded.keyframes.W[1].tolist() == [1, 1]
