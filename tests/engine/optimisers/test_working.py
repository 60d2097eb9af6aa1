"""The written-out epochs of every optimiser are those of its run."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine import Matrix, Problem, Settings, descend, triangle_of
from engine.methods.step_working import EpochWorking, StepWriter

from .given_slopes import OPTIMISERS, SCHEDULES
from .test_descents import KINDS, sample, with_kind

SYMBOLS = {
    "plain": (),
    "heavy ball": ("b",),
    "nesterov": ("b",),
    "rmsprop": ("√v",),
    "adam": ("m̂", "√v̂"),
    "adamw": ("m̂", "√v̂"),
    "adagrad": ("√s",),
}


def workings(problem: Problem, settings: Settings) -> list[tuple[EpochWorking, Matrix]]:
    """Return the working of each epoch of a run, and W after it."""
    triangle = triangle_of(problem) if settings.reduces_rows else None
    writer = StepWriter(problem, settings, triangle)
    frames = descend(problem, settings, chunk_epochs=1, triangle=triangle)
    found = []
    for frame, then in pairwise(frames):
        working = writer.after(frame)
        assert working is not None
        found.append((working, then.W))
    return found


@pytest.mark.parametrize("method", ["literal", "triangle", "automatic"])
@pytest.mark.parametrize("kind", KINDS)
def test_working_is_of_the_run(kind: tuple[str, str], method: str) -> None:
    settings = with_kind(*kind, epochs=11, scale_columns=True, method=method)
    for working, W in workings(sample(), settings):
        assert np.array_equal(working.W_next_of_table, W)


@pytest.mark.parametrize("kind", KINDS)
def test_change_leads_to_the_next_weight(kind: tuple[str, str]) -> None:
    for working, _ in workings(sample(), with_kind(*kind, epochs=5)):
        step = working.of_weight(1)
        assert step.w - step.change == pytest.approx(step.w_next, rel=1e-15)
        assert tuple(symbol for symbol, _ in step.remembered) == SYMBOLS[kind[0]]


def test_rate_is_that_of_the_epoch() -> None:
    settings = with_kind("plain", "exponential", epochs=3)
    factor = SCHEDULES["exponential"]["schedule_factor"]
    rates = [working.rate for working, _ in workings(sample(), settings)]
    assert rates == pytest.approx([0.02 * factor**epoch for epoch in range(3)], rel=1e-15)


def test_adam_tells_its_corrected_means() -> None:
    settings = with_kind("adam", "constant", epochs=1)
    ((working, _),) = workings(sample(), settings)
    step = working.of_weight(0)
    (_, mean), (_, root) = step.remembered
    assert mean == pytest.approx(step.slope, rel=1e-12)
    assert root == pytest.approx(abs(step.slope), rel=1e-12)
    epsilon = OPTIMISERS["adam"]["epsilon"]
    assert step.change == pytest.approx(0.05 * mean / (root + epsilon), rel=1e-12)


def test_frame_without_memory_has_no_working() -> None:
    """An earlier epoch of a run is recorded without what the optimiser remembered there."""
    problem, settings = sample(), with_kind("heavy ball", "constant", epochs=5)
    *_, frame = descend(problem, settings)
    forgotten = replace(frame, state=frame.state._replace(memory=None))
    assert StepWriter(problem, settings).after(frame) is not None
    assert StepWriter(problem, settings).after(forgotten) is None
    plain = with_kind("plain", "step", epochs=5)
    assert StepWriter(problem, plain).after(forgotten) is not None
