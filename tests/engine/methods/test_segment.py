from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import (
    Difference,
    Frame,
    History,
    Method,
    Problem,
    Settings,
    learning_rate_limit,
    mean_squared_error,
    triangle_of,
)
from engine.bins import last_of_bins, starting_bins
from engine.frame import Anchor, State
from engine.methods.closed_form import ClosedForm, Recurrence
from engine.methods.loss_log import LossLog
from engine.methods.modes import Modes
from engine.methods.segment import RECORDED_AT_END, WEIGHTS_IN_EVERY_BIN, VerifiedSegment

from ..problems import random_problem
from ..test_history import chunk


class Made(NamedTuple):
    """A segment, and all losses from its anchor on."""

    segment: VerifiedSegment
    losses: dict[int, float]


def segment_from(problem: Problem, anchor: int, length: int, part: float = 0.5) -> Made:
    """Return a segment whose end differs a little from the prediction, as evaluations do."""
    settings = Settings(learning_rate=part * learning_rate_limit(problem), h=0.1)
    closed_form = ClosedForm(Recurrence(Modes(triangle_of(problem)), settings), problem.W)
    losses = closed_form.losses(np.arange(length + 1.0)).tolist()
    losses[-1] *= 1 + 1e-12
    W = closed_form.weights(np.array([float(length)]))
    end = State(anchor + length, W, losses[-1], closed_form.gradients(np.array([float(length)])))
    segment = VerifiedSegment(Anchor(anchor, problem.W), closed_form, end)
    return Made(segment, dict(enumerate(losses, start=anchor)))


anchors = st.sampled_from([0, 1, 63, 64, 1000, 4096, 5000, 2**20 - 3])
lengths = st.integers(1, 6000)


def test_state_on_the_way_is_predicted() -> None:
    problem = random_problem(0, 20, 3)
    segment, losses = segment_from(problem, 64, 100)
    state = segment.state_at(90)
    assert (state.epoch, state.method, state.stop, state.fallback) == (90, Method.MODES, None, "")
    assert state.anchor is segment.anchor
    assert state.loss == losses[90]
    assert state.loss == pytest.approx(mean_squared_error(problem.A, state.W, problem.Y), rel=1e-12)
    times = np.array([26.0])
    assert state.W.tolist() == segment.closed_form.weights(times).tolist()
    assert state.gradient.tolist() == segment.closed_form.gradients(times).tolist()
    assert state.W.shape == state.gradient.shape == (3, 1)


def test_state_far_along_segment() -> None:
    segment, _ = segment_from(random_problem(0, 20, 3), 0, 1)
    far = segment.state_at(10**18)
    assert far.epoch == 10**18
    assert far.gradient == pytest.approx(np.zeros((3, 1)), abs=1e-12)


@given(anchors, lengths, st.data())
@hypothesis_settings(max_examples=60)
def test_loss_log_gets_every_loss(anchor: int, length: int, data: st.DataObject) -> None:
    segment, losses = segment_from(random_problem(1, 12, 3), anchor, length)
    after = data.draw(st.integers(anchor, anchor + length - 1))
    log = LossLog(data.draw(st.integers(0, 2 * length)))
    trace, keyframes = segment.record(after, segment.end, log)
    epochs = range(after + 1, anchor + length + 1)
    assert trace.epoch.tolist() == list(epochs)
    exact = [losses[epoch] for epoch in epochs]
    assert trace.loss == pytest.approx(exact, rel=1e-12)
    assert trace.loss[-1] == segment.end.loss
    assert trace.loss.base is log.room(-1, 0).loss.base
    assert (len(keyframes), keyframes.W.shape) == (0, (0, 3))


@given(anchors, lengths, st.sampled_from([0.1, 0.5, 0.99, 1.0]), st.data())
def test_recorded_losses_are_true_and_complete(
    anchor: int, length: int, part: float, data: st.DataObject
) -> None:
    segment, losses = segment_from(random_problem(2, 12, 3), anchor, length, part)
    after = data.draw(st.integers(anchor, anchor + length - 1))
    last = data.draw(st.integers(after + 1, anchor + length))
    state = segment.end if last == segment.end.epoch else segment.state_at(last)
    trace, _ = segment.record(after, state, None)
    epochs = trace.epoch.tolist()
    assert epochs == sorted(set(epochs))
    assert after < epochs[0]
    assert (epochs[-1], trace.loss[-1]) == (last, state.loss)
    assert set(starting_bins(after, last).tolist()) <= set(epochs)
    assert set(range(max(after + 1, last - RECORDED_AT_END + 1), last + 1)) <= set(epochs)
    assert trace.loss == pytest.approx([losses[epoch] for epoch in epochs], rel=1e-9)
    assert (trace.lowest <= trace.loss).all()
    assert (trace.loss <= trace.highest).all()


