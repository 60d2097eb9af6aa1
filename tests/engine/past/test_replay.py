"""Any epoch that a run has passed, computed again."""

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from engine import (
    Cancelled,
    Frame,
    History,
    Method,
    Problem,
    Settings,
    descend,
    frame_at,
    learning_rate_limit,
    on_unit_columns,
)
from engine.cancelling import IsCancelled
from engine.errors import BadSetting
from engine.past import replay
from engine.past.replay import Origin, PastEpochs
from engine.trace import PastRun
from engine.triangle import Progress, Triangle, triangle_of
from tests.engine.past.runs import kept, problem_of, stopped_at

FEW = 40
"""Keyframes, so that most epochs lie between two of them."""
WALKED: list[dict[str, Any]] = [
    {"method": "literal"},
    {"precision": "float32"},
    {"optimiser": "heavy ball", "method": "triangle"},
    {"optimiser": "nesterov", "method": "literal"},
    {"optimiser": "adam"},
    {"optimiser": "adam", "precision": "float32"},
    {"optimiser": "adamw", "scale_columns": True},
    {"optimiser": "rmsprop"},
    {"optimiser": "adagrad"},
    {"schedule": "cosine"},
    {"schedule": "inverse", "optimiser": "adam"},
    {"loss": "huber"},
    {"loss": "mean absolute", "optimiser": "adam"},
]


def few() -> History:
    return History(capacity=FEW)


@pytest.mark.parametrize("other", WALKED)
def test_walked_epoch_has_the_bits(other: dict[str, Any]) -> None:
    problem, ran = problem_of(12, 3), Settings(700, 0.002, h=0.1, **other)
    history, end = kept(problem, ran, history=few())
    past, epochs = history.past(), PastEpochs(problem)
    for epoch in (0, 1, 255, 390, 611, 699):
        found, fresh = epochs.at(past, epoch), stopped_at(problem, epoch, ran)
        assert found.W.tobytes() == fresh.W.tobytes()
        assert found.gradient.tobytes() == fresh.gradient.tobytes()
        assert (found.epoch, found.loss, found.stop) == (epoch, fresh.loss, None)
        memories = [
            each and [a.tobytes() for a in each.arrays] for each in (found.memory, fresh.memory)
        ]
        assert memories[0] == memories[1]
    assert end.epoch == 700


@hypothesis_settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 900), st.integers(1, 4))
def test_changed_settings_are_walked_through(seed: int, epoch: int, count: int) -> None:
    random = np.random.default_rng(seed)
    problem, ends = problem_of(8, 2, seed), np.sort(random.choice(900, count, replace=False)) + 1
    kinds = ("plain", "adam", "rmsprop", "heavy ball")
    spans = [
        Settings(
            int(end),
            float(random.uniform(1e-4, 1e-2)),
            h=0.1,
            method="literal",
            optimiser=str(random.choice(kinds)),
        )
        for end in ends
    ]
    history, end = kept(problem, *spans, history=few())
    epoch = min(epoch, end.epoch)
    found, fresh = PastEpochs(problem).at(history.past(), epoch), stopped_at(problem, epoch, *spans)
    assert found.W.tobytes() == fresh.W.tobytes()
    assert found.gradient.tobytes() == fresh.gradient.tobytes()


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("shape", [(3, 3), (60, 5), (4, 210)])
def test_epoch_by_modes_is_that_of_a_run(shape: tuple[int, int], *, scale_columns: bool) -> None:
    problem = problem_of(*shape)
    rate = 0.3 * learning_rate_limit(on_unit_columns(problem) if scale_columns else problem)
    ran = Settings(50_000, rate, h=0.1, scale_columns=scale_columns)
    history, end = kept(problem, ran, history=few())
    past, epochs = history.past(), PastEpochs(problem)
    assert end.method is Method.MODES
    for epoch in (65, 1000, 4097, 20_001, 49_999):
        found, fresh = epochs.at(past, epoch), stopped_at(problem, epoch, ran)
        size = float(np.abs(fresh.W).max())
        assert np.abs(found.W - fresh.W).max() <= 1e-12 * size
        assert found.loss == pytest.approx(fresh.loss, rel=1e-9)
        at_once = epochs.at_once(past, epoch)
        assert at_once is not None
        assert at_once.W.tobytes() == found.W.tobytes()


