from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Frame, History
from engine.errors import BadSetting

losses = st.lists(st.floats(0, 1e9), min_size=1, max_size=300)


def chunk(first: int, values: list[float]) -> Frame:
    column = np.zeros((1, 1))
    last_epoch = first + len(values) - 1
    epochs = np.arange(first, first + len(values))
    return Frame(
        last_epoch, values[-1] if values else 0.0, column, column, epochs, np.array(values)
    )


def recorded(values: list[float], lengths: list[int], capacity: int, first: int = 0) -> History:
    history = History(capacity)
    done = 0
    while done < len(values):
        length = lengths[done % len(lengths)]
        history.extend(chunk(first + done, values[done : done + length]))
        done += length
    return history


lengths = st.lists(st.integers(1, 50), min_size=1, max_size=5)


@given(losses, lengths)
def test_all_losses_are_kept_while_there_is_room(values: list[float], cut: list[int]) -> None:
    trace = recorded(values, cut, capacity=300).trace()
    assert trace.epoch.tolist() == list(range(len(values)))
    assert trace.loss.tolist() == trace.lowest.tolist() == trace.highest.tolist() == values


@given(losses, lengths, st.integers(1, 40), st.integers(0, 1000))
def test_beyond_it_memory_is_bounded_and_no_extreme_is_lost(
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
    assert trace.loss.tolist() == [values[epoch - first] for epoch in trace.epoch]


@given(losses, lengths, st.integers(1, 40))
def test_each_bin_holds_the_extremes_of_its_own_epochs(
    values: list[float], cut: list[int], capacity: int
) -> None:
    trace = recorded(values, cut, capacity).trace()
    starts = trace.epoch.tolist()
    for i, (start, end) in enumerate(pairwise(starts)):
        own = [values[start:end]]
        if i == len(trace) - 2:  # the latest epoch, shown on its own as well, may belong to it
            own.append(values[start:])
        assert trace.lowest[i] in map(min, own)
        assert trace.highest[i] in map(max, own)


@given(losses, lengths, st.integers(1, 40))
def test_chunks_do_not_show_in_the_trace(
    values: list[float], cut: list[int], capacity: int
) -> None:
    chunked = recorded(values, cut, capacity).trace()
    single = recorded(values, [1], capacity).trace()
    assert chunked.epoch.tolist() == single.epoch.tolist()
    assert chunked.loss.tolist() == single.loss.tolist()
    assert chunked.lowest.tolist() == single.lowest.tolist()
    assert chunked.highest.tolist() == single.highest.tolist()


def test_an_empty_history_has_an_empty_trace() -> None:
    history = History()
    history.extend(chunk(0, []))
    assert len(history.trace()) == 0


def test_a_trace_is_left_alone_by_what_comes_later() -> None:
    history = recorded([3.0, 2.0], [2], capacity=2)
    before = history.trace()
    history.extend(chunk(2, [1.0, 0.5]))
    assert before.loss.tolist() == [3.0, 2.0]
    assert history.trace().lowest.tolist() == [2.0, 0.5, 0.5]


def test_a_history_needs_room_for_one_bin() -> None:
    with pytest.raises(BadSetting, match="capacity"):
        History(0)
