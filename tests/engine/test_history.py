from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Frame, History, Keyframes, Method, Problem, Settings, Trace, descend
from engine.bins import FINEST, as_counts, bin_starts, starting_bins
from engine.errors import BadSetting
from engine.frame import Recorded, State
from engine.history import BYTES_OF_KEYFRAMES
from engine.trace import MethodSpan

losses = st.lists(st.floats(0, 1e9), min_size=1, max_size=300)


def chunk(first: int, values: list[float], weights: int = 1) -> Frame:
    """Return a frame that records consecutive epochs, with W = (epoch, …) at each."""
    epochs = np.arange(first, first + len(values))
    W = np.tile(epochs.astype(float).reshape(-1, 1), weights)
    last = first + len(values) - 1
    here = np.zeros((weights, 1))
    state = State(last, here, values[-1] if values else 0.0, here)
    return Frame(state, Recorded(Trace.of_each(epochs, np.array(values)), Keyframes(epochs, W)))


def segment(epochs: list[float], losses: list[float]) -> Frame:
    """Return a frame that records some epochs only; in between, the loss alternates by 1."""
    epoch, loss = np.array(epochs), np.array(losses)
    W = epoch.reshape(-1, 1)
    trace = Trace(as_counts(epoch), loss, loss - 1, loss + 1)
    state = State(int(epochs[-1]), W[-1:], losses[-1], W[-1:])
    return Frame(state, Recorded(trace, Keyframes(as_counts(epoch), W)))


def recorded(
    values: list[float],
    lengths: list[int],
    capacity: int,
    first: int = 0,
    keyframe_bytes: int = BYTES_OF_KEYFRAMES,
    weights: int = 1,
) -> History:
    history = History(capacity, keyframe_bytes)
    done = 0
    while done < len(values):
        length = lengths[done % len(lengths)]
        history.extend(chunk(first + done, values[done : done + length], weights))
        done += length
    return history


lengths = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@given(losses, lengths)
def test_all_losses_kept_while_room(values: list[float], cut: list[int]) -> None:
    trace = recorded(values, cut, capacity=300).trace()
    assert trace.epoch.tolist() == list(range(len(values)))
    assert trace.loss.tolist() == trace.lowest.tolist() == trace.highest.tolist() == values


@given(losses, lengths, st.integers(1, 40), st.integers(0, 1000))
def test_bounded_history_keeps_extremes(
    values: list[float], cut: list[int], capacity: int, first: int
) -> None:
    trace = recorded(values, cut, capacity, first).trace()
    assert len(trace) <= capacity + 1
    assert trace.epoch[0] == first
    assert (np.diff(trace.epoch) > 0).all()
    assert (trace.epoch[-1], trace.loss[-1]) == (first + len(values) - 1, values[-1])
    assert trace.lowest.min() == min(values)
    assert trace.highest.max() == max(values)
    assert (trace.lowest <= trace.loss).all()
    assert (trace.loss <= trace.highest).all()
    if capacity > 10:
        assert len(trace) > min(capacity, len(values)) // 4  # a good part of the room is used
    assert trace.loss.tolist() == [values[epoch - first] for epoch in trace.epoch]


@given(losses, lengths, st.integers(1, 40))
def test_bin_holds_its_own_extremes(values: list[float], cut: list[int], capacity: int) -> None:
    trace = recorded(values, cut, capacity).trace()
    starts = trace.epoch.tolist()
    for i, (start, end) in enumerate(pairwise(starts)):
        own = [values[start:end]]
        if i == len(trace) - 2:  # the latest epoch is listed singly and may belong to this bin
            own.append(values[start:])
        assert trace.lowest[i] in map(min, own)
        assert trace.highest[i] in map(max, own)


@given(losses, lengths, st.integers(1, 40))
def test_chunks_do_not_show_in_trace(values: list[float], cut: list[int], capacity: int) -> None:
    chunked = recorded(values, cut, capacity).trace()
    single = recorded(values, [1], capacity).trace()
    assert chunked.epoch.tolist() == single.epoch.tolist()
    assert chunked.loss.tolist() == single.loss.tolist()
    assert chunked.lowest.tolist() == single.lowest.tolist()
    assert chunked.highest.tolist() == single.highest.tolist()

    if len(chunked) > 1:
        frames = [recorded(values, each, capacity).keyframes() for each in (cut, [1])]
        assert frames[0].epoch.tolist() == frames[1].epoch.tolist()


@given(st.integers(1, 200), st.integers(1, 200), st.integers(1, 40))
def test_bins_share_leading_bits(count: int, length: int, capacity: int) -> None:
    trace = recorded([float(k) for k in range(count)], [length], capacity).trace()
    own = trace.epoch[:-1].tolist()
    some = [bits for bits in range(FINEST + 1) if set(own) <= set(starts(count, bits))]
    widest = [bits for bits in some if len(starts(count, bits)) <= capacity]
    assert starts(count, max(widest)) in (own, trace.epoch.tolist())


def starts(count: int, bits: int) -> list[int]:
    epochs = np.arange(count)
    found: list[int] = epochs[bin_starts(epochs, bits) == epochs].tolist()
    return found