def memory_bytes(frame: Frame) -> bytes:
    return b"" if frame.memory is None else frame.memory.arrays[0].tobytes()


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("optimiser", ["plain", "nesterov"])
@pytest.mark.parametrize("share", [0.3, 1e-3])
def test_run_goes_on_to_its_bits(share: float, optimiser: str, *, scale_columns: bool) -> None:
    """From an epoch that is shown, at rest or on the way, as from one that it was stopped at."""
    problem = problem_of(40, 4, 1)
    limit = learning_rate_limit(on_unit_columns(problem) if scale_columns else problem)
    ran = Settings(100_000, share * limit, 0.1, optimiser=optimiser, scale_columns=scale_columns)
    past, epochs = kept(problem, ran)[0].past(), PastEpochs(problem)
    for epoch in (65, 128, 1000, 4097, 20_001, 65_536):
        found, fresh = epochs.at(past, epoch), stopped_at(problem, epoch, ran)
        assert found.W.tobytes() == fresh.W.tobytes(), epoch
        assert memory_bytes(found) == memory_bytes(fresh), epoch
        shown = epochs.evaluated(past, found, ran)
        *_, from_shown = descend(problem, ran, after=shown)
        *_, from_stopped = descend(problem, ran, after=fresh)
        assert from_shown.W.tobytes() == from_stopped.W.tobytes(), epoch


@pytest.mark.parametrize("method", ["automatic", "literal", "triangle"])
def test_epoch_is_evaluated_as_by_the_run(method: str) -> None:
    problem = problem_of(60, 5)
    ran = Settings(3000, 0.3 * learning_rate_limit(problem), 0.1, method=method)
    history, _ = kept(problem, ran)
    past, epochs = history.past(), PastEpochs(problem)
    for epoch in (0, 100, 1500):
        found = epochs.at(past, epoch)
        expected = frame_at(problem, ran, epoch, found.W)
        shown = epochs.evaluated(past, found, ran)
        assert shown.gradient.tobytes() == expected.gradient.tobytes()
        assert shown.loss == expected.loss
    with pytest.raises(Cancelled):
        epochs.evaluated(past, found, ran, cancelled=lambda: True)


def test_rest_repeats_its_keyframes() -> None:
    problem = problem_of(12, 2)
    ran = Settings(10**12, 0.5 * learning_rate_limit(problem), h=0.1)
    history, end = kept(problem, ran)
    assert end.epoch == 10**12
    found = PastEpochs(problem).at(history.past(), 987_654_321_987)
    assert np.abs(found.W - end.W).max() <= 1e-15 * np.abs(end.W).max() * 4


def test_modes_are_found_once() -> None:
    problem = problem_of(60, 5)
    history, _ = kept(problem, Settings(5000, 0.1 * learning_rate_limit(problem), h=0.1))
    past, epochs = history.past(), PastEpochs(problem)
    assert epochs.at_once(past, 3001) is None
    epochs.at(past, 3000)
    assert epochs.at_once(past, 3001) is not None
    assert epochs.at_once(past, 3) is None, "the first epochs were literal"


def test_literal_is_never_at_once() -> None:
    problem = problem_of(12, 3)
    history, _ = kept(problem, Settings(700, 0.002, h=0.1, method="literal"), history=few())
    epochs = PastEpochs(problem)
    epochs.at(history.past(), 300)
    assert epochs.at_once(history.past(), 301) is None