@given(anchors, lengths, st.sampled_from([0.1, 0.5, 0.99, 1.0]))
@hypothesis_settings(max_examples=40)
def test_extremes_cover_the_whole_bin(anchor: int, length: int, part: float) -> None:
    """One weight or many, with or without overshoot: the loss falls, or alternates."""
    segment, losses = segment_from(random_problem(2, 12, 3), anchor, length, part)
    trace, _ = segment.record(anchor, segment.end, None)
    ends = np.minimum(last_of_bins(trace.epoch.astype(float)), segment.end.epoch).tolist()
    for epoch, end, lowest, highest in zip(
        trace.epoch.tolist(), ends, trace.lowest.tolist(), trace.highest.tolist(), strict=True
    ):
        own = [losses[each] for each in range(epoch, int(end) + 1)]
        assert lowest == pytest.approx(min(own), rel=1e-9)
        assert highest == pytest.approx(max(own), rel=1e-9)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=5))
@hypothesis_settings(max_examples=40)
def test_pieces_record_the_same_history(pieces: list[int]) -> None:
    """Bins and keyframes agree, except for the single epochs at the ends of the pieces."""
    length = sum(pieces)
    segment, losses = segment_from(random_problem(3, 12, 2), 0, length)
    at_once, in_pieces = History(200), History(200)
    for history in (at_once, in_pieces):
        history.extend(chunk(0, [losses[0]], 2))
    done = 0
    for history, cuts in ((at_once, [length]), (in_pieces, np.cumsum(pieces).tolist())):
        done = 0
        for cut in cuts:
            state = segment.end if cut == length else segment.state_at(cut)
            history.extend(Frame(state, segment.record(done, state, None)))
            done = cut
    whole, parts = at_once.trace(), in_pieces.trace()
    assert whole.epoch.tolist() == parts.epoch.tolist()
    assert whole.loss.tolist() == pytest.approx(parts.loss.tolist(), rel=1e-12)
    assert whole.lowest == pytest.approx(parts.lowest, rel=1e-9)
    assert whole.highest == pytest.approx(parts.highest, rel=1e-9)
    assert at_once.keyframes().epoch.tolist() == in_pieces.keyframes().epoch.tolist()
    assert pytest.approx(in_pieces.keyframes().W, rel=1e-12) == at_once.keyframes().W


@given(anchors, lengths)
@hypothesis_settings(max_examples=30)
def test_keyframes_are_weights_at_bin_starts(anchor: int, length: int) -> None:
    segment, _ = segment_from(random_problem(2, 12, 3), anchor, length)
    _, keyframes = segment.record(anchor, segment.end, None)
    assert keyframes.epoch.tolist() == starting_bins(anchor, anchor + length).tolist()
    assert keyframes.W.shape == (len(keyframes), 3)
    times = np.arange(length + 1.0)[(keyframes.epoch - anchor).tolist()]
    assert pytest.approx(segment.closed_form.weights(times).T, rel=1e-12, abs=1e-12) == keyframes.W


def test_many_weights_have_fewer_keyframes() -> None:
    """A segment takes about the same memory for any number of weights."""
    counts = []
    for weights in (1, WEIGHTS_IN_EVERY_BIN, 4 * WEIGHTS_IN_EVERY_BIN):
        segment, _ = segment_from(random_problem(0, 12, weights), 0, 5000)
        _, keyframes = segment.record(0, segment.end, None)
        counts.append(len(keyframes))
    few, same, many = counts
    assert few == same
    assert many * 2 <= same


def test_epochs_beyond_int64_are_recorded() -> None:
    problem = random_problem(0, 12, 2)
    segment, _ = segment_from(problem, 64, 10)
    state = segment.state_at(int(1e20))
    trace, keyframes = segment.record(64, state, None)
    assert trace.epoch.dtype == np.float64
    assert trace.epoch[-1] == 1e20
    assert (np.diff(trace.epoch) > 0).all()
    assert np.isfinite(keyframes.W).all()
    assert keyframes.epoch.tolist() == starting_bins(64, 1e20).tolist()


def test_one_sided_bias_shows_in_record() -> None:
    """From the optimum, the loss rises to the point at which the quotient is 0."""
    problem = random_problem(5, 12, 2)
    problem = problem.starting_from(np.linalg.lstsq(problem.A, problem.Y, rcond=None)[0])
    rate = learning_rate_limit(problem) / 2
    settings = Settings(learning_rate=rate, h=0.5, difference=Difference.FORWARD)
    closed_form = ClosedForm(Recurrence(Modes(triangle_of(problem)), settings), problem.W)
    segment = VerifiedSegment(
        Anchor(0, problem.W), closed_form, State(3000, problem.W, 0.0, problem.W)
    )
    trace, _ = segment.record(0, segment.state_at(20), None)
    assert (np.diff(trace.loss) > 0).all()