def test_history_of_segments_keeps_extremes() -> None:
    history, done = History(100), 0.0
    for last in (10.0**power for power in range(1, 19)):
        epochs = [*starting_bins(done, last - 1).tolist(), last]
        history.extend(segment(epochs, [1e20 - epoch for epoch in epochs]))
        done = last
    trace = history.trace()
    assert 50 < len(trace) <= 101
    assert trace.epoch.dtype == np.int64
    assert trace.epoch[-1] == 10**18
    assert trace.highest.max() == 1e20 - 1 + 1
    assert trace.lowest.min() == 1e20 - 1e18 - 1
    assert (trace.lowest <= trace.loss).all()
    assert (trace.loss <= trace.highest).all()


def test_epochs_beyond_int64_are_float64() -> None:
    history = History()
    history.extend(segment([0.0, 1.0], [3.0, 2.0]))
    history.extend(segment([2.0, 1e300], [1.0, 0.5]))
    assert history.trace().epoch.tolist() == [0, 1, 2, 1e300]
    kept = history.keyframes().epoch
    assert kept.tolist() == [0, 1, 2]


@given(losses, lengths, st.integers(1, 40), st.integers(0, 5000))
def test_keyframes_hold_W_at_bin_starts(
    values: list[float], cut: list[int], capacity: int, first: int
) -> None:
    history = recorded(values, cut, capacity, first, weights=2)
    keyframes, trace = history.keyframes(), history.trace()
    assert len(keyframes) <= capacity
    assert keyframes.epoch.tolist() == sorted(set(keyframes.epoch.tolist()))
    if len(keyframes):
        assert keyframes.W.tolist() == [[epoch, epoch] for epoch in keyframes.epoch.tolist()]
    end, found = first + len(values) - 1, keyframes.epoch.tolist()
    assert any(starting_bins(first - 1, end, bits).tolist() == found for bits in range(FINEST + 1))
    if first == 0:  # every bin except the last entry, which is the latest epoch alone
        assert keyframes.epoch.tolist() in (trace.epoch.tolist(), trace.epoch[:-1].tolist())


@given(losses, lengths, st.integers(1, 3000), st.integers(1, 9))
def test_keyframes_stay_within_memory(
    values: list[float], cut: list[int], room: int, weights: int
) -> None:
    """At least one is kept: W at epoch 0."""
    history = recorded(values, cut, 300, keyframe_bytes=room, weights=weights)
    keyframes = history.keyframes()
    assert keyframes.W.nbytes <= max(room, weights * 8)
    assert keyframes.W.shape == (len(keyframes), weights)
    assert (keyframes.epoch.reshape(-1, 1) == keyframes.W).all()
    assert keyframes.epoch[0] == 0
    most = room // (weights * 8)
    if most > 10:
        assert len(keyframes) > min(most, len(values)) // 4
    assert len(history.trace()) == len(values)  # the trace is as long as before


def test_keyframe_owns_its_memory() -> None:
    history, frame = History(), chunk(0, [1.0, 2.0])
    history.extend(frame)
    frame.keyframes.W[:] = 99
    assert history.keyframes().W.tolist() == [[0], [1]]


def test_keyframes_do_not_change_later() -> None:
    history = recorded([3.0, 2.0], [2], capacity=2)
    before = history.keyframes()
    history.extend(chunk(2, [1.0, 0.5]))
    assert before.epoch.tolist() == [0, 1]
    assert before.W.tolist() == [[0], [1]]


def test_empty_frame_changes_nothing() -> None:
    history = recorded([3.0, 2.0], [2], capacity=5)
    history.extend(chunk(2, []))
    assert history.trace().epoch.tolist() == history.keyframes().epoch.tolist() == [0, 1]


def test_empty_history_has_empty_trace() -> None:
    history = History()
    history.extend(chunk(0, []))
    assert len(history.trace()) == len(history.keyframes()) == 0


def test_trace_does_not_change_later() -> None:
    history = recorded([3.0, 2.0], [2], capacity=3)
    before = history.trace()
    history.extend(chunk(2, [1.0, 0.5]))
    assert before.loss.tolist() == [3.0, 2.0]
    assert history.trace().lowest.tolist() == [3.0, 2.0, 0.5, 0.5]


def test_history_needs_one_bin() -> None:
    with pytest.raises(BadSetting, match="capacity"):
        History(0)


def test_methods_are_kept_as_spans() -> None:
    problem = Problem([[1.0], [2.0]], [2.0, 4.0])
    settings = Settings(epochs=10_000, learning_rate=1e-3)
    history = History()
    for frame in descend(problem, settings, chunk_epochs=50):
        history.extend(frame)
        reached = frame
        if frame.epoch >= 2_000:
            break
    literal = MethodSpan(0, 64, Method.LITERAL)
    assert history.methods() == (literal, MethodSpan(65, reached.epoch, Method.MODES))
    for frame in descend(problem, replace(settings, method=Method.LITERAL), after=reached):
        history.extend(frame)
    assert history.methods()[1:] == (
        MethodSpan(65, reached.epoch, Method.MODES),
        MethodSpan(reached.epoch + 1, 10_000, Method.LITERAL),
    )


def test_empty_frames_add_no_span() -> None:
    history = History()
    history.extend(chunk(0, []))
    assert history.methods() == ()
    history.extend(chunk(0, [3.0, 2.0]))
    history.extend(chunk(2, []))
    assert history.methods() == (MethodSpan(0, 1, Method.LITERAL),)
