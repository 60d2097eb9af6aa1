"""What is kept of a run, in bounded memory."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Frame, History, Method, Problem, Settings, descend
from engine.history import BYTES_OF_KEYFRAMES
from engine.past.keeping import joined, taken
from tests.engine.past.runs import kept, problem_of

LITERAL = Settings(300, 0.01, h=0.1, method="literal")
ADAM = Settings(300, 0.01, h=0.1, optimiser="adam")


def test_keyframes_have_what_is_remembered() -> None:
    history, _ = kept(problem_of(20, 3), ADAM)
    (span,) = history.past().spans
    memories = span.keyframes.memories
    assert memories is not None
    assert memories.epochs[1:].tolist() == list(range(1, 301))
    assert memories.at(0) is None, "nothing is remembered at the start"
    assert [array.shape for array in memories.arrays] == [(301, 3)] * 2


def test_change_of_settings_begins_a_span() -> None:
    slower = replace(LITERAL, epochs=500, learning_rate=0.005)
    history, _ = kept(problem_of(20, 3), LITERAL, slower)
    first, second = history.past().spans
    assert (first.first, second.first) == (0, 300)
    assert second.settings is not None
    assert second.settings.learning_rate == 0.005
    assert second.origins.epoch.tolist() == [300]
    assert len(history.keyframes()) == 501


def test_more_epochs_are_no_change() -> None:
    history, _ = kept(problem_of(20, 3), LITERAL, replace(LITERAL, epochs=500))
    assert len(history.past().spans) == 1


def test_settings_without_an_epoch_leave_nothing() -> None:
    problem, history = problem_of(20, 3), History()
    *_, end = descend(problem, LITERAL)
    for rate in (0.02, 0.03, 0.04):
        start = next(iter(descend(problem, replace(LITERAL, learning_rate=rate), after=end)))
        history.extend(start, replace(LITERAL, learning_rate=rate))
    assert len(history.past().spans) == 1


def test_closed_forms_have_their_origins() -> None:
    history, end = kept(problem_of(50, 4), Settings(5000, 0.05, h=0.1))
    assert end.method is Method.MODES
    (span,) = history.past().spans
    assert span.origins.epoch.tolist() == [0, *(64 * 2**k for k in range(7))]
    assert [each.method for each in history.past().methods] == [Method.LITERAL, Method.MODES]


@pytest.mark.parametrize("optimiser", ["plain", "adam"])
@pytest.mark.parametrize("changes", [1, 40])
def test_memory_is_bounded(optimiser: str, changes: int) -> None:
    problem, room = problem_of(10, 6), 20_000
    settings = Settings(300, 0.01, h=0.1, method="literal", optimiser=optimiser)
    spans = [
        replace(settings, epochs=1500 * (k + 1) // changes, learning_rate=1e-3 * (1 + k % 2))
        for k in range(changes)
    ]
    history, _ = kept(problem, *spans, history=History(keyframe_bytes=room))
    assert history.past().nbytes <= room
    assert history.keyframes().epoch[0] == 0
    assert len(history.past().spans) == changes


def test_usual_memory_is_32_megabytes() -> None:
    assert BYTES_OF_KEYFRAMES == 2**25
    weights, history = 2000, History()
    problem = Problem(np.eye(2, weights), np.ones(2), np.ones(weights))
    settings = Settings(3000, 0.01, h=0.1, optimiser="adam", method="literal")
    *_, frame = descend(problem, replace(settings, epochs=1))
    for epoch in range(3000):  # the frames of a run, without its arithmetic
        keyframes = replace(frame.keyframes, epoch=np.array([epoch]))
        trace = replace(frame.trace, epoch=np.array([epoch]))
        recorded = frame.recorded._replace(keyframes=keyframes, trace=trace)
        history.extend(Frame(frame.state._replace(epoch=epoch), recorded), settings)
    assert 2**23 < history.past().nbytes <= 2**25


@given(st.lists(st.booleans(), min_size=12, max_size=12), st.integers(1, 11))
def test_keyframes_are_taken_and_joined(chosen: list[bool], cut: int) -> None:
    history, _ = kept(problem_of(5, 2), replace(ADAM, epochs=11))
    whole = history.past().spans[0].keyframes
    parts = [taken(whole, whole.epoch < cut), taken(whole, whole.epoch >= cut)]
    again = joined(parts)
    mask = np.array(chosen)
    for keyframes in (whole, again):
        some = taken(keyframes, mask)
        assert some.epoch.tolist() == np.arange(12)[mask].tolist()
        assert some.W.tolist() == whole.W[mask].tolist()
        assert some.memories is not None
        assert whole.memories is not None
        assert some.memories.epochs.tolist() == whole.memories.epochs[mask].tolist()
        for own, all_of_them in zip(some.memories.arrays, whole.memories.arrays, strict=True):
            assert np.array_equal(own, all_of_them[mask], equal_nan=True)
