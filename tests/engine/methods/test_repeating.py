import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import History, Method
from engine.frame import Anchor, Frame, State
from engine.methods.loss_log import LossLog
from engine.methods.repeating import RepeatingSegment

from ..test_history import chunk


def segment_of(count: int, cycle_start: int, first: int, length: int) -> RepeatingSegment:
    """Return a segment whose W and loss tell which state they are of."""
    states = tuple(
        State(first + k, np.full((2, 1), float(k)), float(k + 1), np.zeros((2, 1)))
        for k in range(count)
    )
    whole = RepeatingSegment(Anchor(first, states[0].W), states, cycle_start, states[-1])
    return RepeatingSegment(whole.anchor, states, cycle_start, whole.state_at(first + length))


def index_at(count: int, cycle_start: int, index: int) -> int:
    while index >= count:
        index -= count - cycle_start
    return index


cycles = st.integers(1, 6).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n - 1)))


@given(cycles, st.sampled_from([0, 64, 5000, 10**17 + 4]), st.integers(1, 100))
def test_states_go_round(cycle: tuple[int, int], first: int, index: int) -> None:
    segment = segment_of(*cycle, first, 200)
    state = segment.state_at(first + index)
    assert state.W[0, 0] == index_at(*cycle, index)
    assert (state.epoch, state.method, state.anchor) == (
        first + index,
        Method.MODES,
        segment.anchor,
    )


@given(cycles, st.sampled_from([0, 64, 5000]), st.integers(1, 9000), st.data())
def test_every_loss_is_of_its_state(
    cycle: tuple[int, int], first: int, length: int, data: st.DataObject
) -> None:
    segment = segment_of(*cycle, first, length)
    after = data.draw(st.integers(first, first + length - 1))
    log = LossLog(first + length)
    trace, keyframes = segment.record(after, segment.end, log)
    epochs = range(after + 1, first + length + 1)
    assert trace.epoch.tolist() == [*epochs]
    assert trace.loss.tolist() == [index_at(*cycle, epoch - first) + 1.0 for epoch in epochs]
    assert len(keyframes) == 0


@given(cycles, st.sampled_from([0, 64, 5000]), st.integers(1, 9000))
def test_bins_cover_their_losses(cycle: tuple[int, int], first: int, length: int) -> None:
    segment = segment_of(*cycle, first, length)
    trace, keyframes = segment.record(first, segment.end, None)
    assert trace.epoch[-1] == first + length
    assert trace.loss[-1] == segment.end.loss
    ends = np.append(trace.epoch[1:] - 1, first + length)
    for epoch, end, lowest, loss, highest in zip(
        trace.epoch.tolist(), ends.tolist(), trace.lowest, trace.loss, trace.highest, strict=True
    ):
        own = [index_at(*cycle, each - first) + 1.0 for each in range(epoch, end + 1)]
        assert loss == own[0]
        assert lowest <= min(own)
        assert highest >= max(own)
    assert keyframes.W[:, 0].tolist() == [
        index_at(*cycle, epoch - first) for epoch in keyframes.epoch.tolist()
    ]


def test_far_epochs_are_recorded() -> None:
    segment = segment_of(1, 0, 64, 10**18)
    history = History()
    history.extend(chunk(0, [1.0] * 65, 2))
    history.extend(Frame(segment.end, segment.record(64, segment.end, None)))
    assert history.trace().epoch[-1] == pytest.approx(1e18)
    assert set(history.trace().loss.tolist()) == {1.0}
