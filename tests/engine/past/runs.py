"""Runs with all that is kept of them, and runs that stop where one of them has been."""

from dataclasses import replace

import numpy as np

from engine import Frame, History, Problem, Settings, descend
from engine.past.arithmetic import arithmetic_of

LONG = 100_000
"""Epochs of a run whose chunks are as long as its segments."""


def problem_of(rows: int, weights: int, seed: int = 0) -> Problem:
    """Return a random table whose columns differ in size."""
    random = np.random.default_rng(seed)
    A = random.normal(size=(rows, weights)) * np.exp(random.normal(size=weights))
    Y = A @ random.normal(size=weights) + random.normal(size=rows)
    return Problem(A, Y, random.normal(size=weights))


def kept(
    problem: Problem, *spans: Settings, history: History | None = None
) -> tuple[History, Frame]:
    """Return the history and the end of a run whose settings change at the end of each span."""
    history, last = history or History(), None
    for settings in spans:
        chunk = 97 if settings.epochs < LONG else None
        for frame in descend(problem, settings, after=last, chunk_epochs=chunk):
            history.extend(frame, settings)
        last = frame
    assert last is not None
    return history, last


def stopped_at(problem: Problem, epoch: int, *spans: Settings) -> Frame:
    """Return the frame of a fresh run under the same settings that stops at an epoch."""
    frame = None
    for settings in spans:
        until = replace(arithmetic_of(settings), epochs=min(epoch, settings.epochs))
        *_, frame = descend(problem, until, after=frame)
        if settings.epochs >= epoch:
            break
    assert frame is not None
    assert frame.epoch == epoch
    return frame