@pytest.mark.parametrize("scale_columns", [False, True])
@pytest.mark.parametrize("method", ["automatic", "triangle"])
def test_rows_are_reduced_once(
    method: str, monkeypatch: pytest.MonkeyPatch, *, scale_columns: bool
) -> None:
    problem, reduced = problem_of(60, 5), []
    limit = learning_rate_limit(on_unit_columns(problem) if scale_columns else problem)
    ran = Settings(3000, 0.3 * limit, 0.1, method=method, scale_columns=scale_columns)
    past = kept(problem, ran, history=few())[0].past()

    def counted(rows: Problem, progress: Progress, cancelled: IsCancelled) -> Triangle:
        reduced.append(rows)
        return triangle_of(rows, progress, cancelled)

    monkeypatch.setattr(replay, "triangle_of", counted)
    epochs = PastEpochs(problem)
    for epoch in (80, 1500, 2999, 700):
        found = epochs.at(past, epoch)
        assert found.W.tobytes() == stopped_at(problem, epoch, ran).W.tobytes()
        epochs.evaluated(past, found, ran)
    assert len(reduced) == 1


def test_other_columns_are_reduced_again() -> None:
    problem, limit = problem_of(60, 5), learning_rate_limit(on_unit_columns(problem_of(60, 5)))
    ran = [
        Settings(3000, 0.3 * learning_rate_limit(problem), 0.1),
        Settings(9000, 0.3 * limit, 0.1, scale_columns=True),
    ]
    past, epochs = kept(problem, *ran)[0].past(), PastEpochs(problem)
    for epoch in (2000, 8000, 2500):
        found = epochs.at(past, epoch)
        assert found.W.tobytes() == stopped_at(problem, epoch, *ran).W.tobytes()


def test_walk_can_be_cancelled() -> None:
    problem = problem_of(12, 3)
    history, _ = kept(problem, Settings(700, 0.002, h=0.1, optimiser="adam"), history=few())
    with pytest.raises(Cancelled):
        PastEpochs(problem).at(history.past(), 699, cancelled=lambda: True)


@pytest.mark.parametrize("epoch", [5, -1])
def test_unknown_run_has_no_epoch(epoch: int) -> None:
    problem = problem_of(12, 3)
    history, _ = kept(problem, Settings(7, 0.002, h=0.1))
    past = history.past() if epoch < 0 else PastRun()
    with pytest.raises(BadSetting, match="an epoch of a run that is kept"):
        PastEpochs(problem).at(past, epoch)


def test_origin_is_a_frame() -> None:
    problem = problem_of(12, 3)
    history, end = kept(problem, Settings(7, 0.002, h=0.1, optimiser="adam"))
    keyframes = history.past().spans[0].keyframes
    frame = Origin.of(keyframes, 7).frame()
    assert frame.epoch == 7
    assert frame.W.tobytes() == end.W.tobytes()
    assert frame.memory is not None
    assert frame.memory.epochs == 7
    assert np.isnan(frame.gradient).all()


def test_spans_are_in_order() -> None:
    ran = [
        replace(Settings(h=0.1, method="literal"), epochs=e, learning_rate=e * 1e-5)
        for e in (9, 20, 33)
    ]
    history, _ = kept(problem_of(5, 2), *ran)
    past = history.past()
    assert all(one.first < other.first for one, other in pairwise(past.spans))
    found = [past.span_at(epoch) for epoch in (0, 9, 10, 20, 21, 33)]
    assert [past.spans.index(span) for span in found if span] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize("optimiser", ["heavy ball", "nesterov"])
def test_momentum_by_modes_is_that_of_a_run(optimiser: str) -> None:
    problem = problem_of(60, 4)
    rate = 0.1 * learning_rate_limit(problem)
    ran = Settings(50_000, rate, h=0.1, optimiser=optimiser)
    history, end = kept(problem, ran, history=few())
    past, epochs = history.past(), PastEpochs(problem)
    assert end.method is Method.MODES
    for epoch in (65, 700, 5001, 49_999):
        found, fresh = epochs.at(past, epoch), stopped_at(problem, epoch, ran)
        assert np.abs(found.W - fresh.W).max() <= 1e-12 * float(np.abs(fresh.W).max())
        assert epochs.is_closed(past, epoch)
        assert found.memory is not None
